// The pass insert-processes: starting and ending processes, teleports, and who holds what when.
#pragma once

#include "passes/objective.h"
#include "passes/pass.h"

namespace dqc {

class InsertProcesses final : public Pass {
 public:
  static const PassInfo& info();
  explicit InsertProcesses(const PassOptions& options)
      : metric_(metric_named(options.text("objective"))), embed_(options.flag("embed")) {}
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  LinkMetric metric_;
  bool embed_;
};

}  // namespace dqc
