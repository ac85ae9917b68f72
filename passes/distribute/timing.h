// Times of a Program's instructions in the order that they have.
#pragma once

#include <cstdint>
#include <span>

#include "passes/distribute/comm_binding.h"
#include "passes/ir/circuit.h"
#include "passes/ir/network.h"
#include "passes/ir/program.h"
#include "passes/ir/schedule.h"

namespace dqc {

/// Every instruction as soon as possible after those before it that use its qubits, its link or the bits it
/// reads. With a `binding`, which renames the program's communication qubits on the way. Cost: linear in the
/// instructions and in the bits that their conditions read, times the logarithm of the memory in use.
/// `not_before`, by e-bit, is when its generation may start; empty: at once.
Schedule time_in_order(const Circuit& circuit, const Network& network, Program& program, CommBinding* binding,
                       std::span<const std::int64_t> not_before = {});

}  // namespace dqc
