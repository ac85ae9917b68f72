// Puts the instructions of a Program into another order.
#pragma once

#include <cstdint>
#include <span>

#include "passes/ir/program.h"

namespace dqc {

/// `order`: all positions in Program::instructions, dependences kept. Numbers e-bits and outcomes anew in
/// the order of their instructions. Cost: linear.
void reorder(Program& program, std::span<const std::int32_t> order);

}  // namespace dqc
