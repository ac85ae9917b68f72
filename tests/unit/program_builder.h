// Programs written by hand, for tests of what comes after distribution.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "passes/ir/module.h"

namespace dqc::test {

inline PhysicalQubit data(int qpu, int index) { return {QpuId(qpu), index, false}; }
inline PhysicalQubit comm(int qpu, int index) { return {QpuId(qpu), index, true}; }

/// A network of `qpus` QPUs with the given links, `data` and `comm` qubits each.
inline Network network_of(int qpus, std::initializer_list<std::pair<int, int>> links, int data = 2,
                          int comm = 2) {
  Network network;
  for (int i = 0; i < qpus; ++i) {
    Qpu qpu;
    qpu.external_id = i;
    qpu.data = data;
    qpu.comm = comm;
    network.qpus.push_back(qpu);
  }
  for (const auto& [a, b] : links) {
    Link link;
    link.a = QpuId(a);
    link.b = QpuId(b);
    network.links.push_back(link);
  }
  return network;
}

class ProgramBuilder {
 public:
  explicit ProgramBuilder(Network network, int qubits = 0) {
    module.stage = Stage::distributed;
    module.network = std::move(network);
    module.program.emplace();
    if (qubits > 0) module.circuit.add_qubit_register("q", qubits);
  }

  Instruction& add(InstructionKind kind, PhysicalQubit a, PhysicalQubit b = {}) {
    Instruction instruction;
    instruction.kind = kind;
    instruction.q = {a, b};
    program().instructions.push_back(instruction);
    return program().instructions.back();
  }
  Instruction& gate(GateKind kind, PhysicalQubit a, PhysicalQubit b = {}) {
    Instruction& instruction = add(InstructionKind::gate, a, b);
    instruction.gate = kind;
    return instruction;
  }
  EbitId ebit(PhysicalQubit a, PhysicalQubit b, std::initializer_list<int> path,
              EbitPurpose purpose = EbitPurpose::cat) {
    Ebit row;
    row.qpus = {a.qpu, b.qpu};
    for (int qpu : path) row.path.push_back(QpuId(qpu));
    row.purpose = purpose;
    const EbitId id(program().ebits.size());
    program().ebits.push_back(row);
    add(InstructionKind::ebit, a, b).ebit = id;
    return id;
  }
  OutcomeId outcome(PhysicalQubit q) {
    return add(InstructionKind::outcome, q).outcome = OutcomeId(program().num_outcomes++);
  }
  /// A starting process: copies `from` onto the half `near` of an e-bit whose other half is `far`.
  OutcomeId start(PhysicalQubit from, PhysicalQubit near, PhysicalQubit far) {
    add(InstructionKind::parity, from, near);
    const OutcomeId o = outcome(near);
    correct(GateKind::x, o, far);
    return o;
  }
  OutcomeId x_basis(PhysicalQubit q) {
    add(InstructionKind::x_basis, q);
    return outcome(q);
  }
  void correct(GateKind kind, OutcomeId o, PhysicalQubit q) {
    Instruction& instruction = add(InstructionKind::correct, q);
    instruction.gate = kind;
    instruction.outcome = o;
  }
  void measure(PhysicalQubit q, BitId bit, int condition = -1) {
    Instruction& instruction = add(InstructionKind::measure, q);
    instruction.bit = bit;
    instruction.condition = condition;
  }
  /// `bit == 1` as a condition; `bit` is of the first bit register.
  int if_set(BitId bit) { return module.circuit.add_condition({{ConditionTerm{0, bit, 1}}}); }

  Program& program() { return *module.program; }

  Module module;
};

/// The program of /work/shared/data/worked, before routing: five qubits on a line of three QPUs, a packet
/// of q[0] whose tree spans all of them and a teleport of q[1] from QPU 0 to QPU 2.
inline ProgramBuilder worked_example() {
  ProgramBuilder b(network_of(3, {{0, 1}, {1, 2}}), 5);
  b.module.network->qpus[0].comm = 1;
  b.module.network->qpus[2].comm = 1;
  b.program().initial_map = {data(0, 0), data(0, 1), data(1, 0), data(1, 1), data(2, 0)};
  b.program().final_map = {data(0, 0), data(2, 1), data(1, 0), data(1, 1), data(2, 0)};
  b.gate(GateKind::h, data(0, 0));
  b.gate(GateKind::ry, data(0, 1));
  b.gate(GateKind::rx, data(1, 0));
  b.gate(GateKind::ry, data(1, 1));
  b.gate(GateKind::rx, data(2, 0));
  const EbitId e0 = b.ebit(comm(0, 0), comm(1, 0), {0, 1});
  const EbitId e1 = b.ebit(comm(1, 1), comm(2, 0), {1, 2});
  b.start(data(0, 0), comm(0, 0), comm(1, 0));
  b.start(comm(1, 0), comm(1, 1), comm(2, 0));
  b.gate(GateKind::cx, comm(1, 0), data(1, 0));
  b.gate(GateKind::rz, data(0, 0));
  b.gate(GateKind::cp, comm(1, 0), data(1, 1));
  b.gate(GateKind::cx, comm(2, 0), data(2, 0));
  const OutcomeId m2 = b.x_basis(comm(2, 0));
  const OutcomeId m3 = b.x_basis(comm(1, 0));
  b.correct(GateKind::z, m2, data(0, 0));
  b.correct(GateKind::z, m3, data(0, 0));
  b.gate(GateKind::h, data(0, 0));

  const EbitId e2 = b.ebit(comm(0, 0), comm(2, 0), {0, 1, 2}, EbitPurpose::teleport);
  b.add(InstructionKind::parity, data(0, 1), comm(0, 0));
  const OutcomeId x = b.outcome(comm(0, 0));
  const OutcomeId z = b.x_basis(data(0, 1));
  b.correct(GateKind::x, x, comm(2, 0));
  b.correct(GateKind::z, z, comm(2, 0));
  b.add(InstructionKind::relocate, comm(2, 0), data(2, 1));
  b.gate(GateKind::cx, data(2, 1), data(2, 0));
  b.gate(GateKind::ry, data(2, 1));
  b.gate(GateKind::cz, data(2, 0), data(2, 1));
  b.gate(GateKind::rx, data(2, 0));

  auto& ebits = b.program().ebits;
  ebits[e0.index()].packet = ebits[e1.index()].packet = PacketId(0);
  ebits[e2.index()].teleport = TeleportId(0);
  b.program().packets.push_back(
      {QubitId(0), QpuId(0), {e0, e1}, {GateId(5), GateId(7), GateId(8)}, {m2, m3}});
  b.program().teleports.push_back({QubitId(1), data(0, 1), data(2, 1), e2, z});
  return b;
}

}  // namespace dqc::test
