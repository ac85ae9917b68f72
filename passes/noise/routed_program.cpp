#include "passes/noise/routed_program.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace dqc {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Walks along the route of one QPU.
class Walk {
 public:
  Walk(const Program& program, const QpuCircuit& qpu, const Route& route, QpuId id)
      : program_(program),
        qpu_(qpu),
        steps_(route.way.steps),
        now_(route.way.start),
        holds_(qpu.lives.holds),
        wires_(route.site.size()),
        id_(id) {
    for (std::size_t q = 0; q < qpu.wires.size(); ++q) {
      wires_[index(now_.place_of[q])] = qpu.wires[q];
      number_.emplace(qpu.wires[q], static_cast<int>(q));
    }
  }

  /// Where what the program has at `q` is now.
  PhysicalQubit at(const PhysicalQubit& q) const {
    return wires_[index(now_.place_of[index(number_.at(q))])];
  }
  const std::vector<PhysicalQubit>& wires() const { return wires_; }
  /// Where the states that were moved to the program's qubit `q` were then, first to last.
  const std::vector<PhysicalQubit>& moved_to(const PhysicalQubit& q) { return moved_to_[q]; }

  /// Whether the instruction at `position` has its turn, so that the walk has to come past it there.
  bool has_turn(std::size_t position) {
    while (seen_ < qpu_.spans.size() && qpu_.spans[seen_].first < position) ++seen_;
    return seen_ < qpu_.spans.size() && qpu_.spans[seen_].first == position && qpu_.in_turn[seen_];
  }

  /// Writes the steps up to that of the gate for the instruction at `position`, which has its turn. An e-bit
  /// is left to the caller.
  void go_to(std::size_t position, Program& out) {
    while (step(out) != position) {
    }
  }
  void finish(Program& out) {
    while (next_ < steps_.size()) step(out);
  }

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  /// Returns the position of the instruction that was written.
  std::size_t step(Program& out) {
    const RoutingStep& s = steps_[next_++];
    if (s.gate < 0) return swap(s, out), nowhere;
    using Change = QubitLives::Change;
    const Change change = qpu_.lives.changes[index(s.gate)];
    const QpuCircuit::Span& span = qpu_.spans[index(s.gate)];
    if (change != Change::make && change != Change::move)
      for (std::size_t i = 0; i < span.count; ++i) write(program_.instructions[span.first + i], out);
    const auto qubits = qpu_.circuit.qubits(qpu_.circuit.gate(GateId(s.gate)));
    if (change == Change::make) holds_[qubits.front().index()] = 1;
    if (change == Change::end) holds_[qubits.back().index()] = 0;
    if (change == Change::move) {
      std::swap(holds_[qubits[0].index()], holds_[qubits[1].index()]);
      moved_to_[qpu_.wires[qubits[1].index()]].push_back(at(qpu_.wires[qubits[0].index()]));
    }
    return span.first;
  }

  void write(Instruction i, Program& out) const {
    for (PhysicalQubit& q : i.q)
      if (q.valid()) q = at(q);
    out.instructions.push_back(i);
  }

  void swap(const RoutingStep& s, Program& out) {
    if (!s.renames) {
      Instruction i;
      const bool first = holds(s.a), both = first && holds(s.b);
      i.kind = both ? InstructionKind::gate : InstructionKind::relocate;
      if (both) i.gate = GateKind::swap;
      i.q = {wire(first ? s.a : s.b), wire(first ? s.b : s.a)};
      out.instructions.push_back(i);
    }
    now_.exchange(s.a, s.b);
  }

  bool holds(int place) const {
    const int q = now_.qubit_at[index(place)];
    return q >= 0 && holds_[index(q)];
  }

  /// A place that no qubit started at is the first data qubit that is not in use.
  PhysicalQubit wire(int place) {
    PhysicalQubit& q = wires_[index(place)];
    if (q.valid()) return q;
    const auto used = [&] { return number_.contains({id_, next_data_, false}); };
    while (used()) ++next_data_;
    return q = {id_, next_data_++, false};
  }

  const Program& program_;
  const QpuCircuit& qpu_;
  const std::vector<RoutingStep>& steps_;
  Seating now_;
  std::vector<char> holds_;  ///< by qubit of the circuit
  std::vector<PhysicalQubit> wires_;
  std::map<PhysicalQubit, int> number_;
  std::map<PhysicalQubit, std::vector<PhysicalQubit>> moved_to_;
  QpuId id_;
  std::int32_t next_data_ = 0;
  std::size_t next_ = 0;  ///< step
  std::size_t seen_ = 0;  ///< gates before the position asked for
};

class Merger {
 public:
  Merger(const Program& program, const std::vector<QpuCircuit>& circuits,
         const std::vector<std::optional<Route>>& routes)
      : program_(program), walks_(circuits.size()) {
    for (std::size_t p = 0; p < circuits.size(); ++p)
      if (routes[p]) walks_[p].emplace(program, circuits[p], *routes[p], QpuId(p));
    out_.program = program;
    out_.program.instructions.clear();
  }

  RoutedProgram run() && {
    for (std::size_t at = 0; at < program_.instructions.size(); ++at) take(at);
    for (auto& walk : walks_)
      if (walk) walk->finish(out_.program);
    for (PhysicalQubit& q : out_.program.final_map) q = place_of(q);
    set_teleports();
    for (auto& walk : walks_) out_.wires.push_back(walk ? walk->wires() : std::vector<PhysicalQubit>());
    return std::move(out_);
  }

 private:
  Walk* walk(const PhysicalQubit& q) {
    return q.valid() && walks_[q.qpu.index()] ? &*walks_[q.qpu.index()] : nullptr;
  }
  PhysicalQubit place_of(const PhysicalQubit& q) {
    const Walk* of = walk(q);
    return of ? of->at(q) : q;
  }

  void take(std::size_t at) {
    const Instruction& i = program_.instructions[at];
    if (i.kind == InstructionKind::ebit) {
      for (const PhysicalQubit& q : i.q)
        if (Walk* of = walk(q); of && of->has_turn(at)) of->go_to(at, out_.program);
      out_.program.instructions.push_back(i);
    } else if (Walk* of = walk(i.q[0]); !of) {
      out_.program.instructions.push_back(i);
    } else if (of->has_turn(at)) {
      of->go_to(at, out_.program);
    }
  }

  /// Where the states were when they left and when they arrived.
  void set_teleports() {
    std::vector<PhysicalQubit> measured(static_cast<std::size_t>(program_.num_outcomes));
    for (const Instruction& i : out_.program.instructions)
      if (i.kind == InstructionKind::outcome) measured[i.outcome.index()] = i.q[0];
    std::map<PhysicalQubit, std::size_t> arrived;
    for (Teleport& t : out_.program.teleports) {
      if (t.z_outcome.valid()) t.from = measured[t.z_outcome.index()];
      Walk* of = walk(t.to);
      if (!of) continue;
      const auto& places = of->moved_to(t.to);
      std::size_t& next = arrived[t.to];
      if (next < places.size()) t.to = places[next++];
    }
  }

  const Program& program_;
  std::vector<std::optional<Walk>> walks_;
  RoutedProgram out_;
};

}  // namespace

RoutedProgram routed_program(const Program& program, const std::vector<QpuCircuit>& circuits,
                             const std::vector<std::optional<Route>>& routes) {
  return Merger(program, circuits, routes).run();
}

}  // namespace dqc
