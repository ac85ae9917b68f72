// Copies of a circuit on a device as OpenQASM 3 programs in the device's own qubits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

/// How a program names qubit 3 of the device: `$3`, or `q[3]` of a register as large as the device.
enum class QubitStyle : unsigned char { hardware, device_register };

/// What stands in the first line of every program here.
inline constexpr std::string_view copy_program_mark = "// dqcc: cop";

/// The program of each copy, with the circuit's classical registers. Precondition: `module` has copies, and
/// is at stage `inlined` or `normalized`. Cost: copies * gates.
std::vector<std::string> copy_programs(const Module& module, QubitStyle style);

/// All copies in one program; copy i has the classical registers `<name>_<i>`. Preconditions as above, and no
/// two copies share a qubit.
std::string combined_program(const Module& module, QubitStyle style);

/// "copy<i>.qasm".
std::string copy_program_name(std::size_t copy);

}  // namespace dqc
