// The option `objective` of the passes that decide what is spent on which link.
#pragma once

#include <optional>
#include <vector>

#include "passes/analysis/link_weights.h"
#include "passes/analysis/network_distances.h"
#include "passes/pass.h"

namespace dqc {

constexpr OptionSpec objective_option(std::string_view help) {
  return {"objective", OptionKind::choice, "ebits", "ebits|link-cost|link-time", help};
}

/// The links of a module's network weighed by an objective. Must not outlive `analyses`.
class WeighedLinks {
 public:
  /// Precondition: the module has a network.
  WeighedLinks(const Module& module, AnalysisManager& analyses, LinkMetric metric)
      : weights_(link_weights(*module.network, metric)) {
    if (metric == LinkMetric::ebits) {
      distances_ = &analyses.get<NetworkDistances>(module);
    } else {
      distances_ = &own_.emplace(*module.network, weights_);
    }
  }
  WeighedLinks(const WeighedLinks&) = delete;
  WeighedLinks& operator=(const WeighedLinks&) = delete;

  const std::vector<int>& weights() const { return weights_; }
  const NetworkDistances& distances() const { return *distances_; }
  /// What an e-bit over a mean link counts.
  double unit() const { return mean_weight(weights_); }

 private:
  std::vector<int> weights_;  ///< by link
  std::optional<NetworkDistances> own_;
  const NetworkDistances* distances_ = nullptr;
};

}  // namespace dqc
