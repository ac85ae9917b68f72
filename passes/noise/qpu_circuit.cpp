#include "passes/noise/qpu_circuit.h"

#include <cstdint>
#include <map>
#include <utility>

#include "passes/distribute/reorder.h"

namespace dqc {
namespace {

bool starts_outcome(const Instruction& i) {
  return i.kind == InstructionKind::parity || i.kind == InstructionKind::x_basis;
}

class Splitter {
 public:
  Splitter(const Program& program, std::size_t num_qpus) : program_(program), out_(num_qpus) {}

  std::vector<QpuCircuit> run() && {
    for (const PhysicalQubit& q : program_.initial_map) touch(q);
    for (const Instruction& i : program_.instructions) touch(i.q[0]), touch(i.q[1]);
    number_wires();
    for (const PhysicalQubit& q : program_.initial_map) of(q).lives.holds[qubit(q).index()] = 1;
    for (std::size_t at = 0; at < program_.instructions.size(); ++at) at += take(at) - 1;
    return std::move(out_);
  }

 private:
  using Change = QubitLives::Change;

  void touch(const PhysicalQubit& q) {
    if (q.valid()) number_.emplace(q, QubitId());
  }

  void number_wires() {
    for (const bool comm : {false, true})
      for (auto& [q, number] : number_) {
        if (q.comm != comm) continue;
        number = QubitId(of(q).wires.size());
        if (comm) of(q).lives.clear.push_back(number.value());
        of(q).wires.push_back(q);
      }
    for (QpuCircuit& c : out_) {
      if (!c.wires.empty()) c.circuit.add_qubit_register("q", static_cast<int>(c.wires.size()));
      c.lives.holds.assign(c.wires.size(), 0);
    }
  }

  QpuCircuit& of(const PhysicalQubit& q) { return out_[q.qpu.index()]; }
  QubitId qubit(const PhysicalQubit& q) const { return number_.at(q); }

  void add(std::size_t at, GateKind kind, const std::vector<QubitId>& qubits, Change change, bool in_turn) {
    const Instruction& i = program_.instructions[at];
    QpuCircuit& to = of(i.q[0]);
    const auto params = kind == i.gate ? static_cast<std::size_t>(traits(kind).params) : 0;
    to.circuit.add_gate(kind, qubits, std::span(i.params).first(params));
    note(to, at, change, in_turn);
  }

  void note(QpuCircuit& to, std::size_t at, Change change, bool in_turn) const {
    to.lives.changes.push_back(change);
    to.in_turn.push_back(in_turn);
    to.spans.push_back({at, starts_outcome(program_.instructions[at]) ? std::size_t{2} : 1});
  }

  /// The instruction at `at`, with its outcome; returns how many these are. A reset stands for whatever acts
  /// on one qubit and commutes with nothing, a ch for a cx whose target is measured.
  std::size_t take(std::size_t at) {
    const Instruction& i = program_.instructions[at];
    if (i.kind == InstructionKind::ebit) return ebit(at), 1;
    std::vector<QubitId> qubits(1, qubit(i.q[0]));
    if (i.q[1].valid()) qubits.push_back(qubit(i.q[1]));
    switch (i.kind) {
      case InstructionKind::gate: add(at, i.gate, qubits, Change::none, i.condition >= 0); break;
      case InstructionKind::measure: add(at, GateKind::reset, qubits, Change::none, true); break;
      case InstructionKind::reset: add(at, GateKind::reset, qubits, Change::none, i.condition >= 0); break;
      case InstructionKind::correct: add(at, i.gate, qubits, Change::none, true); break;
      case InstructionKind::parity: add(at, GateKind::ch, qubits, Change::end, true); return 2;
      case InstructionKind::x_basis: add(at, GateKind::reset, qubits, Change::end, true); return 2;
      case InstructionKind::relocate: add(at, GateKind::barrier, qubits, Change::move, false); break;
      case InstructionKind::outcome:
      case InstructionKind::ebit: break;
    }
    return 1;
  }

  /// Raw pairs that wait for purification are held where nothing else is.
  void ebit(std::size_t at) {
    const Instruction& i = program_.instructions[at];
    const Ebit& e = program_.ebits[i.ebit.index()];
    for (const PhysicalQubit& half : i.q) {
      std::vector<QubitId> qubits(1, qubit(half));
      for (const std::int32_t index : e.spare[e.qpus[0] == half.qpu ? 0 : 1])
        if (const auto found = number_.find({half.qpu, index, true}); found != number_.end())
          qubits.push_back(found->second);
      of(half).circuit.add_gate(GateKind::barrier, qubits);
      note(of(half), at, Change::make, true);
    }
  }

  const Program& program_;
  std::map<PhysicalQubit, QubitId> number_;
  std::vector<QpuCircuit> out_;
};

}  // namespace

Program with_outcomes_joined(const Program& program) {
  std::map<PhysicalQubit, std::size_t> begun;
  std::vector<std::int32_t> outcome_of(program.instructions.size(), -1);
  for (std::size_t at = 0; at < program.instructions.size(); ++at) {
    const Instruction& i = program.instructions[at];
    if (starts_outcome(i)) begun[i.q[i.kind == InstructionKind::parity ? 1 : 0]] = at;
    if (i.kind == InstructionKind::outcome) outcome_of[begun.at(i.q[0])] = static_cast<std::int32_t>(at);
  }
  std::vector<std::int32_t> order;
  for (std::size_t at = 0; at < program.instructions.size(); ++at) {
    if (program.instructions[at].kind == InstructionKind::outcome) continue;
    order.push_back(static_cast<std::int32_t>(at));
    if (outcome_of[at] >= 0) order.push_back(outcome_of[at]);
  }
  Program out = program;
  reorder(out, order);
  return out;
}

std::vector<QpuCircuit> qpu_circuits(const Program& program, std::size_t num_qpus) {
  return Splitter(program, num_qpus).run();
}

}  // namespace dqc
