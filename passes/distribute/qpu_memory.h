// The data and communication qubits of one QPU while a program is being written: which are free, and
// which logical qubits have a holder on a communication qubit.
#pragma once

#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

#include "passes/ir/ids.h"

namespace dqc {

/// Hands out the smallest free index below `capacity`. Cost: logarithmic in the indices ever used, so a
/// capacity of a million costs nothing.
class SlotPool {
 public:
  explicit SlotPool(int capacity = 0) : capacity_(capacity) {}
  int capacity() const { return capacity_; }
  int available() const { return capacity_ - used_; }
  /// Precondition: available() > 0.
  int take() {
    ++used_;
    if (returned_.empty()) return fresh_++;
    const int slot = returned_.top();
    returned_.pop();
    return slot;
  }
  void give_back(int slot) {
    --used_;
    returned_.push(slot);
  }

 private:
  int capacity_;
  int used_ = 0;
  int fresh_ = 0;
  std::priority_queue<int, std::vector<int>, std::greater<>> returned_;
};

struct QpuMemory {
  SlotPool data;
  SlotPool comm;
  std::vector<QubitId> residents;  ///< logical qubits with a holder on a communication qubit here

  void add_resident(QubitId q) { residents.push_back(q); }
  void remove_resident(QubitId q) { residents.erase(std::find(residents.begin(), residents.end(), q)); }
};

}  // namespace dqc
