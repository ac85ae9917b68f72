// The quantum state that an execution carries: one interface, two ways to keep it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "passes/support/rng.h"
#include "tools/run/executable.h"

namespace dqc::run {

/// The joint state of all QPUs' qubits, |0...0> at first. Global phases are not kept.
class QuantumState {
 public:
  virtual ~QuantumState() = default;
  /// Back to |0...0>.
  virtual void clear() = 0;
  virtual void apply(const Factor& factor) = 0;
  /// Draws one number, needed or not: all ways to keep the state give the same outcomes for the same `rng`.
  virtual bool measure(int qubit, Rng& rng) = 0;
  /// A measurement whose outcome is forgotten, then |0>.
  virtual void reset(int qubit, Rng& rng) = 0;
  /// Resets both and makes them |00> + |11>.
  virtual void entangle(int a, int b, Rng& rng) = 0;
  /// False once the state has outgrown its memory: what it says since then means nothing.
  virtual bool fits() const = 0;
};

/// A vector of amplitudes over the qubits that are not known to be |0> or |1>; at most `limit` of them.
/// Cost of a gate: 2^(qubits in use).
std::unique_ptr<QuantumState> make_state_vector(std::size_t qubits, int limit);

/// A stabilizer tableau with destabilizers (Aaronson and Gottesman, PRA 70, 2004).
/// Cost of a gate: linear in `qubits`, of a measurement quadratic. Precondition for `apply`: is_clifford.
std::unique_ptr<QuantumState> make_tableau(std::size_t qubits);

/// Whether every factor maps Pauli operators to Pauli operators.
bool is_clifford(std::span<const Factor> factors);

}  // namespace dqc::run
