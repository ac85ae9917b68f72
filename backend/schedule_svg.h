// The schedule as a drawing: time runs to the right, every qubit of every QPU has a lane.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// Precondition: `module` is scheduled. An e-bit is a grey bar while it is generated and a bar in the colour
/// of its purpose until it is measured, on both communication qubits, which a violet line joins; messages are
/// dashed red, teleports green lines. Cost: linear in the program.
std::string schedule_svg(const Module& module);

}  // namespace dqc
