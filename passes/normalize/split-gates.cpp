#include "passes/normalize/split-gates.h"

#include <algorithm>

#include "passes/normalize/decompose.h"

namespace dqc {
namespace {

bool is_wide(const Gate& gate) { return is_unitary(gate.kind) && gate.num_qubits > 2; }

}  // namespace

const PassInfo& SplitGates::info() {
  static const PassInfo info{"split-gates",
                             "lower gates on three and more qubits",
                             "The gates on three and more qubits become gates on one and two, as decompose "
                             "makes them; all others stay "
                             "as they are. What a device needs whose couplers join two qubits.",
                             Stage::inlined,
                             Stage::inlined,
                             {},
                             {"split"}};
  return info;
}

Result<PreservedAnalyses> SplitGates::run(Module& module, AnalysisManager&, PassContext& context) {
  const auto wide = std::ranges::count_if(module.circuit.gates(), is_wide);
  context.statistics["split-gates.split"] += wide;
  if (wide == 0) return PreservedAnalyses::all;
  module.circuit = split_wide_gates(module.circuit);
  return PreservedAnalyses::network;
}

}  // namespace dqc
