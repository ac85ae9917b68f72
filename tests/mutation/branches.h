// Statevector simulation over every measurement branch: whether a distributed program leaves its source's
// state behind, whatever the outcomes. It knows no classes and no frames, only amplitudes.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::test {

enum class Verdict { same, differs, too_large };

struct SimulationInput {
  const Circuit& source;
  const Circuit& program;        ///< the monolithic program
  std::vector<int> source_bits;  ///< by bit of `program`: bit of `source`, or -1
  std::vector<int> initial;      ///< by source qubit: qubit of `program`
  std::vector<int> final;        ///< likewise, at the end
};

/// Starts from random product states of the source's qubits, all other qubits in random basis states, and
/// compares on each branch the state at `final`, the probability of the source's outcomes and its bits.
/// A reset of the source must stand where the qubit is in a basis state.
Verdict simulate(const SimulationInput& input, std::uint64_t seed);

}  // namespace dqc::test
