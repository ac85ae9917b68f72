// Where each gate of a normalised circuit is executed: the answer of partitioning.
#pragma once

#include <vector>

#include "passes/ir/ids.h"

namespace dqc {

/// The QPU of every gate, and of every qubit before the first and after the last gate. A qubit's home
/// at a segment boundary is the executor of the gate that ends the segment; inside a segment it is
/// free, so a Placement says nothing about it. Barriers have an invalid executor.
struct Placement {
  std::vector<QpuId> initial;   ///< by qubit
  std::vector<QpuId> final_;    ///< by qubit
  std::vector<QpuId> executor;  ///< by gate
  bool operator==(const Placement&) const = default;
};

}  // namespace dqc
