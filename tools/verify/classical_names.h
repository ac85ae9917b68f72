// Names for what classical bits hold: which measurement a value comes from, and which conditions over
// such values are the same. Two circuits that share one ClassicalNames agree on a name exactly when
// they agree on its meaning.
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
    return intern(values_, std::tuple(qubit, ordinal, condition, previous), 1);
  }

  /// The condition that every value equals its bool.
  int condition(std::vector<std::pair<int, bool>> terms);

 private:
  template <class Key>
  static int intern(std::map<Key, int>& names, const Key& key, int first) {
    return names.emplace(key, first + static_cast<int>(names.size())).first->second;
  }

  std::map<std::tuple<int, int, int, int>, int> values_;
  std::map<std::vector<std::pair<int, bool>>, int> conditions_;
};

}  // namespace dqc::verify
