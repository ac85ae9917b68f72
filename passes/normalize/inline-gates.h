// Replaces calls of defined gates by the gates of their bodies.
#pragma once

#include "passes/pass.h"

namespace dqc {

class InlineGates : public Pass {
 public:
  explicit InlineGates(const PassOptions& options);
  static const PassInfo& info();
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  std::int64_t max_gates_;
};

}  // namespace dqc
