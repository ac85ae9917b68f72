// From the textual form, as the frontend read it, back to a Module.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// The module that `circuit` stands for: its `@dqc.*` annotations say what print_module wrote. A circuit
/// without `@dqc.module` is a module at stage `circuit` as it is. Errors (bad_input): an annotation that is
/// unknown, incomplete or out of place, ids out of range, a program that is no sequence of instructions.
/// The result still has to be checked with verify_stage. Linear in the circuit's size.
Result<Module> read_module(Circuit circuit);

}  // namespace dqc
