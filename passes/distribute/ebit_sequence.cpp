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

}  // namespace

EbitSequence::EbitSequence(const Dependences& dependences, const Network& network,
                           std::span<const std::int64_t> urgency,
                           const std::vector<std::array<std::int64_t, 2>>& holds)
    : d_(dependences),
      network_(network),
      holds_(holds),
      work_(network.size(), 0),
      cause_(dependences.size(), -1),
      rank_(dependences.size()),
      of_rank_(dependences.size()),
      waits_at_first_(dependences.size()),
      queue_(network.size()),
      freed_by_(network.size()) {
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

void EbitSequence::reset(std::span<const std::int32_t> sequence) {
  waits_ = waits_at_first_;
  ready_.assign(d_.size(), 0);
  slot_free_.assign(d_.num_slots(), 0);
  slot_last_.assign(d_.num_slots(), -1);
  work_left_ = work_;
  for (auto& list : queue_) list.clear();
  for (std::int32_t e : sequence)
    for (const Dependences::Half& half : d_.ebits()[static_cast<std::size_t>(e)].halves)
      queue_[half.qpu.index()].push_back(e);
  next_.assign(queue_.size(), 0);
  for (std::size_t q = 0; q < queue_.size(); ++q)
    freed_by_[q].assign(
        std::min<std::size_t>(static_cast<std::size_t>(network_.qpus[q].comm), 2 * d_.ebits().size() + 2),
        -1);
  under_way_.assign(network_.links.size(), 0);
  woken_.resize(queue_.size());
  std::iota(woken_.begin(), woken_.end(), std::size_t{0});
  events_.clear();
  started_ = 0;
  last_ = -1;
  result_ = {};
  out_.start.assign(d_.size(), 0);
  out_.order.clear();
  out_.handed_by.assign(d_.ebits().size(), {-1, -1});
  for (std::size_t i = 0; i < d_.size(); ++i)
    if (waits_[i] == 0 && d_.ebit_of(i) < 0) ask(i, 0);
}

void EbitSequence::ask(std::size_t i, std::int64_t time) {
  events_.push_back(static_cast<std::uint64_t>(time) << time_shift | starts |
                    static_cast<std::uint64_t>(rank_[i]));
  std::push_heap(events_.begin(), events_.end(), std::greater<>());
}

void EbitSequence::begin(std::size_t i, std::int64_t now) {
  const std::int64_t end = now + d_.duration(i);
  out_.start[i] = now;
  out_.order.push_back(static_cast<std::int32_t>(i));
  if (end > result_.makespan || last_ < 0) last_ = static_cast<std::int32_t>(i);
  result_.makespan = std::max(result_.makespan, end);
  for (std::int32_t s : d_.slots(i))
    if (s >= 0) {
      slot_free_[static_cast<std::size_t>(s)] = end;
      slot_last_[static_cast<std::size_t>(s)] = static_cast<std::int32_t>(i);
    }
  if (d_.frees(i).valid() || d_.ebit_of(i) >= 0) {
    if (d_.frees(i).valid()) result_.sum += end;
    events_.push_back(static_cast<std::uint64_t>(end) << time_shift | static_cast<std::uint64_t>(rank_[i]));
    std::push_heap(events_.begin(), events_.end(), std::greater<>());
  }
  for (const Dependences::Arc& arc : d_.after(i)) {
    const auto to = static_cast<std::size_t>(arc.to);
    if (end + arc.delay >= ready_[to]) {
      ready_[to] = end + arc.delay;
      cause_[to] = static_cast<std::int32_t>(i);
    }
    if (--waits_[to] == 0) ask(to, ready_[to]);
  }
}

void EbitSequence::give_back(std::size_t qpu, std::int32_t by) {
  freed_by_[qpu].push_back(by);
  woken_.push_back(qpu);
}

void EbitSequence::finish_holding(std::size_t i) {
  const std::int32_t e = d_.ebit_of(i);
  if (e < 0) return give_back(d_.frees(i).index(), static_cast<std::int32_t>(i));
  const Dependences::EbitRow& row = d_.ebits()[static_cast<std::size_t>(e)];
  --under_way_[row.link.index()];
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
        freed_by_[q].size() < static_cast<std::size_t>(1 + row.spare[side]))
      return false;
  }
  const int capacity = network_.links[row.link.index()].capacity;
  if (capacity > 0 && under_way_[row.link.index()] >= capacity) return false;
  ++under_way_[row.link.index()];
  for (std::size_t side : {0, 1}) {
    const std::size_t q = row.halves[side].qpu.index();
    const std::int64_t comm = network_.qpus[q].comm;
    if (now + (work_left_[q] + comm - 1) / comm > limit_) result_.makespan = limit_ + 1;
    work_left_[q] -= holds_[static_cast<std::size_t>(e)][side];
    ++next_[q];
    woken_.push_back(q);
    for (int k = 0; k <= row.spare[side]; ++k) {
      out_.handed_by[static_cast<std::size_t>(e)][side] = freed_by_[q].back();
      freed_by_[q].pop_back();
    }
  }
  ++started_;
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
  for (std::int32_t i = last_; i >= 0; i = cause_[static_cast<std::size_t>(i)]) {
    const std::int32_t e = d_.ebit_of(static_cast<std::size_t>(i));
    if (e < 0) continue;
    const auto& by = out_.handed_by[static_cast<std::size_t>(e)];
    const std::size_t side = by[1] >= 0 && by[1] == cause_[static_cast<std::size_t>(i)] ? 1 : 0;
    chain.emplace_back(e, d_.ebits()[static_cast<std::size_t>(e)].halves[side].qpu);
  }
  return chain;
}

std::optional<EbitSequence::Result> EbitSequence::run(std::span<const std::int32_t> sequence,
                                                      std::int64_t limit) {
  limit_ = limit;
  reset(sequence);
  for (std::int64_t now = 0;;) {
    while (!events_.empty() && static_cast<std::int64_t>(events_.front() >> time_shift) == now) {
      std::pop_heap(events_.begin(), events_.end(), std::greater<>());
      const std::uint64_t event = events_.back();
      events_.pop_back();
      const auto i = static_cast<std::size_t>(of_rank_[event & (starts - 1)]);
      if ((event & starts) == 0) {
        finish_holding(i);
        continue;
      }
      std::int64_t free = now;
      for (std::int32_t s : d_.slots(i))
        if (s >= 0 && slot_free_[static_cast<std::size_t>(s)] > free) {
          free = slot_free_[static_cast<std::size_t>(s)];
          cause_[i] = slot_last_[static_cast<std::size_t>(s)];
        }
      free > now ? ask(i, free) : begin(i, now);
    }
    while (!woken_.empty()) {
      const std::size_t qpu = woken_.back();
      woken_.pop_back();
      start_next(qpu, now);
    }
    if (result_.makespan > limit) return std::nullopt;
    if (events_.empty()) break;
    now = static_cast<std::int64_t>(events_.front() >> time_shift);
  }
  if (started_ < d_.ebits().size()) return std::nullopt;
  out_.makespan = result_.makespan;
  return result_;
}

}  // namespace dqc
