// Starting points of partitioning: one home per qubit for the whole circuit.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/analysis/interaction_graph.h"
#include "passes/analysis/network_distances.h"
#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Homes by qubit.
using Homes = std::vector<QpuId>;

/// Status of a network for a circuit of `num_qubits`. Errors: infeasible, when the data qubits are too
/// few in total or no link joins two QPUs that must both be used.
Status check_capacity(const Network& network, std::size_t num_qubits);

/// Qubits in order, filling one QPU after the other in an order in which neighbours follow each other.
/// Precondition: check_capacity succeeds.
Homes contiguous_homes(std::size_t num_qubits, const Network& network, const NetworkDistances& distances);

/// METIS (Karypis and Kumar 1998) k-way partition of the interaction graph, blocks put on QPUs so that
/// heavy cuts are short, capacities repaired, then improved by moves and exchanges.
Homes metis_homes(const InteractionGraph& graph, const Network& network, const NetworkDistances& distances,
                  std::uint64_t seed);

/// The placement that keeps every qubit at its home and executes each gate at the home of one operand,
/// the one whose segment needs the fewer new copies.
Placement static_placement(const Module& module, const Homes& homes);

}  // namespace dqc
