#include "passes/partition/network_coarsener.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "passes/distribute/distributor.h"
#include "passes/partition/initial.h"
#include "passes/partition/refine.h"
#include "program_builder.h"
#include "random_circuit.h"

using namespace dqc;

namespace {

Network line_of(int size, int data, int comm) {
  Network network;
  network.qpus.resize(static_cast<std::size_t>(size));
  for (Qpu& q : network.qpus) q.data = data, q.comm = comm;
  for (int i = 0; i + 1 < size; ++i) {
    Link link;
    link.a = QpuId(i);
    link.b = QpuId(i + 1);
    network.links.push_back(link);
  }
  return network;
}

Module random_module(Network network, int qubits, int gates) {
  Rng rng(3, "coarsen");
  Module module;
  module.stage = Stage::normalized;
  module.circuit =
      test::random_circuit(rng, {qubits, gates, {GateKind::cp, GateKind::cp, GateKind::h, GateKind::rz}});
  module.network = std::move(network);
  return module;
}

}  // namespace

TEST_CASE("network coarsener: a line is merged in neighbours, memory and links kept") {
  const CoarseNetwork coarse = coarsen_network(line_of(8, 3, 2), 4);
  REQUIRE(coarse.network.size() == 2);
  CHECK(coarse.network.links.size() == 1);
  CHECK(coarse.network.total_data() == 24);
  CHECK(coarse.network.qpus[0].comm + coarse.network.qpus[1].comm == 16);
  for (std::size_t p = 0; p < 8; ++p) CHECK(coarse.merged_into[p] == coarse.merged_into[p / 4 * 4]);
}

TEST_CASE("network coarsener: what fits merged data qubits fits their parts, at every level") {
  const Module module = random_module(line_of(8, 3, 4), 20, 400);
  const Segments segments(module.circuit);
  const NetworkDistances distances(*module.network);
  for (const int factor : {2, 4, 8}) {
    Rng rng(1, "refine");
    int levels = 0;
    const Placement placement =
        coarsened_placement(module, segments, distances, factor, 0, [&](PartitionState& state) {
          RefineOptions options;
          options.moves = 20000;
          refine(state, options, rng, {});
          CHECK(state.overflow() == 0);
          ++levels;
        });
    CHECK(levels == (factor == 2 ? 1 : factor == 4 ? 1 : 0));
    CHECK(static_cast<bool>(
        Distributor(module.circuit, *module.network, placement, segments, distances).run()));
    for (const auto* homes : {&placement.initial, &placement.final_})
      for (std::size_t p = 0; p < 8; ++p) CHECK(std::ranges::count(*homes, QpuId(p)) <= 3);
  }
}

TEST_CASE("refine: ends of the circuit become legal on many QPUs with hardly a free data qubit") {
  Module module = random_module(line_of(24, 2, 100), 40, 400);
  const Segments segments(module.circuit);
  const NetworkDistances distances(*module.network);
  // Two QPUs have three first and last homes each.
  std::vector<QpuId> homes;
  for (std::size_t q = 0; q < 40; ++q) homes.emplace_back(q < 6 ? q / 3 : q / 2 - 1);
  PartitionState state(module, segments, distances);
  state.assign(static_placement(module, homes));
  REQUIRE(state.overflow() > 0);
  RefineOptions options;
  options.moves = 60000;
  Rng rng(1, "refine");
  refine(state, options, rng, {});
  CHECK(state.overflow() == 0);
}
