// temporal-partition at -O3 against the exact solver, on random circuits over small networks, and the solver
// against what can be said of its answers by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/schedule_json.h"
#include "passes/pass_manager.h"
#include "tests/exact/exact_solver.h"
#include "tests/unit/program_builder.h"
#include "tools/verify/verify.h"

using namespace dqc;
using dqc::test::fewest_ebits;
using dqc::test::Homes;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int instances = 40;
#else
constexpr int instances = 510;
#endif

struct Instance {
  Circuit circuit;
  Network network;
};

/// 2 QPUs, 3 in a line or 3 in a triangle. Data qubits: as many as the circuit has, or up to 2 more, spread
/// unevenly. Communication qubits: 1 to 3, but 2 at least where an e-bit may have to be swapped, which
/// the compiler asks of its networks.
Network random_network(Rng& rng, int qubits) {
  const std::uint32_t shape = rng.below(3);
  Network network = shape == 0   ? test::network_of(2, {{0, 1}})
                    : shape == 1 ? test::network_of(3, {{0, 1}, {1, 2}})
                                 : test::network_of(3, {{0, 1}, {0, 2}, {1, 2}});
  long room = 0;
  do {
    for (Qpu& q : network.qpus) {
      q.data = 1 + static_cast<int>(rng.below(4));
      q.comm = 1 + static_cast<int>(rng.below(3));
    }
    room = network.total_data();
  } while (room < qubits || room > qubits + 2);
  if (shape == 1) network.qpus[1].comm = std::max(network.qpus[1].comm, 2);
  return network;
}

/// 3 to 5 qubits, 4 to 10 cp gates with h gates between them.
Circuit random_circuit(Rng& rng) {
  Circuit circuit;
  const int qubits = 3 + static_cast<int>(rng.below(3));
  circuit.add_qubit_register("q", qubits);
  std::vector<QubitId> order;
  for (int q = 0; q < qubits; ++q) order.emplace_back(q);
  for (int left = 4 + static_cast<int>(rng.below(7)); left > 0;) {
    rng.shuffle(order);
    if (rng.below(3) == 0) {
      circuit.add_gate(GateKind::h, {order[0]});
    } else {
      circuit.add_gate(GateKind::cp, {order[0], order[1]}, {0.5});
      --left;
    }
  }
  return circuit;
}

Instance random_instance(Rng& rng) {
  Circuit circuit = random_circuit(rng);
  Network network = random_network(rng, static_cast<int>(circuit.num_qubits()));
  return {std::move(circuit), std::move(network)};
}

/// Compiles at -O3 and proves the emitted texts; the link e-bits that the proof counted.
int proved_ebits(const Instance& instance, std::string_view pipeline) {
  Module module;
  module.stage = Stage::normalized;
  module.circuit = instance.circuit;
  module.network = instance.network;
  PassContext context;
  context.effort = 3;
  const auto passes = parse_pipeline(pipeline);
  REQUIRE(passes);
  const Status done = run_pipeline(*passes, module, context, {});
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  const auto proof = verify::verify({instance.circuit, monolithic_qasm3(module), qpu_programs(module),
                                     *emitted::read_schedule(schedule_json(module))});
  CHECK(proof.proved);
  for (std::size_t p = 0; p < instance.network.size(); ++p) {
    CHECK(proof.peak_data[p] <= instance.network.qpus[p].data);
    CHECK(proof.peak_comm[p] <= instance.network.qpus[p].comm);
  }
  return proof.ebits;
}

Circuit circuit_of(int qubits, std::initializer_list<std::pair<int, int>> gates) {
  Circuit circuit;
  circuit.add_qubit_register("q", qubits);
  for (const auto& [a, b] : gates)
    if (b < 0) {
      circuit.add_gate(GateKind::h, {QubitId(a)});
    } else {
      circuit.add_gate(GateKind::cp, {QubitId(a), QubitId(b)}, {0.5});
    }
  return circuit;
}

}  // namespace

TEST_CASE("exact solver: circuits whose optimum is plain") {
  const Network pair = test::network_of(2, {{0, 1}}, 1, 1),
                line = test::network_of(3, {{0, 1}, {1, 2}}, 1, 2);
  CHECK(fewest_ebits(circuit_of(2, {}), pair) == 0);
  CHECK(fewest_ebits(circuit_of(2, {{0, 1}, {0, 1}}), pair) == 1);           // one copy serves both
  CHECK(fewest_ebits(circuit_of(2, {{0, 1}, {0, -1}, {0, 1}}), pair) == 1);  // the other qubit's copy does
  CHECK(fewest_ebits(circuit_of(2, {{0, 1}, {0, -1}, {1, -1}, {0, 1}}), pair) == 2);
  CHECK(fewest_ebits(circuit_of(2, {{0, 1}}), test::network_of(2, {{0, 1}}, 2, 0)) == 0);
  CHECK_FALSE(fewest_ebits(circuit_of(2, {{0, 1}}), test::network_of(2, {{0, 1}}, 1, 0)));
  CHECK_FALSE(fewest_ebits(circuit_of(3, {}), pair));
  // All three meet in the middle, which takes two copies at once.
  CHECK(fewest_ebits(circuit_of(3, {{0, 1}, {1, 2}, {0, 2}}), line) == 2);
  CHECK(fewest_ebits(circuit_of(3, {{0, 1}, {1, 2}, {0, 2}}), line, Homes::any, {5, 1}) == 6);
  // A gate at one end only: the expensive link is left alone.
  CHECK(fewest_ebits(circuit_of(3, {{0, 1}}), line, Homes::any, {5, 1}) == 1);
}

TEST_CASE("exact solver: more memory and more links never cost more") {
  Rng rng(5);
  for (int round = 0; round < 60; ++round) {
    const Instance instance = random_instance(rng);
    const auto optimum = fewest_ebits(instance.circuit, instance.network);
    REQUIRE(optimum);
    Network larger = instance.network;
    const std::size_t p = rng.below(static_cast<std::uint32_t>(larger.size()));
    if (larger.size() == 3 && larger.links.size() == 2) {
      larger.links.push_back({QpuId(0), QpuId(2)});
    } else {
      ++(rng.below(2) == 0 ? larger.qpus[p].data : larger.qpus[p].comm);
    }
    CHECK(fewest_ebits(instance.circuit, larger) <= optimum);
    CHECK(fewest_ebits(instance.circuit, instance.network, Homes::data) >= optimum);
  }
}

TEST_CASE("temporal-partition: -O3 finds the optimum of tiny instances") {
  Rng rng(2025);
  int missed = 0;
  for (int round = 0; round < instances; ++round) {
    CAPTURE(round);
    const Instance instance = random_instance(rng);
    const auto optimum = fewest_ebits(instance.circuit, instance.network, Homes::data);
    REQUIRE(optimum);
    const int found = proved_ebits(instance, "temporal-partition,insert-processes,route-ebits,schedule");
    // The distributor lets homes wait where that spares it a detour, so this bound alone is strict.
    CHECK(found >= fewest_ebits(instance.circuit, instance.network, Homes::any));
    if (found > *optimum) {
      ++missed;
      MESSAGE("instance " << round << ": " << found << " e-bits, optimum " << *optimum);
    }
  }
  CHECK(missed * 100 <= instances);
}

TEST_CASE("temporal-partition: the same where homes may rest on communication qubits") {
  Rng rng(2026);
  int missed = 0;
  for (int round = 0; round < instances / 4; ++round) {
    const Instance instance = random_instance(rng);
    const auto optimum = fewest_ebits(instance.circuit, instance.network, Homes::any);
    REQUIRE(optimum);
    const int found =
        proved_ebits(instance, "temporal-partition<homes=any>,insert-processes,route-ebits,schedule");
    CHECK(found >= *optimum);
    missed += found > *optimum;
  }
  CHECK(missed * 50 <= instances / 4);
}
