// The subset of OpenQASM 3 that dqcc writes, and what is refused by name.
#include <numbers>

#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

using test::parse;
using test::refusals;
using test::summary;

const std::string header = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";

double angle(const std::string& expression) {
  const Circuit c = parse("OPENQASM 3; qubit q; U(" + expression + ", 0, 0) q;");
  return c.param(c.gates()[0]);
}

using Terms = std::vector<ConditionTerm>;

Terms condition(const std::string& text) {
  const Circuit c = parse(header + "qubit q; bit[3] c; bit b; if (" + text + ") { x q; }");
  REQUIRE(c.conditions.size() == 1);
  return c.conditions[0].terms;
}

}  // namespace

TEST_CASE("qasm3: declarations") {
  const Circuit c = parse(header + "qubit[2] q; qubit a; bit[3] c; bit m; qreg r[1]; creg d[2];");
  REQUIRE(c.qubit_registers.size() == 3);
  CHECK(c.qubit_registers[0] == Register{"q", 0, 2, false});
  CHECK(c.qubit_registers[1] == Register{"a", 2, 1, true});
  CHECK(c.qubit_registers[2] == Register{"r", 3, 1, false});
  CHECK(c.bit_registers[1] == Register{"m", 3, 1, true});
  CHECK(c.num_bits() == 6);
}

TEST_CASE("qasm3: both forms of a measurement, and one that declares") {
  CHECK(summary(parse(header + "qubit[2] q; bit[2] c; bit m; c = measure q; m = measure q[0]; measure q -> c;"
                               "bit[2] d = measure q; c[1] = measure q[-2];")) ==
        "measure(q[0])>c[0] measure(q[1])>c[1] measure(q[0])>m measure(q[0])>c[0] measure(q[1])>c[1] "
        "measure(q[0])>d[0] measure(q[1])>d[1] measure(q[0])>c[1]");
}

TEST_CASE("qasm3: gates of the standard library and their other names") {
  CHECK(summary(parse(header + "qubit[2] q; phase(1) q[0]; cphase(2) q[0],q[1]; CX q[0],q[1]; U(1,2,3) q[0];"
                               "cu(1,2,3,4) q[0],q[1]; sxdg q[0]; gphase(pi);")) ==
        "p<1>(q[0]) cp<2>(q[0],q[1]) cx(q[0],q[1]) u<1><2><3>(q[0]) cu<1><2><3><4>(q[0],q[1]) sxdg(q[0])");
  CHECK(refusals("OPENQASM 3; qubit q; x q;") == std::vector<std::string>{"undefined-name"});
}

TEST_CASE("qasm3: gates that stdgates.inc lacks may be defined") {
  const Circuit c =
      parse(header + "gate rzz(a) x, y { cx x, y; rz(a) y; cx x, y; } qubit[2] q; rzz(1) q[0], q[1];");
  CHECK(c.gates()[0].kind == GateKind::call);
  CHECK(refusals(header + "gate rz(a) x { }") == std::vector<std::string>{"redefined"});
}

TEST_CASE("qasm3: conditions become conjunctions") {
  CHECK(condition("c[1]") == Terms{{0, BitId(1), 1}});
  CHECK(condition("!c[1]") == Terms{{0, BitId(1), 0}});
  CHECK(condition("c[1] == 0") == Terms{{0, BitId(1), 0}});
  CHECK(condition("c[1] != 0") == Terms{{0, BitId(1), 1}});
  CHECK(condition("!(c[1] == false)") == Terms{{0, BitId(1), 1}});
  CHECK(condition("b") == Terms{{1, BitId(3), 1}});
  CHECK(condition("b == true") == Terms{{1, BitId(3), 1}});
  CHECK(condition("c == 5") == Terms{{0, BitId(), 5}});
  CHECK(condition("5 == c") == Terms{{0, BitId(), 5}});
  CHECK(condition("c == 0b101") == Terms{{0, BitId(), 5}});
  CHECK(condition("c[-1]") == Terms{{0, BitId(2), 1}});
  CHECK(condition("c[0] && !b && c[2]").size() == 3);
}

TEST_CASE("qasm3: nested ifs, blocks and else") {
  const Circuit c = parse(header +
                          "qubit q; bit[2] c;\n"
                          "if (c[0]) { x q; if (!c[1]) { y q; z q; } h q; } else s q;\n"
                          "if (c[0]) x q;\n");
  CHECK(summary(c) == "?0:x(q) ?1:y(q) ?1:z(q) ?0:h(q) ?2:s(q) ?0:x(q)");
  REQUIRE(c.conditions.size() == 3);
  CHECK(c.conditions[1].terms == Terms{{0, BitId(0), 1}, {0, BitId(1), 0}});
  CHECK(c.conditions[2].terms == Terms{{0, BitId(0), 0}});
}

TEST_CASE("qasm3: else if") {
  const Circuit c = parse(header + "qubit q; bit[2] c; if (c[0]) x q; else if (c[1]) y q; else z q;");
  REQUIRE(c.conditions.size() == 3);
  CHECK(c.conditions[2].terms == Terms{{0, BitId(0), 0}, {0, BitId(1), 0}});
}

TEST_CASE("qasm3: a barrier inside an if is unconditional") {
  CHECK(summary(parse(header + "qubit q; bit c; if (c) { barrier q; x q; }")) == "barrier(q) ?0:x(q)");
}

TEST_CASE("qasm3: a measurement may write the bit that its own if tests, as the last thing there") {
  CHECK(summary(parse(header + "qubit q; bit c; if (c) { x q; c = measure q; }")) ==
        "?0:x(q) ?0:measure(q)>c");
  CHECK(refusals(header + "qubit q; bit c; if (c) { c = measure q; } else { x q; }") ==
        std::vector<std::string>{"unsupported"});
  CHECK(refusals(header + "qubit q; bit[2] c; if (c[0]) { if (c[1]) { c[0] = measure q; } x q; }") ==
        std::vector<std::string>{"unsupported"});
  CHECK(summary(parse(header + "qubit q; bit[2] c; if (c[0]) { if (c[1]) { c[1] = measure q; } x q; }")) ==
        "?0:measure(q)>c[1] ?1:x(q)");
}

TEST_CASE("qasm3: expressions") {
  constexpr double pi = std::numbers::pi;
  CHECK(angle("pi/2") == pi / 2);
  CHECK(angle("\xCF\x80/2") == pi / 2);
  CHECK(angle("tau") == 2 * pi);
  CHECK(angle("euler") == std::numbers::e);
  CHECK(angle("-2**2") == -4);
  CHECK(angle("2**3**2") == 512);
  CHECK(angle("1/2") == 0);  // of integers
  CHECK(angle("7/2*2.0") == 6);
  CHECK(angle("1/2.0") == 0.5);
  CHECK(angle("pow(2, 3) + log(1) + arccos(1)") == 8);
  CHECK(angle("1_000 + 0xff") == 1255);
}

TEST_CASE("qasm3: sizes and indices are constant expressions") {
  CHECK(parse(header + "qubit[2 * 3 - 1] q; x q[4 / 2];").num_qubits() == 5);
}

TEST_CASE("qasm3: annotations stay with what they stand before") {
  const Circuit c = parse(
      "OPENQASM 3.0;\n@dqc.program version=1 qpu=0\n@dqc.role data\nqubit[2] d;\n@dqc.role local\nbit m;\n"
      "@dqc.ebit id=0 // not a comment\nU(0,0,0) d;\n@dqc.recv msg=1  \nif (m) {\n  @inner\n  U(0,0,0) d[0]; "
      "}\n"
      "@dropped\ngate g a { }\n");
  using T = Annotation::Target;
  const std::vector<Annotation> expected = {
      {T::qubit_register, 0, "dqc.program", "version=1 qpu=0"},
      {T::qubit_register, 0, "dqc.role", "data"},
      {T::bit_register, 0, "dqc.role", "local"},
      {T::gate, 0, "dqc.ebit", "id=0 // not a comment"},
      {T::gate, 2, "dqc.recv", "msg=1"},
      {T::gate, 2, "inner", ""},
  };
  CHECK(c.annotations == expected);
}

TEST_CASE("qasm3: what is not supported is refused by name, once, and reading goes on") {
  const char* const statements[] = {"while (b) { x q; }",
                                    "end;",
                                    "pragma foo",
                                    "cal { anything }",
                                    "extern f(int) -> int;",
                                    "array[int, 3] a;",
                                    "input bit w;",
                                    "output float w;",
                                    "stretch w;",
                                    "complex w;",
                                    "int i = 2; i[0] = 1;",
                                    "bit e; b = measure q; e = b;",
                                    "if (b) { b = 1; }",
                                    "{ x q; }"};
  for (const std::string statement : statements) {
    CAPTURE(statement);
    const auto names = refusals(header + "qubit q; bit b;\n" + statement + "\nx nowhere;\n");
    CHECK(names.size() == 2);
    CHECK(names.front() == "unsupported");
    CHECK(names.back() == "undefined-name");
  }
}

}  // namespace dqc
