#include "passes/partition/partition_state.h"

#include <doctest/doctest.h>

#include "passes/distribute/distributor.h"
#include "passes/ir/verifier.h"
#include "program_builder.h"
#include "random_circuit.h"

using namespace dqc;

namespace {

Module random_module(Rng& rng, Network network, int qubits = 8, int gates = 150) {
  Module module;
  module.stage = Stage::normalized;
  module.circuit = test::random_circuit(
      rng,
      {qubits, gates, {GateKind::cp, GateKind::cp, GateKind::cp, GateKind::h, GateKind::x, GateKind::rz}});
  module.network = std::move(network);
  return module;
}

/// Homes and executors at random.
void scramble(PartitionState& state, Rng& rng, int changes) {
  const auto qpu = [&] {
    return QpuId(std::size_t{rng.below(static_cast<std::uint32_t>(state.num_qpus()))});
  };
  for (int i = 0; i < changes; ++i) {
    const QubitId q(std::size_t{rng.below(static_cast<std::uint32_t>(state.circuit().num_qubits()))});
    const auto boundary = rng.below(static_cast<std::uint32_t>(state.num_boundaries(q)));
    state.set_home(BoundaryId(state.first_boundary(q).index() + boundary), qpu());
    const auto& gates = state.two_qubit_gates();
    state.set_executor(gates[rng.below(static_cast<std::uint32_t>(gates.size()))], qpu());
  }
}

Placement at_zero(const Circuit& circuit, std::size_t qpus) {
  Placement p;
  for (std::size_t q = 0; q < circuit.num_qubits(); ++q) p.initial.emplace_back(q % qpus);
  p.final_ = p.initial;
  p.executor.assign(circuit.num_gates(), QpuId());
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    const Gate& g = circuit.gates()[i];
    if (g.kind != GateKind::barrier) p.executor[i] = p.initial[circuit.qubit(g).index()];
  }
  return p;
}

const std::initializer_list<std::pair<int, int>> triangle = {{0, 1}, {0, 2}, {1, 2}};
const std::initializer_list<std::pair<int, int>> line = {{0, 1}, {1, 2}};

}  // namespace

TEST_CASE("partition state: transactions agree with a fresh count, and can be taken back") {
  Rng rng(11);
  for (const auto& links : {triangle, line}) {
    Module module = random_module(rng, test::network_of(3, links, 3, 3));
    const Segments segments(module.circuit);
    const NetworkDistances distances(*module.network);
    PartitionState state(module, segments, distances), fresh(module, segments, distances);
    state.assign(at_zero(module.circuit, 3));
    for (int round = 0; round < 200; ++round) {
      const std::int64_t cost = state.cost(), overflow = state.overflow();
      const Placement before = state.placement();
      state.begin();
      scramble(state, rng, 1 + static_cast<int>(rng.below(4)));
      const std::int64_t change = state.cost_change(), beyond = state.apply_overflow();
      if (rng.below(2) == 0) {
        state.rollback();
        CHECK(state.placement() == before);
        CHECK(state.cost() == cost);
        CHECK(state.overflow() == overflow);
        continue;
      }
      state.commit();
      CHECK(state.cost() == cost + change);
      CHECK(state.overflow() == overflow + beyond);
      fresh.assign(state.placement());
      CHECK(fresh.cost() == state.cost());
      CHECK(fresh.overflow() == state.overflow());
    }
  }
}

TEST_CASE("partition state: with memory to spare its cost is the e-bits that are inserted") {
  Rng rng(12);
  for (int round = 0; round < 60; ++round) {
    Module module = random_module(rng, test::network_of(3, triangle, 20, 40));
    const Segments segments(module.circuit);
    const NetworkDistances distances(*module.network);
    PartitionState state(module, segments, distances);
    state.assign(at_zero(module.circuit, 3));
    state.begin();
    scramble(state, rng, 60);
    state.commit();
    CHECK(state.overflow() == 0);
    const Placement placement = state.placement();
    const auto program = Distributor(module.circuit, *module.network, placement, segments, distances).run();
    REQUIRE(program);
    CHECK(static_cast<std::int64_t>(program->ebits.size()) == state.cost());
  }
}

TEST_CASE("distributor: whatever the placement and memory, a program that keeps its promises or a refusal") {
  Rng rng(13);
  int written = 0;
  for (int round = 0; round < 300; ++round) {
    const int data = 3 + static_cast<int>(rng.below(3)), comm = 1 + static_cast<int>(rng.below(4));
    Module module = random_module(rng, test::network_of(3, round % 2 ? triangle : line, data, comm));
    const Segments segments(module.circuit);
    const NetworkDistances distances(*module.network);
    PartitionState state(module, segments, distances);
    state.assign(at_zero(module.circuit, 3));
    state.begin();
    scramble(state, rng, static_cast<int>(rng.below(20)));
    state.commit();
    const Placement placement = state.placement();
    auto program = Distributor(module.circuit, *module.network, placement, segments, distances).run();
    if (!program) {
      CHECK(program.error().code == ExitCode::infeasible);
      continue;
    }
    ++written;
    module.program = *std::move(program);
    module.circuit = module.circuit.without_gates();
    module.stage = Stage::distributed;
    const Status legal = verify_stage(module);
    CHECK_MESSAGE(legal, (legal ? "" : legal.error().message));
  }
  CHECK(written > 100);
}
