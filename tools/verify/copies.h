// The proof that programs in the qubits of a device are copies of a circuit, each where its layout says.
#pragma once

#include <cstdint>
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
  /// Likewise, where each qubit is at the end. Without that copy's row: where it was at the start.
  std::vector<std::vector<int>> finals = {};
  std::vector<std::vector<int>> spares = {};  ///< by copy: other places that its swaps pass through
  std::vector<std::int64_t> swaps = {};  ///< by copy: how many there are; without a row or -1: any number
};

/// How the text `program` departs from copy `copy` of the source: another operation, a qubit outside its
/// layout, a gate on two qubits that no working coupler joins, a qubit that ends elsewhere than is said. A
/// swap without a condition changes nothing but where qubits are. Empty if it is proved to be that copy.
std::vector<std::string> check_copy(const CopiesInput& input, const std::string& program, std::size_t copy);

/// The same for one program that holds all copies, with the classical registers of each in turn.
std::vector<std::string> check_combined(const CopiesInput& input, const std::string& program);

}  // namespace dqc::verify
