#include "passes/distribute/insert-processes.h"

#include "passes/distribute/distributor.h"

namespace dqc {

const PassInfo& InsertProcesses::info() {
  static const PassInfo info{
      "insert-processes",
      "turn a placement into starting and ending processes",
      "Walks the placed circuit once and shares a qubit with another QPU by a starting process when a gate "
      "there needs it, ends the copy after its last use, and moves homes between segments (Yimsiriwattana "
      "and Lomonaco 2004; Wu et al., arXiv:2212.12688). Communication qubits are allotted with Belady's "
      "rule, so both capacities hold at every instruction.",
      Stage::placed,
      Stage::distributed,
      {objective_option("what makes a path short: few links, or links that cost little or are fast")},
      {"ebits", "packets", "teleports"}};
  return info;
}

Result<PreservedAnalyses> InsertProcesses::run(Module& module, AnalysisManager& analyses,
                                               PassContext& context) {
  const auto& segments = analyses.get<Segments>(module);
  const WeighedLinks links(module, analyses, metric_);
  Distributor distributor(module.circuit, *module.network, *module.placement, segments, links.distances());
  auto program = distributor.run();
  if (!program) return program.error();
  context.statistics["insert-processes.ebits"] = static_cast<std::int64_t>(program->ebits.size());
  context.statistics["insert-processes.packets"] = static_cast<std::int64_t>(program->packets.size());
  context.statistics["insert-processes.teleports"] = static_cast<std::int64_t>(program->teleports.size());
  module.program = *std::move(program);
  module.circuit = module.circuit.without_gates();
  module.placement.reset();
  module.stage = Stage::distributed;
  return PreservedAnalyses::network;
}

}  // namespace dqc
