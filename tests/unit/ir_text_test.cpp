// The textual form: parse(print(m)) == m at every stage, and bad texts are refused with a reason.
#include <doctest/doctest.h>

#include "frontend/frontend.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/ir/verifier.h"
#include "passes/pass_manager.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/random_program.h"

using namespace dqc;
using namespace dqc::test;

namespace {

Result<Module> parsed(const std::string& text) {
  SourceManager sources;
  const FileId file = sources.add("ir.qasm", text);
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(file, sources, diagnostics);
  INFO(diagnostics.render(false));
  REQUIRE(circuit);
  return read_module(*std::move(circuit));
}

void check_round_trip(const Module& m) {
  const std::string text = print_module(m);
  const auto back = parsed(text);
  INFO(text);
  REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
  CHECK(*back == m);
  CHECK(print_module(*back) == text);
  const Status legal = verify_stage(*back);
  CHECK_MESSAGE(legal, (legal ? "" : legal.error().message));
}

void run(Module& m, std::string_view passes) {
  PassContext context;
  const Status done = run_pipeline(*parse_pipeline(passes), m, context, {});
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
}

Network named_network() {
  Network n = network_of(3, {{0, 1}, {1, 2}}, 3, 3);
  n.qpus[0].name = "left; of \"them\"\n% // all";
  n.qpus[1].external_id = 17;
  n.qpus[2].device = "calibration/ibm torino.json";
  n.qpus[2].latency = {2, 3, 4, 5, 6, 7};
  n.links[0] = {QpuId(0), QpuId(1), 250, 0.1, 0.97, 4};
  return n;
}

std::string error_of(const std::string& text) {
  const auto m = parsed(text);
  if (!m) {
    CHECK(m.error().code == ExitCode::bad_input);
    return m.error().message;
  }
  const Status legal = verify_stage(*m);
  return legal ? "legal" : legal.error().message;
}

}  // namespace

TEST_CASE("random modules read back equal at every stage") {
  Rng rng(11);
  for (int turn = 0; turn < 40; ++turn) {
    CAPTURE(turn);
    Module m;
    m.circuit = random_circuit(rng, {5, 30, all_kinds(), 4, 10});
    if (turn % 2) m.network = named_network();
    check_round_trip(m);
    for (const char* pass : {"inline-gates", "decompose", "merge-rotations", "cancel"})
      run(m, pass), check_round_trip(m);
    if (!m.network) m.network = named_network();
    for (const char* pass : {"static-partition", "insert-processes", "route-ebits", "schedule"})
      run(m, pass), check_round_trip(m);
  }
}

TEST_CASE("programs with packets, teleports and swaps read back equal") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    Module m = RandomProgram(network_of(4, {{0, 1}, {1, 2}, {2, 3}}, 3, 4), seed).make(60);
    for (const char* pass : {"route-ebits", "schedule"}) {
      check_round_trip(m);
      run(m, pass);
    }
    check_round_trip(m);
  }
}

TEST_CASE("conditions keep their numbers when instructions use them in another order") {
  Module m;
  m.stage = Stage::inlined;
  m.circuit.add_qubit_register("q", 1);
  m.circuit.add_bit_register("c", 3);
  const auto a = m.circuit.add_condition({{{0, BitId(), 5}}});
  const auto b = m.circuit.add_condition({{{0, BitId(1), 0}, {0, BitId(2), 1}}});
  m.circuit.add_gate(GateKind::h, {QubitId(0)}, {}, -1, b);
  m.circuit.add_gate(GateKind::h, {QubitId(0)}, {}, -1, a);
  check_round_trip(m);
}

TEST_CASE("names that mean something in OpenQASM 3 come back, in circuits and in programs") {
  for (const char* name : {"angle", "cx", "rzz", "pi", "d0", "c1", "m", "dqc_module", "dqc_x", "input"}) {
    CAPTURE(name);
    Module m;
    m.circuit.add_qubit_register(name, 2);
    m.circuit.add_bit_register(std::string(name) + "_", 1, true);
    m.circuit.definitions.push_back({"gate",
                                     {"sin"},
                                     {"qubit", "x"},
                                     {{GateKind::rzz, -1, {1, 0}, {{{ParamToken::Kind::parameter, 0, 0}}}}},
                                     false});
    m.circuit.add_gate(GateKind::call, {QubitId(0), QubitId(1)}, {0.1}, 0);
    m.circuit.add_gate(GateKind::measure, {QubitId(0)}, {}, 0);
    check_round_trip(m);
    m.network = named_network();
    run(m, "inline-gates,decompose,static-partition");
    check_round_trip(m);
    run(m, "insert-processes");
    check_round_trip(m);

    Module bits;
    bits.circuit.add_qubit_register("q", 1);
    bits.circuit.add_bit_register(name, 2);
    bits.circuit.add_gate(GateKind::measure, {QubitId(0)}, {}, 1);
    bits.network = named_network();
    check_round_trip(bits);
    run(bits, "inline-gates,decompose,static-partition,insert-processes");
    check_round_trip(bits);
  }
}

TEST_CASE("modules without registers keep stage and network") {
  Module m;
  check_round_trip(m);
  m.network = Network{};
  check_round_trip(m);
  m.network = named_network();
  run(m, "default<O0>");
  check_round_trip(m);
}

TEST_CASE("angles come back to the bit") {
  Rng rng(12);
  Module m;
  m.circuit.add_qubit_register("q", 1);
  for (double a :
       {0.1, -0.0, 1e-300, 1e300, 3.141592653589793, 6.283185307179586, -2.356194490192345, 5e-324})
    m.circuit.add_gate(GateKind::rz, {QubitId(0)}, {a});
  for (int i = 0; i < 2000; ++i)
    m.circuit.add_gate(GateKind::rz, {QubitId(0)}, {random_angle(rng) * (i % 7 ? 1 : 1.0 / 3)});
  check_round_trip(m);
}

TEST_CASE("texts that are no module are refused with a reason") {
  const std::string start = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";
  CHECK(error_of(start + "qubit q;\n") == "legal");
  CHECK(error_of(start + "@dqc.module version=2 stage=inlined\nqubit q;\n") ==
        "annotation '@dqc.module version=2 stage=inlined': only version 1 is known");
  CHECK(error_of(start + "@dqc.module version=1 stage=done\nqubit q;\n") ==
        "annotation '@dqc.module version=1 stage=done': unknown stage");
  CHECK(error_of(start + "@dqc.module version=1 stage=normalized\nqubit q;\ny q;\n") ==
        "gate 0 is 'y' in a normalized circuit");
  CHECK(error_of(start + "@dqc.module version=1 stage=placed\nqubit q;\n") ==
        "a module at stage 'placed' lacks its network");
  const std::string network = "@dqc.qpu id=0 data=1 comm=1 q1=1 q2=1 measure=1 reset=1 epr=1 hop=1\n";
  const std::string placed = start + "@dqc.module version=1 stage=placed\n" + network;
  CHECK(error_of(placed + "qubit q;\n") == "qubit 0 has no initial home");
  CHECK(error_of(placed + "@dqc.initial 0 0\nqubit q;\n") ==
        "annotation '@dqc.initial 0 0': needs a QPU for each qubit of the register");
  CHECK(error_of(placed + "@dqc.initial 0\n@dqc.final 9\nqubit q;\n") == "qubit 0 has no final home");
  CHECK(error_of(placed + "@dqc.initial 0\n@dqc.final 0\nqubit q;\nh q;\n") ==
        "gate 0 is executed on QPU -1 of 1");
  CHECK(error_of(placed + "@dqc.initial 0\n@dqc.final 0\nqubit q;\n@dqc.at zero\nh q;\n") ==
        "annotation '@dqc.at zero': a number is malformed");
  CHECK(error_of(start + "@dqc.module version=1 stage=placed\n@dqc.qpu id=0 data=1\nqubit q;\n") ==
        "annotation '@dqc.qpu id=0 data=1': comm= is missing");
  const std::string program = start + "@dqc.module version=1 stage=distributed\n" + network;
  CHECK(error_of(program + "@dqc.initial_map\n@dqc.final_map\nqubit[1] d0;\nh d0[0];\n")
            .find("the statement is no instruction of a program") != std::string::npos);
  CHECK(error_of(program + "@dqc.initial_map\n@dqc.final_map\nqubit[1] d0;\n@dqc.parity\nh d0[0];\n")
            .find("the statements are not those of the annotated instruction") != std::string::npos);
  CHECK(error_of(program + "@dqc.initial_map\n@dqc.final_map\nqubit[1] e0;\n") ==
        "register 'e0' of a program is neither d<QPU> nor c<QPU>");
  CHECK(error_of(program + "@dqc.initial_map q[0]\nqubit[1] d0;\n") ==
        "annotation '@dqc.initial_map q[0]': 'q[0]' is no qubit such as d0[1]");
  CHECK(error_of(program + "@dqc.initial_map\n@dqc.final_map\nqubit[1] d0;\n@dqc.source 0\nh d0[0];\n") ==
        "instruction 0: d0[0] holds no state that could be used");
  CHECK(error_of(program + "@dqc.initial_map\n@dqc.final_map\nqubit[1] d0;\n@dqc.nonsense\nh d0[0];\n") ==
        "annotation '@dqc.nonsense': is unknown in front of a statement of a program");
}
