#include "passes/partition/static-partition.h"

#include "passes/partition/initial.h"

namespace dqc {

const PassInfo& StaticPartition::info() {
  static const PassInfo info{
      "static-partition",
      "give every qubit one home for the whole circuit",
      "Partitions the interaction graph with METIS (Karypis and Kumar 1998) into one block per QPU, repairs "
      "the capacities, and executes each gate at the home of one of its operands. The baseline that "
      "temporal-partition is compared with.",
      Stage::normalized,
      Stage::placed,
      {},
      {}};
  return info;
}

Result<PreservedAnalyses> StaticPartition::run(Module& module, AnalysisManager& analyses,
                                               PassContext& context) {
  if (Status fits = check_capacity(*module.network, module.circuit.num_qubits()); !fits) return fits.error();
  const auto& distances = analyses.get<NetworkDistances>(module);
  const auto graph = InteractionGraph::of(module.circuit);
  module.placement = static_placement(module, metis_homes(graph, *module.network, distances, context.seed));
  module.stage = Stage::placed;
  return PreservedAnalyses::all;
}

}  // namespace dqc
