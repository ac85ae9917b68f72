#include "passes/noise/routing_trials.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "passes/noise/circuit_pattern.h"
#include "passes/noise/first_seating.h"

namespace dqc {
namespace {

constexpr std::int64_t work_limit = 1'000'000;  // gates and swaps of all trials

class Trials {
 public:
  Trials(const Circuit& circuit, const RoutingGraph& graph, const TrialOptions& options, std::size_t keep,
         Rng& rng)
      : circuit_(circuit), graph_(graph), options_(options), keep_(keep), rng_(rng), order_(circuit) {}

  void run(const FirstSeating& first, const Deadline& deadline) {
    std::int64_t work = 0;
    for (int trial = 0; trial < options_.trials && work < work_limit; ++trial) {
      if (trial > 0 && deadline.expired()) break;
      Seating start = first.seat(disorder_of(trial, options_), rng_);
      for (int round = 0; round <= options_.rounds; ++round) {
        const RoutedSteps way = walk(start, false);
        work += 2 * static_cast<std::int64_t>(way.steps.size());
        offer(way);
        if (round < options_.rounds) start = walk(way.end, true).end;
      }
    }
  }

  std::vector<Route> take() && {
    std::vector<Route> out;
    for (RoutedSteps& way : cheapest_) out.push_back({std::move(way), graph_.site});
    for (RoutedSteps& way : shortest_)
      if (std::ranges::find(out, way.cost, [](const Route& r) { return r.way.cost; }) == out.end())
        out.push_back({std::move(way), graph_.site});
    return out;
  }

 private:
  RoutedSteps walk(const Seating& start, bool backward) {
    RouterOptions router = options_.router;
    router.backward = backward;
    return route_swaps(circuit_, order_, graph_, start, router, rng_);
  }

  using Rank = std::pair<double, double>;
  static Rank by_cost(const RoutedSteps& way) { return {way.cost, 0}; }
  static Rank by_swaps(const RoutedSteps& way) { return {static_cast<double>(way.swaps), way.cost}; }

  void offer(const RoutedSteps& way) {
    offer(way, by_cost, cheapest_);
    offer(way, by_swaps, shortest_);
  }

  void offer(const RoutedSteps& way, Rank (*rank)(const RoutedSteps&), std::vector<RoutedSteps>& best) const {
    const auto at = std::ranges::lower_bound(best, rank(way), {}, rank);
    if (at != best.end() ? rank(*at) == rank(way) : best.size() >= keep_) return;
    best.insert(at, way);
    if (best.size() > keep_) best.pop_back();
  }

  const Circuit& circuit_;
  const RoutingGraph& graph_;
  const TrialOptions& options_;
  std::size_t keep_;
  Rng& rng_;
  CommutingOrder order_;
  std::vector<RoutedSteps> cheapest_, shortest_;
};

}  // namespace

double disorder_of(int trial, const TrialOptions& options) {
  return trial == 0 ? 0 : 0.2 + 0.6 * trial / options.trials;
}

std::vector<Route> best_routes(const Circuit& circuit, const NoiseGraph& graph, const TrialOptions& options,
                               std::size_t keep, Rng rng, const Deadline& deadline) {
  const RoutingGraph part = routing_graph(graph, used_qubits(circuit).size(), options.noise);
  const FirstSeating first(circuit, part);
  if (part.size() == 0 || !first.possible()) return {};
  Trials trials(circuit, part, options, keep, rng);
  trials.run(first, deadline);
  return std::move(trials).take();
}

}  // namespace dqc
