// Random circuits for properties that must hold for every input.
#pragma once

#include <numbers>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/rng.h"

namespace dqc::test {

struct RandomOptions {
  int qubits = 4;
  int gates = 40;
  std::vector<GateKind> kinds;  ///< to choose from
  int one_in_conditional = 0;   ///< 0: none
  int one_in_barrier = 0;
};

/// Every kind with a row in gate_kind.def.
inline std::vector<GateKind> all_kinds() {
  std::vector<GateKind> kinds;
  for (std::size_t i = 0; i < static_cast<std::size_t>(GateKind::call); ++i)
    kinds.push_back(static_cast<GateKind>(i));
  return kinds;
}

/// Half of the angles are multiples of pi/4, where simplifications happen.
inline double random_angle(Rng& rng) {
  if (rng.below(2) == 0) return (static_cast<int>(rng.below(17)) - 8) * std::numbers::pi / 4;
  return (rng.unit() - 0.5) * 4 * std::numbers::pi;
}

/// A circuit over registers q, c (2 bits) and d (1 bit), whose bits no gate writes.
inline Circuit random_circuit(Rng& rng, const RandomOptions& options) {
  Circuit circuit;
  circuit.add_qubit_register("q", options.qubits);
  circuit.add_bit_register("c", 2);
  circuit.add_bit_register("d", 1);
  std::vector<QubitId> qubits;
  for (int i = 0; i < options.qubits; ++i) qubits.emplace_back(i);
  while (circuit.num_gates() < static_cast<std::size_t>(options.gates)) {
    rng.shuffle(qubits);
    if (options.one_in_barrier > 0 && rng.below(static_cast<std::uint32_t>(options.one_in_barrier)) == 0) {
      circuit.add_gate(GateKind::barrier, std::span<const QubitId>(qubits.data(), 2));
      continue;
    }
    const GateKind kind = options.kinds[rng.below(static_cast<std::uint32_t>(options.kinds.size()))];
    if (traits(kind).qubits > options.qubits) continue;
    std::vector<double> params;
    for (int i = 0; i < traits(kind).params; ++i) params.push_back(random_angle(rng));
    std::int32_t condition = -1;
    if (options.one_in_conditional > 0 &&
        rng.below(static_cast<std::uint32_t>(options.one_in_conditional)) == 0) {
      Condition c;
      if (rng.below(2) == 0) c.terms.push_back({0, BitId(), rng.below(4)});
      if (c.terms.empty() || rng.below(2) == 0) c.terms.push_back({1, BitId(2), rng.below(2)});
      condition = circuit.add_condition(c);
    }
    circuit.add_gate(kind,
                     std::span<const QubitId>(qubits.data(), static_cast<std::size_t>(traits(kind).qubits)),
                     params, -1, condition);
  }
  return circuit;
}

}  // namespace dqc::test
