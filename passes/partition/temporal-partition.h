// The pass temporal-partition: homes that change over time and a place for every gate, with the fewest
// e-bits the search finds within data and communication memory.
#pragma once

#include <string>
#include <vector>

#include "passes/analysis/segments.h"
#include "passes/objective.h"
#include "passes/pass.h"

namespace dqc {

class TemporalPartition final : public Pass {
 public:
  static const PassInfo& info();
  explicit TemporalPartition(const PassOptions& options)
      : starts_(options.integer("starts")),
        moves_per_gate_(options.integer("moves")),
        fixed_packets_(options.text("packets") == "fixed"),
        homes_(options.text("homes")),
        coarsen_(options.text("coarsen")),
        ties_by_makespan_(options.text("ties") == "makespan"),
        metric_(metric_named(options.text("objective"))) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  Result<PreservedAnalyses> run_in_windows(Module& module, const Segments& segments,
                                           const WeighedLinks& links,
                                           const std::vector<std::vector<QpuId>>& homes, long moves,
                                           PassContext& context) const;

  long starts_;
  long moves_per_gate_;
  bool fixed_packets_;
  std::string homes_;
  std::string coarsen_;
  bool ties_by_makespan_;
  LinkMetric metric_;
};

}  // namespace dqc
