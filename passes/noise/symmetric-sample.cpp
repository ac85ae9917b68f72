// The paper prints the fidelity of a subgraph as the product of its errors, whose maximum is nearly the
// worst part of the device; what is maximised here is the probability that nothing fails, the product of
// 1 - e.
#include "passes/noise/symmetric-sample.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>

#include "passes/ir/routing.h"
#include "passes/noise/layout_errors.h"
#include "passes/noise/pattern_fit.h"

namespace dqc {
namespace {

constexpr std::int64_t count_limit = 20'000'000;  // classes of mappings, each a set of qubits in memory

/// `layout` of the pattern as one of the circuit.
Layout of_circuit(const Layout& layout, const std::vector<QubitId>& qubit_of_vertex, std::size_t num_qubits) {
  Layout out{std::vector<int>(num_qubits, -1), layout.cost};
  for (std::size_t v = 0; v < qubit_of_vertex.size(); ++v)
    out.qubits[qubit_of_vertex[v].index()] = layout.qubits[v];
  return out;
}

/// Where the router worked, if it did and that is good enough for this part of the device.
std::optional<Layout> layout_of_router(const Module& module, const Region& region,
                                       const CircuitPattern& needed) {
  const auto routing = routing_of(module.circuit);
  if (!routing) return std::nullopt;
  Layout layout;
  for (QubitId q : needed.qubits) layout.qubits.push_back(routing->places[q.index()]);
  layout.cost = layout_cost(needed.pattern, noise_graph(*module.device, region), layout.qubits);
  return std::isfinite(layout.cost) ? std::optional(layout) : std::nullopt;
}

double cost_limit(double min_fidelity) {
  return min_fidelity > 0 ? -std::log(min_fidelity) : std::numeric_limits<double>::infinity();
}

}  // namespace

SymmetricSample::SymmetricSample(const PassOptions& options)
    : score_(options.text("score") == "once" ? Score::once : Score::gates),
      overlap_(options.text("overlap") == "allow"),
      count_matches_(options.flag("count-matches")) {
  packing_.exact = options.text("select") == "exact";
  packing_.spacing = static_cast<int>(options.integer("spacing"));
  packing_.min_fidelity = options.real("min-fidelity");
  if (!options.flag("max")) packing_.copies = static_cast<int>(options.integer("k"));
}

const PassInfo& SymmetricSample::info() {
  static const PassInfo info{
      "symmetric-sample",
      "choose the parts of the device that copies of the circuit run on",
      "Step 2 of Chen et al. (IEEE QCE 2025, arXiv:2407.17325): parts of what threshold-filter kept that "
      "hold "
      "the circuit's interaction graph (subgraph monomorphisms) and have the highest fidelity, the product "
      "of "
      "1 - e over the readout errors and two-qubit errors e that a copy meets. The best part is found by "
      "branch "
      "and bound, without listing all. Fails if there are fewer than k, and says with which eta the circuit "
      "would fit. Gates must act on at most two qubits.",
      Stage::inlined,
      Stage::inlined,
      {{"k", OptionKind::integer, "1", "1..100000", "How many copies."},
       {"max", OptionKind::flag, "false", "", "As many copies as fit, whatever k."},
       {"score", OptionKind::choice, "once", "once|gates",
        "Every qubit and coupler counts once, or as often as the circuit measures it and uses it in gates."},
       {"overlap", OptionKind::choice, "forbid", "forbid|allow",
        "Copies that run at once use different qubits; those that run one after the other may share some, "
        "and "
        "are the k best sets of qubits."},
       {"select", OptionKind::choice, "greedy", "greedy|exact",
        "The best part, then the best beside it and so on; or the most copies (up to k) of the highest "
        "product, proved within a fixed budget (status optimal) or not (heuristic)."},
       {"min-fidelity", OptionKind::real, "0", "0..1", "Every copy has at least this fidelity."},
       {"spacing", OptionKind::integer, "0", "0..1000",
        "Idle qubits between copies: any two of different copies are more than so many couplers apart."},
       {"count-matches", OptionKind::flag, "false", "",
        "Also count the mappings of the circuit and the different sets of qubits they use."}},
      {"copies", "optimal"},
      Stage::normalized};
  return info;
}

Packing SymmetricSample::overlapping(const Pattern& pattern, const NoiseGraph& graph) const {
  Packing packing;
  packing.copies = LayoutSearch(pattern, graph)
                       .best_sets(static_cast<std::size_t>(*packing_.copies),
                                  cost_limit(packing_.min_fidelity), packing.optimal, packing_.step_limit);
  return packing;
}

Status SymmetricSample::settle(Packing& packing, const Module& module, const Region& region,
                               const CircuitPattern& needed) const {
  const Pattern& pattern = needed.pattern;
  if (packing.copies.empty()) {
    auto some = LayoutSearch(pattern, noise_graph(*module.device, region)).any(packing_.step_limit);
    if (!some.layout) some.layout = layout_of_router(module, region, needed);
    if (!some.layout && some.complete) return fits_nowhere(*module.device, region, pattern);
    if (!some.layout)
      return Error{
          ExitCode::infeasible,
          fmt::format("no place for the {} qubits of the circuit was found within the search's budget",
                      pattern.size()),
          "there may be one all the same; a circuit of fewer qubits is found more easily"};
    if (some.layout->cost > cost_limit(packing_.min_fidelity))
      return Error{ExitCode::infeasible,
                   fmt::format("no copy reaches a fidelity of {}", packing_.min_fidelity),
                   "lower min-fidelity"};
    packing.copies.push_back(*some.layout);
    packing.optimal = false;
  }
  const std::size_t found = packing.copies.size();
  if (found >= static_cast<std::size_t>(packing_.copies.value_or(1))) return success();
  return Error{ExitCode::infeasible,
               fmt::format("{} copies were asked for and {} found on {}", *packing_.copies, found,
                           kept_in_words(*module.device, region)),
               packing_.exact || overlap_
                   ? "ask for fewer or for as many as fit (max), or raise eta"
                   : "ask for as many as fit (max); select=exact may find more than greedy"};
}

Result<PreservedAnalyses> SymmetricSample::run(Module& module, AnalysisManager&, PassContext& context) {
  if (Status there = require_device(module, info().name); !there) return there.error();
  if (overlap_ && (!packing_.copies || packing_.spacing > 0))
    return Error{ExitCode::usage, "overlap=allow goes with neither max nor spacing", "give k"};
  const auto needed = pattern_of(module.circuit, score_);
  if (!needed) return needed.error();
  if (needed->qubits.empty())
    return Error{ExitCode::infeasible, "the circuit does nothing that a device could run", ""};
  const Region region = module.region.value_or(filtered_region(*module.device, {}));
  const NoiseGraph graph = noise_graph(*module.device, region);
  Packing packing =
      overlap_ ? overlapping(needed->pattern, graph) : pack_layouts(needed->pattern, graph, packing_);
  if (Status enough = settle(packing, module, region, *needed); !enough) return enough.error();
  Copies copies;
  for (const Layout& layout : packing.copies)
    copies.layouts.push_back(of_circuit(layout, needed->qubits, module.circuit.num_qubits()));
  copies.score = score_;
  copies.optimal = packing.optimal;
  if (count_matches_) copies.counts = LayoutSearch(needed->pattern, graph).count(count_limit);
  context.statistics["symmetric-sample.copies"] = static_cast<std::int64_t>(copies.layouts.size());
  context.statistics["symmetric-sample.optimal"] = copies.optimal;
  module.copies = std::move(copies);
  return PreservedAnalyses::all;
}

}  // namespace dqc
