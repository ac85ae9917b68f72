// The pass insert-processes: starting and ending processes, teleports, and who holds what when.
#pragma once

#include "passes/pass.h"

namespace dqc {

class InsertProcesses final : public Pass {
 public:
  static const PassInfo& info();
  explicit InsertProcesses(const PassOptions&) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
