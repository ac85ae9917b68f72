// The whole distributed program as one circuit: a register of data and one of communication qubits per
// QPU, every process spelled out in plain gates, no annotations. Any simulator or equivalence checker
// can run it.
#pragma once

#include <string>

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// `monolithic.qasm` in OpenQASM 3: registers `d<i>`, `c<i>` per QPU, a bit `m<j>` per outcome, then the
/// source's classical registers. Precondition: `module.program` is set and routed.
/// Cost: linear in the program.
std::string monolithic_qasm3(const Module& module);

/// The same in OpenQASM 2, each outcome a register of one bit. Errors: bad_input for a condition that
/// OpenQASM 2 cannot say (it tests one whole register).
Result<std::string> monolithic_qasm2(const Module& module);

}  // namespace dqc
