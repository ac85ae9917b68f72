#include "passes/partition/time_slicer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "passes/partition/time-sliced-partition.h"
#include "program_builder.h"
#include "random_circuit.h"

using namespace dqc;

namespace {

Circuit random_normalized(Rng& rng, int qubits, int gates) {
  return test::random_circuit(rng, {qubits, gates, {GateKind::cp, GateKind::cp, GateKind::h, GateKind::x}});
}

}  // namespace

TEST_CASE("time slicer: no QPU executes more gates of a slice than it can hold pairs of qubits") {
  Rng rng(3);
  const Network network = test::network_of(3, {{0, 1}, {0, 2}, {1, 2}}, 4, 4);
  const NetworkDistances distances(network);
  for (int round = 0; round < 20; ++round) {
    const Circuit circuit = random_normalized(rng, 9, 120);
    const Homes start = contiguous_homes(9, network, distances);
    const Placement placement = TimeSlicer(circuit, network, distances, start).run(1);
    for (QpuId p : {QpuId(0), QpuId(1), QpuId(2)}) {
      CHECK(std::ranges::count(placement.initial, p) <= 4);
      CHECK(std::ranges::count(placement.final_, p) <= 4);
    }
    // Gates of one slice are on distinct qubits, so at most 2 can be executed where 4 qubits have room.
    std::vector<int> next(9, 0);
    std::vector<std::array<int, 3>> load;
    for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
      const Gate& g = circuit.gates()[i];
      if (g.kind != GateKind::cp) continue;
      int& a = next[circuit.qubit(g).index()];
      int& b = next[circuit.qubit(g, 1).index()];
      const int slice = std::max(a, b);
      a = b = slice + 1;
      load.resize(std::max(load.size(), static_cast<std::size_t>(slice) + 1));
      CHECK(++load[static_cast<std::size_t>(slice)][placement.executor[i].index()] <= 2);
    }
  }
}

TEST_CASE("time slicer: homes that never change are one home per qubit") {
  Rng rng(4);
  const Network network = test::network_of(2, {{0, 1}}, 3, 3);
  const NetworkDistances distances(network);
  const Circuit circuit = random_normalized(rng, 6, 60);
  const Placement placement =
      TimeSlicer(circuit, network, distances, contiguous_homes(6, network, distances)).run(1000);
  CHECK(placement.initial == placement.final_);
  for (std::size_t i = 0; i < circuit.num_gates(); ++i)
    CHECK(placement.executor[i] == placement.initial[circuit.qubit(circuit.gates()[i]).index()]);
}

TEST_CASE("time-sliced-partition: where memory is too small for exchanges it makes fewer") {
  Rng rng(5);
  Module module;
  module.stage = Stage::normalized;
  module.circuit = random_normalized(rng, 8, 200);
  for (const int comm : {8, 1}) {
    module.network = test::network_of(4, {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}, 3, comm);
    AnalysisManager analyses;
    PassContext context;
    TimeSlicedPartition pass(default_options(TimeSlicedPartition::info()));
    Module copy = module;
    REQUIRE(pass.run(copy, analyses, context));
    const auto stride = context.statistics.at("time-sliced-partition.stride");
    CHECK((comm == 8 ? stride == 1 : stride > 1));
  }
}
