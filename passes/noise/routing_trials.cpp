#include "passes/noise/routing_trials.h"

#include <algorithm>
#include <cstdint>

#include "passes/noise/circuit_pattern.h"
#include "passes/noise/first_seating.h"

namespace dqc {
namespace {

constexpr std::int64_t work_limit = 3'000'000;  // gates and swaps of all trials

class Trials {
 public:
  Trials(const Circuit& circuit, const RoutingGraph& graph, const TrialOptions& options, std::size_t keep,
         Rng& rng)
      : circuit_(circuit), graph_(graph), options_(options), keep_(keep), rng_(rng), order_(circuit) {}

  void run(const FirstSeating& first, const Deadline& deadline) {
    std::int64_t work = 0;
    for (int trial = 0; trial < options_.trials && work < work_limit; ++trial) {
      if (trial > 0 && deadline.expired()) break;
      const double disorder = trial == 0 ? 0 : 0.2 + 0.6 * trial / options_.trials;
      Seating start = first.seat(disorder, rng_);
      for (int round = 0; round <= options_.rounds; ++round) {
        RoutedSteps way = walk(start, false);
        work += 2 * static_cast<std::int64_t>(way.steps.size());
        Seating end = way.end;
        offer(std::move(way));
        if (round < options_.rounds) start = walk(end, true).end;
      }
    }
  }

  std::vector<Route> take() && { return std::move(best_); }

 private:
  RoutedSteps walk(const Seating& start, bool backward) {
    RouterOptions router = options_.router;
    router.backward = backward;
    return route_swaps(circuit_, order_, graph_, start, router, rng_);
  }

  void offer(RoutedSteps way) {
    const auto at = std::ranges::lower_bound(best_, way.cost, {}, [](const Route& r) { return r.way.cost; });
    if (at != best_.end() && at->way.cost == way.cost) return;
    if (at == best_.end() && best_.size() >= keep_) return;
    best_.insert(at, {std::move(way), graph_.site});
    if (best_.size() > keep_) best_.pop_back();
  }

  const Circuit& circuit_;
  const RoutingGraph& graph_;
  const TrialOptions& options_;
  std::size_t keep_;
  Rng& rng_;
  CommutingOrder order_;
  std::vector<Route> best_;
};

}  // namespace

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
