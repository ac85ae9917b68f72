#include "passes/analysis/link_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "passes/analysis/network_distances.h"
#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

/// What the network says, else the raw pairs of a purified e-bit.
std::int64_t cost_in_hundredths(const Network& network, const Link& link) {
  return link.cost > 0 ? 100 * std::int64_t{link.cost} : std::llround(100 * raw_pairs(network, link));
}

}  // namespace

LinkMetric metric_named(std::string_view name) {
  if (name == "link-cost") return LinkMetric::cost;
  if (name == "link-time") return LinkMetric::time;
  return LinkMetric::ebits;
}

std::string_view metric_name(LinkMetric metric) {
  switch (metric) {
    case LinkMetric::ebits: return "ebits";
    case LinkMetric::cost: return "link-cost";
    case LinkMetric::time: return "link-time";
  }
  return "";
}

std::vector<int> link_weights(const Network& network, LinkMetric metric) {
  std::vector<int> weights(network.links.size(), 1);
  if (metric == LinkMetric::ebits || weights.empty()) return weights;
  std::vector<std::int64_t> exact;
  for (const Link& link : network.links)
    exact.push_back(metric == LinkMetric::cost
                        ? cost_in_hundredths(network, link)
                        : std::max<std::int64_t>(1, generation_time(network, link, 0)));
  std::int64_t divisor = 0;
  for (std::int64_t w : exact) divisor = std::gcd(divisor, w);
  constexpr std::int64_t finest = 1000;
  const std::int64_t most =
      std::min(finest, (NetworkDistances::unreachable - 1) / static_cast<std::int64_t>(network.size()));
  const std::int64_t largest = *std::ranges::max_element(exact) / divisor;
  const double scale = largest > most ? static_cast<double>(most) / static_cast<double>(largest) : 1;
  std::ranges::transform(exact, weights.begin(), [&](std::int64_t w) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(w / divisor) * scale)));
  });
  return weights;
}

double mean_weight(const std::vector<int>& weights) {
  if (weights.empty()) return 1;
  return static_cast<double>(std::accumulate(weights.begin(), weights.end(), std::int64_t{0})) /
         static_cast<double>(weights.size());
}

}  // namespace dqc
