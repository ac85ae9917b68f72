// Turns every e-bit between QPUs that are no neighbours into one e-bit per link of a path and an
// entanglement swap at each QPU in between (Zukowski et al., PRL 71, 1993), and chooses how often each link
// purifies (passes/ir/link_ebits.h).
#pragma once

#include "passes/objective.h"
#include "passes/pass.h"

namespace dqc {

class RouteEbits : public Pass {
 public:
  static const PassInfo& info();
  explicit RouteEbits(const PassOptions& options);

  /// Precondition: at the instruction of an e-bit over several links, every interior QPU of its path has
  /// two free communication qubits. Errors (internal): a path that does not follow links or that lacks this
  /// memory, a communication qubit used while it is busy, with the instruction; infeasible: a path whose
  /// links cannot reach the fidelity that the network asks for.
  /// Cost: linear in the instructions of the result, times the logarithm of the memory in use.
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  bool least_loaded_;
  LinkMetric metric_;
};

}  // namespace dqc
