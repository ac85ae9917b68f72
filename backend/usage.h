// Which physical qubits a program touches, and how many are busy at once.
#pragma once

#include <vector>

#include "passes/ir/program.h"

namespace dqc {

/// By QPU. A qubit is busy from the initial map, an e-bit or the arrival of a state on, until it is
/// measured by a process or its state leaves.
struct QubitUsage {
  std::vector<int> data_size;  ///< highest data qubit touched or mapped, plus one
  std::vector<int> comm_size;
  std::vector<int> peak_data;
  std::vector<int> peak_comm;
};

/// By bit of `circuit`: the QPU that measures it last; invalid if none does. Cost: linear in the program.
std::vector<QpuId> last_writers(const Circuit& circuit, const Program& program);

/// Cost: linear in the program and the sizes found.
QubitUsage qubit_usage(const Program& program, std::size_t num_qpus);

}  // namespace dqc
