// Gate modifiers: what they make, compared as matrices with what they mean, global phase included.
#include "tests/unit/frontend_helper.h"
#include "tests/unit/unitary.h"

namespace dqc {
namespace {

using test::Matrix;
using test::parse;
using test::refusals;
using test::summary;

const std::string header = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[6] q;\n";
const std::string g = "gate g(t) a, b { gphase(t / 3); cx a, b; rz(t) b; U(t, 0.1, 0.2) a; gphase(0.4); }\n";

void apply(Matrix& m, const Circuit& circuit, GateKind kind, std::int32_t callee,
           const std::vector<double>& params, const std::vector<QubitId>& qubits) {
  if (kind != GateKind::call) return test::apply(m, test::gate_matrix(kind, params), qubits);
  for (const BodyGate& gate : circuit.definitions[static_cast<std::size_t>(callee)].body) {
    std::vector<double> values;
    std::vector<QubitId> operands;
    for (const ParamExpr& e : gate.params) values.push_back(evaluate(e, params));
    for (const std::int32_t i : gate.qubits) operands.push_back(qubits[static_cast<std::size_t>(i)]);
    apply(m, circuit, gate.kind, gate.callee, values, operands);
  }
}

Matrix unitary(const std::string& statements) {
  const Circuit circuit = parse(header + statements + "\n");
  Matrix m = test::identity(std::size_t{1} << circuit.num_qubits());
  for (const Gate& gate : circuit.gates()) {
    const auto params = circuit.params(gate);
    const auto qubits = circuit.qubits(gate);
    apply(m, circuit, gate.kind, gate.detail, {params.begin(), params.end()}, {qubits.begin(), qubits.end()});
  }
  return m;
}

void check_same(const std::string& a, const std::string& b) {
  CAPTURE(a);
  CHECK(test::distance(unitary(a), unitary(b)) < 1e-9);
}

/// "name(0.3, 0.4)".
std::string with_values(GateKind kind, std::vector<double>& values) {
  std::string text(traits(kind).name);
  for (int p = 0; p < traits(kind).params; ++p) {
    values.push_back(0.3 + 0.1 * p);
    text += fmt::format("{}{}", p == 0 ? "(" : ", ", values.back());
  }
  return values.empty() ? text : text + ")";
}

TEST_CASE("modifiers: every built-in gate under a control, with its global phase") {
  for (std::size_t k = 0; k < static_cast<std::size_t>(GateKind::call); ++k) {
    const auto kind = static_cast<GateKind>(k);
    if (kind == GateKind::rccx || kind == GateKind::rc3x) continue;
    std::vector<double> values;
    const std::string gate = with_values(kind, values);
    CAPTURE(gate);
    std::string operands = " q[0]";
    std::vector<QubitId> qubits;
    for (int i = 1; i <= traits(kind).qubits; ++i) {
      operands += fmt::format(", q[{}]", i);
      qubits.emplace_back(i);
    }
    Matrix expected = test::identity(64);
    test::apply(expected, test::gate_matrix(kind, values), qubits);
    for (std::size_t i = 0; i < 64; ++i)
      for (std::size_t j = 0; j < 64; ++j)
        if ((i & 1) == 0 || (j & 1) == 0) expected(i, j) = i == j ? 1 : 0;
    CHECK(test::distance(unitary("ctrl @ " + gate + operands + ";"), expected) < 1e-9);
    CHECK(test::distance(unitary("ctrl @ " + gate + operands + "; ctrl @ inv @ " + gate + operands + ";"),
                         test::identity(64)) < 1e-9);
    CHECK(test::distance(unitary("ctrl @ pow(2) @ " + gate + operands + "; inv @ ctrl @ pow(2) @ " + gate +
                                 operands + ";"),
                         test::identity(64)) < 1e-9);
  }
}

TEST_CASE("modifiers: definitions keep their global phase for those who control them") {
  const std::string body =
      "p(0.3) q[0]; p(0.4) q[0]; ccx q[0], q[1], q[2]; crz(0.9) q[0], q[2];"
      "cu3(0.9, 0.1, 0.2) q[0], q[1];";
  check_same(g + "ctrl @ g(0.9) q[0], q[1], q[2];", body);
  check_same(g + "negctrl @ g(0.9) q[0], q[1], q[2];", "x q[0];" + body + "x q[0];");
  check_same(g + "inv @ ctrl @ g(0.9) q[0], q[1], q[2];" + body, "");
  check_same(g + "pow(-2) @ ctrl @ g(0.9) q[0], q[1], q[2];" + body + body, "");
  check_same(
      "gate f(t) a { gphase(t); }\n"
      "gate k(t) a, b { ctrl @ f(2 * t) a, b; inv @ f(t) a; inv @ gphase(t); pow(3) @ gphase(t); }\n"
      "ctrl @ k(0.4) q[0], q[1], q[2];",
      "cp(0.8) q[0], q[1]; p(0.4) q[0];");
}

TEST_CASE("modifiers: phases and many controls") {
  check_same("ctrl @ gphase(0.3) q[1];", "p(0.3) q[1];");
  check_same("ctrl(2) @ gphase(0.3) q[1], q[2];", "cp(0.3) q[1], q[2];");
  check_same("ctrl(2) @ inv @ gphase(pi) q[1], q[2]; inv @ gphase(1);", "cz q[1], q[2];");
  check_same(
      "ctrl(5) @ x q[0], q[1], q[2], q[3], q[4], q[5];"
      "ctrl @ c4x q[0], q[1], q[2], q[3], q[4], q[5];",
      "");
  check_same("ctrl(3) @ negctrl @ t q[0], q[1], q[2], q[3], q[4];",
             "x q[3]; ctrl @ ctrl(2) @ ctrl @ p(pi / 4) q[0], q[1], q[2], q[3], q[4]; x q[3];");
  check_same("pow(0.5) @ z q[0]; pow(0.25) @ cp(1) q[0], q[1];", "s q[0]; cp(0.25) q[0], q[1];");
}

TEST_CASE("modifiers: a built-in gate where there is one, one definition for all uses") {
  CHECK(summary(parse(header + "ctrl @ x q[0], q[1]; ctrl(2) @ x q[0], q[1], q[2]; inv @ s q[0];"
                               "ctrl @ inv @ swap q[0], q[1], q[2]; pow(1) @ ctrl @ gphase(1) q[0];")) ==
        "cx(q[0],q[1]) ccx(q[0],q[1],q[2]) sdg(q[0]) cswap(q[0],q[1],q[2]) gphase_modified0<1>(q[0])");
  const Circuit c = parse(header + "inv @ rx(1) q; inv @ rx(2) q[0]; ctrl @ t q[0], q[1];");
  CHECK(c.definitions.size() == 2);
  CHECK(summary(parse(header + "ctrl @ x q[0:1], q[2:3];")) == "cx(q[0],q[2]) cx(q[1],q[3])");
}

TEST_CASE("modifiers: what is wrong with them") {
  const auto one = [](const std::string& text) { return refusals(header + text).front(); };
  CHECK(one("ctrl @ x q[0];") == "wrong-qubit-count");
  CHECK(one("ctrl @ x q[0], q[0];") == "duplicate-qubit");
  CHECK(one("ctrl @ gphase(1);") == "wrong-qubit-count");
  CHECK(one("ctrl(0) @ x q[0];") == "invalid-value");
  CHECK(one("ctrl(1.5) @ x q[0], q[1];") == "not-an-integer");
  CHECK(one("ctrl(2000) @ x q;") == "invalid-value");
  CHECK(one("pow(true) @ x q;") == "invalid-value");
  CHECK(one("pow(0.5) @ h q;") == "unsupported");
  CHECK(one("pow(100000000) @ h q;") == "unsupported");
  CHECK(one("ctrl(20) @ gphase(1) q;") == "wrong-qubit-count");
  CHECK(one("ctrl x q[0], q[1];") == "unexpected-token");
  CHECK(one("inv @ nosuch q;") == "undefined-name");
}

}  // namespace
}  // namespace dqc
