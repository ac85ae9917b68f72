// Whether a Module keeps the promise of its stage.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Checks everything that `module.stage` promises, earlier stages included; any values are allowed in
/// `module`. Errors (internal): the first broken promise, with the gate, instruction, qubit or QPU that
/// breaks it. Cost: linear in the module's size, times a logarithm where links have a capacity.
Status verify_stage(const Module& module);

}  // namespace dqc
