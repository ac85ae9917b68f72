// The normalisation passes: what they do is the same unitary, whatever the input, and in normal form.
#include <doctest/doctest.h>

#include "passes/pass_manager.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/unitary.h"

using namespace dqc;
using namespace dqc::test;

namespace {

Module module_of(Circuit circuit, Stage stage) {
  Module m;
  m.stage = stage;
  m.circuit = std::move(circuit);
  return m;
}

Circuit run(std::string_view passes, const Circuit& circuit, Stage stage = Stage::inlined) {
  Module m = module_of(circuit, stage);
  const auto pipeline = parse_pipeline(passes);
  REQUIRE(pipeline);
  PassContext context;
  RunOptions options;
  options.verify_each = true;
  const Status done = run_pipeline(*pipeline, m, context, options);
  INFO(passes);
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  return m.circuit;
}

std::size_t count(const Circuit& circuit, GateKind kind) {
  std::size_t n = 0;
  for (const Gate& g : circuit.gates()) n += g.kind == kind;
  return n;
}

const std::vector<GateKind> normal_kinds = {GateKind::h, GateKind::x, GateKind::rz, GateKind::u,
                                            GateKind::cp};

/// A circuit over qubits q[n] of `gates`, for the cases written by hand.
struct Hand {
  Circuit circuit;
  explicit Hand(int n) {
    circuit.add_qubit_register("q", n);
    circuit.add_bit_register("c", 2);
    circuit.add_bit_register("d", 1);
  }
  Hand& operator()(GateKind kind, std::vector<int> qubits, std::vector<double> params = {},
                   std::int32_t condition = -1) {
    std::vector<QubitId> ids;
    for (int q : qubits) ids.emplace_back(q);
    circuit.add_gate(kind, ids, params, kind == GateKind::measure ? 0 : -1, condition);
    return *this;
  }
};

constexpr double pi = std::numbers::pi;

}  // namespace

TEST_CASE("decompose is exact for every gate of gate_kind.def, on any order of operands") {
  Rng rng(1);
  for (GateKind kind : all_kinds()) {
    const GateTraits& t = traits(kind);
    CAPTURE(t.name);
    std::vector<QubitId> order;
    for (int i = 0; i < t.qubits; ++i) order.emplace_back(i);
    for (int turn = 0; turn < 12; ++turn) {
      Circuit c;
      c.add_qubit_register("q", t.qubits);
      std::vector<double> params;
      for (int i = 0; i < t.params; ++i) params.push_back(random_angle(rng));
      c.add_gate(kind, order, params);
      const Circuit lowered = run("decompose", c);
      CHECK(distance(unitary(c), unitary(lowered)) < 1e-12);
      CHECK(distance(unitary(c), unitary(run("decompose,phase-folding,merge-rotations,cancel", c))) < 1e-12);
      rng.shuffle(order);
    }
  }
}

TEST_CASE("decompose spends the documented number of cp gates") {
  const std::pair<GateKind, std::size_t> expected[] = {
      {GateKind::cx, 1},  {GateKind::cy, 1},    {GateKind::ch, 1},       {GateKind::cu3, 1},
      {GateKind::cu, 1},  {GateKind::crx, 1},   {GateKind::cry, 1},      {GateKind::crz, 1},
      {GateKind::rxx, 1}, {GateKind::rzz, 1},   {GateKind::swap, 3},     {GateKind::rccx, 3},
      {GateKind::ccx, 6}, {GateKind::ccz, 6},   {GateKind::rc3x, 6},     {GateKind::csx, 1},
      {GateKind::cu1, 1}, {GateKind::cswap, 8}, {GateKind::c3sqrtx, 13}, {GateKind::c3x, 14},
      {GateKind::c4x, 43}};
  for (const auto& [kind, cps] : expected) {
    Circuit c;
    c.add_qubit_register("q", 5);
    const std::vector<QubitId> qubits = {QubitId(0), QubitId(1), QubitId(2), QubitId(3), QubitId(4)};
    const std::vector<double> params(static_cast<std::size_t>(traits(kind).params), 0.3);
    c.add_gate(kind, {qubits.data(), static_cast<std::size_t>(traits(kind).qubits)}, params);
    CAPTURE(traits(kind).name);
    CHECK(count(run("decompose", c), GateKind::cp) == cps);
  }
}

TEST_CASE("decompose keeps conditional gates exact whether the condition holds or not") {
  Rng rng(2);
  for (GateKind kind : all_kinds()) {
    CAPTURE(traits(kind).name);
    RandomOptions options{5, 3, {kind}, 1, 0};
    for (int turn = 0; turn < 4; ++turn) {
      const Circuit c = random_circuit(rng, options);
      const Circuit lowered = run("decompose,phase-folding,merge-rotations,cancel", c);
      for (std::uint64_t bits = 0; bits < 8; ++bits)
        CHECK(distance(unitary(c, bits), unitary(lowered, bits)) < 1e-12);
    }
  }
}

TEST_CASE("random circuits keep their unitary through every normalisation pass") {
  Rng rng(3);
  for (int turn = 0; turn < 300; ++turn) {
    RandomOptions options{static_cast<int>(2 + rng.below(4)), static_cast<int>(10 + rng.below(60)),
                          all_kinds(), rng.below(2) ? 6 : 0, rng.below(2) ? 8 : 0};
    if (rng.below(2)) options.kinds = normal_kinds;
    CAPTURE(turn);
    const Circuit c = random_circuit(rng, options);
    const Circuit lowered = run("decompose", c);
    const Circuit merged = run("merge-rotations", lowered, Stage::normalized);
    const Circuit cancelled = run("cancel", lowered, Stage::normalized);
    for (std::uint64_t bits = 0; bits < (options.one_in_conditional ? 8u : 1u); ++bits) {
      const Matrix wanted = unitary(c, bits);
      CHECK(distance(wanted, unitary(lowered, bits)) < 1e-11);
      CHECK(distance(wanted, unitary(merged, bits)) < 1e-11);
      CHECK(distance(wanted, unitary(cancelled, bits)) < 1e-11);
    }
    CHECK(count(merged, GateKind::cp) == count(lowered, GateKind::cp));
    CHECK(cancelled.num_gates() <= merged.num_gates());
    CHECK(run("merge-rotations", merged, Stage::normalized) == merged);
    CHECK(run("cancel", cancelled, Stage::normalized) == cancelled);
  }
}

TEST_CASE("a circuit followed by its inverse cancels to nothing") {
  Rng rng(4);
  for (int turn = 0; turn < 50; ++turn) {
    const Circuit c = random_circuit(rng, {4,
                                           30,
                                           {GateKind::h, GateKind::x, GateKind::cx, GateKind::cp,
                                            GateKind::rz, GateKind::t, GateKind::swap, GateKind::ry},
                                           0,
                                           0});
    Circuit both = c;
    for (std::size_t i = c.num_gates(); i-- > 0;) {
      const Gate& g = c.gate(GateId(i));
      std::vector<double> params;
      for (double a : c.params(g)) params.push_back(-a);
      both.add_gate(traits(g.kind).inverse, c.qubits(g), params);
    }
    CAPTURE(turn);
    CHECK(run("decompose,cancel", both).num_gates() == 0);
  }
}

TEST_CASE("cancel merges cp gates through what is diagonal and stops at what is not") {
  const auto cps = [](Hand& h) { return count(run("cancel", h.circuit, Stage::normalized), GateKind::cp); };
  using K = GateKind;
  CHECK(cps(Hand(3)(K::cp, {0, 1}, {0.5})(K::cp, {1, 2}, {0.25})(K::rz, {0}, {0.1})(K::cp, {1, 0}, {0.5})) ==
        2);
  CHECK(cps(Hand(3)(K::cp, {0, 1}, {0.5})(K::cp, {1, 2}, {0.25})(K::cp, {1, 0}, {-0.5})) == 1);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::h, {0})(K::cp, {0, 1}, {0.5})) == 2);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::x, {0})(K::cp, {0, 1}, {0.5})) == 2);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::x, {0})(K::x, {0})(K::cp, {0, 1}, {0.5})) == 1);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::barrier, {0})(K::cp, {0, 1}, {0.5})) == 2);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::reset, {1})(K::cp, {0, 1}, {0.5})) == 2);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {0.5})(K::measure, {1})(K::cp, {0, 1}, {0.5})) == 2);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {2 * pi})) == 0);
  CHECK(cps(Hand(2)(K::cp, {0, 1}, {pi})(K::cp, {0, 1}, {pi})) == 0);
}

TEST_CASE("nothing is assumed about the initial state or the end of the circuit") {
  Hand h(2);
  h(GateKind::rz, {0}, {0.5})(GateKind::cp, {0, 1}, {0.25})(GateKind::rz, {1}, {0.125});
  CHECK(run("merge-rotations,cancel", h.circuit, Stage::normalized).num_gates() == 3);
}

TEST_CASE("merge-rotations writes runs in their shortest form") {
  using K = GateKind;
  const auto kinds = [](Hand h) {
    std::string text;
    const Circuit merged = run("merge-rotations", h.circuit, Stage::normalized);
    for (const Gate& g : merged.gates()) text += std::string(traits(g.kind).name) + " ";
    return text;
  };
  CHECK(kinds(Hand(1)(K::h, {0})(K::h, {0})) == "");
  CHECK(kinds(Hand(1)(K::x, {0})(K::rz, {0}, {1})(K::x, {0})(K::rz, {0}, {1})) == "");
  CHECK(kinds(Hand(1)(K::h, {0})(K::rz, {0}, {pi})(K::h, {0})) == "x ");
  CHECK(kinds(Hand(1)(K::h, {0})(K::x, {0})(K::h, {0})) == "rz ");
  CHECK(kinds(Hand(1)(K::u, {0}, {pi / 2, 0, pi})) == "h ");
  CHECK(kinds(Hand(1)(K::u, {0}, {pi, 0, pi})) == "x ");
  CHECK(kinds(Hand(1)(K::u, {0}, {0, 0.25, 0.5})) == "rz ");
  CHECK(kinds(Hand(1)(K::h, {0})(K::rz, {0}, {0.5})(K::h, {0})) == "u ");
  CHECK(kinds(Hand(1)(K::rz, {0}, {0.5})(K::barrier, {0})(K::rz, {0}, {-0.5})) == "rz barrier rz ");
  CHECK(kinds(Hand(2)(K::rz, {0}, {0.5})(K::cp, {0, 1}, {1})(K::rz, {0}, {0.5})) == "cp rz ");
}

TEST_CASE("merge-rotations snaps angles and drops rotations by nothing") {
  Hand h(2);
  h(GateKind::rz, {0}, {pi / 4 + 3e-14})(GateKind::rz, {1}, {5e-14});
  const Circuit merged = run("merge-rotations", h.circuit, Stage::normalized);
  REQUIRE(merged.num_gates() == 1);
  CHECK(merged.param(merged.gate(GateId(0))) == pi / 4);
}

TEST_CASE("inline-gates expands nested calls, with conditions, and refuses what has no value") {
  Circuit c;
  c.add_qubit_register("q", 2);
  c.add_bit_register("c", 1);
  const auto number = [](double x) { return ParamToken{ParamToken::Kind::number, x, 0}; };
  const ParamToken parameter{ParamToken::Kind::parameter, 0, 0};
  const ParamToken divide{ParamToken::Kind::div, 0, 0};
  c.definitions.push_back(
      {"inner", {"a"}, {"p"}, {{GateKind::rz, -1, {0}, {{number(1), parameter, divide}}}}, false});
  c.definitions.push_back({"outer",
                           {"a"},
                           {"p", "r"},
                           {{GateKind::call, 0, {1}, {{parameter}}}, {GateKind::cx, -1, {1, 0}, {}}},
                           false});
  const std::int32_t condition = c.add_condition({{{0, BitId(), 1}}});
  c.add_gate(GateKind::call, {QubitId(0), QubitId(1)}, {4.0}, 1, condition);
  const Circuit inlined = run("inline-gates", c, Stage::circuit);
  REQUIRE(inlined.num_gates() == 2);
  CHECK(inlined.definitions.empty());
  CHECK(inlined.gate(GateId(0)).kind == GateKind::rz);
  CHECK(inlined.param(inlined.gate(GateId(0))) == 0.25);
  CHECK(inlined.qubit(inlined.gate(GateId(0))) == QubitId(1));
  CHECK(inlined.gate(GateId(1)).condition == 0);
  CHECK(inlined.qubit(inlined.gate(GateId(1)), 0) == QubitId(1));

  c.add_gate(GateKind::call, {QubitId(0), QubitId(1)}, {0.0}, 1, -1, 7);
  Module m = module_of(c, Stage::circuit);
  PassContext context;
  const Status done = run_pipeline(*parse_pipeline("inline-gates"), m, context, {});
  REQUIRE(!done);
  CHECK(done.error().code == ExitCode::bad_input);
  CHECK(done.error().message ==
        "line 7: a parameter in the body of gate 'inner' has no finite value for this call");
}

TEST_CASE("inline-gates refuses to expand beyond its limit before it has done so") {
  Circuit c;
  c.add_qubit_register("q", 1);
  c.definitions.push_back({"g0", {}, {"p"}, {}, false});
  for (int i = 1; i < 60; ++i)
    c.definitions.push_back({"g" + std::to_string(i),
                             {},
                             {"p"},
                             {{GateKind::call, i - 1, {0}, {}}, {GateKind::call, i - 1, {0}, {}}},
                             false});
  c.add_gate(GateKind::call, {QubitId(0)}, {}, 59);
  Module m = module_of(c, Stage::circuit);
  PassContext context;
  const Status done = run_pipeline(*parse_pipeline("inline-gates<max-gates=1000>"), m, context, {});
  REQUIRE(!done);
  CHECK(done.error().message == "gate 'g59' expands the circuit beyond 1000 gates");
}
