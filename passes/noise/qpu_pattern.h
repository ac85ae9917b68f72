// The patterns that the QPUs of a distributed program need on their devices: data and communication qubits
// and the pairs of them that meet in a gate. Making an e-bit is the link's work and takes no coupler.
#pragma once

#include <vector>

#include "passes/ir/program.h"
#include "passes/noise/pattern.h"

namespace dqc {

/// Every error counts as often as the program meets it, as with Score::gates: a correction or a gate under a
/// condition like one that always happens, a move to a free qubit like a swap.
struct QpuPattern {
  Pattern pattern;
  std::vector<PhysicalQubit> qubits;  ///< by vertex: those the program touches, data qubits first
};

/// By QPU. Cost: linear in the program, up to a logarithm.
std::vector<QpuPattern> qpu_patterns(const Program& program, std::size_t num_qpus);

}  // namespace dqc
