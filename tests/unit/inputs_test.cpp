// Inputs: angles that depend on them, what passes make of those, what is printed, and its proof.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/schedule_json.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/ir/verifier.h"
#include "passes/pass_manager.h"
#include "tests/unit/frontend_helper.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/unitary.h"
#include "tests/unit/verify_files.h"
#include "tools/run/runs.h"
#include "tools/verify/inputs.h"

namespace dqc::test {
namespace {

const std::string head =
    "OPENQASM 3.0;\ninclude \"stdgates.inc\";\ninput float theta;\ninput angle[8] phi;\n";

/// The parameter of the only gate of `rz(expr) q;` as text.
std::string read_back(const std::string& expr) {
  const Circuit c = parse(head + "qubit q;\nrz(" + expr + ") q;\n");
  return c.angle_text(c.params(c.gates().back())[0]);
}

std::vector<std::string> refused(const std::string& statements) {
  return refusals(head + "qubit[2] q;\n" + statements);
}

TEST_CASE("sums of inputs become one sum, and anything else is kept as it is written") {
  CHECK(read_back("theta") == "theta");
  CHECK(read_back("2 * theta + pi / 2 - theta * 3") == "-theta + pi/2");
  CHECK(read_back("-(theta - phi) / 2") == "-0.5 * theta + 0.5 * phi");
  CHECK(read_back("theta - theta + 1") == "1");
  CHECK(read_back("phi + 3 * theta + phi") == "3.0 * theta + 2.0 * phi");
  CHECK(read_back("sin(2 * theta) / 4 - 1") == "0.25 * sin(2.0 * theta) - 1");
  CHECK(read_back("theta * phi") == "theta * phi");
  CHECK(read_back("-(theta * phi)") == "-(theta * phi)");
  CHECK(read_back("1 / theta + theta ** 2") == "1.0 / theta + theta ** 2.0");
  CHECK(read_back("float(theta)") == "theta");
  for (const char* expr : {"-0.1 * theta - 0.3 * phi - pi/7", "3 * sin(theta - 2) * cos(phi)", "-(1 / theta)",
                           "(theta * phi) ** (theta + 1)", "2 / (theta - phi) - exp(-theta)"}) {
    CAPTURE(expr);
    CHECK(read_back(read_back(expr)) == read_back(expr));
  }
}

TEST_CASE("inputs are parameters of gates and nothing else") {
  const std::vector<std::string> unsupported = {"unsupported"}, invalid = {"invalid-value"};
  CHECK(refused("qubit[theta] r;") == unsupported);
  CHECK(refused("if (theta > 1) x q[0];") == unsupported);
  CHECK(refused("float x = 2 * theta;") == unsupported);
  CHECK(refused("const float x = theta;") == invalid);
  CHECK(refused("pow(theta) @ z q[0];") == unsupported);
  CHECK(refused("rz(0.5) q[theta];") == unsupported);
  CHECK(refused("gate g a { rz(theta) a; }") == invalid);
  CHECK(refused("input int n;") == unsupported);
  CHECK(refused("input float theta;") == std::vector<std::string>{"redefined"});
  CHECK(refused("theta q[0];") == std::vector<std::string>{"wrong-kind"});
  CHECK(refused("def f() { input float y; } f();").size() == 1);
}

TEST_CASE("gates of a program, modifiers and broadcasting take inputs") {
  const Circuit c = parse(head +
                          "gate g(a, b) p, r { rx(a * b) p; crz(sin(a) - b / 2) p, r; }\nqubit[2] q;\n"
                          "g(theta, 2) q[0], q[1];\nctrl @ inv @ rx(phi) q[0], q[1];\nrz(theta) q;\n");
  Module m;
  m.circuit = c;
  PassContext context;
  REQUIRE(run_pipeline(*parse_pipeline("inline-gates"), m, context, {}));
  const std::vector<double> values = {0.3, 0.7};
  Circuit wanted = m.circuit.without_gates();
  const QubitId p(0), r(1);
  wanted.add_gate(GateKind::rx, {p}, {0.6});
  wanted.add_gate(GateKind::crz, {p, r}, {std::sin(0.3) - 1});
  wanted.add_gate(GateKind::crx, {p, r}, {-0.7});
  wanted.add_gate(GateKind::rz, {p}, {0.3});
  wanted.add_gate(GateKind::rz, {r}, {0.3});
  CHECK(distance(unitary(m.circuit.with_inputs(values)), unitary(wanted)) < 1e-12);
}

TEST_CASE("a definition that has no value for an input's expression is refused when it is expanded") {
  Module m;
  m.circuit = parse(head + "gate g(a) p { rz(1 / (a - a)) p; }\nqubit q;\ng(theta) q;\n");
  PassContext context;
  CHECK_FALSE(run_pipeline(*parse_pipeline("inline-gates"), m, context, {}));
}

/// `circuit` with sums of two inputs for some of its parameters, rational where passes simplify.
Circuit with_random_inputs(Rng& rng, const Circuit& circuit) {
  Circuit out = circuit.without_gates();
  out.inputs = {{"theta", false, 0}, {"phi", true, 8}};
  for (const Gate& g : circuit.gates()) {
    std::vector<double> params(circuit.params(g).begin(), circuit.params(g).end());
    for (double& angle : params) {
      if (rng.below(3) == 0) continue;
      for (std::int32_t i = 0; i < 2; ++i)
        if (rng.below(2) == 0)
          angle = out.angles.sum(
              angle, out.angles.scaled(out.angles.input(i), (static_cast<int>(rng.below(5)) - 2) * 0.5));
    }
    out.add_gate(g.kind, circuit.qubits(g), params, g.detail, g.condition);
  }
  return out;
}

void check_round_trip(const Module& m) {
  const std::string text = print_module(m);
  INFO(text);
  const auto back = read_module(parse(text));
  REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
  CHECK(*back == m);
  CHECK(print_module(*back) == text);
  CHECK(verify_stage(*back));
}

TEST_CASE("random circuits with inputs keep their unitary through every normalisation pass, for all values") {
  Rng rng(5);
  const std::vector<GateKind> normal = {GateKind::h, GateKind::x, GateKind::rz, GateKind::u, GateKind::cp};
  const std::vector<GateKind> foldable = {GateKind::h, GateKind::cx, GateKind::rz, GateKind::cz};
  for (int turn = 0; turn < 300; ++turn) {
    CAPTURE(turn);
    RandomOptions options{static_cast<int>(2 + rng.below(3)), static_cast<int>(10 + rng.below(50)),
                          all_kinds(), rng.below(2) ? 6 : 0, rng.below(2) ? 8 : 0};
    if (rng.below(2)) options.kinds = rng.below(2) ? normal : foldable;
    Module m;
    m.stage = Stage::inlined;
    m.circuit = with_random_inputs(rng, random_circuit(rng, options));
    const Circuit source = m.circuit;
    const std::uint64_t conditions = options.one_in_conditional ? 8 : 1;
    for (const char* passes :
         {"decompose", "phase-folding", "merge-rotations", "cancel", "merge-rotations"}) {
      CAPTURE(passes);
      PassContext context;
      REQUIRE(run_pipeline(*parse_pipeline(passes), m, context, {}));
      REQUIRE(verify_stage(m));
      if (turn < 30) check_round_trip(m);
      for (const auto& values : {std::vector<double>{0.4, 0.9}, std::vector<double>{-1.3, 2.2}})
        for (std::uint64_t bits = 0; bits < conditions; ++bits)
          REQUIRE(distance(unitary(source.with_inputs(values), bits),
                           unitary(m.circuit.with_inputs(values), bits)) < 1e-10);
    }
  }
}

TEST_CASE("rotations by inputs merge, cancel and fold") {
  const auto normalized = [](const std::string& gates) {
    Module m;
    m.circuit = parse(head + "qubit[2] q;\n" + gates);
    PassContext context;
    REQUIRE(run_pipeline(*parse_pipeline("inline-gates,decompose,phase-folding,merge-rotations,cancel"), m,
                         context, {}));
    std::string text;
    for (const Gate& g : m.circuit.gates()) {
      text += traits(g.kind).name;
      for (const double angle : m.circuit.params(g)) text += "<" + m.circuit.angle_text(angle) + ">";
      text += ' ';
    }
    return text;
  };
  CHECK(normalized("rz(theta) q[0]; rz(1 - theta) q[0];") == "rz<1> ");
  CHECK(normalized("rx(theta) q[0]; rx(-theta) q[0];").empty());
  CHECK(normalized("cp(theta) q[0], q[1]; t q[0]; cp(phi) q[1], q[0];") == "cp<theta + phi> rz<pi/4> ");
  CHECK(normalized("h q[0]; cp(theta) q[0], q[1]; cp(-theta) q[0], q[1]; h q[0];").empty());
  CHECK(normalized("cx q[0], q[1]; rz(theta) q[1]; cx q[0], q[1];") ==
        "cp<-2.0 * theta> rz<theta> rz<theta> ");
}

/// What dqcc writes for `source`, a program of at most 6 qubits, on three QPUs in a line.
Compiled compiled(const std::string& source) {
  Module m;
  m.circuit = parse(source);
  m.network = network_of(3, {{0, 1}, {1, 2}}, 2, 3);
  PassContext context;
  const Status done =
      run_pipeline(*parse_pipeline("inline-gates,decompose,merge-rotations,cancel,temporal-partition,"
                                   "insert-processes,route-ebits,schedule"),
                   m, context, {});
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  check_round_trip(m);
  return {source, qpu_programs(m), monolithic_qasm3(m), schedule_json(m)};
}

const std::string ansatz =
    head +
    "input float d0;\nqubit[6] q;\nbit[6] c;\nh q;\n"
    "for int i in [0:4] { cx q[i], q[i + 1]; rz(2 * theta - 0.5) q[i + 1]; cx q[i], q[i + "
    "1]; }\nrx(phi / 2) q;\ncu(theta, phi, sin(d0), 0.3) q[0], q[5];\n"
    "crz(theta * d0) q[5], q[2];\nc = measure q;\n";

TEST_CASE("conditional gates by inputs are proved") {
  for (const char* gate : {"rx(theta) q[0]", "ry(2 * theta) q[0]", "U(theta, phi, 0.2) q[0]",
                           "u3(theta, 1, phi) q[0]", "rz(phi) q[0]", "cu(theta, phi, 0.2, phi) q[0], q[3]",
                           "crx(theta) q[0], q[3]", "cry(theta) q[3], q[0]", "cp(phi) q[0], q[3]"}) {
    CAPTURE(gate);
    const Compiled c = compiled(head + "qubit[6] q;\nbit b;\nh q;\nb = measure q[5];\nif (b) { " + gate +
                                "; }\ncx q[0], q[4];\n");
    const auto report = verified(c);
    INFO(first_words(report));
    CHECK(report.proved);
  }
}

/// Replaces `from` by `to` in one text after the other and counts how often that is refused.
int wrong_and_refused(const Compiled& right, const std::string& from, const std::string& to, int& tried) {
  int refused = 0;
  for (std::size_t which = 0; which <= right.qpus.size(); ++which)
    for (std::size_t at = 0;; ++at) {
      Compiled wrong = right;
      std::string& text = which == 0 ? wrong.monolithic : wrong.qpus[which - 1];
      at = text.find(from, at);
      if (at == std::string::npos) break;
      text.replace(at, from.size(), to);
      ++tried;
      const auto report = verified(wrong);
      refused += static_cast<int>(!report.proved);
    }
  return refused;
}

TEST_CASE("programs with inputs are proved, and wrong factors, inputs and constants are refused") {
  const Compiled right = compiled(ansatz);
  const auto report = verified(right);
  INFO(first_words(report));
  CHECK(report.proved);
  CHECK(report.ebits > 0);
  CHECK(right.monolithic.find("input float src_d0;") != std::string::npos);
  int tried = 0, refused = 0;
  const std::pair<std::string, std::string> changes[] = {{"-4.0 * theta", "-4.001 * theta"},
                                                         {"2.0 * theta", "theta"},
                                                         {"2.0 * theta", "2.0 * phi"},
                                                         {"2.0 * theta - ", "2.0 * theta + "},
                                                         {"0.5 * phi", "-0.5 * phi"},
                                                         {"0.5 * phi", "0.5000001 * phi"},
                                                         {"0.5 * phi", "phi"},
                                                         {"input float theta", "input float thetas"},
                                                         {"sin(src_d0)", "cos(src_d0)"},
                                                         {"theta * src_d0", "theta * theta"},
                                                         {"input angle[8]", "input angle[9]"}};
  for (const auto& [from, to] : changes) refused += wrong_and_refused(right, from, to, tried);
  CHECK(tried > 40);
  CHECK(refused == tried);
}

TEST_CASE("the same wrong factor in a QPU's program and in the merged one is refused") {
  const Compiled right = compiled(ansatz);
  Compiled wrong = right;
  const auto change = [](std::string& text) {
    for (std::size_t at = 0; (at = text.find("0.5 * phi", at)) != std::string::npos;)
      text.replace(at, 9, "0.25 * phi"), at += 9;
  };
  change(wrong.monolithic);
  for (std::string& text : wrong.qpus) change(text);
  const auto report = verified(wrong);
  CHECK_FALSE(report.proved);
  CHECK(told(report.differences.back()).find("theta = ") != std::string::npos);
}

TEST_CASE("dqc-run needs a value for each input") {
  const Compiled c = compiled(head + "qubit[4] q;\nrx(theta) q;\ncx q[0], q[3];\n");
  const auto without = run::load_texts(c.schedule, c.qpus, run::IssueOrder::dataflow);
  REQUIRE_FALSE(without);
  CHECK(without.error().message.find("the input 'theta' has no value") != std::string::npos);
  CHECK(run::load_texts(c.schedule, c.qpus, run::IssueOrder::dataflow, {{"theta", 0.5}, {"phi", 0}}));
}

TEST_CASE("values at which inputs are compared are the same each time and differ from each other") {
  const auto rows = verify::trial_values(2);
  CHECK(rows.size() >= 3);
  CHECK(rows == verify::trial_values(2));
  for (std::size_t i = 1; i < rows.size(); ++i) CHECK(rows[i] != rows[0]);
  CHECK(verify::trial_values(0) == std::vector<std::vector<double>>{{}});
}

}  // namespace
}  // namespace dqc::test
