// Whether two logical circuits on the same qubits and bits are the same operation, decided by their
// canonical wall forms. "Same" is never wrong; circuits that are the same for reasons beyond merging
// one-qubit gates, gathering diagonals, moving x gates and cancelling inverses may be told apart.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::verify {

/// In words, where `program` departs from `source`; empty if they are proved the same up to a global
/// phase. At most `limit` rows. The circuits have the same numbers of qubits and bits. Lines quoted are
/// those of the gates. Cost: near-linear.
std::vector<std::string> compare_circuits(const Circuit& source, const Circuit& program,
                                          std::size_t limit = 10);

}  // namespace dqc::verify
