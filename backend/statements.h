// Statements of OpenQASM 2 and 3 as text: what all emitted files are made of.
#pragma once

#include <string>
#include <string_view>

#include "backend/names.h"
#include "passes/ir/circuit.h"
#include "passes/ir/program.h"
#include "passes/support/result.h"

namespace dqc {

/// "OPENQASM 3.0;" and the include of the standard gates.
std::string_view file_header(QasmVersion version);

/// Appends `cp(pi/4) a, b;` without a newline. A rotation by an exact multiple of pi / 4 that has a name
/// of its own is printed under it; rz differs from those by a global phase, which is dropped.
/// Precondition: the gate has at most two qubits and three parameters.
void append_gate(std::string& out, QasmVersion version, const Instruction& gate, std::string_view a,
                 std::string_view b, const BitNames& names);

/// `bit = measure qubit;` or `measure qubit -> bit;`.
void append_measure(std::string& out, QasmVersion version, std::string_view bit, std::string_view qubit);

/// A gate, measurement or reset of the source without its condition; `names` for the bit measured.
void append_source_statement(std::string& out, QasmVersion version, const Instruction& statement,
                             std::string_view a, std::string_view b, const BitNames& names);

/// What stands before and after a statement that runs under a condition.
struct Guard {
  std::string open;
  std::string close;
};

/// `if (bit) { ... }`; in OpenQASM 2 `bit` is a whole register.
Guard outcome_guard(QasmVersion version, std::string_view bit);

/// A condition on the source's bits. Errors: bad_input where OpenQASM 2 has no words for it.
Result<Guard> condition_guard(QasmVersion version, const Circuit& circuit, const Condition& condition,
                              const BitNames& names);

/// A comment-free label of what an e-bit is for: "cat:P0", "teleport:T1", "swap:E4".
std::string ebit_use(const Ebit& ebit);

}  // namespace dqc
