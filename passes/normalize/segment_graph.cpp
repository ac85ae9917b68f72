#include "passes/normalize/segment_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "passes/normalize/angle.h"
#include "passes/normalize/rewriter.h"

namespace dqc {
namespace {

constexpr double pi = std::numbers::pi;

bool is_quarter(double angle) {
  return std::abs(angle - std::round(angle / (pi / 2)) * (pi / 2)) < angle_tolerance;
}

}  // namespace

SegmentGraph::SegmentGraph(const Circuit& circuit) : source_(circuit), angles_(circuit.angles) {
  for (std::size_t q = 0; q < circuit.num_qubits(); ++q) {
    last_.push_back(static_cast<std::int32_t>(q));
    segments_.emplace_back().qubit = QubitId(q);
  }
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) read(circuit.gates()[i], GateId(i));
}

void SegmentGraph::read(const Gate& gate, GateId id) {
  ++place_;
  const QubitId q = gate.num_qubits > 0 ? source_.qubit(gate) : QubitId();
  const auto here = [&](QubitId qubit) { return last_[qubit.index()]; };
  const bool plain = gate.condition < 0;
  if (plain && gate.kind == GateKind::rz) return add_phase(here(q), source_.param(gate));
  if (plain && gate.kind == GateKind::h) return add_wall(q, GateId());
  if (plain && gate.kind == GateKind::cp)
    return add_pair(here(q), here(source_.qubit(gate, 1)), source_.param(gate), place_, gate.line);
  if (plain && gate.kind == GateKind::u && is_quarter(source_.param(gate, 1)) &&
      is_quarter(source_.param(gate, 2))) {
    // u(t, p, l) = rz(p + pi/2) h rz(t) h rz(l - pi/2)
    add_phase(here(q), source_.param(gate, 2) - pi / 2);
    add_wall(q, GateId());
    add_phase(here(q), source_.param(gate, 0));
    add_wall(q, GateId());
    return add_phase(here(q), source_.param(gate, 1) + pi / 2);
  }
  for (const QubitId operand : source_.qubits(gate)) add_wall(operand, id);
}

void SegmentGraph::add_wall(QubitId q, GateId gate) {
  const auto w = static_cast<std::int32_t>(walls_.size());
  const auto s = static_cast<std::int32_t>(segments_.size());
  std::int32_t& last = last_[q.index()];
  walls_.push_back({gate, q, last, s, true, gate.valid() ? place_ : ++place_});
  segments_[static_cast<std::size_t>(last)].after = w;
  Segment& next = segments_.emplace_back();
  next.qubit = q, next.before = w;
  last = s;
}

void SegmentGraph::add_phase(std::int32_t s, double angle) {
  double& phase = segments_[static_cast<std::size_t>(s)].phase;
  phase = reduced_angle(angles_, angles_.sum(phase, angle));
}

void SegmentGraph::add_pair(std::int32_t s, std::int32_t t, double angle, std::int64_t place,
                            std::int32_t line) {
  auto& of_s = segments_[static_cast<std::size_t>(s)].pairs;
  auto& of_t = segments_[static_cast<std::size_t>(t)].pairs;
  Pair& pair = of_s.try_emplace(t, Pair{0, place, line}).first->second;
  pair.angle = reduced_angle(angles_, angles_.sum(pair.angle, angle));
  if (pair.angle == 0) {
    of_s.erase(t), of_t.erase(s);
  } else {
    of_t.insert_or_assign(s, pair);
  }
}

void SegmentGraph::merge_into(std::int32_t from, std::int32_t to) {
  Segment& gone = segments_[static_cast<std::size_t>(from)];
  gone.alive = false;
  add_phase(to, gone.phase);
  for (const auto& [other, pair] : gone.pairs) {
    segments_[static_cast<std::size_t>(other)].pairs.erase(from);
    add_pair(to, other, pair.angle, pair.place, pair.line);
  }
  gone.pairs.clear();
}

/// Takes wall `w` out; the segments around it become one.
std::int32_t SegmentGraph::join_around(std::int32_t w) {
  Wall& wall = walls_[static_cast<std::size_t>(w)];
  wall.alive = false;
  const bool keep_early = segment(wall.before).pairs.size() >= segment(wall.after).pairs.size();
  const std::int32_t kept = keep_early ? wall.before : wall.after;
  const std::int32_t before = segment(wall.before).before, after = segment(wall.after).after;
  merge_into(keep_early ? wall.after : wall.before, kept);
  Segment& s = segments_[static_cast<std::size_t>(kept)];
  s.before = before, s.after = after;
  if (before >= 0) walls_[static_cast<std::size_t>(before)].after = kept;
  if (after >= 0) walls_[static_cast<std::size_t>(after)].before = kept;
  return kept;
}

std::int32_t SegmentGraph::remove_empty(std::int32_t s) {
  const std::int32_t first = segment(s).before, second = segment(s).after;
  join_around(first);
  return join_around(second);
}

std::int32_t SegmentGraph::turn_quarter(std::int32_t s) {
  const double angle = segment(s).phase;
  const std::int32_t first = segment(s).before, second = segment(s).after;
  segments_[static_cast<std::size_t>(s)].phase = 0;
  add_phase(walls_[static_cast<std::size_t>(first)].before, -angle);
  add_phase(walls_[static_cast<std::size_t>(second)].after, -angle);
  join_around(first);
  return walls_[static_cast<std::size_t>(second)].before;
}

Circuit SegmentGraph::circuit() const {
  enum Rank { pair_rank, phase_rank, wall_rank };
  struct Item {
    std::int64_t place;
    Rank rank;
    std::int32_t id, other;
  };
  constexpr std::int64_t end = std::numeric_limits<std::int64_t>::max();
  std::vector<Item> items;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& s = segments_[i];
    const auto id = static_cast<std::int32_t>(i);
    if (!s.alive) continue;
    if (s.phase != 0) items.push_back({s.after < 0 ? end : wall(s.after)->place, phase_rank, id, -1});
    for (const auto& [other, pair] : s.pairs)
      if (id < other) items.push_back({pair.place, pair_rank, id, other});
  }
  std::int32_t last_gate = -1;
  for (std::size_t i = 0; i < walls_.size(); ++i)
    if (walls_[i].alive) items.push_back({walls_[i].place, wall_rank, static_cast<std::int32_t>(i), -1});
  std::ranges::stable_sort(items, [](const Item& a, const Item& b) {
    return a.place != b.place ? a.place < b.place : a.rank < b.rank;
  });
  Rewriter out(source_);
  out.circuit.angles = angles_;
  for (const Item& item : items) {
    if (item.rank == wall_rank) {
      const Wall& w = *wall(item.id);
      if (!w.gate.valid()) {
        out.circuit.add_gate(GateKind::h, {w.qubit});
      } else if (w.gate.value() != last_gate) {  // once, for all its qubits
        last_gate = w.gate.value();
        out.copy(source_.gate(w.gate));
      }
    } else if (item.rank == phase_rank) {
      out.circuit.add_gate(GateKind::rz, {segment(item.id).qubit}, {segment(item.id).phase});
    } else {
      const Pair& pair = segment(item.id).pairs.at(item.other);
      out.circuit.add_gate(GateKind::cp, {segment(item.id).qubit, segment(item.other).qubit}, {pair.angle},
                           -1, -1, pair.line);
    }
  }
  return std::move(out.circuit);
}

}  // namespace dqc
