// Classical values beyond constants: bits that are assigned, variables that measured bits decide,
// subroutines, `switch`, `while`, boxes and delays.
#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

using test::parse;
using test::refusals;
using test::summary;

const std::string header = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[4] q;\nbit[4] c;\n";

std::string gates(const std::string& text) { return summary(parse(header + text)); }
std::string refusal(const std::string& text) { return refusals(header + text).front(); }

/// "c[0]=1 c[1]=0": the terms of a condition.
std::string terms(const Circuit& circuit, std::size_t condition) {
  std::string text;
  for (const ConditionTerm& t : circuit.conditions[condition].terms)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ",
                        t.bit.valid() ? circuit.bit_name(t.bit)
                                      : circuit.bit_registers[static_cast<std::size_t>(t.bit_register)].name,
                        t.value);
  return text;
}

TEST_CASE("bits that are assigned are known until they are measured") {
  const Circuit c =
      parse(header + "bit[3] k = \"110\"; bit w = 1; k[0] = 1; if (k == \"111\") x q[int[2](w & k[1])];");
  CHECK(summary(c) == "x(q[1])");
  CHECK(c.bit_registers[1].initial == "111");
  CHECK(c.bit_registers[2].initial == "1");
  CHECK(c.bit_registers[0].initial.empty());
  const Circuit measured = parse(header + "bit k = 1; k = measure q[0]; if (k) x q[0];");
  CHECK(summary(measured) == "measure(q[0])>k ?0:x(q[0])");
  CHECK(measured.bit_registers[1].initial.empty());
  CHECK(gates("c = \"0011\"; c[1:2] ^= \"11\"; if (c == 5) x q[0];") == "x(q[0])");
}

TEST_CASE("a bit that is assigned after a measurement leaves the outcome to a bit of its own") {
  const Circuit c = parse(header + "c[0] = measure q[0]; if (c[0]) x q[1]; c[0] = 1; if (c[0]) z q[1];");
  CHECK(summary(c) == "measure(q[0])>c_before ?0:x(q[1]) z(q[1])");
  CHECK(terms(c, 0) == "c_before=1");
  CHECK(c.bit_registers[0].initial == "0001");
  const Circuit tested = parse(header + "if (c[0]) x q[1]; c[0] = 1;");
  CHECK(terms(tested, 0) == "c_before=1");
  const Circuit whole = parse(header + "c = measure q; if (c == 5) x q[1]; c[3] = 0;");
  CHECK(terms(whole, 0) == "c[0]=1 c[1]=0 c[2]=1 c_before=0");
}

TEST_CASE("variables may depend on measured bits") {
  const Circuit c =
      parse(header + "c = measure q; bool f = c[0] ^ c[1]; if (f) x q[0]; if (!f && c[2]) y q[0];");
  CHECK(c.conditions.size() == 4);
  CHECK(terms(c, 0) == "c[1]=0 c[0]=1");
  CHECK(terms(c, 1) == "c[1]=1 c[0]=0");
  const Circuit chosen =
      parse(header + "c = measure q; int n = 0; if (c[0]) n = 1; n += 2; if (n == 3) x q[0];");
  CHECK(terms(chosen, 0) == "c[0]=1");
  CHECK(parse(header + "c = measure q; if (c[2:3] == \"10\") x q[0];").conditions.size() == 1);
  CHECK(refusal("c[0] = measure q[0]; bool f = c[0]; c[0] = measure q[1]; if (f) x q[0];") == "unsupported");
  CHECK(refusal("c[0] = measure q[0]; c[1] = c[0];") == "unsupported");
  CHECK(refusal("c[0] = measure q[0]; rx(c[0]) q[0];") == "unsupported");
}

TEST_CASE("subroutines are inlined") {
  CHECK(gates("def f(qubit a, qubit[2] b, int n) { rx(n) a; cx b[0], b[1]; } f(q[3], q[0:1], 2);") ==
        "rx<2>(q[3]) cx(q[0],q[1])");
  CHECK(gates("def f(int n) -> int { return 2 * n; } int k = f(1); x q[k];") == "x(q[2])");
  CHECK(gates("def f(qubit a) { x a; return; y a; } f(q[0]); f($1);") == "x(q[0]) x(hw1)");
  CHECK(gates("const int n = 1; def f(qubit[4] a) { x a[n]; } for int n in [2:2] { f(q); }") == "x(q[1])");
  CHECK(gates("def f(qubit a) { bit b = measure a; if (b) x a; } f(q[0]);") == "measure(q[0])>b ?0:x(q[0])");
  CHECK(refusal("def f(qubit a) { x q[0]; } f(q[1]);") == "undefined-name");
  CHECK(refusal("int n = 1; def f(qubit a) { rx(n) a; } f(q[1]);") == "undefined-name");
  CHECK(refusal("def f(qubit a) { f(a); } f(q[0]);") == "limit-exceeded");
  CHECK(refusal("def f(qubit[2] a) { } f(q);") == "size-mismatch");
  CHECK(refusal("def f(qubit a) { } f();") == "invalid-value");
  CHECK(refusal("def f(qubit a) { } int n = f(q[0]);") == "invalid-value");
  CHECK(refusal("def f(qubit a) { if (c[0]) x a; } f(q[0]);") == "undefined-name");
  CHECK(refusal("def f(int n) -> int { return n; } rx(1 + f(1)) q[0];") == "unsupported");
}

TEST_CASE("switch chooses among cases") {
  CHECK(
      gates("const int n = 3; switch (n) { case 1, 2 { x q[0]; } case 3 { y q[0]; } default { z q[0]; } }") ==
      "y(q[0])");
  const Circuit c = parse(header +
                          "c = measure q; int[2] n = int[2](c[0:1]);\n"
                          "switch (uint[2](c[0:1])) { case 3 { x q[0]; } default { z q[0]; } }");
  CHECK(terms(c, 0) == "c[1]=1 c[0]=1");
  CHECK(terms(c, 1) == "c[1]=0");
  CHECK(terms(c, 2) == "c[1]=1 c[0]=0");
  CHECK(refusal("switch (0.5) { case 0 { } }") == "invalid-value");
  CHECK(refusal("switch (1) { case 0.5 { } }") == "invalid-value");
  CHECK(refusal("switch (1) { case 1 { } case 1 { } }") == "invalid-value");
  CHECK(refusal("switch (1) { }") == "unexpected-token");
}

TEST_CASE("loops whose conditions are known, break and continue") {
  CHECK(gates("int i = 0; while (i < 3) { i += 1; if (i == 2) continue; x q[i]; }") == "x(q[1]) x(q[3])");
  CHECK(
      gates("for int i in [0:3] { for int k in [0:3] { if (k == i) break; } if (i == 2) break; x q[i]; }") ==
      "x(q[0]) x(q[1])");
  CHECK(refusal("while (true) { }") == "limit-exceeded");
  CHECK(refusal("while (c[0]) { }") == "unsupported");
  CHECK(refusal("for int i in [0:3] { if (c[0]) break; }") == "unsupported");
  CHECK(refusal("break;") == "invalid-value");
  ParseOptions few;
  few.max_iterations = 3;
  CHECK(refusals(header + "for int i in [0:3] { }", few).front() == "limit-exceeded");
}

TEST_CASE("values at the ends of their ranges") {
  const std::string least = "-9223372036854775807 - 1";
  CHECK(gates("for int i in [9223372036854775806:9223372036854775807] { x q[0]; }") == "x(q[0]) x(q[0])");
  CHECK(gates("for int i in [-1:" + least + ":-9223372036854775807] { x q[3]; }") == "x(q[3])");
  CHECK(refusal("for int i in [" + least + ":9223372036854775807] { x q[0]; }") == "limit-exceeded");
  CHECK(refusal("for uint[64] i in {18446744073709551615} { x q[0]; }") == "invalid-value");
  CHECK(refusal("const int i = (" + least + ") / -1;") == "invalid-value");
  CHECK(refusal("const int i = (" + least + ") % -1;") == "invalid-value");
  CHECK(refusal("const int i = int(1e19);") == "invalid-value");
  CHECK(refusal("const uint i = uint(-1e300);") == "invalid-value");
  CHECK(refusal("delay[1e999ns] q[0];") == "invalid-value");
  CHECK(refusal("if (popcount(rotl(bit[0](int[4](c)), 1)) == 1) { x q[0]; }") == "invalid-value");
  CHECK(refusal("if (int[-3](c) == 1) { x q[0]; }") == "invalid-value");
  CHECK(refusal("angle[4] a = pi; if (a[3] == 1) { x q[0]; }") == "wrong-kind");
}

TEST_CASE("what a loop costs counts, also where its rounds are few") {
  ParseOptions few;
  few.max_iterations = 1000;
  CHECK(refusals(header + "for int i in [0:99] { for int j in [0:999] { break; } }", few).front() ==
        "limit-exceeded");
  CHECK(refusals(header + "qubit[256] r; for int i in [0:99] { let a = r[0:255]; }", few).front() ==
        "limit-exceeded");
  const std::string parity = "if (c[0] ^ c[1] ^ c[2] ^ c[3]) { ";
  CHECK(refusals(header + parity + parity + parity + parity + parity + "} } } } }", few).front() ==
        "limit-exceeded");
}

TEST_CASE("boxes stand for what is in them, delays are barriers") {
  CHECK(gates("box[100ns] { x q[0]; delay[50ns] q[0], q[1]; }") == "x(q[0]) barrier(q[0],q[1])");
  CHECK(refusal("box[100ns] { delay[60ns] q[0]; delay[60ns] q[0]; }") == "invalid-value");
  CHECK(refusal("box[1us] { box[600ns] { delay[1ns] q[0]; } delay[0.5us] q[0]; }") == "invalid-value");
  CHECK(refusal("delay[5] q[0];") == "invalid-value");
  CHECK(refusal("box[-1ns] { }") == "invalid-value");
}

TEST_CASE("indices after indices, measurements that are not kept, local bits") {
  CHECK(gates("x q[{3, 1, 2}][1:2][0];") == "x(q[1])");
  CHECK(gates("measure q[0:1];") == "measure(q[0])>unkept measure(q[1])>unkept");
  CHECK(gates("bit unkept; measure q[0];") == "measure(q[0])>unkept_1");
  CHECK(gates("if (true) { bit b = measure q[0]; if (b) x q[0]; } bit b;") == "measure(q[0])>b_1 ?0:x(q[0])");
}

TEST_CASE("casts and functions of constants") {
  CHECK(gates("rx(int(2.7) + uint[2](5) + float(true)) q[0];") == "rx<4>(q[0])");
  CHECK(gates("const bit[4] b = \"0110\"; x q[popcount(b)]; x q[int[4](rotl(b, 1) >> 2)];") ==
        "x(q[2]) x(q[3])");
  CHECK(gates("x q[mod(7, 4)]; x q[int(floor(2.5))]; const uint n = 0; rx((n - 1) % 4) q[0];") ==
        "x(q[3]) x(q[2]) rx<3>(q[0])");
  CHECK(refusal("bit[2] b = bit[2](2.5);") == "invalid-value");
  CHECK(refusal("const int n = 9223372036854775807 + 1;") == "invalid-value");
}

}  // namespace
}  // namespace dqc
