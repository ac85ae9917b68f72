// A Pauli frame: the exclusive or of measurement outcomes and a constant that says whether an x or z
// still has to be applied.
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace dqc::verify {

struct Frame {
  std::vector<int> outcomes;  ///< sorted; each measurement event has its own number
  bool one = false;

  bool clean() const { return outcomes.empty() && !one; }
  void clear() { *this = Frame(); }
  Frame& operator^=(const Frame& other) {
    std::vector<int> sum;
    std::ranges::set_symmetric_difference(outcomes, other.outcomes, std::back_inserter(sum));
    outcomes = std::move(sum);
    one = one != other.one;
    return *this;
  }
  static Frame of(int outcome) { return {{outcome}, false}; }
};

}  // namespace dqc::verify
