// What OpenQASM 3 programs know while compiling: values, loops, slices, aliases, hardware qubits.
#include <numbers>

#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

using test::parse;
using test::refusals;
using test::summary;

const std::string header = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[4] q;\nbit[4] c;\n";

std::string gates(const std::string& text) { return summary(parse(header + text)); }
std::string refusal(const std::string& text) { return refusals(header + text).front(); }

TEST_CASE("values: constants and variables stand where numbers do") {
  CHECK(gates("const int n = 2; const float f = n / 4.0; rx(f) q[n];") == "rx<0.5>(q[2])");
  CHECK(gates("int i = 7; i /= 2; i = i - 1; x q[i];") == "x(q[2])");
  CHECK(gates("uint[8] i; i = 3; i -= 2; x q[i % 2];") == "x(q[1])");
  CHECK(gates("const bool b = 1 < 2 && !(3 == 4); if (b) x q[0]; else x q[1];") == "x(q[0])");
  CHECK(gates("const angle[2] a = 2; p(a) q[0];") == fmt::format("p<{}>(q[0])", std::numbers::pi / 2));
  CHECK(gates("const angle a = -1; p(a + 1) q[0];") == "p<0>(q[0])");
  CHECK(gates("const float w = 0.5; gate g a { rx(w) a; } g q[0];") == "g(q[0])");
}

TEST_CASE("values: what is wrong with them") {
  CHECK(refusal("const int n = 1; n = 2;") == "invalid-value");
  CHECK(refusal("const int n = 1.5;") == "invalid-value");
  CHECK(refusal("const bool b = 1;") == "invalid-value");
  CHECK(gates("bool b = 2; int i = 2.9; uint n; n = 1.5; if (b) x q[i]; y q[n];") == "x(q[2]) y(q[1])");
  CHECK(gates("bit one = true; int n = one + 1; x q[n];") == "x(q[2])");
  CHECK(refusal("uint[2] n = 4;") == "invalid-value");
  CHECK(refusal("int[8] n = 128;") == "invalid-value");
  CHECK(refusal("int n = 1; n /= 0;") == "invalid-value");
  CHECK(refusal("int[0] n = 0;") == "invalid-value");
  CHECK(refusal("int n; rx(n) q;") == "unsupported");
  CHECK(refusal("rx(true) q;") == "invalid-value");
  CHECK(refusal("rx(c) q;") == "unsupported");
  CHECK(refusal("float w = 1; gate g a { rx(w) a; }") == "invalid-value");
  CHECK(refusal("int q = 1;") == "redefined");
  CHECK(refusal("int pi = 1;") == "redefined");
  CHECK(refusal("x = 1;") == "wrong-kind");
  CHECK(refusal("nosuch = 1;") == "undefined-name");
}

TEST_CASE("loops are unrolled, their names end with them") {
  CHECK(gates("for int i in [0:2] x q[i];") == "x(q[0]) x(q[1]) x(q[2])");
  CHECK(gates("for int i in [3:-2:0] { x q[i]; }") == "x(q[3]) x(q[1])");
  CHECK(gates("for uint i in {2, 0} { int k = i + 1; x q[k]; k = 0; y q[k]; }") ==
        "x(q[3]) y(q[0]) x(q[1]) y(q[0])");
  CHECK(gates("for int i in [1:0] { x q[i]; }").empty());
  CHECK(gates("for int i in [0:1] { for int i in [2:3] x q[i]; y q[i]; }") ==
        "x(q[2]) x(q[3]) y(q[0]) x(q[2]) x(q[3]) y(q[1])");
  CHECK(gates("int n = 0; for int i in [1:3] { n = n + i; } rx(n) q[0];") == "rx<6>(q[0])");
  CHECK(refusal("for int i in [0:1] { } x q[i];") == "undefined-name");
  CHECK(refusal("for int i in [0:0:1] x q[i];") == "invalid-value");
  CHECK(refusal("for int i in [0:] x q[i];") == "invalid-value");
  CHECK(refusal("for int i in [0.5:2] x q[i];") == "not-an-integer");
  CHECK(refusal("for int i in [0:9] x q[i];") == "index-out-of-range");
  CHECK(refusal("for int i in [0:4000000000000] { }") == "limit-exceeded");
  CHECK(refusal("for int i in [0:99999] for int j in [0:99999] { }") == "limit-exceeded");
}

TEST_CASE("slices, sets and aliases") {
  CHECK(gates("x q[1:2];") == "x(q[1]) x(q[2])");
  CHECK(gates("x q[-1:-2:0];") == "x(q[3]) x(q[1])");
  CHECK(gates("x q[2:];") == "x(q[2]) x(q[3])");
  CHECK(gates("x q[{3, 0}];") == "x(q[3]) x(q[0])");
  CHECK(gates("cx q[0:1], q[1:2];") == "cx(q[0],q[1]) cx(q[1],q[2])");
  CHECK(gates("cx q[0], q[{2, 3}];") == "cx(q[0],q[2]) cx(q[0],q[3])");
  CHECK(gates("c[0:1] = measure q[2:3];") == "measure(q[2])>c[0] measure(q[3])>c[1]");
  CHECK(gates("qubit[2] r; let a = q[{3, 1}] ++ r; x a[0]; y a[-1]; z a[1:2];") ==
        "x(q[3]) y(r[1]) z(q[1]) z(r[0])");
  CHECK(gates("let b = c[2:3]; b[0] = measure q[0];") == "measure(q[0])>c[2]");
  CHECK(gates("reset q[0:1]; barrier q[1:2], q[3];") == "reset(q[0]) reset(q[1]) barrier(q[1],q[2],q[3])");
  CHECK(refusal("cx q[0:1], q[0:1];") == "duplicate-qubit");
  CHECK(refusal("cx q[0:1], q[1:3];") == "size-mismatch");
  CHECK(refusal("x q[2:1];") == "invalid-value");
  CHECK(refusal("x q[0:4];") == "index-out-of-range");
  CHECK(refusal("let a = q ++ c;") == "wrong-kind");
  CHECK(refusal("let q = q[0:1];") == "redefined");
}

TEST_CASE("hardware qubits are qubits of their own") {
  CHECK(gates("cx $3, $0; x $3;") == "cx(hw3,hw0) x(hw3)");
  CHECK(refusal("gate g a { x $0; }") == "undefined-name");
  CHECK(refusal("cx $1, $1;") == "duplicate-qubit");
}

}  // namespace
}  // namespace dqc
