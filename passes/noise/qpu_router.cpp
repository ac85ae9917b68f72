#include "passes/noise/qpu_router.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "passes/noise/first_seating.h"

namespace dqc {
namespace {

constexpr std::int64_t work_limit = 1'000'000;  // gates and swaps of all trials, and for their distances
constexpr std::size_t few = 16;                 // qubits up to which a swap is quickly chosen

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// The places of `seating`, then up to `spare` more, each beside as many of those before as can be.
std::vector<int> places_around(const Seating& seating, const RoutingGraph& graph, std::size_t spare) {
  std::vector<int> places = seating.place_of;
  std::vector<int> beside(graph.size(), 0);  // -1: taken
  const auto take = [&](int place) {
    beside[index(place)] = -1;
    for (const RoutingGraph::Arc& arc : graph.arcs_of(place))
      if (beside[index(arc.to)] >= 0) ++beside[index(arc.to)];
  };
  for (int place : seating.place_of) take(place);
  for (; spare > 0; --spare) {
    const auto best = std::ranges::max_element(beside);
    if (*best <= 0) break;
    places.push_back(static_cast<int>(best - beside.begin()));
    take(places.back());
  }
  return places;
}

/// Qubit i at place i.
Seating in_order(std::size_t qubits, std::size_t places) {
  Seating seating{std::vector<int>(qubits, -1), std::vector<int>(places, -1)};
  for (std::size_t q = 0; q < qubits; ++q) seating.seat(static_cast<int>(q), static_cast<int>(q));
  return seating;
}

bool is_connected(const RoutingGraph& graph) {
  return std::ranges::all_of(components_of(graph), [](int component) { return component == 0; });
}

/// Keeps the cheapest `keep`, cheapest first; of those that cost the same the first.
void offer(Route route, std::size_t keep, std::vector<Route>& best) {
  const auto cost = [](const Route& r) { return r.way.cost; };
  const auto at = std::ranges::lower_bound(best, cost(route), {}, cost);
  if (at != best.end() && cost(*at) == cost(route)) return;
  best.insert(at, std::move(route));
  if (best.size() > keep) best.pop_back();
}

}  // namespace

std::vector<Route> route_qpu(const QpuCircuit& qpu, const NoiseGraph& graph, std::size_t spare,
                             const TrialOptions& options, std::size_t keep, Rng rng,
                             const Deadline& deadline) {
  const std::size_t qubits = qpu.wires.size();
  const RoutingGraph whole = routing_graph(graph, qubits, options.noise);
  const FirstSeating first(qpu.circuit, whole, true);
  if (whole.size() == 0 || !first.possible()) return {};
  const CommutingOrder order(qpu.circuit, qpu.in_turn);
  std::vector<Route> best;
  std::int64_t work = 0;
  for (int trial = 0; trial < options.trials && work < work_limit; ++trial) {
    if (trial > 0 && deadline.expired()) break;
    const Seating seated = first.seat(disorder_of(trial, options), rng);
    const RoutingGraph part = part_of(whole, places_around(seated, whole, spare));
    work += static_cast<std::int64_t>(part.size() * part.size()) / 8;
    if (!is_connected(part)) continue;
    RouterOptions router = options.router;
    router.lives = &qpu.lives;
    Seating start = in_order(qubits, part.size());
    for (int round = 0; round <= options.rounds; ++round) {
      router.backward = false;
      RoutedSteps way = route_swaps(qpu.circuit, order, part, start, router, rng);
      work += static_cast<std::int64_t>(2 * way.steps.size() * (1 + qubits / few));
      router.backward = true;
      if (round < options.rounds) start = route_swaps(qpu.circuit, order, part, way.end, router, rng).end;
      offer({std::move(way), part.site}, keep, best);
    }
  }
  return best;
}

}  // namespace dqc
