// Cancels gates that undo each other and merges cp gates of one pair of segments, to a fixpoint.
#pragma once

#include "passes/pass.h"

namespace dqc {

class Cancel : public Pass {
 public:
  explicit Cancel(const PassOptions& options);
  static const PassInfo& info();
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
