// Gives every instruction of a routed Program its time: as soon as possible, in program order.
#pragma once

#include "passes/pass.h"

namespace dqc {

class SchedulePass : public Pass {
 public:
  static const PassInfo& info();
  explicit SchedulePass(const PassOptions& options);

  /// Sets Module::schedule and, unless told otherwise, renames communication qubits. Two choices of what an
  /// Interval covers: that of an e-bit is its generation, the reset of both halves included; that of a
  /// relocate is its swap (three two-qubit gates), the reset of the free qubit having been done before.
  /// Errors: infeasible for
  /// a maximum age of e-bits that no times were found for. Cost: linear in the instructions and in the bits
  /// that their conditions read, times the logarithm of the communication qubits in use.
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;

 private:
  bool search_;
  std::int64_t work_;
  bool bind_;
  int spare_;
};

}  // namespace dqc
