// What one e-bit over each link counts for in an objective, as small whole numbers: e-bits alone, what the
// links cost, or how long they take (heterogeneous networks, Andres-Martinez et al., arXiv:2305.14148).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "passes/ir/network.h"

namespace dqc {

enum class LinkMetric : std::uint8_t {
  ebits,  ///< every link counts 1
  cost,   ///< what the network says, else raw pairs of a purified e-bit
  time    ///< generation_time()
};

/// The metric that an option calls `name`: "ebits", "link-cost" or "link-time".
LinkMetric metric_named(std::string_view name);
/// What options call it.
std::string_view metric_name(LinkMetric metric);

/// By link, at least 1 and without a common divisor, so that links that count alike count 1. Large ratios are
/// rounded such that no path's sum can reach NetworkDistances::unreachable.
std::vector<int> link_weights(const Network& network, LinkMetric metric);

/// The mean weight: what temperatures and penalties in e-bits are to be multiplied by. 1 without links.
double mean_weight(const std::vector<int>& weights);

}  // namespace dqc
