// The pass static-partition: one home per qubit for the whole circuit, the baseline of every comparison.
#pragma once

#include "passes/pass.h"

namespace dqc {

class StaticPartition final : public Pass {
 public:
  static const PassInfo& info();
  explicit StaticPartition(const PassOptions&) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
