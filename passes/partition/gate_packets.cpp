#include "passes/partition/gate_packets.h"

#include <algorithm>

namespace dqc {

std::vector<std::int8_t> greedy_receivers(const Circuit& circuit, const Segments& segments) {
  constexpr std::int8_t undecided = -1;
  std::vector<std::int8_t> receiver(circuit.num_gates(), undecided);
  const auto ahead = [&](SegmentId s) {
    const auto gates = segments.gates(segments[s]);
    return std::ranges::count_if(gates, [&](GateId g) { return receiver[g.index()] == undecided; });
  };
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    if (receiver[i] != undecided) continue;
    if (circuit.gates()[i].kind != GateKind::cp) {
      receiver[i] = 0;
      continue;
    }
    const SegmentId a = segments.of_operand(GateId(i), 0), b = segments.of_operand(GateId(i), 1);
    const SegmentId root = ahead(b) > ahead(a) ? b : a;
    for (GateId g : segments.gates(segments[root]))
      if (receiver[g.index()] == undecided)
        receiver[g.index()] = segments.of_operand(g, 0) == root ? std::int8_t{1} : std::int8_t{0};
  }
  return receiver;
}

}  // namespace dqc
