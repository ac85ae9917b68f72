#include "passes/analysis/segments.h"

#include <doctest/doctest.h>

#include "random_circuit.h"

using namespace dqc;

TEST_CASE("segments: a wall ends one and begins the next, diagonal gates and x do not") {
  Circuit c;
  c.add_qubit_register("q", 2);
  const QubitId a(0), b(1);
  const GateId first = c.add_gate(GateKind::cp, {a, b}, {0.5});
  c.add_gate(GateKind::x, {a});
  c.add_gate(GateKind::rz, {a}, {0.1});
  const GateId second = c.add_gate(GateKind::cp, {b, a}, {0.5});
  const GateId wall = c.add_gate(GateKind::h, {a});
  const GateId third = c.add_gate(GateKind::cp, {a, b}, {0.5});

  const Segments segments(c);
  CHECK(segments.count(a) == 2);
  CHECK(segments.count(b) == 1);
  const SegmentId before = segments.first(a), after(before.value() + 1);
  CHECK(segments.of_operand(first, 0) == before);
  CHECK(segments.of_operand(second, 1) == before);
  CHECK(segments.of_operand(wall, 0) == before);
  CHECK(segments.of_operand(third, 0) == after);
  CHECK(segments[before].end == wall);
  CHECK(segments[after].begin == wall);
  CHECK_FALSE(segments[after].end.valid());
  CHECK(segments.gates(segments[before]).size() == 2);
  CHECK(segments.gates(segments[segments.first(b)]).size() == 3);
}

TEST_CASE("segments: an x under a condition is a wall, an rz under one is not") {
  Circuit c;
  c.add_qubit_register("q", 1);
  c.add_bit_register("c", 1);
  const std::int32_t condition = c.add_condition({{{0, BitId(), 1}}});
  c.add_gate(GateKind::x, {QubitId(0)}, {}, -1, condition);
  c.add_gate(GateKind::rz, {QubitId(0)}, {0.1}, -1, condition);
  CHECK(is_wall(c.gates()[0]));
  CHECK_FALSE(is_wall(c.gates()[1]));
}

TEST_CASE("segments: every cp is in one segment of each of its qubits, in order") {
  Rng rng(7);
  for (int round = 0; round < 20; ++round) {
    const Circuit c = test::random_circuit(
        rng, {6, 120, {GateKind::cp, GateKind::h, GateKind::rz, GateKind::x, GateKind::u}, 8, 20});
    const Segments segments(c);
    std::size_t listed = 0;
    for (std::size_t s = 0; s < segments.size(); ++s) {
      const Segment& segment = segments[SegmentId(s)];
      GateId last = segment.begin;
      for (GateId g : segments.gates(segment)) {
        ++listed;
        CHECK(g > last);
        CHECK((!segment.end.valid() || g < segment.end));
        CHECK((segments.of_operand(g, 0) == SegmentId(s) || segments.of_operand(g, 1) == SegmentId(s)));
        last = g;
      }
    }
    std::size_t gates = 0;
    for (const Gate& g : c.gates()) gates += g.kind == GateKind::cp;
    CHECK(listed == 2 * gates);
  }
}
