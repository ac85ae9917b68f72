#include "passes/distribute/insert-processes.h"

#include <algorithm>

#include "passes/distribute/distributor.h"

namespace dqc {
namespace {

std::int64_t cost_of_paths(const Program& program, const NetworkDistances& distances) {
  std::int64_t sum = 0;
  for (const Ebit& e : program.ebits)
    for (std::size_t i = 1; i < e.path.size(); ++i) sum += distances.distance(e.path[i - 1], e.path[i]);
  return sum;
}

}  // namespace

const PassInfo& InsertProcesses::info() {
  static const PassInfo info{
      "insert-processes",
      "turn a placement into starting and ending processes",
      "Walks the placed circuit once and shares a qubit with another QPU by a starting process when a gate "
      "there needs it, ends the copy after its last use, and moves homes between segments (Yimsiriwattana "
      "and Lomonaco 2004; Wu et al., arXiv:2212.12688). Communication qubits are allotted with Belady's "
      "rule, so both capacities hold at every instruction. With embed, where that takes fewer e-bits, copies "
      "of a qubit "
      "stay alive while cx onto the qubit are executed on all of them (embedding, or hopping packets: "
      "arXiv:2212.12688, arXiv:2305.14148).",
      Stage::placed,
      Stage::distributed,
      {objective_option("what makes a path short: few links, or links that cost little or are fast"),
       {"embed", OptionKind::flag, "false", "",
        "keep copies through segments of cx onto their qubit where it pays"}},
      {"ebits", "packets", "teleports", "embedded"}};
  return info;
}

Result<PreservedAnalyses> InsertProcesses::run(Module& module, AnalysisManager& analyses,
                                               PassContext& context) {
  const auto& segments = analyses.get<Segments>(module);
  const WeighedLinks links(module, analyses, metric_);
  const auto distributor = [&] {
    return Distributor(module.circuit, *module.network, *module.placement, segments, links.distances());
  };
  auto program = distributor().run();
  if (Distributor embedding = distributor(); embed_ && embedding.embed()) {
    auto other = embedding.run();
    const auto cost = [&](const Program& p) { return cost_of_paths(p, links.distances()); };
    if (other && (!program || cost(*other) < cost(*program))) program = std::move(other);
  }
  if (!program) return program.error();
  context.statistics["insert-processes.ebits"] = static_cast<std::int64_t>(program->ebits.size());
  context.statistics["insert-processes.packets"] = static_cast<std::int64_t>(program->packets.size());
  context.statistics["insert-processes.teleports"] = static_cast<std::int64_t>(program->teleports.size());
  context.statistics["insert-processes.embedded"] =
      std::ranges::count(program->instructions, GateKind::cx, &Instruction::gate);
  module.program = *std::move(program);
  module.circuit = module.circuit.without_gates();
  module.placement.reset();
  module.stage = Stage::distributed;
  return PreservedAnalyses::network;
}

}  // namespace dqc
