// How often each pair of qubits interacts over the whole circuit.
#pragma once

#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

/// A symmetric adjacency list, sorted by qubit and then by neighbour; the weight is a count of cp gates.
struct InteractionGraph {
  std::vector<std::size_t> offset;  ///< by qubit, one more at the end
  std::vector<QubitId> neighbor;
  std::vector<int> weight;

  /// Precondition: `circuit` is normalised. Cost: gates times the logarithm of their number.
  static InteractionGraph of(const Circuit& circuit);

  std::size_t num_qubits() const { return offset.size() - 1; }
  /// Gates between two qubits. Cost: logarithmic in the neighbours of `a`.
  int between(QubitId a, QubitId b) const;
};

}  // namespace dqc
