// The proof that programs in the qubits of a device are copies of a circuit, each where its layout says.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/device.h"

namespace dqc::verify {

struct CopiesInput {
  const Circuit& source;
  int device_qubits = 0;
  const Device* device = nullptr;         ///< null: couplers are not checked
  std::vector<std::vector<int>> layouts;  ///< by copy, by qubit of the source; -1: nowhere
};

/// How the text `program` departs from copy `copy` of the source: another operation, a qubit outside its
/// layout, a gate on two qubits that no working coupler joins. Empty if it is proved to be that copy.
std::vector<std::string> check_copy(const CopiesInput& input, const std::string& program, std::size_t copy);

/// The same for one program that holds all copies, with the classical registers of each in turn.
std::vector<std::string> check_combined(const CopiesInput& input, const std::string& program);

}  // namespace dqc::verify
