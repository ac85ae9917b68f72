// The distributed circuit as a drawing: statements in their order, every qubit of every QPU has a wire.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// Precondition: `module.program` is set and routed. Statements that share no wire stand in one column. Cost:
/// linear in the program, times the wires that a statement crosses.
std::string circuit_svg(const Module& module);

}  // namespace dqc
