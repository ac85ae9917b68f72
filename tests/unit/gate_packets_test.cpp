#include "passes/partition/gate_packets.h"

#include <doctest/doctest.h>

#include "passes/partition/partition_state.h"
#include "program_builder.h"
#include "random_circuit.h"

using namespace dqc;

TEST_CASE("gate packets: the longer segment takes its gates in, the others find the rest") {
  Circuit circuit;
  const QubitId a = circuit.add_qubit_register("q", 4);
  const QubitId b(1), c(2), d(3);
  circuit.add_gate(GateKind::cp, {b, a}, {1.0});  // three gates on a
  circuit.add_gate(GateKind::cp, {a, c}, {1.0});
  circuit.add_gate(GateKind::h, {c});
  circuit.add_gate(GateKind::cp, {c, d}, {1.0});  // as many on c as on d: c is first
  circuit.add_gate(GateKind::cp, {a, d}, {1.0});
  circuit.add_gate(GateKind::h, {a});
  circuit.add_gate(GateKind::cp, {b, a}, {1.0});
  const std::vector<std::int8_t> expected{0, 1, 0, 1, 1, 0, 1};
  CHECK(greedy_receivers(circuit, Segments(circuit)) == expected);
}

TEST_CASE("gate packets: once fixed, each gate is executed where its receiver's segment begins") {
  Rng rng(8);
  Module module;
  module.stage = Stage::normalized;
  module.circuit = test::random_circuit(rng, {6, 80, {GateKind::cp, GateKind::cp, GateKind::h}});
  module.network = test::network_of(3, {{0, 1}, {0, 2}, {1, 2}}, 4, 8);
  const Segments segments(module.circuit);
  const NetworkDistances distances(*module.network);
  const auto receiver = greedy_receivers(module.circuit, segments);
  PartitionState state(module, segments, distances);
  Placement homes{std::vector<QpuId>(6, QpuId(0)), std::vector<QpuId>(6, QpuId(1)),
                  std::vector<QpuId>(module.circuit.num_gates(), QpuId(2))};
  state.assign(homes);
  state.fix_packets(receiver);
  for (GateId g : state.two_qubit_gates()) {
    const QpuId at = state.entry(segments.of_operand(g, receiver[g.index()]));
    CHECK(state.executor(g) == at);
    CHECK(state.best_executor(g, at, 1) == at);
  }
}
