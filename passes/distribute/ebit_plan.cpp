#include "passes/distribute/ebit_plan.h"

#include <algorithm>

namespace dqc {
namespace {

constexpr int most_followed = 48;            ///< e-bits of the order tried for one question
constexpr std::size_t most_companions = 12;  ///< e-bits that may be promoted with one
constexpr std::size_t most_searched = 4096;  ///< instructions looked at to find them

constexpr std::int64_t first_credit = 4'000'000;     ///< instructions looked at before there is a limit
constexpr std::int64_t credit_per_instruction = 10;  ///< earned with each instruction that starts

}  // namespace

EbitPlan::EbitPlan(const Dependences& dependences, const Network& network,
                   std::span<const std::int32_t> order)
    : dependences_(dependences),
      need_(dependences.size()),
      acquired_(order.size(), 0),
      next_of_(order.size() + 1, -1),
      previous_of_(order.size() + 1, -1),
      label_(order.size(), 0),
      seen_(dependences.size(), 0),
      credit_(first_credit),
      credit_per_start_(credit_per_instruction * static_cast<std::int64_t>(dependences.size()) /
                        static_cast<std::int64_t>(std::max<std::size_t>(order.size(), 1))) {
  for (const Qpu& q : network.qpus) free_.push_back(q.comm);
  for (std::size_t i = 0; i < need_.size(); ++i) need_[i] = dependences.num_before(i);
  auto at = static_cast<std::int32_t>(head());
  for (std::size_t i = 0; i < order.size(); ++i) {
    label_[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    next_of_[static_cast<std::size_t>(at)] = order[i];
    previous_of_[static_cast<std::size_t>(order[i])] = at;
    at = order[i];
  }
  for (std::size_t i = 0; i < need_.size(); ++i)
    if (need_[i] == 0 && dependences.ebit_of(i) < 0) execute(static_cast<std::int32_t>(i));
  log_.clear();
}

/// Does `instruction`, which waits for nothing, and all that waited for it alone.
void EbitPlan::execute(std::int32_t instruction) {
  stack_.assign(1, instruction);
  while (!stack_.empty()) {
    const auto i = static_cast<std::size_t>(stack_.back());
    stack_.pop_back();
    need_[i] = -1;
    --credit_;
    log_.push_back(static_cast<std::int32_t>(i));
    if (const QpuId qpu = dependences_.frees(i); qpu.valid()) ++free_[qpu.index()];
    for (const Dependences::Arc& arc : dependences_.after(i))
      if (--need_[static_cast<std::size_t>(arc.to)] == 0) stack_.push_back(arc.to);
  }
}

bool EbitPlan::acquire(std::int32_t ebit) {
  const Dependences::EbitRow& row = dependences_.ebits()[static_cast<std::size_t>(ebit)];
  for (std::size_t side : {0, 1})
    if (free_[row.halves[side].qpu.index()] < 1 + row.spare[side]) return false;
  for (const Dependences::Half& half : row.halves) --free_[half.qpu.index()];
  acquired_[static_cast<std::size_t>(ebit)] = 1;
  execute(row.instruction);
  return true;
}

void EbitPlan::undo_to(std::size_t mark) {
  while (log_.size() > mark) {
    const auto i = static_cast<std::size_t>(log_.back());
    log_.pop_back();
    need_[i] = 0;
    for (const Dependences::Arc& arc : dependences_.after(i)) ++need_[static_cast<std::size_t>(arc.to)];
    if (const QpuId qpu = dependences_.frees(i); qpu.valid()) --free_[qpu.index()];
    if (const std::int32_t e = dependences_.ebit_of(i); e >= 0) {
      acquired_[static_cast<std::size_t>(e)] = 0;
      for (const Dependences::Half& half : dependences_.ebits()[static_cast<std::size_t>(e)].halves)
        ++free_[half.qpu.index()];
    }
  }
}

bool EbitPlan::released(std::int32_t ebit) const {
  const auto& halves = dependences_.ebits()[static_cast<std::size_t>(ebit)].halves;
  return std::ranges::all_of(halves, [&](const Dependences::Half& half) {
    return half.release >= 0 && need_[static_cast<std::size_t>(half.release)] < 0;
  });
}

/// Goes on in the order until all of `open` are released or have had their turn: from there on no more
/// qubits are taken than in the order as it was.
bool EbitPlan::follow_plan(const std::vector<std::int32_t>& open, std::int32_t until) {
  const auto done = [&](std::int64_t turn) {
    return std::ranges::all_of(
        open, [&](std::int32_t e) { return label_[static_cast<std::size_t>(e)] <= turn || released(e); });
  };
  int followed = 0;
  for (std::int32_t at = next_of_[head()]; at >= 0; at = next_of_[static_cast<std::size_t>(at)]) {
    if (done(label_[static_cast<std::size_t>(at)] - 1)) return true;
    if (acquired_[static_cast<std::size_t>(at)]) continue;
    if (++followed > until || !acquire(at)) return false;
  }
  return true;
}

/// The e-bits without which `ebit`'s halves are never measured, in their order; one too many if there are
/// more than the limit.
std::vector<std::int32_t> EbitPlan::companions(std::int32_t ebit) {
  std::vector<std::int32_t> found;
  ++search_;
  stack_.clear();
  const auto look_at = [&](std::int32_t i) {
    if (seen_[static_cast<std::size_t>(i)] == search_ || need_[static_cast<std::size_t>(i)] < 0) return;
    seen_[static_cast<std::size_t>(i)] = search_;
    stack_.push_back(i);
  };
  for (const Dependences::Half& half : dependences_.ebits()[static_cast<std::size_t>(ebit)].halves)
    if (half.release >= 0) look_at(half.release);
  std::size_t steps = 0;
  for (; !stack_.empty() && found.size() <= most_companions; ++steps) {
    const auto i = static_cast<std::size_t>(stack_.back());
    stack_.pop_back();
    if (steps > most_searched) found.assign(most_companions + 1, -1);
    if (const std::int32_t e = dependences_.ebit_of(i); e >= 0) found.push_back(e);
    for (const Dependences::Arc& arc : dependences_.before(i)) look_at(arc.to);
  }
  credit_ -= static_cast<std::int64_t>(steps);
  if (found.size() <= most_companions)
    std::ranges::sort(found, {}, [&](std::int32_t e) { return label_[static_cast<std::size_t>(e)]; });
  return found;
}

/// After `ebit` started: tries the e-bits that it waits for next, then the rest in order.
bool EbitPlan::promote(std::int32_t ebit, std::size_t mark) {
  std::vector<std::int32_t> group = companions(ebit);
  if (group.size() > most_companions) return false;
  for (std::int32_t e : group)
    if (!acquire(e)) return false;
  group.push_back(ebit);
  const bool legal = follow_plan(group, most_followed);
  undo_to(mark);
  if (!legal) return false;
  group.pop_back();
  for (std::size_t i = group.size(); i-- > 0;) to_front(group[i]);
  return true;
}

/// Whether the rest can follow `ebit`, out of its turn; it stays started if so.
bool EbitPlan::ask(std::int32_t ebit) {
  if (!acquire(ebit)) return false;
  const std::size_t mark = log_.size();
  bool legal = released(ebit) || follow_plan({ebit}, most_followed);
  undo_to(mark);
  if (!legal) legal = promote(ebit, mark);
  if (!legal) undo_to(0);
  return legal;
}

bool EbitPlan::start(std::int32_t ebit) {
  log_.clear();
  const bool started = ebit == next() ? acquire(ebit) : credit_ > 0 && ask(ebit);
  if (!started) return false;
  credit_ = std::min(credit_ + credit_per_start_, first_credit);
  unlink(ebit);
  return true;
}

void EbitPlan::unlink(std::int32_t ebit) {
  const std::int32_t before = previous_of_[static_cast<std::size_t>(ebit)];
  const std::int32_t after = next_of_[static_cast<std::size_t>(ebit)];
  next_of_[static_cast<std::size_t>(before)] = after;
  if (after >= 0) previous_of_[static_cast<std::size_t>(after)] = before;
}

void EbitPlan::to_front(std::int32_t ebit) {
  unlink(ebit);
  const std::int32_t first = next_of_[head()];
  next_of_[static_cast<std::size_t>(ebit)] = first;
  if (first >= 0) previous_of_[static_cast<std::size_t>(first)] = ebit;
  next_of_[head()] = ebit;
  previous_of_[static_cast<std::size_t>(ebit)] = static_cast<std::int32_t>(head());
  label_[static_cast<std::size_t>(ebit)] = --front_label_;
}

}  // namespace dqc
