// OpenQASM 2: what programs mean. What they look like when they are wrong is in tests/errors.
#include <cmath>
#include <numbers>

#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

using test::parse;
using test::refusals;
using test::summary;

const std::string header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";

double angle(const std::string& expression) {
  const Circuit c = parse("qreg q[1]; U(" + expression + ", 0, 0) q[0];");
  return c.param(c.gates()[0]);
}

}  // namespace

TEST_CASE("qasm2: every row of gate_kind.def is in qelib1.inc and lowers to its kind") {
  for (int i = 0; i < static_cast<int>(GateKind::call); ++i) {
    const auto kind = static_cast<GateKind>(i);
    std::string call(traits(kind).name);
    for (int p = 0; p < traits(kind).params; ++p) call += (p == 0 ? "(" : ",") + std::to_string(p + 1);
    if (traits(kind).params > 0) call += ")";
    for (int q = 0; q < traits(kind).qubits; ++q) call += (q == 0 ? " q[" : ",q[") + std::to_string(q) + "]";
    const Circuit c = parse(header + "qreg q[5];\n" + call + ";\n");
    REQUIRE(c.num_gates() == 1);
    CHECK(c.gates()[0].kind == kind);
    CHECK(c.gates()[0].line == 4);
    for (int p = 0; p < traits(kind).params; ++p) CHECK(c.param(c.gates()[0], p) == p + 1);
    for (int q = 0; q < traits(kind).qubits; ++q) CHECK(c.qubit(c.gates()[0], q) == QubitId(q));
  }
}

TEST_CASE("qasm2: U and CX need no include") {
  CHECK(summary(parse("OPENQASM 2.0; qreg q[2]; U(1,2,3) q[0]; CX q[0],q[1];")) ==
        "u<1><2><3>(q[0]) cx(q[0],q[1])");
}

TEST_CASE("qasm2: broadcasting") {
  CHECK(summary(parse(header + "qreg q[2]; qreg r[2]; h q; cx q,r; cx q[1],r;")) ==
        "h(q[0]) h(q[1]) cx(q[0],r[0]) cx(q[1],r[1]) cx(q[1],r[0]) cx(q[1],r[1])");
  CHECK(summary(parse(header + "qreg q[2]; creg c[2]; measure q -> c; reset q;")) ==
        "measure(q[0])>c[0] measure(q[1])>c[1] reset(q[0]) reset(q[1])");
  CHECK(refusals(header + "qreg q[2]; qreg r[3]; cx q,r;") == std::vector<std::string>{"size-mismatch"});
}

TEST_CASE("qasm2: an empty register takes part in nothing") {
  CHECK(parse(header + "qreg q[1]; qreg e[0]; creg ce[0]; h e; cx q[0], e; measure e -> ce;").num_gates() ==
        0);
}

TEST_CASE("qasm2: barriers fence each qubit once") {
  CHECK(summary(parse("qreg q[2]; qreg r[1]; barrier q; barrier r, q[1], q; barrier;")) ==
        "barrier(q[0],q[1]) barrier(r[0],q[1],q[0]) barrier(q[0],q[1],r[0])");
}

TEST_CASE("qasm2: a barrier on more qubits than a gate can hold is cut") {
  const Circuit c = parse("qreg q[70000]; barrier q;");
  REQUIRE(c.num_gates() == 2);
  CHECK(c.gates()[0].num_qubits + c.gates()[1].num_qubits == 70000);
}

TEST_CASE("qasm2: conditions") {
  const Circuit c = parse(header +
                          "qreg q[1]; creg c[3]; if(c==5) x q[0]; if(c==5) measure q[0]->c[0];"
                          "if(c==0) reset q[0]; x q[0];");
  CHECK(summary(c) == "?0:x(q[0]) ?0:measure(q[0])>c[0] ?1:reset(q[0]) x(q[0])");
  REQUIRE(c.conditions.size() == 2);
  CHECK(c.conditions[0].terms == std::vector<ConditionTerm>{{0, BitId(), 5}});
}

TEST_CASE("qasm2: the later measurements of a broadcast may not see a condition that the first changed") {
  CHECK(refusals(header + "qreg q[2]; creg c[2]; if(c==0) measure q -> c;") ==
        std::vector<std::string>{"unsupported"});
  CHECK(summary(parse(header + "qreg q[2]; creg c[2]; creg d[1]; if(d==0) measure q -> c;")) ==
        "?0:measure(q[0])>c[0] ?0:measure(q[1])>c[1]");
}

TEST_CASE("qasm2: expressions") {
  constexpr double pi = std::numbers::pi;
  CHECK(angle("pi/2") == pi / 2);
  CHECK(angle("-2^2") == -4);
  CHECK(angle("2^3^2") == 512);
  CHECK(angle("2^-1") == 0.5);
  CHECK(angle("8/4/2") == 1);
  CHECK(angle("1-1-1") == -1);
  CHECK(angle("1/2") == 0.5);
  CHECK(angle("-(1+2)*3") == -9);
  CHECK(angle("+1--1") == 2);
  CHECK(angle("3*pi/4") == 3 * pi / 4);
  CHECK(angle("pi/17179869184") == pi / 17179869184.0);
  CHECK(angle("1e-05") == 1e-05);
  CHECK(angle("123456789012345678901234567890") == 123456789012345678901234567890.0);
  CHECK(angle("sin(0.5)+cos(0.5)*tan(0.5)-exp(1)") ==
        std::sin(0.5) + std::cos(0.5) * std::tan(0.5) - std::exp(1.0));
  CHECK(angle("ln(2)*sqrt(3)") == std::log(2.0) * std::sqrt(3.0));
}

TEST_CASE("qasm2: gate definitions become calls") {
  const Circuit c = parse(header +
                          "gate f a { h a; }\n"
                          "gate g(a,b) x,y { rx(a/2) x; cx y,x; barrier; f y; rz(-b^2+pi/2) y; }\n"
                          "qreg q[2]; g(1,2) q[1],q[0];");
  CHECK(summary(c) == "g<1><2>(q[1],q[0])");
  REQUIRE(c.definitions.size() == 2);
  const GateDefinition& g = c.definitions[1];
  CHECK(g.params == std::vector<std::string>{"a", "b"});
  CHECK(g.qubits == std::vector<std::string>{"x", "y"});
  REQUIRE(g.body.size() == 5);
  CHECK(g.body[1].kind == GateKind::cx);
  CHECK(g.body[1].qubits == std::vector<std::int32_t>{1, 0});
  CHECK(g.body[2].kind == GateKind::barrier);
  CHECK(g.body[2].qubits == std::vector<std::int32_t>{0, 1});
  CHECK(g.body[3].kind == GateKind::call);
  CHECK(g.body[3].callee == 0);
  const std::vector<double> arguments = {1, 2};
  CHECK(evaluate(g.body[0].params[0], arguments) == 0.5);
  CHECK(evaluate(g.body[4].params[0], arguments) == -4 + std::numbers::pi / 2);
  CHECK(g.body[4].params[0].size() == 6);  // b 2 ^ - (pi/2) +, the constant folded
}

TEST_CASE("qasm2: inside a gate, names of gates and of its qubits do not meet") {
  CHECK(summary(parse(header + "gate bell h, cx { h h; cx h, cx; } qreg q[2]; bell q[0], q[1];")) ==
        "bell(q[0],q[1])");
  CHECK(summary(parse(header + "gate f(rx, rz) a { rz(rz) a; rx(rx) a; } qreg q[1]; f(1, 2) q[0];")) ==
        "f<1><2>(q[0])");
}

TEST_CASE("qasm2: the gates that only Qiskit's qelib1.inc has may be defined again") {
  const Circuit c = parse(header + "gate swap a,b { cx a,b; } qreg q[2]; swap q[0],q[1];");
  CHECK(c.gates()[0].kind == GateKind::call);
  CHECK(refusals(header + "gate cx a,b { }") == std::vector<std::string>{"redefined"});
  const Circuit without = parse("OPENQASM 2.0; gate h a { U(1,2,3) a; } qreg q[1]; h q;");
  CHECK(without.gates()[0].kind == GateKind::call);
  const Circuit before =
      parse("OPENQASM 2.0; gate swap a,b { CX a,b; } include \"qelib1.inc\"; qreg q[2]; swap q[0],q[1];");
  CHECK(before.gates()[0].kind == GateKind::call);
}

TEST_CASE("qasm2: a register may have the name of a gate that only Qiskit's qelib1.inc has") {
  CHECK(summary(parse(header + "qreg p[1]; x p[0];")) == "x(p[0])");
}

TEST_CASE("qasm2: opaque gates are kept, and refused where they are applied") {
  const Circuit c = parse("OPENQASM 2.0; opaque magic(a) b, c; qreg q[2];");
  REQUIRE(c.definitions.size() == 1);
  CHECK(c.definitions[0].opaque);
  CHECK(refusals("OPENQASM 2.0; opaque magic a; qreg q[1]; magic q[0];") ==
        std::vector<std::string>{"opaque-applied"});
}

TEST_CASE("qasm2: a program without a version line may have trailing commas") {
  CHECK(summary(parse("qreg q[2]; CX q[0], q[1],; U(1,2,3,) q[0];;")) == "cx(q[0],q[1]) u<1><2><3>(q[0])");
  CHECK(refusals("OPENQASM 2.0; qreg q[2]; CX q[0], q[1],;") == std::vector<std::string>{"unexpected-token"});
}

TEST_CASE("qasm2: versions") {
  CHECK(parse("OPENQASM 2;").num_gates() == 0);
  CHECK(parse("OPENQASM 2.1;").num_gates() == 0);
  CHECK(refusals("OPENQASM 1.0;") == std::vector<std::string>{"unsupported-version"});
  CHECK(refusals("OPENQASM 3.2;") == std::vector<std::string>{"unsupported-version"});
}

TEST_CASE("qasm2: several errors in one run, and a name is missed once") {
  CHECK(refusals(header + "qreg q[2];\nh r[0];\nh r[1]\ncx q[0];\nqreg w[;\nx w[0];\nx q[5];\n") ==
        std::vector<std::string>{"undefined-name", "unexpected-token", "wrong-qubit-count",
                                 "unexpected-token", "index-out-of-range"});
}

TEST_CASE("qasm2: the number of errors is limited") {
  ParseOptions options;
  options.max_errors = 3;
  std::string text = header + "qreg q[1];\n";
  for (int i = 0; i < 10; ++i) text += "x q[7];\n";
  const auto names = refusals(text, options);
  REQUIRE(names.size() == 4);
  CHECK(names.back() == "too-many-errors");
}

TEST_CASE("qasm2: limits on qubits and gates are options") {
  ParseOptions options;
  options.max_qubits = 10;
  options.max_gates = 10;
  const std::string pair = "gate g a { U(0,0,0) a; U(0,0,0) a; } qreg q[1]; ";
  const std::vector<std::string> refused = {"limit-exceeded"};
  CHECK(refusals("qreg q[11];", options) == refused);
  CHECK(refusals("qreg q[5]; U(0,0,0) q; U(0,0,0) q; U(0,0,0) q[0];", options) == refused);
  CHECK(refusals(pair + "g q; g q; g q; g q; g q; g q;", options) == refused);
  CHECK(parse(pair + "g q; g q; g q; g q; g q;", options).num_gates() == 5);
}

}  // namespace dqc
