// Whether two logical circuits on the same qubits and bits are the same operation, decided by their
// rotation forms. "Same" is never wrong, up to fingerprints of 128 bits; circuits that are the same for other
// reasons than Clifford identities, commuting exchanges, merged rotations and products of one-qubit gates may
// be told apart.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::verify {

/// In words, where `program` departs from `source`; empty if they are proved the same up to a global
/// phase. At most `limit` rows. The circuits have the same numbers of qubits and bits. `final_qubits`: by
/// qubit of the source, the qubit of `program` that it is at the end; empty: itself. Lines quoted are those
/// of the gates. Cost: near-linear.
std::vector<std::string> compare_circuits(const Circuit& source, const Circuit& program,
                                          const std::vector<int>& final_qubits = {}, std::size_t limit = 10);

/// Whether compare_circuits would find nothing. Cost: near-linear.
bool proved_same(const Circuit& source, const Circuit& program);

}  // namespace dqc::verify
