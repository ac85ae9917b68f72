// The pass split-gates: gates on three and more qubits become gates on two, the others stay.
#pragma once

#include "passes/pass.h"

namespace dqc {

class SplitGates final : public Pass {
 public:
  static const PassInfo& info();
  explicit SplitGates(const PassOptions&) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
