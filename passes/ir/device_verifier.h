// The part of the verifier that looks at the device and the copies on it.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Checks that device, region and copies of `module` fit each other and its circuit: every copy has its own
/// place for each qubit used, inside the region, with a coupler wherever a gate acts on two qubits.
/// Precondition: the circuit is legal. Errors (internal). Cost: gates * copies * log(couplers).
Status verify_device(const Module& module);

}  // namespace dqc
