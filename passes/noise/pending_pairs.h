// The gates on two qubits that a router still has to do.
#pragma once

#include <cstddef>
#include <vector>

namespace dqc {

/// In the order of the walk; `is_pair` says by gate which there are.
class PendingPairs {
 public:
  PendingPairs(const std::vector<char>& is_pair, bool backward)
      : next_(is_pair.size() + 1), previous_(is_pair.size() + 1), end_(static_cast<int>(is_pair.size())) {
    int last = end_;
    const auto append = [&](int gate) {
      next_[index(last)] = gate, previous_[index(gate)] = last;
      last = gate;
    };
    for (std::size_t i = 0; i < is_pair.size(); ++i)
      if (const std::size_t gate = backward ? is_pair.size() - 1 - i : i; is_pair[gate])
        append(static_cast<int>(gate));
    append(end_);
  }
  int first() const { return next_[index(end_)]; }
  int after(int gate) const { return next_[index(gate)]; }
  int end() const { return end_; }
  void remove(int gate) {
    next_[index(previous_[index(gate)])] = next_[index(gate)];
    previous_[index(next_[index(gate)])] = previous_[index(gate)];
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  std::vector<int> next_, previous_;
  int end_;
};

}  // namespace dqc
