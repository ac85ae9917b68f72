// One OpenQASM 3 program per QPU: its projection of the distributed program, with the e-bits, messages
// and times that the network needs as `@dqc.*` annotations.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

/// The content of `qpu<i>.qasm`, by QPU. Precondition: `module` is scheduled.
/// Cost: linear in the program and, per QPU, in the source's classical registers it uses.
std::vector<std::string> qpu_programs(const Module& module);

/// "qpu<i>.qasm".
std::string qpu_program_name(std::size_t qpu);

}  // namespace dqc
