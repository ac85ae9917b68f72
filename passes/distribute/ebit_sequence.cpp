#include "passes/distribute/ebit_sequence.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace dqc {
namespace {

// An event key: time, then whether an instruction asks to start, then its rank.
constexpr int rank_bits = 24;
constexpr int time_shift = rank_bits + 1;
constexpr std::uint64_t starts = std::uint64_t{1} << rank_bits;
constexpr std::int64_t fixed_work = 8;  ///< events that putting back a state takes as long as

}  // namespace

EbitSequence::EbitSequence(const Dependences& dependences, const Network& network,
                           std::span<const std::int64_t> urgency,
                           const std::vector<std::array<std::int64_t, 2>>& holds)
    : d_(dependences),
      network_(network),
      holds_(holds),
      work_(network.size(), 0),
      rank_(dependences.size()),
      of_rank_(dependences.size()),
      waits_at_first_(dependences.size()),
      queue_(network.size()) {
  std::iota(of_rank_.begin(), of_rank_.end(), 0);
  std::ranges::stable_sort(of_rank_, {},
                           [&](std::int32_t i) { return urgency[static_cast<std::size_t>(i)]; });
  for (std::size_t r = 0; r < of_rank_.size(); ++r)
    rank_[static_cast<std::size_t>(of_rank_[r])] = static_cast<std::int32_t>(r);
  for (std::size_t i = 0; i < d_.size(); ++i) waits_at_first_[i] = d_.num_before(i);
  for (std::size_t e = 0; e < d_.ebits().size(); ++e)
    for (std::size_t side : {0, 1}) work_[d_.ebits()[e].halves[side].qpu.index()] += holds_[e][side];
}

bool EbitSequence::fits(const Dependences& d) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < d.size() && sum < std::int64_t{1} << 38; ++i) {
    sum += std::min<std::int64_t>(d.duration(i), std::int64_t{1} << 38);
    for (const Dependences::Arc& arc : d.after(i))
      sum += std::min<std::int64_t>(arc.delay, std::int64_t{1} << 38);
  }
  return sum < std::int64_t{1} << 38 && d.size() < std::size_t{1} << rank_bits;
}

/// To time 0.
void EbitSequence::reset() {
  waits_ = waits_at_first_;
  ready_.assign(d_.size(), 0);
  cause_.assign(d_.size(), -1);
  slot_free_.assign(d_.num_slots(), 0);
  slot_last_.assign(d_.num_slots(), -1);
  has_started_.assign(d_.ebits().size(), 0);
  touched_.clear(), touched_slots_.clear();
  s_ = {};
  s_.work_left = work_;
  s_.freed_by.resize(network_.size());
  s_.freed_at.resize(network_.size());
  for (std::size_t q = 0; q < network_.size(); ++q) {
    s_.freed_by[q].assign(tokens(q), -1);
    s_.freed_at[q].assign(tokens(q), 0);
  }
  s_.under_way.assign(network_.links.size(), 0);
  out_.start.assign(d_.size(), 0);
  out_.order.clear();
  out_.handed_by.assign(d_.ebits().size(), {-1, -1});
  for (std::size_t i = 0; i < d_.size(); ++i)
    if (waits_[i] == 0 && d_.ebit_of(i) < 0) ask(i, 0);
}

void EbitSequence::restart() {
  reset();
  kept_waits_ = waits_;
  kept_ready_ = ready_;
  kept_slot_free_ = slot_free_;
  kept_ = s_;
}

void EbitSequence::undo() {
  for (const std::int32_t i : touched_) {
    const auto at = static_cast<std::size_t>(i);
    waits_[at] = kept_waits_[at];
    ready_[at] = kept_ready_[at];
  }
  for (const std::int32_t slot : touched_slots_)
    slot_free_[static_cast<std::size_t>(slot)] = kept_slot_free_[static_cast<std::size_t>(slot)];
  touched_.clear(), touched_slots_.clear();
  for (std::size_t k = kept_.order; k < out_.order.size(); ++k)
    if (const std::int32_t e = d_.ebit_of(static_cast<std::size_t>(out_.order[k])); e >= 0)
      has_started_[static_cast<std::size_t>(e)] = 0;
  out_.order.resize(kept_.order);
  s_ = kept_;
}

void EbitSequence::keep() {
  for (const std::int32_t i : touched_) {
    const auto at = static_cast<std::size_t>(i);
    kept_waits_[at] = waits_[at];
    kept_ready_[at] = ready_[at];
  }
  for (const std::int32_t slot : touched_slots_)
    kept_slot_free_[static_cast<std::size_t>(slot)] = slot_free_[static_cast<std::size_t>(slot)];
  touched_.clear(), touched_slots_.clear();
  s_.order = out_.order.size();
  kept_ = s_;
}

void EbitSequence::enqueue(std::span<const std::int32_t> part) {
  queue_.resize(network_.size());
  for (auto& list : queue_) list.clear();
  for (std::int32_t e : part)
    for (const Dependences::Half& half : d_.ebits()[static_cast<std::size_t>(e)].halves)
      queue_[half.qpu.index()].push_back(e);
  next_.assign(queue_.size(), 0);
  woken_.resize(queue_.size());
  std::iota(woken_.begin(), woken_.end(), std::size_t{0});
  started_ = 0;
}

std::size_t EbitSequence::tokens(std::size_t qpu) const {
  return std::min(static_cast<std::size_t>(network_.qpus[qpu].comm), 2 * d_.ebits().size() + 2);
}

double EbitSequence::mean_free(std::size_t qpu) const {
  if (tokens(qpu) == 0) return 0;
  double sum = 0;
  for (const std::int64_t at : s_.freed_at[qpu]) sum += static_cast<double>(at);
  sum += static_cast<double>(tokens(qpu) - s_.freed_at[qpu].size()) * static_cast<double>(s_.now);
  return sum / static_cast<double>(tokens(qpu));
}

void EbitSequence::ask(std::size_t i, std::int64_t time) {
  s_.events.push_back(static_cast<std::uint64_t>(time) << time_shift | starts |
                      static_cast<std::uint64_t>(rank_[i]));
  std::push_heap(s_.events.begin(), s_.events.end(), std::greater<>());
}

void EbitSequence::begin(std::size_t i, std::int64_t now) {
  const std::int64_t end = now + d_.duration(i);
  out_.start[i] = now;
  out_.order.push_back(static_cast<std::int32_t>(i));
  if (end > s_.result.makespan || s_.last < 0) s_.last = static_cast<std::int32_t>(i);
  s_.result.makespan = std::max(s_.result.makespan, end);
  for (std::int32_t s : d_.slots(i))
    if (s >= 0) {
      slot_free_[static_cast<std::size_t>(s)] = end;
      slot_last_[static_cast<std::size_t>(s)] = static_cast<std::int32_t>(i);
      touched_slots_.push_back(s);
    }
  if (d_.frees(i).valid() || d_.ebit_of(i) >= 0) {
    if (d_.frees(i).valid()) s_.result.sum += end;
    s_.events.push_back(static_cast<std::uint64_t>(end) << time_shift | static_cast<std::uint64_t>(rank_[i]));
    std::push_heap(s_.events.begin(), s_.events.end(), std::greater<>());
  }
  for (const Dependences::Arc& arc : d_.after(i)) {
    const auto to = static_cast<std::size_t>(arc.to);
    touched_.push_back(arc.to);
    if (end + arc.delay >= ready_[to]) {
      ready_[to] = end + arc.delay;
      cause_[to] = static_cast<std::int32_t>(i);
    }
    if (--waits_[to] == 0) ask(to, ready_[to]);
  }
}

void EbitSequence::give_back(std::size_t qpu, std::int32_t by) {
  s_.freed_by[qpu].push_back(by);
  s_.freed_at[qpu].push_back(s_.now);
  woken_.push_back(qpu);
}

void EbitSequence::finish_holding(std::size_t i) {
  const std::int32_t e = d_.ebit_of(i);
  if (e < 0) return give_back(d_.frees(i).index(), static_cast<std::int32_t>(i));
  const Dependences::EbitRow& row = d_.ebits()[static_cast<std::size_t>(e)];
  --s_.under_way[row.link.index()];
  for (std::size_t side : {0, 1}) {
    const std::size_t qpu = row.halves[side].qpu.index();
    woken_.push_back(qpu);
    for (int k = 0; k < row.spare[side]; ++k) give_back(qpu, static_cast<std::int32_t>(i));
    if (network_.links[row.link.index()].capacity > 0)
      for (std::size_t q = 0; q < queue_.size(); ++q) woken_.push_back(q);
  }
}

/// Starts the next e-bit of `qpu` if it is also the next of its other QPU and both have room.
bool EbitSequence::start_next(std::size_t qpu, std::int64_t now) {
  if (next_[qpu] == queue_[qpu].size()) return false;
  const std::int32_t e = queue_[qpu][next_[qpu]];
  const Dependences::EbitRow& row = d_.ebits()[static_cast<std::size_t>(e)];
  for (std::size_t side : {0, 1}) {
    const std::size_t q = row.halves[side].qpu.index();
    if (next_[q] == queue_[q].size() || queue_[q][next_[q]] != e ||
        s_.freed_by[q].size() < static_cast<std::size_t>(1 + row.spare[side]))
      return false;
  }
  const int capacity = network_.links[row.link.index()].capacity;
  if (capacity > 0 && s_.under_way[row.link.index()] >= capacity) return false;
  ++s_.under_way[row.link.index()];
  for (std::size_t side : {0, 1}) {
    const std::size_t q = row.halves[side].qpu.index();
    const std::int64_t comm = network_.qpus[q].comm;
    if (now + (s_.work_left[q] + comm - 1) / comm > limit_) s_.result.makespan = limit_ + 1;
    s_.work_left[q] -= holds_[static_cast<std::size_t>(e)][side];
    ++next_[q];
    woken_.push_back(q);
    for (int k = 0; k <= row.spare[side]; ++k) {
      out_.handed_by[static_cast<std::size_t>(e)][side] = s_.freed_by[q].back();
      s_.freed_by[q].pop_back();
      s_.freed_at[q].pop_back();
    }
  }
  ++started_;
  has_started_[static_cast<std::size_t>(e)] = 1;
  set_cause(e, now);
  begin(static_cast<std::size_t>(row.instruction), now);
  return true;
}

/// What freed the qubits of `e` now, or else the e-bit ahead of it at one of its QPUs, which started now.
void EbitSequence::set_cause(std::int32_t e, std::int64_t now) {
  const Dependences::EbitRow& row = d_.ebits()[static_cast<std::size_t>(e)];
  std::int32_t& cause = cause_[static_cast<std::size_t>(row.instruction)];
  cause = -1;
  const auto ends_now = [&](std::int32_t i) {
    return i >= 0 &&
           out_.start[static_cast<std::size_t>(i)] + d_.duration(static_cast<std::size_t>(i)) == now;
  };
  for (std::int32_t by : out_.handed_by[static_cast<std::size_t>(e)])
    if (ends_now(by)) cause = by;
  for (std::size_t side : {0, 1}) {
    const std::size_t q = row.halves[side].qpu.index();
    if (cause >= 0 || next_[q] < 2) continue;
    const auto ahead = static_cast<std::size_t>(queue_[q][next_[q] - 2]);
    const std::int32_t i = d_.ebits()[ahead].instruction;
    if (out_.start[static_cast<std::size_t>(i)] == now) cause = i;
  }
}

std::vector<std::pair<std::int32_t, QpuId>> EbitSequence::critical() const {
  std::vector<std::pair<std::int32_t, QpuId>> chain;
  for (std::int32_t i = s_.last; i >= 0; i = cause_[static_cast<std::size_t>(i)]) {
    const std::int32_t e = d_.ebit_of(static_cast<std::size_t>(i));
    if (e < 0) continue;
    const auto& by = out_.handed_by[static_cast<std::size_t>(e)];
    const std::size_t side = by[1] >= 0 && by[1] == cause_[static_cast<std::size_t>(i)] ? 1 : 0;
    chain.emplace_back(e, d_.ebits()[static_cast<std::size_t>(e)].halves[side].qpu);
  }
  return chain;
}

/// Goes on until nothing is under way, `enough` e-bits of the queues have started or the limit is passed.
void EbitSequence::advance(std::size_t enough) {
  for (;;) {
    while (!s_.events.empty() && static_cast<std::int64_t>(s_.events.front() >> time_shift) == s_.now) {
      std::pop_heap(s_.events.begin(), s_.events.end(), std::greater<>());
      const std::uint64_t event = s_.events.back();
      s_.events.pop_back();
      ++work_done_;
      const auto i = static_cast<std::size_t>(of_rank_[event & (starts - 1)]);
      if ((event & starts) == 0) {
        finish_holding(i);
        continue;
      }
      std::int64_t free = s_.now;
      for (std::int32_t s : d_.slots(i))
        if (s >= 0 && slot_free_[static_cast<std::size_t>(s)] > free) {
          free = slot_free_[static_cast<std::size_t>(s)];
          cause_[i] = slot_last_[static_cast<std::size_t>(s)];
        }
      free > s_.now ? ask(i, free) : begin(i, s_.now);
    }
    while (!woken_.empty()) {
      const std::size_t qpu = woken_.back();
      woken_.pop_back();
      start_next(qpu, s_.now);
    }
    if (s_.result.makespan > limit_ || started_ >= enough || s_.events.empty()) return;
    s_.now = static_cast<std::int64_t>(s_.events.front() >> time_shift);
  }
}

bool EbitSequence::extend(std::span<const std::int32_t> part, std::size_t enough) {
  limit_ = std::numeric_limits<std::int64_t>::max();
  undo();
  enqueue(part);
  work_done_ = fixed_work;
  advance(enough);
  out_.makespan = s_.result.makespan;
  return started_ >= std::min(enough, part.size());
}

std::optional<EbitSequence::Result> EbitSequence::run(std::span<const std::int32_t> sequence,
                                                      std::int64_t limit) {
  limit_ = limit;
  reset();
  enqueue(sequence);
  work_done_ = static_cast<std::int64_t>(d_.size() / 8);
  advance(std::numeric_limits<std::size_t>::max());
  if (s_.result.makespan > limit || started_ < d_.ebits().size()) return std::nullopt;
  out_.makespan = s_.result.makespan;
  return s_.result;
}

}  // namespace dqc
