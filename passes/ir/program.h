// The distributed program: one linear order of instructions over the physical qubits of all QPUs.
// The program of one QPU is its projection, so the union of the program orders is acyclic by
// construction. Starting and ending processes, teleports and swaps are spelled out as e-bits,
// outcome measurements and corrections (Eisert et al., PRA 62, 2000; Yimsiriwattana and Lomonaco, 2004).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/ids.h"

namespace dqc {

/// Data qubit d[index] or communication qubit c[index] of a QPU.
struct PhysicalQubit {
  QpuId qpu;
  std::int32_t index = -1;
  bool comm = false;
  bool valid() const { return index >= 0; }
  auto operator<=>(const PhysicalQubit&) const = default;
};

enum class InstructionKind : std::uint8_t {
  gate,      ///< a gate of the source on `q` (one or two qubits of one QPU), maybe under `condition`
  measure,   ///< a measurement of the source: q[0] -> `bit`, maybe under `condition`
  reset,     ///< a reset of the source on q[0], maybe under `condition`
  ebit,      ///< e-bit `ebit` on q[0] and q[1], two free communication qubits: |00> + |11>
  parity,    ///< cx q[0], q[1]: copies q[0] onto half of an e-bit; followed by `outcome` of q[1]
  x_basis,   ///< h q[0]: followed by `outcome` of q[0]
  outcome,   ///< `outcome` = measure q[0], which is free afterwards
  correct,   ///< if (`outcome`) { gate q[0]; }, gate x or z
  relocate,  ///< reset q[1]; swap q[0], q[1]: the state moves to the free qubit q[1] of the same QPU
};

struct Instruction {
  InstructionKind kind = InstructionKind::gate;
  GateKind gate = GateKind::none;     ///< gate, correct
  std::array<PhysicalQubit, 2> q;     ///< q[1] is invalid where there is one operand
  std::array<double, 3> params = {};  ///< gate
  std::int32_t condition = -1;        ///< gate, measure, reset: index into Circuit::conditions
  BitId bit;                          ///< measure
  OutcomeId outcome;                  ///< outcome, correct
  EbitId ebit;                        ///< ebit
  GateId source;                      ///< gate, measure, reset: of the placed circuit
  bool operator==(const Instruction&) const = default;
};

enum class EbitPurpose : std::uint8_t { cat, teleport, swap };

/// An e-bit. Before route-ebits its path may span several links; route-ebits replaces such an
/// instruction by one e-bit per link (purpose swap, `whole` set) and keeps the end-to-end e-bit as
/// a row with `parts`, which has no instruction of its own.
struct Ebit {
  std::array<QpuId, 2> qpus;
  std::vector<QpuId> path;  ///< from qpus[0] to qpus[1], both included
  EbitPurpose purpose = EbitPurpose::cat;
  PacketId packet;                  ///< purpose cat or teleport: the packet it serves
  TeleportId teleport;              ///< purpose teleport
  EbitId whole;                     ///< purpose swap: the end-to-end e-bit it is a part of
  std::vector<EbitId> parts;        ///< end-to-end e-bit made by swapping: its links' e-bits, along the path
  std::vector<OutcomeId> outcomes;  ///< likewise, two per interior QPU: parity (x), x basis (z)
  int rounds = 0;                   ///< of purification, while its link makes it
  /// At each of `qpus`: the communication qubits that hold further raw pairs during generation.
  std::array<std::vector<std::int32_t>, 2> spare = {};
  bool operator==(const Ebit&) const = default;
};

/// The sharing of one segment: the e-bits of its tree and the gates that its copies serve.
struct Packet {
  QubitId root;
  QpuId root_qpu;                  ///< where the tree starts
  std::vector<EbitId> tree;        ///< its end-to-end e-bits
  std::vector<GateId> gates;       ///< of the placed circuit, two-qubit gates on a copy
  std::vector<OutcomeId> endings;  ///< outcomes of its ending processes (z corrections)
  bool operator==(const Packet&) const = default;
};

/// A change of home: share, then end at the source.
struct Teleport {
  QubitId qubit;
  PhysicalQubit from;
  PhysicalQubit to;
  EbitId ebit;          ///< the e-bit whose starting process carried it
  OutcomeId z_outcome;  ///< the ending at `from`
  bool operator==(const Teleport&) const = default;
};

/// E-bits with an instruction are numbered in its order and come first; outcomes likewise.
struct Program {
  std::vector<Instruction> instructions;
  std::vector<Ebit> ebits;
  std::vector<Packet> packets;
  std::vector<Teleport> teleports;
  std::int32_t num_outcomes = 0;
  std::vector<PhysicalQubit> initial_map;  ///< by source qubit, a data qubit
  std::vector<PhysicalQubit> final_map;    ///< by source qubit
  bool operator==(const Program&) const = default;
};

}  // namespace dqc
