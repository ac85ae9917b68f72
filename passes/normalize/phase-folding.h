// Rotations between two equal changes of basis become controlled phases: cx rz cx is one cp.
#pragma once

#include "passes/pass.h"

namespace dqc {

class PhaseFolding : public Pass {
 public:
  explicit PhaseFolding(const PassOptions& options);
  static const PassInfo& info();
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
