#include "passes/analysis/segments.h"

#include <numeric>

namespace dqc {

bool is_wall(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rz:
    case GateKind::cp:
    case GateKind::barrier: return false;
    case GateKind::x: return gate.condition >= 0;
    default: return true;
  }
}

Segments::Segments(const Circuit& circuit) : of_operand_(circuit.num_gates()) {
  const std::size_t n = circuit.num_qubits();
  first_of_qubit_.assign(n + 1, 0);
  for (const Gate& g : circuit.gates())
    if (is_wall(g)) ++first_of_qubit_[circuit.qubit(g).index() + 1];
  for (std::size_t q = 0; q < n; ++q) ++first_of_qubit_[q + 1];
  std::partial_sum(first_of_qubit_.begin(), first_of_qubit_.end(), first_of_qubit_.begin());

  segments_.resize(static_cast<std::size_t>(first_of_qubit_[n]));
  std::vector<SegmentId> current(n);
  for (std::size_t q = 0; q < n; ++q) {
    current[q] = SegmentId(first_of_qubit_[q]);
    for (std::int32_t s = first_of_qubit_[q]; s < first_of_qubit_[q + 1]; ++s)
      segments_[static_cast<std::size_t>(s)].qubit = QubitId(q);
  }
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    const Gate& g = circuit.gates()[i];
    if (g.kind == GateKind::barrier) continue;
    for (int operand = 0; operand < g.num_qubits; ++operand) {
      SegmentId& s = current[circuit.qubit(g, operand).index()];
      of_operand_[i][static_cast<std::size_t>(operand)] = s;
      if (g.kind == GateKind::cp) ++segments_[s.index()].num_gates;
      if (!is_wall(g)) continue;
      segments_[s.index()].end = GateId(i);
      s = SegmentId(s.value() + 1);
      segments_[s.index()].begin = GateId(i);
    }
  }

  std::uint32_t total = 0;
  for (Segment& s : segments_) {
    s.first_gate = total;
    total += s.num_gates;
    s.num_gates = 0;
  }
  gates_.resize(total);
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    if (circuit.gates()[i].kind != GateKind::cp) continue;
    for (const SegmentId id : of_operand_[i]) {
      Segment& s = segments_[id.index()];
      gates_[s.first_gate + s.num_gates++] = GateId(i);
    }
  }
}

}  // namespace dqc
