#include "passes/noise/commuting_order.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dqc {
namespace {

/// In which axis a gate is diagonal on one of its operands. Readers of a bit are a group as well.
enum class Axis : std::uint8_t { other, x, y, z, read };

Axis axis_of(GateKind kind, int operand) {
  if (is_diagonal(kind)) return Axis::z;
  const bool first = operand == 0;
  switch (kind) {
    case GateKind::x:
    case GateKind::sx:
    case GateKind::sxdg:
    case GateKind::rx:
    case GateKind::rxx: return Axis::x;
    case GateKind::y:
    case GateKind::ry: return Axis::y;
    case GateKind::cx:
    case GateKind::csx:
    case GateKind::crx: return first ? Axis::z : Axis::x;
    case GateKind::cy:
    case GateKind::cry: return first ? Axis::z : Axis::y;
    case GateKind::ch:
    case GateKind::cu:
    case GateKind::cu3: return first ? Axis::z : Axis::other;
    default: return Axis::other;
  }
}

/// The qubits, then the bits that a gate touches, each once; after them the line of gates in turn.
std::vector<std::pair<std::size_t, Axis>> lines_of(const Circuit& circuit, const Gate& gate, bool in_turn) {
  std::vector<std::pair<std::size_t, Axis>> lines;
  for (int i = 0; i < gate.num_qubits; ++i)
    lines.emplace_back(circuit.qubit(gate, i).index(),
                       gate.condition < 0 ? axis_of(gate.kind, i) : Axis::other);
  const std::size_t qubits = circuit.num_qubits();
  if (gate.condition >= 0)
    for (BitId b : circuit.bits_of(circuit.conditions[static_cast<std::size_t>(gate.condition)]))
      lines.emplace_back(qubits + b.index(), Axis::read);
  if (gate.kind == GateKind::measure)
    lines.emplace_back(qubits + static_cast<std::size_t>(gate.detail), Axis::other);
  if (in_turn) lines.emplace_back(qubits + circuit.num_bits(), Axis::other);
  std::ranges::sort(lines);  // Axis::other first where a bit is read and written
  const auto rest = std::unique(lines.begin(), lines.end(),
                                [](const auto& a, const auto& b) { return a.first == b.first; });
  lines.erase(rest, lines.end());
  return lines;
}

struct Line {
  Axis axis = Axis::other;
  std::vector<std::vector<int>> groups;
};

}  // namespace

CommutingOrder::CommutingOrder(const Circuit& circuit, std::span<const char> in_turn) {
  std::vector<Line> lines(circuit.num_qubits() + circuit.num_bits() + 1);
  std::vector<std::size_t> operands(circuit.num_gates(), 0);
  for (std::size_t i = 0; i < circuit.num_gates(); ++i)
    for (const auto& [at, axis] :
         lines_of(circuit, circuit.gate(GateId(i)), !in_turn.empty() && in_turn[i])) {
      Line& line = lines[at];
      if (line.groups.empty() || axis == Axis::other || axis != line.axis) line.groups.emplace_back();
      line.axis = axis;
      line.groups.back().push_back(static_cast<int>(i));
      ++operands[i];
    }
  first_group_of_.assign(1, 0);
  for (std::size_t count : operands) first_group_of_.push_back(first_group_of_.back() + count);
  groups_.resize(first_group_of_.back());
  std::vector<std::size_t> next(first_group_of_.begin(), first_group_of_.end() - 1);
  first_gate_of_.assign(1, 0);
  for (std::size_t at = 0; at < lines.size(); ++at)
    for (const std::vector<int>& group : lines[at].groups) {
      for (int gate : group) groups_[next[static_cast<std::size_t>(gate)]++] = static_cast<int>(num_groups());
      gates_.insert(gates_.end(), group.begin(), group.end());
      first_gate_of_.push_back(gates_.size());
      line_of_.push_back(static_cast<int>(at));
    }
}

int CommutingOrder::neighbour(int group, int step) const {
  const int next = group + step;
  if (next < 0 || next >= static_cast<int>(num_groups())) return -1;
  return line_of_[static_cast<std::size_t>(next)] == line_of_[static_cast<std::size_t>(group)] ? next : -1;
}

OrderWalk::OrderWalk(const CommutingOrder& order, bool backward)
    : order_(order), step_(backward ? -1 : 1), left_(order.num_groups()), waiting_(order.num_gates(), 0) {
  for (std::size_t group = 0; group < order.num_groups(); ++group) {
    const auto gates = order.gates_of(group);
    left_[group] = static_cast<int>(gates.size());
    if (order.neighbour(static_cast<int>(group), -step_) >= 0)
      for (int gate : gates) ++waiting_[static_cast<std::size_t>(gate)];
  }
  for (std::size_t gate = 0; gate < order.num_gates(); ++gate)
    if (waiting_[gate] == 0) ready_.push_back(static_cast<int>(gate));
}

std::vector<int> OrderWalk::take_ready() { return std::exchange(ready_, {}); }

void OrderWalk::finish(int gate) {
  for (int group : order_.groups_of(static_cast<std::size_t>(gate))) {
    if (--left_[static_cast<std::size_t>(group)] > 0) continue;
    const int next = order_.neighbour(group, step_);
    if (next < 0) continue;
    for (int later : order_.gates_of(static_cast<std::size_t>(next)))
      if (--waiting_[static_cast<std::size_t>(later)] == 0) ready_.push_back(later);
  }
}

}  // namespace dqc
