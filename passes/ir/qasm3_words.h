// The words of OpenQASM 3 that a program cannot give to its own registers and gates.
#pragma once

#include <string_view>

namespace dqc {

/// Keywords, type names, constants and functions of OpenQASM 3 (3.0 and 3.1), gates of stdgates.inc, and
/// every name in gate_kind.def.
bool is_qasm3_word(std::string_view name);

/// A gate that stdgates.inc defines, or U.
bool is_standard_gate(std::string_view name);

}  // namespace dqc
