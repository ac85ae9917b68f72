// The pass time-sliced-partition: homes that change from one time slice to the next so that every gate is
// local, the baseline of Baker et al. (2020).
#pragma once

#include "passes/pass.h"

namespace dqc {

class TimeSlicedPartition final : public Pass {
 public:
  static const PassInfo& info();
  explicit TimeSlicedPartition(const PassOptions&) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

}  // namespace dqc
