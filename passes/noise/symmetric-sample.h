// The pass symmetric-sample: copies of the circuit side by side on the best parts of the device (step 2 of
// Chen et al., IEEE QCE 2025).
#pragma once

#include "passes/noise/circuit_pattern.h"
#include "passes/noise/layout_packing.h"
#include "passes/pass.h"

namespace dqc {

class SymmetricSample final : public Pass {
 public:
  static const PassInfo& info();
  explicit SymmetricSample(const PassOptions& options);
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  Packing overlapping(const Pattern& pattern, const NoiseGraph& graph) const;
  /// Any layout where the search for the best one gave up; the error if there are too few copies all the
  /// same.
  Status settle(Packing& packing, const Module& module, const Region& region,
                const CircuitPattern& needed) const;

  PackingOptions packing_;
  Score score_;
  bool overlap_;
  bool count_matches_;
};

}  // namespace dqc
