#include "passes/distribute/order_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "passes/distribute/ebit_sequence.h"
#include "passes/distribute/list_scheduler.h"
#include "passes/distribute/window_search.h"

namespace dqc {
namespace {

/// Minus the longest path from the start of each instruction to the end of all.
std::vector<std::int64_t> path_urgency(const Dependences& dependences) {
  std::vector<std::int64_t> urgency(dependences.size());
  for (std::size_t i = dependences.size(); i-- > 0;) {
    std::int64_t rest = 0;
    for (const Dependences::Arc& arc : dependences.after(i))
      rest = std::max(rest, arc.delay - urgency[static_cast<std::size_t>(arc.to)]);
    urgency[i] = -(rest + dependences.duration(i));
  }
  return urgency;
}

/// Improves the sequence in which e-bits start: window by window, then as a whole by simulated annealing
/// (Kirkpatrick et al., Science 220, 1983).
class SequenceSearch {
 public:
  SequenceSearch(const Dependences& dependences, const Network& network,
                 std::span<const std::int64_t> urgency, const MakespanBound& bound, Rng& rng)
      : d_(dependences),
        network_(network),
        sequence_(dependences, network, urgency, bound.holds),
        rng_(rng) {}

  /// Improves on `best`, of a schedule whose e-bits start as in `plan`, and returns the rounds it took.
  std::int64_t run(std::vector<std::int32_t> plan, ListSchedule& best, const OrderSearch& limits,
                   const Deadline& deadline) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int32_t> given(plan.size());
    std::iota(given.begin(), given.end(), 0);
    if (sequence_.run(given, best.makespan - 1)) best = sequence_.schedule(), plan = given;
    const std::int64_t first = limits.work / 10 * 9;
    std::int64_t rounds = WindowSearch(d_, network_, sequence_, rng_).run(plan, first, deadline);
    const ListSchedule& found = sequence_.schedule();
    if (found.order.size() == d_.size() && found.makespan < best.makespan) best = found;
    auto now = sequence_.run(plan, most);
    if (!now) return rounds;
    critical_ = sequence_.critical();
    const double hottest = 0.01 * static_cast<double>(now->makespan);
    for (std::int64_t work = first; work < limits.work; work += sequence_.work(), ++rounds) {
      if (best.makespan <= limits.bound.value() || deadline.expired()) break;
      const double cold = static_cast<double>(work) / static_cast<double>(limits.work);
      const double heat = hottest * (1 - cold) * (1 - cold);
      before_ = plan;
      move(plan);
      const double worse = -std::log(1 - rng_.unit()) * heat;
      const auto then = sequence_.run(plan, now->makespan + static_cast<std::int64_t>(worse));
      if (!then ||
          (then->makespan == now->makespan && static_cast<double>(then->sum - now->sum) > worse * 20)) {
        plan.swap(before_);
        continue;
      }
      now = then;
      critical_ = sequence_.critical();
      if (now->makespan < best.makespan) best = sequence_.schedule();
    }
    return rounds;
  }

 private:
  /// Moves one e-bit past a few others of one of its QPUs.
  void move(std::vector<std::int32_t>& plan) {
    const auto size = static_cast<std::uint32_t>(plan.size());
    std::size_t at = rng_.below(size);
    QpuId qpu = d_.ebits()[static_cast<std::size_t>(plan[at])].halves[rng_.below(2)].qpu;
    if (!critical_.empty() && rng_.below(4) != 0) {
      const auto& [ebit, from] = critical_[rng_.below(static_cast<std::uint32_t>(critical_.size()))];
      at = static_cast<std::size_t>(std::ranges::find(plan, ebit) - plan.begin());
      qpu = from;
    }
    const bool forward = rng_.below(2) == 1;
    std::uint32_t steps = 1 + rng_.below(3);
    std::size_t to = at;
    for (std::size_t k = at; steps > 0;) {
      if (forward ? k + 1 == plan.size() : k == 0) break;
      forward ? ++k : --k;
      const auto& other = d_.ebits()[static_cast<std::size_t>(plan[k])].halves;
      if (other[0].qpu != qpu && other[1].qpu != qpu) continue;
      to = k;
      --steps;
    }
    const auto first = plan.begin();
    if (to > at)
      std::rotate(first + static_cast<std::ptrdiff_t>(at), first + static_cast<std::ptrdiff_t>(at) + 1,
                  first + static_cast<std::ptrdiff_t>(to) + 1);
    else if (to < at)
      std::rotate(first + static_cast<std::ptrdiff_t>(to), first + static_cast<std::ptrdiff_t>(at),
                  first + static_cast<std::ptrdiff_t>(at) + 1);
  }

  const Dependences& d_;
  const Network& network_;
  EbitSequence sequence_;
  Rng& rng_;
  std::vector<std::int32_t> before_;
  std::vector<std::pair<std::int32_t, QpuId>> critical_;  ///< of the sequence at hand
};

}  // namespace

FoundOrder search_order(const Dependences& dependences, const Network& network, const OrderSearch& limits,
                        Rng rng, const Deadline& deadline) {
  const ListScheduler scheduler(dependences, network);
  std::vector<std::int32_t> plan(dependences.ebits().size());
  std::iota(plan.begin(), plan.end(), 0);
  std::vector<std::int64_t> given(dependences.size());
  std::iota(given.begin(), given.end(), 0);

  ListSchedule best = scheduler.run(given, plan);
  const auto consider = [&](ListSchedule found) {
    if (found.makespan > best.makespan) return false;
    best = std::move(found);
    return true;
  };
  const std::vector<std::int64_t> urgency_of_path = path_urgency(dependences);
  consider(scheduler.run(urgency_of_path, plan));
  std::int64_t rounds = 2;
  const auto size = static_cast<std::int64_t>(dependences.size());
  for (std::int64_t work = limits.work / 20;
       work >= size && best.makespan > limits.bound.value() && !deadline.expired(); work -= size, ++rounds) {
    std::vector<std::int64_t> urgency = scheduler.latest_starts(best);
    const std::int64_t noise = rounds % 4 == 2 ? 0 : std::int64_t{40} << (rounds % 4);
    if (noise > 0)
      for (const Dependences::EbitRow& row : dependences.ebits())
        urgency[static_cast<std::size_t>(row.instruction)] +=
            static_cast<std::int64_t>(rng.below(static_cast<std::uint32_t>(noise)));
    consider(scheduler.run(urgency, scheduler.plan_of(best)));
  }
  if (limits.work > 0 && !plan.empty() && EbitSequence::fits(dependences)) {
    SequenceSearch search(dependences, network, urgency_of_path, limits.bound, rng);
    rounds += search.run(scheduler.plan_of(best), best, limits, deadline);
  }
  return {std::move(best.order), best.makespan, rounds};
}

}  // namespace dqc
