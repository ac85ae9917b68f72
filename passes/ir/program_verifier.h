// The parts of the verifier that look at a distributed program.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Checks `module.program` against the network: memory at every instruction, the order of the steps of each
/// process, tables that name what exists, and from `routed` on that e-bits are on links.
/// Precondition: circuit and network of `module` are legal.
Status verify_program(const Module& module);

/// Checks `module.schedule`: durations, one instruction at a time on a qubit, arrival of messages, capacity
/// of links. Precondition: verify_program.
Status verify_schedule(const Module& module);

}  // namespace dqc
