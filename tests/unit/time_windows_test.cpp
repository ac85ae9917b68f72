#include "passes/partition/time_windows.h"

#include <doctest/doctest.h>

#include "passes/partition/initial.h"
#include "passes/partition/refine.h"
#include "passes/support/rng.h"

namespace dqc {
namespace {

/// Random cp and h gates on a grid of 2x2 QPUs with tight memory.
Module random_module(int qubits, int gates) {
  Module module;
  module.stage = Stage::normalized;
  module.circuit.add_qubit_register("q", qubits);
  Rng rng(5, "windows");
  for (int i = 0; i < gates; ++i) {
    const std::size_t a = rng.below(static_cast<std::uint32_t>(qubits));
    const std::size_t b = (a + 1 + rng.below(5)) % static_cast<std::size_t>(qubits);
    if (rng.below(3) == 0) {
      module.circuit.add_gate(GateKind::h, {QubitId(a)});
    } else {
      module.circuit.add_gate(GateKind::cp, {QubitId(a), QubitId(b)}, {0.25});
    }
  }
  Network network;
  network.qpus.resize(4);
  for (Qpu& q : network.qpus) q.data = qubits / 4 + 1, q.comm = 3;
  for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 3}, {2, 3}}) {
    Link link;
    link.a = QpuId(a);
    link.b = QpuId(b);
    network.links.push_back(link);
  }
  module.network = network;
  return module;
}

struct Refined {
  Placement placement;
  std::int64_t cost_before = 0, cost = 0, overflow_before = 0, overflow = 0;
};

Refined refined(const Module& module, int threads) {
  const Segments segments(module.circuit);
  const NetworkDistances distances(*module.network);
  const Placement start =
      static_placement(module, contiguous_homes(module.circuit.num_qubits(), *module.network, distances));
  WindowOptions options;
  options.gates = 300;
  options.threads = threads;
  Refined result;
  result.placement = refine_in_windows(module, segments, distances, start, options,
                                       [](PartitionState& state, const WindowPosition& at) {
                                         Rng rng(at.index, "window");
                                         RefineOptions refine_options;
                                         refine_options.moves = 5000;
                                         refine(state, refine_options, rng, {});
                                       });
  PartitionState state(module, segments, distances);
  state.assign(start);
  result.cost_before = state.cost();
  result.overflow_before = state.overflow();
  state.assign(result.placement);
  result.cost = state.cost();
  result.overflow = state.overflow();
  return result;
}

TEST_CASE("windows of time make a placement cheaper and use no memory that is not there") {
  const Refined result = refined(random_module(12, 2000), 1);
  CHECK(result.cost < result.cost_before);
  CHECK(result.overflow <= result.overflow_before);
}

TEST_CASE("the answer of windows does not depend on the threads") {
  const Module module = random_module(12, 2000);
  CHECK(refined(module, 1).placement == refined(module, 3).placement);
}

TEST_CASE("a window leaves alone what reaches over its ends") {
  const Module module = random_module(12, 80);
  const Segments segments(module.circuit);
  const NetworkDistances distances(*module.network);
  PartitionState state(module, segments, distances);
  Surroundings around;
  around.used_before.resize(12);
  around.used_after.assign(12, {QpuId(3)});
  state.embed(around);
  const Placement start = static_placement(module, contiguous_homes(12, *module.network, distances));
  state.assign(start);
  const std::int64_t cost = state.cost();
  state.begin();
  for (std::size_t q = 0; q < 12; ++q) {
    state.set_home(state.first_boundary(QubitId(q)), QpuId(2));
    for (GateId g : segments.gates(segments[segments.first(QubitId(q))])) state.set_executor(g, QpuId(2));
  }
  CHECK(state.cost_change() == 0);
  state.commit();
  CHECK(state.placement() == start);
  CHECK(state.cost() == cost);
}

}  // namespace
}  // namespace dqc
