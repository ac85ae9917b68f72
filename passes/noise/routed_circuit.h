// A circuit before and after routing: its own swaps taken out, those of the router put in.
#pragma once

#include <vector>

#include "passes/ir/circuit.h"
#include "passes/noise/routing_trials.h"

namespace dqc {

/// A circuit whose unconditional swaps are new names of its qubits.
struct Unswapped {
  Circuit circuit;
  std::vector<int> content;  ///< by qubit of the source: the qubit of `circuit` whose state it has at the end
  int removed = 0;           ///< swaps
};

/// Swaps stay where a used qubit would be left without any gate. Cost: linear.
Unswapped without_swaps(const Circuit& source);

/// `unswapped` along `route`: its qubits, then a register of those that swaps pass through; with its Routing.
Circuit routed_circuit(const Unswapped& unswapped, const Route& route);

}  // namespace dqc
