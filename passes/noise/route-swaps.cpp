// A circuit that fits nowhere is given swaps until it does; symmetric-sample then looks for the best place of
// the routed circuit, so that where the router worked does not matter, only the shape that it came to.
#include "passes/noise/route-swaps.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "passes/ir/routing.h"
#include "passes/noise/circuit_pattern.h"
#include "passes/noise/layout_errors.h"
#include "passes/noise/layout_search.h"
#include "passes/noise/pattern_fit.h"

namespace dqc {
namespace {

constexpr std::int64_t fit_steps = 5'000'000;  // of the search for any place, as symmetric-sample has
constexpr std::int64_t match_steps = 100'000;  // of the search for the best place of a route
constexpr std::size_t routes_matched = 8;      // and as many again

bool fits(const Pattern& pattern, const NoiseGraph& graph) {
  return may_fit(pattern, graph) && LayoutSearch(pattern, graph).any(fit_steps).layout.has_value();
}

std::vector<int> places_of(const std::vector<QubitId>& qubits, const Routing& routing) {
  std::vector<int> out;
  for (QubitId q : qubits) out.push_back(routing.places[q.index()]);
  return out;
}

/// -ln of the fidelity, every gate counted, at the best place that a short search finds.
double matched_cost(const Circuit& routed, const NoiseGraph& graph) {
  const auto needed = pattern_of(routed, Score::gates);
  if (!needed) return std::numeric_limits<double>::infinity();
  const double here = layout_cost(needed->pattern, graph, places_of(needed->qubits, *routing_of(routed)));
  const auto best = LayoutSearch(needed->pattern, graph).best(match_steps);
  return best.layout ? std::min(here, best.layout->cost) : here;
}

}  // namespace

RouteSwaps::RouteSwaps(const PassOptions& options) {
  trials_.trials = static_cast<int>(options.integer("trials"));
  trials_.rounds = static_cast<int>(options.integer("rounds"));
  trials_.noise = options.real("noise");
  trials_.router.lookahead = static_cast<int>(options.integer("lookahead"));
  trials_.router.decay = options.real("decay");
}

const PassInfo& RouteSwaps::info() {
  static const PassInfo info{
      "route-swaps",
      "insert swaps into a circuit that fits nowhere on the device",
      "SABRE (Li, Ding and Xie, ASPLOS 2019): a swap is chosen by what it does to the distances of the pairs "
      "that wait for one and, for less, of those after them; several seatings of the qubits are tried, each "
      "improved by a way forth and back. Distances are by the couplers' errors in part, gates that are "
      "diagonal in one axis have no order among them, and swaps of the circuit's own become new names of its "
      "qubits; measurements that nothing comes after wait for all swaps. Of the best routes, that one is "
      "taken which has the highest fidelity where it fits best. Does "
      "nothing if the circuit fits somewhere as it is, or if no part of the device has room for it. Qubits "
      "that swaps pass through are added as a register; where each qubit is at the end is kept with the "
      "circuit. To be followed by symmetric-sample.",
      Stage::inlined,
      Stage::inlined,
      {{"trials", OptionKind::integer, "60", "1..10000", "Seatings tried; fewer for long circuits."},
       {"rounds", OptionKind::integer, "3", "0..100", "Ways forth and back that improve each seating."},
       {"lookahead", OptionKind::integer, "10", "0..10000", "Pairs after those that wait that count."},
       {"decay", OptionKind::real, "0.001", "0..1", "How much less a qubit that was just moved is moved."},
       {"noise", OptionKind::real, "0.3", "0..1", "The share of distances that is by error, not by hops."}},
      {"swaps", "removed-swaps", "spare-qubits"}};
  return info;
}

Result<PreservedAnalyses> RouteSwaps::run(Module& module, AnalysisManager&, PassContext& context) {
  if (Status there = require_device(module, info().name); !there) return there.error();
  const auto needed = pattern_of(module.circuit, Score::once);
  if (!needed) return needed.error();
  const NoiseGraph graph =
      noise_graph(*module.device, module.region.value_or(filtered_region(*module.device, {})));
  if (needed->pattern.edges.empty() || fits(needed->pattern, graph)) return PreservedAnalyses::all;
  if (routing_of(module.circuit))
    return Error{ExitCode::usage, "the circuit was routed for other couplers than those kept",
                 "route it once"};
  const Unswapped unswapped = without_swaps(module.circuit);
  std::optional<Circuit> best;
  double least = std::numeric_limits<double>::infinity();
  for (const Route& route : best_routes(unswapped.circuit, graph, trials_, routes_matched,
                                        context.rng(info().name), context.deadline)) {
    Circuit routed = routed_circuit(unswapped, route);
    const double cost = matched_cost(routed, graph);
    if (!best || cost < least) best = std::move(routed), least = cost;
  }
  if (!best) return PreservedAnalyses::all;  // symmetric-sample says why it does not fit
  context.statistics["route-swaps.swaps"] = routing_of(*best)->swaps;
  context.statistics["route-swaps.removed-swaps"] = unswapped.removed;
  context.statistics["route-swaps.spare-qubits"] =
      static_cast<std::int64_t>(best->num_qubits() - module.circuit.num_qubits());
  module.circuit = *std::move(best);
  module.copies.reset();
  return PreservedAnalyses::none;
}

}  // namespace dqc
