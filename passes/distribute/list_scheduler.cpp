#include "passes/distribute/list_scheduler.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <queue>
#include <set>
#include <utility>

#include "passes/distribute/ebit_plan.h"

namespace dqc {
namespace {

constexpr std::size_t most_candidates = 24;  ///< e-bits of one link asked for at a time

/// Something that becomes possible at `time`. Qubits come free before instructions ask for them.
struct Event {
  std::int64_t time = 0;
  bool is_start = false;
  std::int64_t urgency = 0;
  std::int32_t instruction = 0;
  auto operator<=>(const Event&) const = default;
};

}  // namespace

class ListScheduler::Simulation {
 public:
  Simulation(const Dependences& dependences, const Network& network, std::span<const std::int64_t> urgency,
             std::span<const std::int32_t> plan)
      : dependences_(dependences),
        network_(network),
        urgency_(urgency),
        plan_(dependences, network, plan),
        waits_(dependences.size()),
        ready_(dependences.size(), 0),
        slot_free_(dependences.num_slots(), 0),
        waiting_(network.links.size()),
        under_way_(network.links.size(), 0),
        links_of_(network.links_by_qpu()),
        freed_by_(network.size()),
        woken_(network.size(), 1) {
    for (std::size_t q = 0; q < network.size(); ++q)
      freed_by_[q].assign(static_cast<std::size_t>(std::min(network.qpus[q].comm, most_tokens())), -1);
    for (std::size_t e = 0; e < dependences.ebits().size(); ++e)
      waiting_[dependences.ebits()[e].link.index()].emplace(urgency_of(static_cast<std::int32_t>(e)),
                                                            static_cast<std::int32_t>(e));
    out_.start.assign(dependences.size(), 0);
    out_.order.reserve(dependences.size());
    out_.handed_by.assign(dependences.ebits().size(), {-1, -1});
    for (std::size_t i = 0; i < waits_.size(); ++i) {
      waits_[i] = dependences.num_before(i);
      if (waits_[i] == 0 && dependences.ebit_of(i) < 0) ask(i, 0);
    }
  }

  ListSchedule run() {
    std::int64_t now = 0;
    for (;;) {
      while (!events_.empty() && events_.top().time == now) {
        const Event event = events_.top();
        events_.pop();
        event.is_start ? try_start(event) : finish_holding(event.instruction);
      }
      start_ebits(now);
      if (events_.empty()) {
        if (plan_.next() < 0) break;
        start_ebit(plan_.next(), now);  // nothing is under way: its qubits are free
      }
      now = events_.top().time;
    }
    return std::move(out_);
  }

 private:
  /// No QPU can hold more halves at once than there are e-bits.
  int most_tokens() const { return static_cast<int>(2 * dependences_.ebits().size() + 2); }

  std::int64_t urgency_of(std::int32_t ebit) const {
    return urgency_[static_cast<std::size_t>(
        dependences_.ebits()[static_cast<std::size_t>(ebit)].instruction)];
  }
  void ask(std::size_t i, std::int64_t time) {
    events_.push({time, true, urgency_[i], static_cast<std::int32_t>(i)});
  }

  void try_start(const Event& event) {
    const auto i = static_cast<std::size_t>(event.instruction);
    std::int64_t free = event.time;
    for (std::int32_t s : dependences_.slots(i))
      if (s >= 0) free = std::max(free, slot_free_[static_cast<std::size_t>(s)]);
    if (free > event.time) return ask(i, free);
    begin(i, event.time);
  }

  void begin(std::size_t i, std::int64_t now) {
    const std::int64_t end = now + dependences_.duration(i);
    out_.start[i] = now;
    out_.order.push_back(static_cast<std::int32_t>(i));
    out_.makespan = std::max(out_.makespan, end);
    for (std::int32_t s : dependences_.slots(i))
      if (s >= 0) slot_free_[static_cast<std::size_t>(s)] = end;
    if (dependences_.frees(i).valid() || dependences_.ebit_of(i) >= 0)
      events_.push({end, false, 0, static_cast<std::int32_t>(i)});
    for (const Dependences::Arc& arc : dependences_.after(i)) {
      const auto to = static_cast<std::size_t>(arc.to);
      ready_[to] = std::max(ready_[to], end + arc.delay);
      if (--waits_[to] == 0) ask(to, ready_[to]);
    }
  }

  /// The end of an e-bit's generation, or of what measured a half.
  void finish_holding(std::int32_t instruction) {
    const auto i = static_cast<std::size_t>(instruction);
    const std::int32_t e = dependences_.ebit_of(i);
    if (e < 0) return give_back(dependences_.frees(i), instruction);
    const Dependences::EbitRow& row = dependences_.ebits()[static_cast<std::size_t>(e)];
    --under_way_[row.link.index()];
    for (std::size_t side : {0, 1}) {
      woken_[row.halves[side].qpu.index()] = 1;
      for (int k = 0; k < row.spare[side]; ++k) give_back(row.halves[side].qpu, instruction);
    }
  }
  void give_back(QpuId qpu, std::int32_t by) {
    freed_by_[qpu.index()].push_back(by);
    woken_[qpu.index()] = 1;
  }

  bool has_room(const Dependences::EbitRow& row) const {
    const int capacity = network_.links[row.link.index()].capacity;
    if (capacity > 0 && under_way_[row.link.index()] >= capacity) return false;
    for (std::size_t side : {0, 1})
      if (freed_by_[row.halves[side].qpu.index()].size() < static_cast<std::size_t>(1 + row.spare[side]))
        return false;
    return true;
  }

  void start_ebits(std::int64_t now) {
    while (!plan_.may_ask() && plan_.next() >= 0 &&
           has_room(dependences_.ebits()[static_cast<std::size_t>(plan_.next())]))
      start_ebit(plan_.next(), now);
    if (!plan_.may_ask()) return;
    std::vector<LinkId> links;
    for (std::size_t q = 0; q < woken_.size(); ++q)
      if (std::exchange(woken_[q], 0) && !freed_by_[q].empty())
        links.insert(links.end(), links_of_[q].begin(), links_of_[q].end());
    std::ranges::sort(links);
    links.erase(std::unique(links.begin(), links.end()), links.end());
    std::vector<std::pair<std::int64_t, std::int32_t>> candidates;
    for (LinkId link : links) {
      const auto& list = waiting_[link.index()];
      std::size_t taken = 0;
      for (auto at = list.begin(); at != list.end() && taken < most_candidates; ++at, ++taken) {
        if (!has_room(dependences_.ebits()[static_cast<std::size_t>(at->second)])) break;
        candidates.push_back(*at);
      }
    }
    plan_.charge(4 * candidates.size());
    std::ranges::sort(candidates);
    for (const auto& [urgency, e] : candidates) {
      if (has_room(dependences_.ebits()[static_cast<std::size_t>(e)])) start_ebit(e, now);
    }
  }

  void start_ebit(std::int32_t e, std::int64_t now) {
    if (!plan_.start(e)) return;
    const Dependences::EbitRow& row = dependences_.ebits()[static_cast<std::size_t>(e)];
    waiting_[row.link.index()].erase({urgency_of(e), e});
    ++under_way_[row.link.index()];
    for (std::size_t side : {0, 1}) {
      auto& tokens = freed_by_[row.halves[side].qpu.index()];
      for (int k = 0; k <= row.spare[side]; ++k) {
        out_.handed_by[static_cast<std::size_t>(e)][side] = tokens.front();
        tokens.pop_front();
      }
    }
    begin(static_cast<std::size_t>(row.instruction), now);
  }

  const Dependences& dependences_;
  const Network& network_;
  std::span<const std::int64_t> urgency_;
  EbitPlan plan_;
  std::vector<std::int32_t> waits_;
  std::vector<std::int64_t> ready_, slot_free_;
  std::vector<std::set<std::pair<std::int64_t, std::int32_t>>> waiting_;  ///< by link
  std::vector<int> under_way_;                                            ///< by link
  std::vector<std::vector<LinkId>> links_of_;
  std::vector<std::deque<std::int32_t>> freed_by_;  ///< by QPU, one entry per free communication qubit
  std::vector<char> woken_;                         ///< by QPU: more e-bits may start than before
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  ListSchedule out_;
};

ListScheduler::ListScheduler(const Dependences& dependences, const Network& network)
    : dependences_(dependences), network_(network) {}

ListSchedule ListScheduler::run(std::span<const std::int64_t> urgency,
                                std::span<const std::int32_t> plan) const {
  return Simulation(dependences_, network_, urgency, plan).run();
}

std::vector<std::int64_t> ListScheduler::latest_starts(const ListSchedule& schedule) const {
  std::vector<std::int64_t> latest(dependences_.size());
  std::vector<std::int64_t> slot(dependences_.num_slots(), schedule.makespan);
  std::vector<std::int64_t> handed(dependences_.size(), schedule.makespan);
  for (std::size_t k = schedule.order.size(); k-- > 0;) {
    const auto i = static_cast<std::size_t>(schedule.order[k]);
    std::int64_t end = handed[i];
    for (const Dependences::Arc& arc : dependences_.after(i))
      end = std::min(end, latest[static_cast<std::size_t>(arc.to)] - arc.delay);
    for (std::int32_t s : dependences_.slots(i))
      if (s >= 0) end = std::min(end, slot[static_cast<std::size_t>(s)]);
    latest[i] = end - dependences_.duration(i);
    for (std::int32_t s : dependences_.slots(i))
      if (s >= 0) slot[static_cast<std::size_t>(s)] = latest[i];
    if (const std::int32_t e = dependences_.ebit_of(i); e >= 0)
      for (std::int32_t by : schedule.handed_by[static_cast<std::size_t>(e)])
        if (by >= 0)
          handed[static_cast<std::size_t>(by)] = std::min(handed[static_cast<std::size_t>(by)], latest[i]);
  }
  return latest;
}

std::vector<std::int32_t> ListScheduler::plan_of(const ListSchedule& schedule) const {
  std::vector<std::int32_t> plan;
  for (std::int32_t i : schedule.order)
    if (const std::int32_t e = dependences_.ebit_of(static_cast<std::size_t>(i)); e >= 0) plan.push_back(e);
  return plan;
}

}  // namespace dqc
