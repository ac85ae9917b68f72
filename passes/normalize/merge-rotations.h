// Gathers the diagonal one-qubit gates of a segment into one rz, and multiplies runs of one-qubit gates
// with no two-qubit gate between them into their shortest form.
#pragma once

#include "passes/pass.h"

namespace dqc {

class MergeRotations : public Pass {
 public:
  explicit MergeRotations(const PassOptions& options);
  static const PassInfo& info();
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
