// Distributed programs that are routed inside their QPUs: what was written is proved on the devices'
// couplers.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/schedule_json.h"
#include "passes/analysis/withholding.h"
#include "passes/ir/printer.h"
#include "passes/ir/verifier.h"
#include "passes/noise/qpu_circuit.h"
#include "passes/pass_manager.h"
#include "passes/pipeline_parser.h"
#include "tests/unit/device_helper.h"
#include "tests/unit/frontend_helper.h"
#include "tests/unit/random_circuit.h"
#include "tools/verify/verify.h"

namespace dqc {
namespace {

Device line(int size) {
  Device device;
  device.qubits.resize(static_cast<std::size_t>(size), {0.02, 0.001});
  for (int q = 0; q + 1 < size; ++q) device.couplers.push_back({q, q + 1, 0.005 + 0.001 * (q % 3), false});
  return device;
}

/// Two QPUs, each a line, whose link makes e-bits of fidelity 0.9.
Network two_lines(int data, int comm) {
  Network network = default_network();
  for (Qpu& qpu : network.qpus) qpu.data = data, qpu.comm = comm;
  network.links[0].fidelity = 0.9;
  return network;
}

Module compiled(const Circuit& source, const Network& network, const std::string& passes,
                std::int64_t& swaps) {
  Module m;
  m.circuit = source;
  m.network = network;
  for (const Qpu& qpu : network.qpus) m.qpu_devices.emplace_back(QpuDevice{line(qpu.data + qpu.comm + 2)});
  PassContext context;
  context.effort = 1;
  const Status done = run_pipeline(*parse_pipeline(passes), m, context, {});
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  const Status legal = verify_stage(m);
  CHECK_MESSAGE(legal, (legal ? "" : legal.error().message));
  swaps += context.statistics["place-on-devices.swaps"];
  return m;
}

/// What is wrong with the program or where it runs; nothing if it is proved.
std::string first_difference(const Circuit& source, const Module& m) {
  std::vector<std::optional<Device>> devices;
  for (const auto& on : m.qpu_devices) {
    if (!on->layout) return "not placed";
    devices.emplace_back(on->device);
  }
  const std::string monolithic = monolithic_qasm3(m);
  const std::vector<std::string> programs = qpu_programs(m);
  const auto schedule = emitted::read_schedule(schedule_json(m));
  if (!schedule) return schedule.error().message;
  const auto report = verify::verify({source, monolithic, programs, *schedule, devices});
  if (!report.trouble.empty()) return report.trouble;
  return report.proved ? "" : told(report.differences.front());
}

test::RandomOptions options_of(int qubits, int gates) {
  test::RandomOptions options;
  options.qubits = qubits;
  options.gates = gates;
  options.one_in_conditional = 8;
  for (const GateKind kind : test::all_kinds())
    if (traits(kind).qubits <= 2 && kind != GateKind::barrier) options.kinds.push_back(kind);
  return options;
}

TEST_CASE("random programs are proved once routed, with e-bits, teleports, conditions and purification") {
  Rng rng(3, "routed program");
  std::int64_t swaps = 0;
  const std::string rest = "insert-processes,route-ebits,schedule,place-on-devices";
  for (int round = 0; round < 40; ++round) {
    const Circuit source = test::random_circuit(rng, options_of(4 + round % 4, 10 + round));
    Network network = two_lines(4, round % 5 == 0 ? 4 : 2);
    if (round % 5 == 0) network.demand.min_fidelity = 0.92;
    if (round % 7 == 0) network.demand.max_age = 150;
    REQUIRE(withhold_for_purification(network, std::array{LinkMetric::ebits}));
    const std::string partition = round % 2 == 0 ? "temporal-partition," : "static-partition,";
    const Module m = compiled(source, network, "inline-gates,decompose," + partition + rest, swaps);
    CAPTURE(print_module(m));
    CHECK(first_difference(source, m) == "");
    const auto again = test::read_back(print_module(m));
    REQUIRE(again);
    CHECK(*again == m);
  }
  CHECK(swaps > 200);
}

TEST_CASE("a routed program is the same each time, and none is touched that fits") {
  const Circuit source = test::parse(
      "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[6];\ncx q[0], q[1];\ncx q[1], q[2];\ncx q[2], q[0];\n"
      "cx q[3], q[4];\ncx q[4], q[5];\ncx q[5], q[3];\ncx q[0], q[3];\ncx q[1], q[3];\ncx q[2], q[3];\n");
  std::int64_t swaps = 0, none = 0;
  const Module m = compiled(source, two_lines(3, 2), "default<O1>", swaps);
  CHECK(swaps > 0);
  CHECK(print_module(compiled(source, two_lines(3, 2), "default<O1>", swaps)) == print_module(m));
  const Circuit fits = test::parse(
      "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[4];\ncx q[0], q[1];\ncx q[1], q[2];\ncx q[2], q[3];\n");
  CHECK(first_difference(fits, compiled(fits, two_lines(2, 1), "default<O1>", none)) == "");
  CHECK(none == 0);
}

TEST_CASE("a swap that is left out, or is between other qubits, is found") {
  const Circuit source = test::parse(
      "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[3];\nh q[0];\ncx q[0], q[1];\ncx q[1], q[2];\n"
      "cx q[2], q[0];\n");
  std::int64_t swaps = 0;
  const Module m = compiled(source, two_lines(3, 1), "default<O1>", swaps);
  auto& instructions = m.program->instructions;
  const auto is_swap = [](const Instruction& i) {
    return i.kind == InstructionKind::gate && i.gate == GateKind::swap;
  };
  const auto at = std::ranges::find_if(instructions, is_swap) - instructions.begin();
  REQUIRE(at < std::ssize(instructions));
  REQUIRE(first_difference(source, m) == "");
  Module without = m;
  without.program->instructions.erase(without.program->instructions.begin() + at);
  without.schedule->times.erase(without.schedule->times.begin() + at);
  CHECK(first_difference(source, without) != "");
  Module other = m;
  Instruction& swap = other.program->instructions[static_cast<std::size_t>(at)];
  for (std::int32_t index = 0; index < 3; ++index)
    if (index != swap.q[0].index && index != swap.q[1].index) {
      swap.q[0].index = index;
      break;
    }
  CHECK(first_difference(source, other) != "");
}

TEST_CASE("what was given to its turn keeps its order") {
  Circuit circuit;
  circuit.add_qubit_register("q", 3);
  for (int i : {0, 1, 2}) circuit.add_gate(GateKind::x, {QubitId(i)});
  const std::vector<char> in_turn = {1, 0, 1};
  const CommutingOrder order(circuit, in_turn);
  OrderWalk walk(order, false);
  CHECK(walk.take_ready() == std::vector<int>{0, 1});
  walk.finish(0);
  CHECK(walk.take_ready() == std::vector<int>{2});
}

TEST_CASE("outcomes come right after the gates that they belong to") {
  const Circuit source = test::parse(
      "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[6];\nh q;\ncz q[0], q[1];\ncz q[1], q[2];\n"
      "cz q[2], q[3];\ncz q[3], q[4];\ncz q[4], q[5];\nh q;\ncz q[0], q[4];\ncz q[1], q[5];\ncz q[2], "
      "q[4];\n");
  std::int64_t swaps = 0;
  Module m = compiled(source, two_lines(3, 2),
                      "inline-gates,decompose,static-partition,insert-processes,route-ebits,schedule", swaps);
  const Program joined = with_outcomes_joined(*m.program);
  REQUIRE(joined.num_outcomes > 2);
  CHECK(joined.instructions.size() == m.program->instructions.size());
  for (std::size_t i = 0; i < joined.instructions.size(); ++i)
    if (joined.instructions[i].kind == InstructionKind::outcome) {
      const Instruction& before = joined.instructions[i - 1];
      CHECK((before.kind == InstructionKind::x_basis || before.kind == InstructionKind::parity));
      CHECK(before.q[before.kind == InstructionKind::parity ? 1 : 0] == joined.instructions[i].q[0]);
    }
}

}  // namespace
}  // namespace dqc
