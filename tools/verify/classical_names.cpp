#include "tools/verify/classical_names.h"

#include <algorithm>

namespace dqc::verify {

int ClassicalNames::condition(std::vector<std::pair<int, bool>> terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  std::vector<std::pair<int, bool>> kept;
  for (const auto& [value, wanted] : terms) {
    if (value == zero && wanted) return never;
    if (value == zero) continue;
    if (!kept.empty() && kept.back().first == value) return never;
    kept.emplace_back(value, wanted);
  }
  if (kept.empty()) return always;
  const auto [at, added] = conditions_.emplace(std::move(kept), static_cast<int>(conditions_.size()));
  if (added) terms_.push_back(&at->first);
  return at->second;
}

}  // namespace dqc::verify
