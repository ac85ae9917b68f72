// The prover's canonical form: circuits that it calls the same are the same, and it sees through all that
// normalisation does.
#include <doctest/doctest.h>

#include "passes/pass_manager.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/unitary.h"
#include "tools/emitted/expansion.h"
#include "tools/verify/canonical.h"

using namespace dqc;
using namespace dqc::test;
using verify::compare_circuits;

namespace {

constexpr double pi = std::numbers::pi;

Circuit qubits(int n) {
  Circuit c;
  c.add_qubit_register("q", n);
  c.add_bit_register("c", 2);
  c.add_bit_register("d", 1);
  return c;
}

const QubitId q0(0), q1(1), q2(2);

bool same(const Circuit& a, const Circuit& b) { return compare_circuits(a, b).empty(); }

Circuit normalised(const Circuit& circuit,
                   const char* passes = "decompose,merge-rotations,cancel,merge-rotations,cancel") {
  Module m;
  m.stage = Stage::inlined;
  m.circuit = circuit;
  const auto pipeline = parse_pipeline(passes);
  REQUIRE(pipeline);
  PassContext context;
  REQUIRE(run_pipeline(*pipeline, m, context, RunOptions()));
  return m.circuit;
}

/// What the prover takes a gate to be, as a circuit of u, p and cp.
class Collector : public emitted::GateSink {
 public:
  explicit Collector(int n) : circuit(qubits(n)) {}
  void frame(bool) override {}
  void phase(QubitId q, double angle) override { circuit.add_gate(GateKind::p, {q}, {angle}); }
  void cp(QubitId a, QubitId b, double angle) override { circuit.add_gate(GateKind::cp, {a, b}, {angle}); }
  void one_qubit(QubitId q, const emitted::Matrix2& m) override {
    const double theta = 2 * std::atan2(std::abs(m[2]), std::abs(m[0]));
    const double phi = std::abs(m[2]) < 1e-12 ? 0 : std::arg(m[2]);
    const double lambda = std::abs(m[1]) < 1e-12 ? std::arg(m[3] / std::polar(1.0, phi)) : std::arg(-m[1]);
    const double first = std::abs(m[0]) < 1e-12 ? 0 : std::arg(m[0]);
    circuit.add_gate(GateKind::u, {q}, {theta, phi - first, lambda - first});
  }
  Circuit circuit;
};

/// A copy of `c` with gate `i` left out, or with its first angle changed by `shift`.
Circuit edited(const Circuit& c, std::size_t i, double shift) {
  Circuit out = c.without_gates();
  for (std::size_t k = 0; k < c.num_gates(); ++k) {
    const Gate& g = c.gates()[k];
    std::vector<double> params(c.params(g).begin(), c.params(g).end());
    if (k == i && (shift == 0 || params.empty())) continue;
    if (k == i) params[0] += shift;
    out.add_gate(g.kind, c.qubits(g), params, g.detail, g.condition);
  }
  return out;
}

}  // namespace

TEST_CASE("every gate is taken for what it is") {
  for (const GateKind kind : all_kinds()) {
    for (const double angle : {0.0, 0.3, pi / 2, pi, -2.2, 4.0}) {
      Circuit c = qubits(traits(kind).qubits);
      std::vector<QubitId> operands;
      for (int i = 0; i < traits(kind).qubits; ++i) operands.emplace_back(i);
      const double params[] = {angle, 0.7 - angle, 1.1 * angle, 0.4};
      c.add_gate(kind, operands, std::span(params, static_cast<std::size_t>(traits(kind).params)));
      Collector expanded(traits(kind).qubits);
      REQUIRE(emitted::expand(c, c.gates()[0], expanded));
      INFO(traits(kind).name, " ", angle);
      CHECK(distance(unitary(c), unitary(expanded.circuit)) < 1e-9);
    }
  }
}

TEST_CASE("normalisation is no difference") {
  Rng rng(1, "verify");
  for (int round = 0; round < 300; ++round) {
    RandomOptions options;
    options.qubits = 5;
    options.gates = 1 + static_cast<int>(rng.below(40));
    options.kinds = all_kinds();
    options.one_in_conditional = round % 2 == 0 ? 4 : 0;
    options.one_in_barrier = 10;
    const Circuit c = random_circuit(rng, options);
    INFO("round ", round);
    const auto differences = compare_circuits(c, normalised(c));
    CHECK_MESSAGE(differences.empty(), (differences.empty() ? "" : differences[0]));
  }
}

TEST_CASE("folded phases are no difference, in circuits of rotations about x, y and z and Clifford gates") {
  Rng rng(4, "verify");
  int folded = 0;
  for (int round = 0; round < 200; ++round) {
    RandomOptions options;
    options.qubits = 4;
    options.gates = 1 + static_cast<int>(rng.below(30));
    options.kinds = {GateKind::cx, GateKind::cx, GateKind::cx, GateKind::rz, GateKind::rz,
                     GateKind::h,  GateKind::cz, GateKind::t,  GateKind::s,  GateKind::rzz};
    if (round % 3 == 0) options.kinds.push_back(GateKind::rx);
    const Circuit c = random_circuit(rng, options);
    const Circuit plain = normalised(c),
                  other = normalised(c, "decompose,phase-folding,merge-rotations,cancel");
    folded += plain != other;
    INFO("round ", round);
    const auto differences = compare_circuits(c, other);
    CHECK_MESSAGE(differences.empty(), (differences.empty() ? "" : differences[0]));
  }
  CHECK(folded > 30);
}

TEST_CASE("circuits that the form calls the same have the same unitary") {
  Rng rng(2, "verify");
  int equal = 0, different = 0;
  const std::vector<GateKind> kinds = {GateKind::h, GateKind::x,  GateKind::z,  GateKind::s,  GateKind::t,
                                       GateKind::y, GateKind::sx, GateKind::cz, GateKind::cx, GateKind::cp};
  for (int round = 0; round < 4000; ++round) {
    RandomOptions options;
    options.qubits = 3;
    options.gates = 2 + static_cast<int>(rng.below(14));
    options.kinds = kinds;
    const Circuit a = random_circuit(rng, options);
    const std::size_t at = rng.below(static_cast<std::uint32_t>(a.num_gates()));
    const Circuit b = edited(a, at, rng.below(2) == 0 ? 0 : pi / 2);
    const Circuit c = edited(b, rng.below(static_cast<std::uint32_t>(b.num_gates())), 0);
    for (const Circuit* other : {&b, &c}) {
      const bool claimed = same(a, *other);
      const bool truly = distance(unitary(a), unitary(*other)) < 1e-9;
      if (claimed) CHECK(truly);
      ++(claimed ? equal : different);
    }
  }
  CHECK(equal > 50);
  CHECK(different > 5000);
}

TEST_CASE("conditional circuits that the form calls the same are so for all bits") {
  Rng rng(3, "verify");
  int equal = 0;
  for (int round = 0; round < 2000; ++round) {
    RandomOptions options;
    options.qubits = 2;
    options.gates = 2 + static_cast<int>(rng.below(8));
    options.kinds = {GateKind::h, GateKind::x, GateKind::rz, GateKind::ry, GateKind::cp};
    options.one_in_conditional = 2;
    Circuit a = qubits(2);
    // The bits must have been measured somewhere, or every condition is known.
    const Circuit body = random_circuit(rng, options);
    const std::size_t at = rng.below(static_cast<std::uint32_t>(body.num_gates()));
    const Circuit shorter = edited(body, at, 0);
    const auto measured = [](const Circuit& gates) {
      Circuit c;
      c.add_qubit_register("q", 2);
      c.add_qubit_register("a", 3);
      c.bit_registers = gates.bit_registers;
      c.conditions = gates.conditions;
      Circuit sized = c.without_gates();
      sized.bit_registers.clear();
      for (const Register& r : gates.bit_registers) sized.add_bit_register(r.name, r.size);
      for (int i = 0; i < 3; ++i) sized.add_gate(GateKind::measure, {QubitId(2 + i)}, {}, i);
      for (const Gate& g : gates.gates())
        sized.add_gate(g.kind, gates.qubits(g), gates.params(g), g.detail, g.condition);
      return sized;
    };
    if (!same(measured(body), measured(shorter))) continue;
    ++equal;
    for (std::uint64_t bits = 0; bits < 8; ++bits)
      CHECK(distance(unitary(body, bits), unitary(shorter, bits)) < 1e-9);
  }
  CHECK(equal > 10);
}

TEST_CASE("rewrites that are no difference") {
  SUBCASE("x through cp") {
    Circuit a = qubits(2), b = qubits(2);
    a.add_gate(GateKind::h, {q0});
    a.add_gate(GateKind::x, {q0});
    a.add_gate(GateKind::cp, {q0, q1}, {0.4});
    a.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::cp, {q0, q1}, {-0.4});
    b.add_gate(GateKind::p, {q1}, {0.4});
    b.add_gate(GateKind::x, {q0});
    b.add_gate(GateKind::h, {q0});
    CHECK(same(a, b));
  }
  SUBCASE("a pair of walls that cancels lets phases meet, which lets others cancel") {
    Circuit a = qubits(3), b = qubits(3);
    a.add_gate(GateKind::h, {q0});
    a.add_gate(GateKind::cp, {q0, q1}, {0.4});
    a.add_gate(GateKind::h, {q2});
    a.add_gate(GateKind::h, {q1});
    a.add_gate(GateKind::cz, {q1, q2});
    a.add_gate(GateKind::cz, {q1, q2});
    a.add_gate(GateKind::h, {q1});
    a.add_gate(GateKind::cp, {q0, q1}, {-0.4});
    a.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::h, {q2});
    CHECK(same(a, b));
  }
  SUBCASE("a phase before a measurement, and anything before a reset") {
    Circuit a = qubits(2), b = qubits(2);
    a.add_gate(GateKind::rz, {q0}, {0.3});
    a.add_gate(GateKind::x, {q1});
    for (Circuit* c : {&a, &b}) {
      c->add_gate(GateKind::measure, {q0}, {}, 0);
      c->add_gate(GateKind::reset, {q1});
    }
    CHECK(same(a, b));
  }
  SUBCASE("Clifford identities, and the phase of one parity in another order") {
    Circuit a = qubits(3), b = qubits(3);
    a.add_gate(GateKind::cx, {q0, q1});
    a.add_gate(GateKind::cx, {q1, q2});
    a.add_gate(GateKind::rz, {q2}, {0.3});
    a.add_gate(GateKind::cx, {q1, q2});
    a.add_gate(GateKind::cx, {q0, q1});
    a.add_gate(GateKind::swap, {q0, q2});
    b.add_gate(GateKind::cx, {q0, q2});
    b.add_gate(GateKind::cx, {q2, q0});
    b.add_gate(GateKind::cx, {q0, q2});
    b.add_gate(GateKind::cx, {q1, q0});
    b.add_gate(GateKind::cx, {q2, q0});
    b.add_gate(GateKind::rz, {q0}, {0.3});
    b.add_gate(GateKind::cx, {q2, q0});
    b.add_gate(GateKind::cx, {q1, q0});
    CHECK(same(a, b));
    b.add_gate(GateKind::rz, {q0}, {1e-6});
    CHECK(!same(a, b));
  }
  SUBCASE("qubits that end at each other's places") {
    Circuit a = qubits(2), b = qubits(2);
    a.add_gate(GateKind::t, {q0});
    a.add_gate(GateKind::swap, {q0, q1});
    a.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::t, {q0});
    b.add_gate(GateKind::h, {q1});
    CHECK(!same(a, b));
    CHECK(compare_circuits(a, b, {1, 0}).empty());
  }
  SUBCASE("a conditional y is a z and an x under the same condition") {
    Circuit a = qubits(1), b = qubits(1);
    const auto on = a.add_condition({{{0, BitId(0), 1}}});
    b.add_condition({{{0, BitId(0), 1}}});
    for (Circuit* c : {&a, &b}) c->add_gate(GateKind::measure, {q0}, {}, 0);
    a.add_gate(GateKind::y, {q0}, {}, -1, on);
    b.add_gate(GateKind::z, {q0}, {}, -1, on);
    b.add_gate(GateKind::x, {q0}, {}, -1, on);
    CHECK(same(a, b));
  }
  SUBCASE("a condition on a bit that was never measured") {
    Circuit a = qubits(1), b = qubits(1);
    const auto one = a.add_condition({{{0, BitId(), 1}}});
    a.add_gate(GateKind::h, {q0}, {}, -1, one);
    const auto zero = b.add_condition({{{0, BitId(), 0}}});
    b.add_gate(GateKind::h, {q0}, {}, -1, zero);
    b.add_gate(GateKind::h, {q0});
    CHECK(same(a, b));
  }
}

TEST_CASE("differences that count") {
  Circuit a = qubits(2);
  a.add_gate(GateKind::h, {q0});
  a.add_gate(GateKind::measure, {q0}, {}, 0);
  const auto c0 = a.add_condition({{{0, BitId(0), 1}}});
  a.add_gate(GateKind::x, {q1}, {}, -1, c0);
  SUBCASE("the tiny phases of a large QFT") {
    Circuit b = qubits(2), c = qubits(2);
    for (Circuit* circuit : {&b, &c})
      circuit->add_gate(GateKind::h, {q0}), circuit->add_gate(GateKind::h, {q1});
    b.add_gate(GateKind::cp, {q0, q1}, {pi / 17179869184.0});
    CHECK(!same(b, c));
  }
  SUBCASE("a measurement into another bit") {
    Circuit b = qubits(2);
    b.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::measure, {q0}, {}, 1);
    b.conditions = {{{{0, BitId(1), 1}}}};
    b.add_gate(GateKind::x, {q1}, {}, -1, 0);
    CHECK(!same(a, b));
  }
  SUBCASE("a condition for the other value") {
    Circuit b = qubits(2);
    b.add_gate(GateKind::h, {q0});
    b.add_gate(GateKind::measure, {q0}, {}, 0);
    b.add_gate(GateKind::x, {q1}, {}, -1, b.add_condition({{{0, BitId(0), 0}}}));
    CHECK(!same(a, b));
  }
  SUBCASE("a bit read before it is measured again") {
    Circuit b = qubits(2), c = qubits(2);
    for (Circuit* circuit : {&b, &c}) {
      const auto condition = circuit->add_condition({{{0, BitId(0), 1}}});
      const bool early = circuit == &b;
      circuit->add_gate(GateKind::h, {q0});
      circuit->add_gate(GateKind::measure, {q0}, {}, 0);
      if (early) circuit->add_gate(GateKind::x, {q1}, {}, -1, condition);
      circuit->add_gate(GateKind::h, {q0});
      circuit->add_gate(GateKind::measure, {q0}, {}, 0);
      if (!early) circuit->add_gate(GateKind::x, {q1}, {}, -1, condition);
    }
    CHECK(!same(b, c));
  }
  SUBCASE("an x before a measurement, a missing reset, an x at the end") {
    Circuit b = qubits(1), c = qubits(1), d = qubits(1), e = qubits(1);
    b.add_gate(GateKind::measure, {q0}, {}, 0);
    c.add_gate(GateKind::x, {q0});
    c.add_gate(GateKind::measure, {q0}, {}, 0);
    d.add_gate(GateKind::x, {q0});
    CHECK(!same(b, c));
    CHECK(!same(d, e));
    e.add_gate(GateKind::reset, {q0});
    CHECK(!same(d, e));
  }
  SUBCASE("a measurement that may not happen") {
    Circuit b = qubits(2), c = qubits(2);
    for (Circuit* circuit : {&b, &c}) circuit->add_gate(GateKind::measure, {q1}, {}, 1);
    b.add_gate(GateKind::measure, {q0}, {}, 0, b.add_condition({{{0, BitId(1), 1}}}));
    c.add_gate(GateKind::measure, {q0}, {}, 0);
    CHECK(!same(b, c));
  }
}
