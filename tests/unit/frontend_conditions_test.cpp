// Conditions that are no conjunction: for all values of the bits, the gates that run are the right ones.
#include <functional>

#include "tests/unit/frontend_helper.h"
#include "tests/unit/unitary.h"

namespace dqc {
namespace {

using test::parse;
using test::refusals;
using test::summary;

const std::string header =
    "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\nbit[3] c;\nbit b;\nlet a = c[1:2];\n";

/// `if (condition)` runs x on q[0] where `holds` for the bits (c lowest, b bit 3), else x on q[1].
void check(const std::string& condition, const std::function<bool(unsigned)>& holds) {
  CAPTURE(condition);
  const Circuit circuit = parse(header + "if (" + condition + ") { x q[0]; } else { x q[1]; }");
  const Circuit alone = parse(header + "if (" + condition + ") x q[0];");
  const Circuit then = parse(header + "x q[0];"), otherwise = parse(header + "x q[1];");
  for (unsigned bits = 0; bits < 16; ++bits) {
    CAPTURE(bits);
    CHECK(test::distance(test::unitary(circuit, bits), test::unitary(holds(bits) ? then : otherwise)) < 1e-9);
    const test::Matrix expected = holds(bits) ? test::unitary(then) : test::identity(4);
    CHECK(test::distance(test::unitary(alone, bits), expected) < 1e-9);
  }
}

TEST_CASE("conditions: a term counts once, and what can never run is left out") {
  const Circuit nested = parse(header + "if (c[0]) { if (b) { if (c[0]) { x q[0]; } if (!c[0]) y q[0]; } }");
  REQUIRE(nested.num_gates() == 1);
  CHECK(nested.conditions[static_cast<std::size_t>(nested.gate(GateId(0)).condition)].terms.size() == 2);
  CHECK(parse(header + "if (c == 3) { if (c == 4) x q[0]; }").num_gates() == 0);
  CHECK(parse(header + "if (c[0]) { if (!c[0]) { @kept\nx q[0]; } }").num_gates() == 1);
}

TEST_CASE("conditions: boolean operators, comparisons and else, for every value of the bits") {
  check("c[0]", [](unsigned v) { return (v & 1) != 0; });
  check("!b", [](unsigned v) { return (v & 8) == 0; });
  check("c == 3", [](unsigned v) { return (v & 7) == 3; });
  check("c != 3", [](unsigned v) { return (v & 7) != 3; });
  check("!(c == 3)", [](unsigned v) { return (v & 7) != 3; });
  check("c[0] || b", [](unsigned v) { return (v & 9) != 0; });
  check("c[0] && !b", [](unsigned v) { return (v & 9) == 1; });
  check("!(c[0] && b)", [](unsigned v) { return (v & 9) != 9; });
  check("c[0] ^ c[1] ^ b", [](unsigned v) { return ((v ^ v >> 1 ^ v >> 3) & 1) != 0; });
  check("(c[0] | c[-1]) & ~b", [](unsigned v) { return (v & 5) != 0 && (v & 8) == 0; });
  check("c < 5", [](unsigned v) { return (v & 7) < 5; });
  check("2 <= c && c <= 6 || b", [](unsigned v) { return ((v & 7) >= 2 && (v & 7) <= 6) || (v & 8); });
  check("(c & ~c) == 0 && b == true", [](unsigned v) { return (v & 8) != 0; });
  check("a == 2", [](unsigned v) { return (v >> 1 & 3) == 2; });
  check("a[0] == 1", [](unsigned v) { return (v & 2) != 0; });
  check("c[0] == c[1]", [](unsigned v) { return (v & 1) == (v >> 1 & 1); });
  check("c[0 + 1 + 0] != b", [](unsigned v) { return (v >> 1 & 1) != (v >> 3 & 1); });
  check("c[1] || true", [](unsigned) { return true; });
}

TEST_CASE("conditions: else if, and blocks inside each other") {
  const Circuit c = parse(header + "if (c == 1) { x q[0]; } else if (b) { if (c[2] | c[0]) x q[1]; }");
  for (unsigned bits = 0; bits < 16; ++bits) {
    const bool first = (bits & 7) == 1, second = !first && (bits & 8) && (bits & 5);
    const Circuit expected = parse(header + (first ? "x q[0];" : second ? "x q[1];" : ""));
    CHECK(test::distance(test::unitary(c, bits), test::unitary(expected)) < 1e-9);
  }
}

TEST_CASE("conditions: what they test must not change while cases are left") {
  const auto one = [](const std::string& text) { return refusals(header + text).front(); };
  CHECK(one("if (c[0] || b) { b = measure q[0]; } else { x q[0]; }") == "unsupported");
  CHECK(one("if (c[0] || b) { c[0] = measure q[0]; }") == "unsupported");
  CHECK(one("if (c == 1) { c[2] = measure q[0]; } else { x q[0]; }") == "unsupported");
  CHECK(parse(header + "if (c[1] || true) { x q[0]; }").conditions.empty());
  CHECK(summary(parse(header + "if (1) x q[0]; if (0.0 || !2) x q[1];")) == "x(q[0])");
  CHECK(summary(parse(header + "if (c[0] || b) { c[1] = measure q[0]; }")).find(">c[1]") !=
        std::string::npos);
}

TEST_CASE("conditions: what is wrong with them") {
  const auto one = [](const std::string& text) { return refusals(header + text).front(); };
  CHECK(one("if (c | b) x q[0];") == "invalid-value");
  CHECK(one("if (c | c) x q[0];") == "bad-condition");
  CHECK(one("if (c + 1 == 2) x q[0];") == "invalid-value");
  CHECK(one("if (pi * 10ns) x q[0];") == "bad-condition");
  CHECK(one("if (c[0] || q[0]) x q[0];") == "wrong-kind");
  CHECK(one("if (c[0] || nosuch) x q[0];") == "undefined-name");
  CHECK(one("if (c[0] || c[3]) x q[0];") == "index-out-of-range");
  CHECK(one("if (sin(c) == 1) x q[0];") == "invalid-value");
  CHECK(one("bit[20] w; if (w < 5) x q[0];") == "unsupported");
  CHECK(one("if (c[0] < 0.5) x q[0];") == "invalid-value");
}

}  // namespace
}  // namespace dqc
