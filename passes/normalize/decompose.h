// Lowers every gate to one-qubit gates (h, x, rz, u) and cp.
#pragma once

#include "passes/pass.h"

namespace dqc {

/// cp gates per gate: cx, cy, cz, ch, csx, crx, cry, crz, cu1, cu3, cu, rxx, rzz 1; swap 3; rccx 3;
/// ccx, ccz, rc3x 6; cswap 8; c3sqrtx 13; c3x 14; c4x 43.
class Decompose : public Pass {
 public:
  explicit Decompose(const PassOptions& options);
  static const PassInfo& info();
  Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) override;
};

/// `source` with the gates on three and more qubits lowered in the same way and all others kept.
/// Precondition: no calls.
Circuit split_wide_gates(const Circuit& source);

}  // namespace dqc
