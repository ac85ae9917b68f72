// The pass route-swaps: swaps for a circuit whose interacting pairs fit nowhere on the device.
#pragma once

#include "passes/noise/routed_circuit.h"
#include "passes/pass.h"

namespace dqc {

class RouteSwaps final : public Pass {
 public:
  static const PassInfo& info();
  explicit RouteSwaps(const PassOptions& options);
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  TrialOptions trials_;
};

}  // namespace dqc
