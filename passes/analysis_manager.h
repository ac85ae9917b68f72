// Results that passes derive from a module and share until something they depend on changes.
#pragma once

#include <any>
#include <map>
#include <string_view>
#include <typeindex>

#include "passes/ir/module.h"

namespace dqc {

/// What a pass left valid: all analyses, those of the network alone, or none.
enum class PreservedAnalyses { all, network, none };

/// An analysis is a type A with `static constexpr bool network_only` and `static A compute(const Module&)`.
class AnalysisManager {
 public:
  template <class A>
  const A& get(const Module& module) {
    auto& slot = cache_[std::type_index(typeid(A))];
    if (!slot.value.has_value()) slot = {A::compute(module), A::network_only};
    return *std::any_cast<A>(&slot.value);
  }

  void keep(PreservedAnalyses preserved) {
    if (preserved == PreservedAnalyses::all) return;
    std::erase_if(cache_, [&](const auto& entry) {
      return preserved == PreservedAnalyses::none || !entry.second.network_only;
    });
  }

 private:
  struct Slot {
    std::any value;
    bool network_only = false;
  };
  std::map<std::type_index, Slot> cache_;
};

}  // namespace dqc
