#include "tools/dqc-merge/merge.h"

#include <algorithm>

namespace dqc::merge {

Result<Counts> merge_counts(const std::vector<Counts>& copies, const std::vector<double>& weights) {
  const bool plain = std::ranges::adjacent_find(weights, std::ranges::not_equal_to()) == weights.end() &&
                     (weights.empty() || weights[0] > 0);
  double shots = 0, weighted = 0;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const double total = copies[i].total();
    shots += total;
    weighted += plain ? total : weights[i] * total;
  }
  if (weighted <= 0)
    return Error{ExitCode::bad_input, "no copy has a fidelity above 0, so nothing has a weight",
                 "use --weight=sum"};
  Counts out{copies.front().form, {}};
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const double scale = plain ? 1 : weights[i] * (shots / weighted);
    for (const auto& [outcome, count] : copies[i].entries) out.entries[outcome] += scale * count;
  }
  return out;
}

}  // namespace dqc::merge
