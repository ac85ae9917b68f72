// The fewest link e-bits of any program, by exhaustive search: what temporal-partition is measured against.
// It states the model for itself (design/model.md, sections 1 and 2) and shares no cost code with
// passes/partition, passes/distribute or passes/analysis.
//
// The optimum is over all programs of this kind:
// - The gates are executed in the order in which the circuit has them.
// - A qubit has one or more holders, at most one a QPU. A starting process takes one end-to-end e-bit, made
// over
//   any path of links, and gives another QPU a holder; an ending process removes any holder but the last.
//   Processes happen at any time, also long before a gate needs them, and a holder that ended may come back.
// - A cp is executed at any QPU that holds both qubits. A wall (any gate that is not diagonal or
// antidiagonal)
//   is executed at any holder, which must then be the qubit's only one.
// - Memory: in each segment a holder may rest on a data qubit at two QPUs, where the segment began and at one
//   other, and then the segment ends there. Every other holder rests on a communication qubit, and those two
//   may. One holder of each qubit, its home, must be on a data qubit at every time (Homes::data), or need not
//   (Homes::any: it may wait for one). An e-bit takes one more communication qubit at either end and two at
//   each QPU between, for as long as its starting process takes.
// - At the start and at the end each qubit has one holder, on a data qubit.
// Programs that reorder commuting gates, keep copies over a wall (embedding), or keep copies of third QPUs on
// spare data qubits are not among them.
#pragma once

#include <optional>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/network.h"

namespace dqc::test {

enum class Homes { data, any };

/// The optimum, or nothing if no such program exists. `link_cost` by LinkId is what one e-bit over a link
/// counts; empty: 1 each. Preconditions: a normalised circuit of at most 5 qubits, a network of at most
/// 4 QPUs with resolved capacities. Cost: exponential in qubits times QPUs; milliseconds for 4 times 3.
std::optional<int> fewest_ebits(const Circuit& circuit, const Network& network, Homes homes = Homes::any,
                                const std::vector<int>& link_cost = {});

}  // namespace dqc::test
