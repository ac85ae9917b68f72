// Building the circuit that a pass makes of another one.
#pragma once

#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

/// Copies gates and conditions of `source` into `circuit`, which starts with the same registers and
/// definitions. Conditions end up in the order of their first use, unused ones are left out. Annotations
/// of the source are dropped: they belong to gates that may no longer exist.
class Rewriter {
 public:
  explicit Rewriter(const Circuit& source)
      : circuit(source.without_gates()), source_(source), mapped_(source.conditions.size(), -1) {
    circuit.conditions.clear();
    circuit.reserve_gates(source.num_gates());
  }

  /// The index in `circuit` of condition `index` of the source; -1 for -1.
  std::int32_t condition(std::int32_t index) {
    if (index < 0) return -1;
    std::int32_t& mapped = mapped_[static_cast<std::size_t>(index)];
    if (mapped < 0) {
      mapped = static_cast<std::int32_t>(circuit.conditions.size());
      circuit.conditions.push_back(source_.conditions[static_cast<std::size_t>(index)]);
    }
    return mapped;
  }

  void copy(const Gate& gate) {
    circuit.add_gate(gate.kind, source_.qubits(gate), source_.params(gate), gate.detail,
                     condition(gate.condition), gate.line);
  }

  Circuit circuit;

 private:
  const Circuit& source_;
  std::vector<std::int32_t> mapped_;
};

}  // namespace dqc
