// The executor: times, chance, quantum states, and every way in which programs fail to fit together.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tests/unit/verify_files.h"
#include "tools/run/report.h"
#include "tools/run/runs.h"

namespace dqc::test {
namespace {

using run::IssueOrder;

Result<run::Executable> loaded(const Compiled& c, IssueOrder order = IssueOrder::dataflow) {
  return run::load_texts(c.schedule, c.qpus, order);
}

run::RunsReport ran(const Compiled& c, const run::RunOptions& options,
                    IssueOrder order = IssueOrder::dataflow) {
  const auto executable = loaded(c, order);
  REQUIRE_MESSAGE(executable, executable.error().message);
  auto report = run::run_all(*executable, options);
  REQUIRE_MESSAGE(report, report.error().message);
  return *std::move(report);
}

/// What stops the programs, at the latest when they run.
std::string stopped(const Compiled& c) {
  const auto executable = loaded(c);
  if (!executable) return executable.error().message;
  run::RunOptions options;
  options.runs = 1;
  const auto report = run::run_all(*executable, options);
  return report ? "" : report.error().message;
}

bool stops(const Compiled& c, const std::string& because) {
  const std::string message = stopped(c);
  INFO(message);
  return message.find(because) != std::string::npos;
}

TEST_CASE("the worked example takes the time that was planned") {
  run::RunOptions options;
  options.runs = 3;
  const auto report = ran(worked_files(), options);
  CHECK(report.makespan.min == report.makespan.max);
  CHECK(report.makespan.mean == doctest::Approx(394));
  CHECK(report.qpus[1].peak_comm == 2);
  CHECK(report.links[0].ebits == 2);
  CHECK(report.links[1].attempts == 2);
  // Only e-bit 1 waits for its first use: for the end of the starting process before it.
  CHECK(report.age_used.max == 36);
  CHECK(report.age_used.mean == doctest::Approx(36 / 4.0));
  CHECK(ran(worked_files(), options, IssueOrder::program).makespan.min > 394);
}

TEST_CASE("attempts at an e-bit are geometric, and every run has its own chance") {
  run::RunOptions options;
  options.runs = 4000;
  options.simulation.p_success = 0.25;
  const auto report = ran(worked_files(), options);
  CHECK(report.links[0].attempts / report.links[0].ebits == doctest::Approx(4).epsilon(0.05));
  CHECK(report.makespan.min >= 394);
  CHECK(report.makespan.p95 > report.makespan.p50);
  options.threads = 3;
  const auto again = ran(worked_files(), options);
  CHECK(again.makespan.mean == report.makespan.mean);
  CHECK(again.age_freed.mean == report.age_freed.mean);
}

TEST_CASE("programs that do not fit together are refused") {
  const auto edited = [](std::size_t qpu, const std::string& from, const std::string& to) {
    Compiled c = worked_files();
    edit(c.qpus[qpu], from, to);
    return c;
  };
  CHECK(stopped(worked_files()) == "");
  CHECK(stops(edited(0, "@dqc.send msg=0 to=1 at=130\n", ""), "message 0 never arrives"));
  CHECK(stops(edited(0, "@dqc.send msg=0 to=1", "@dqc.send msg=0 to=1,2"), "not received once by QPU 2"));
  CHECK(stops(edited(1, "@dqc.recv msg=0 from=0", "@dqc.recv msg=0 from=2"), "message 0 never arrives"));
  CHECK(stops(edited(1, "@dqc.send msg=3", "@dqc.send msg=1"), "message 1 is sent twice"));
  CHECK(stops(edited(2, "@dqc.ebit id=1", "@dqc.ebit id=9"), "e-bit 1 has 1 instead of two halves"));
  CHECK(stops(edited(2, "@dqc.ebit id=3", "@dqc.ebit id=1"), "e-bit 1 has 3 instead of two halves"));
  CHECK(stops(edited(2, "id=1 peer=1", "id=1 peer=0"), "its halves do not match"));
  CHECK(stops(edited(1, "reset c[0];", "reset d[0];"), "on a data qubit"));
  CHECK(stops(edited(0, "qubit[1] c;", "qubit[2] c;"), "memory overrun: 2 communication qubits"));
  CHECK(stops(edited(0, "qpu=0", "qpu=1"), "says it is program 1"));
  Compiled c = worked_files();
  c.qpus.pop_back();
  CHECK(stops(c, "2 programs for 3 QPUs"));
}

TEST_CASE("an e-bit on a qubit in use is a memory overrun") {
  Compiled c = worked_files();
  edit(c.qpus[1], "@dqc.send msg=3 to=0 at=187\nm[1] = measure c[0];\n", "");
  edit(c.qpus[0], "@dqc.recv msg=3 from=1 bit=r[1] at=214\nif (r[1]) { z d[0]; }\n", "");
  CHECK(stops(c, "memory overrun at tick"));
  CHECK(stops(c, "e-bit 2 on c[0], which is still in use"));
}

/// Two QPUs that each wait for the other's message before they send their own.
TEST_CASE("a circle of waits is a deadlock, told by its statements") {
  const std::string head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";
  const auto program = [&](int qpu) {
    return head + "@dqc.program version=1 qpu=" + std::to_string(qpu) +
           " qpus=2 schedule=schedule.json\n@dqc.role data\nqubit[1] d;\n@dqc.role local\nbit[1] m;\n"
           "@dqc.role received\nbit[1] r;\n@dqc.recv msg=" +
           std::to_string(qpu) + " from=" + std::to_string(1 - qpu) +
           " at=0\nif (r[0]) { x d[0]; }\n@dqc.send msg=" + std::to_string(1 - qpu) +
           " to=" + std::to_string(1 - qpu) + " at=0\nm[0] = measure d[0];\n";
  };
  Compiled c;
  c.qpus = {program(0), program(1)};
  c.schedule = R"({"format": "dqc-schedule", "version": 1,
    "latency": {"q1": 1, "q2": 10, "measure": 20, "reset": 1, "epr": 100, "hop": 5},
    "qpus": [{"id": 0, "data": 1, "comm": 0, "program": "qpu0.qasm"},
             {"id": 1, "data": 1, "comm": 0, "program": "qpu1.qasm"}],
    "links": [{"qpus": [0, 1], "ebit_latency": 100, "p_success": 1, "fidelity": 1}],
    "initial_map": {}, "final_map": {}, "ebits": [], "messages": [], "packets": [], "teleports": [],
    "totals": {}})";
  CHECK(stops(c,
              "deadlock at tick 0: qpu0.qasm:11 waits for message 0 from QPU 1, qpu1.qasm:11 waits for "
              "message 1 from QPU 0"));
}

using run::Factor;

Factor phase(int q, double angle) { return {Factor::Kind::phase, q, -1, angle, {}}; }
Factor cp(int a, int b, double angle) { return {Factor::Kind::cp, a, b, angle, {}}; }
Factor u(int q, double theta, double phi, double lambda) {
  return {Factor::Kind::matrix, q, -1, 0, emitted::u_matrix(theta, phi, lambda)};
}

constexpr double quarter = std::numbers::pi / 2;

Factor random_clifford(Rng& rng, int qubits) {
  const int a = static_cast<int>(rng.below(static_cast<std::uint32_t>(qubits)));
  const int b = (a + 1 + static_cast<int>(rng.below(static_cast<std::uint32_t>(qubits - 1)))) % qubits;
  const auto turns = [&] { return quarter * static_cast<double>(rng.below(4)); };
  switch (rng.below(3)) {
    case 0: return phase(a, turns());
    case 1: return u(a, turns(), turns(), turns());
    default: return cp(a, b, std::numbers::pi);
  }
}

TEST_CASE("tableau and state vector agree on every outcome of Clifford circuits") {
  constexpr int qubits = 6;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    const auto tableau = run::make_tableau(qubits);
    const auto vector = run::make_state_vector(qubits, qubits);
    Rng chance(seed, "outcomes"), same_chance(seed, "outcomes");
    for (int i = 0; i < 60; ++i) {
      const Factor f = random_clifford(rng, qubits);
      REQUIRE(run::is_clifford({&f, 1}));
      tableau->apply(f);
      vector->apply(f);
      const int q = static_cast<int>(rng.below(qubits));
      switch (rng.below(24)) {
        case 0: REQUIRE(tableau->measure(q, chance) == vector->measure(q, same_chance)); break;
        case 1:
          tableau->reset(q, chance);
          vector->reset(q, same_chance);
          break;
        case 2:
          tableau->entangle(q, (q + 1) % qubits, chance);
          vector->entangle(q, (q + 1) % qubits, same_chance);
          break;
        default: break;
      }
    }
    for (int q = 0; q < qubits; ++q) REQUIRE(tableau->measure(q, chance) == vector->measure(q, same_chance));
  }
}

TEST_CASE("what is no Clifford gate is told apart") {
  for (const Factor& f : {phase(0, 0.3), phase(0, quarter / 2), cp(0, 1, quarter), u(0, 0.2, 0, 0)})
    CHECK_FALSE(run::is_clifford({&f, 1}));
  const Factor full_turn = cp(0, 1, 4 * quarter);
  CHECK(run::is_clifford({&full_turn, 1}));
}

TEST_CASE("an e-bit takes no room in the vector until it is used") {
  Rng rng(1);
  const auto state = run::make_state_vector(100, 2);
  for (int q = 0; q < 100; q += 2) state->entangle(q, q + 1, rng);
  for (int q = 0; q < 100; q += 2) CHECK(state->measure(q, rng) == state->measure(q + 1, rng));
  CHECK(state->fits());
  for (int q = 0; q < 3; ++q) state->apply(u(q, 0.4, 0, 0));
  CHECK_FALSE(state->fits());
}

}  // namespace
}  // namespace dqc::test
