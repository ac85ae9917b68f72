// The pass threshold-filter: the part of the device whose errors are below a threshold (step 1 of Chen et
// al., IEEE QCE 2025).
#pragma once

#include "passes/noise/noise_graph.h"
#include "passes/pass.h"

namespace dqc {

/// The options eta, eta-readout and eta-2q.
Thresholds thresholds_of(const PassOptions& options);

class ThresholdFilter final : public Pass {
 public:
  static const PassInfo& info();
  explicit ThresholdFilter(const PassOptions& options);
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  Thresholds thresholds_;
};

}  // namespace dqc
