// Numbers for what the classical bits of one circuit hold: which measurement a value comes from, and which
// conditions over such values are the same.
#pragma once

#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace dqc::verify {

class ClassicalNames {
 public:
  static constexpr int zero = 0;     ///< value of a bit that was never measured
  static constexpr int always = -1;  ///< condition that holds
  static constexpr int never = -2;   ///< condition that cannot hold

  /// The value of a bit after the `ordinal`th measurement of `qubit`, made under `condition`; `previous`
  /// is what the bit keeps when the condition fails, and does not count under `always`.
  int measured(int qubit, int ordinal, int condition, int previous) {
    if (condition == always) previous = zero;
    const int fresh = static_cast<int>(values_.size()) + 1;
    const auto [at, added] = values_.emplace(std::tuple(qubit, ordinal, condition, previous), fresh);
    if (added) previous_.push_back(previous);
    return at->second;
  }

  /// The condition that every value equals its bool.
  int condition(std::vector<std::pair<int, bool>> terms);

  /// What value `value`, not `zero`, was before if its measurement was not made.
  int previous(int value) const { return previous_[static_cast<std::size_t>(value) - 1]; }
  /// The terms of `condition`, which is neither `always` nor `never`.
  const std::vector<std::pair<int, bool>>& terms(int condition) const {
    return *terms_[static_cast<std::size_t>(condition)];
  }

 private:
  std::map<std::tuple<int, int, int, int>, int> values_;
  std::map<std::vector<std::pair<int, bool>>, int> conditions_;
  std::vector<int> previous_;                                    // by value
  std::vector<const std::vector<std::pair<int, bool>>*> terms_;  // by condition
};

}  // namespace dqc::verify
