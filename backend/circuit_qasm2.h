// A circuit as an OpenQASM 2 program (Cross et al., arXiv:1707.03429) over today's qelib1.inc.
#pragma once

#include <string>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"

namespace dqc {

/// The text of `circuit`. Names that OpenQASM 2 cannot declare, and those of its library's gates, become
/// "src_...". Annotations are left out. Errors: bad_input, with the line of the source, where OpenQASM 2 has
/// no words: conditions on more than one whole register, initial values of bits, inputs, arc functions.
/// Cost: linear in the circuit.
Result<std::string> circuit_qasm2(const Circuit& circuit);

}  // namespace dqc
