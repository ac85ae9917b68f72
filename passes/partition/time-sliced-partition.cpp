#include "passes/partition/time-sliced-partition.h"

#include "passes/distribute/distributor.h"
#include "passes/partition/initial.h"
#include "passes/partition/time_slicer.h"

namespace dqc {

const PassInfo& TimeSlicedPartition::info() {
  static const PassInfo info{
      "time-sliced-partition",
      "move qubits between time slices so that gates are local",
      "Cuts the circuit into slices of gates on distinct qubits and exchanges qubits before each of them, by "
      "relaxed overall extreme exchange with weights that look ahead (FGP-rOEE of Baker et al., Computing "
      "Frontiers 2020), until the qubits of each gate share a QPU. A gate for which there is no room is "
      "executed at the home of its first qubit. Where the communication qubits do not suffice for that, "
      "qubits are exchanged before every second slice only, every fourth, and so on. A baseline that "
      "temporal-partition is compared with.",
      Stage::normalized,
      Stage::placed,
      {},
      {"stride"}};
  return info;
}

Result<PreservedAnalyses> TimeSlicedPartition::run(Module& module, AnalysisManager& analyses,
                                                   PassContext& context) {
  const Network& network = *module.network;
  if (Status fits = check_capacity(network, module.circuit.num_qubits()); !fits) return fits.error();
  const auto& distances = analyses.get<NetworkDistances>(module);
  const auto graph = InteractionGraph::of(module.circuit);
  const auto& segments = analyses.get<Segments>(module);
  TimeSlicer slicer(module.circuit, network, distances, metis_homes(graph, network, distances, context.seed));
  for (std::size_t stride = 1;; stride *= 2) {
    Placement placement = slicer.run(stride);
    const auto program = Distributor(module.circuit, network, placement, segments, distances).run();
    if (!program && stride < slicer.num_slices()) continue;
    if (!program) return program.error();
    context.statistics["time-sliced-partition.stride"] = static_cast<std::int64_t>(stride);
    module.placement = std::move(placement);
    module.stage = Stage::placed;
    return PreservedAnalyses::all;
  }
}

}  // namespace dqc
