// Whether a Module keeps the promise of its stage.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Checks everything that `module.stage` promises, earlier stages included. Errors (internal): the first
/// broken promise, with the gate, instruction, qubit or QPU that breaks it. Linear in the module's size.
Status verify_stage(const Module& module);

}  // namespace dqc
