#include "passes/partition/temporal_search.h"

#include <algorithm>

#include "passes/partition/gate_packets.h"

namespace dqc {
namespace {

/// Cp gates per two-qubit block: a run of cp gates on one pair of qubits that no other qubit interrupts.
double mean_block(const Circuit& circuit) {
  std::vector<QubitId> partner(circuit.num_qubits());
  std::size_t gates = 0, blocks = 0;
  for (const Gate& g : circuit.gates()) {
    if (g.kind != GateKind::cp) continue;
    const auto qubits = circuit.qubits(g);
    QubitId& a = partner[qubits[0].index()];
    QubitId& b = partner[qubits[1].index()];
    ++gates;
    if (a != qubits[1] || b != qubits[0]) ++blocks;
    a = qubits[1], b = qubits[0];
  }
  return blocks > 0 ? static_cast<double>(gates) / static_cast<double>(blocks) : 1;
}

}  // namespace

std::size_t count_two_qubit_gates(const Circuit& circuit) {
  return static_cast<std::size_t>(std::count_if(circuit.gates().begin(), circuit.gates().end(),
                                                [](const Gate& g) { return g.kind == GateKind::cp; }));
}

TemporalSearch::TemporalSearch(const Module& module, const Segments& segments,
                               const NetworkDistances& distances, const TemporalSearchOptions& options)
    : module_(module),
      segments_(segments),
      distances_(distances),
      options_(options),
      scale_(mean_block(module.circuit)) {
  if (options_.fixed_packets) receivers_ = greedy_receivers(module.circuit, segments);
}

PartitionState TemporalSearch::state(PartitionState::Homes homes, const Placement& start) const {
  PartitionState state(module_, segments_, distances_, homes);
  state.assign(start);
  if (options_.fixed_packets) state.fix_packets(receivers_);
  return state;
}

/// Homes on communication qubits save most where homes move, and lead astray where copies are many: a short
/// search with each tells, though more freedom needs more time to show what it is worth.
TemporalSearch::Trial TemporalSearch::tried(const Placement& start, std::size_t index, Rng& rng,
                                            const Deadline& deadline) const {
  if (options_.homes) return tried_with(*options_.homes, start, index, rng, deadline);
  constexpr double handicap = 0.87;
  Trial data = tried_with(PartitionState::Homes::data, start, index, rng, deadline);
  Trial any = tried_with(PartitionState::Homes::any, start, index, rng, deadline);
  return handicap * any.score < data.score ? any : data;
}

/// With an eighth of the moves.
TemporalSearch::Trial TemporalSearch::tried_with(PartitionState::Homes homes, const Placement& start,
                                                 std::size_t index, Rng& rng,
                                                 const Deadline& deadline) const {
  constexpr long share = 8;
  PartitionState search = state(homes, start);
  refine(search, refine_options(index % 2 == 0 ? 0.3 : 0.45, std::max(1L, options_.moves_per_gate / share)),
         rng, deadline.limited() ? Deadline::after_seconds(deadline.seconds_left() / share) : deadline);
  const auto excess = static_cast<double>(search.overflow());
  return {search.placement(), static_cast<double>(search.cost()) + options_.unit * excess, homes};
}

/// Warm enough to leave what the short search found, and too cool to forget it.
Placement TemporalSearch::refined(const Trial& trial, Rng& rng, const Deadline& deadline) const {
  PartitionState search = state(trial.homes, trial.placement);
  refine(search, refine_options(0.2, options_.moves_per_gate), rng, deadline);
  return search.placement();
}

Placement TemporalSearch::wandered(const Placement& placement, Rng& rng, const Deadline& deadline) const {
  constexpr long moves_per_gate = 4;
  constexpr double cold = 1e-3;
  PartitionState search = state(options_.homes.value_or(PartitionState::Homes::any), placement);
  RefineOptions options = refine_options(cold, moves_per_gate);
  options.start_temperature = options.end_temperature = cold * options_.unit;
  options.start_overflow_weight = options.end_overflow_weight;
  options.wander = true;
  refine(search, options, rng, deadline);
  return search.placement();
}

/// Temperatures are in e-bits per block: a block that is cut costs as many as it has gates. A partition on
/// its way from one legal one to another passes through overflow, so that weighs less than in windows, where
/// few moves are left for what is crowded.
RefineOptions TemporalSearch::refine_options(double start_temperature, long moves_per_gate) const {
  RefineOptions options;
  options.start_temperature = start_temperature * scale_;
  options.end_temperature = 0.08 * scale_;
  options.start_overflow_weight = 0.05;
  options.end_overflow_weight = 1.5;
  options.moves = moves_per_gate * static_cast<long>(count_two_qubit_gates(module_.circuit));
  options.count_in(options_.unit, distances_.mean());
  return options;
}

}  // namespace dqc
