// Structural contraction: reads a distributed program on physical qubits and finds the logical circuit
// that it carries out, by following which physical qubits are computational-basis copies of which
// logical qubit (cat-entangler and cat-disentangler: Eisert et al., PRA 62, 2000; Yimsiriwattana and
// Lomonaco, 2004). An e-bit is a class of copies of nothing in particular; a measured parity with such a
// copy makes its class join another. Frames keep the corrections that are still owed.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::verify {

/// Where a physical qubit of the monolithic program is.
struct PhysicalPlace {
  int qpu = 0;
  bool comm = false;
};

struct ContractionInput {
  const Circuit& source;              ///< gives the logical registers
  const Circuit& program;             ///< the monolithic program
  std::vector<PhysicalPlace> places;  ///< by qubit of `program`
  std::vector<int> source_bits;       ///< by bit of `program`: bit of `source`, or -1 for an outcome
  std::vector<int> initial;           ///< by source qubit: qubit of `program`
  std::vector<int> final;             ///< likewise, at the end
  int num_qpus = 0;
};

struct Contraction {
  Circuit replay;                        ///< on the source's qubits and bits; lines are the program's
  std::vector<std::string> differences;  ///< empty: `replay` is what the program does
  int ebits = 0;
  std::vector<int> peak_comm;  ///< by QPU: communication qubits in use at once
  std::vector<int> peak_data;
};

/// Contracts the program; stops at the first statement that breaks a rule. No qubit is taken to be |0>
/// unless a reset stands before: a measured qubit is not. Cost: near-linear.
Contraction contract(const ContractionInput& input);

/// Whether operand `i` of a gate of this kind acts on the computational basis only (a control, or any
/// operand of a diagonal gate), so that any copy may stand for it.
bool acts_diagonally(GateKind kind, int i);

}  // namespace dqc::verify
