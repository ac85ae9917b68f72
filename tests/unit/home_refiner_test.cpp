#include "passes/partition/home_refiner.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "program_builder.h"
#include "random_circuit.h"

using namespace dqc;

namespace {

long total_cut(const std::vector<QpuId>& homes, const InteractionGraph& graph, const NetworkDistances& d) {
  long cut = 0;
  for (std::size_t q = 0; q < homes.size(); ++q)
    for (std::size_t e = graph.offset[q]; e < graph.offset[q + 1]; ++e)
      cut += long{graph.weight[e]} * d.distance(homes[q], homes[graph.neighbor[e].index()]);
  return cut / 2;
}

}  // namespace

TEST_CASE("home refiner: capacities hold, and no single move or exchange is left that helps") {
  Rng rng(5);
  for (int round = 0; round < 20; ++round) {
    const Circuit circuit = test::random_circuit(rng, {10, 60, {GateKind::cp}});
    const Network network = test::network_of(4, {{0, 1}, {1, 2}, {2, 3}}, 3, 4);
    const NetworkDistances distances(network);
    const InteractionGraph graph = InteractionGraph::of(circuit);
    std::vector<QpuId> homes;
    for (int q = 0; q < 10; ++q) homes.emplace_back(static_cast<int>(rng.below(2)));  // crowded
    HomeRefiner(homes, graph, network, distances).run();

    std::vector<int> count(4, 0);
    for (QpuId home : homes) ++count[home.index()];
    for (int c : count) CHECK(c <= 3);
    const long cut = total_cut(homes, graph, distances);
    for (std::size_t a = 0; a < homes.size(); ++a) {
      for (std::size_t b = a + 1; b < homes.size(); ++b) {
        std::swap(homes[a], homes[b]);
        CHECK(total_cut(homes, graph, distances) >= cut);
        std::swap(homes[a], homes[b]);
      }
      const QpuId here = homes[a];
      for (std::size_t p = 0; p < 4; ++p) {
        if (count[p] == 3) continue;
        homes[a] = QpuId(p);
        CHECK(total_cut(homes, graph, distances) >= cut);
        homes[a] = here;
      }
    }
  }
}

TEST_CASE("interaction graph: gates between two qubits are counted both ways") {
  Circuit c;
  c.add_qubit_register("q", 3);
  for (int i = 0; i < 3; ++i) c.add_gate(GateKind::cp, {QubitId(i % 2), QubitId(1 - i % 2)}, {0.5});
  c.add_gate(GateKind::cp, {QubitId(2), QubitId(0)}, {0.5});
  const InteractionGraph graph = InteractionGraph::of(c);
  CHECK(graph.between(QubitId(0), QubitId(1)) == 3);
  CHECK(graph.between(QubitId(1), QubitId(0)) == 3);
  CHECK(graph.between(QubitId(0), QubitId(2)) == 1);
  CHECK(graph.between(QubitId(1), QubitId(2)) == 0);
}
