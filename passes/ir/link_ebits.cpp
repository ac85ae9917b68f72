#include "passes/ir/link_ebits.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace dqc {
namespace {

constexpr double longest = 1e15;  // ticks; keeps sums of times far from overflow

/// Mean and variance of a time.
struct Moments {
  double mean = 0;
  double variance = 0;
};

/// Of as many independent `once` as it takes until one succeeds with probability `p`.
Moments until_success(const Moments& once, double p) {
  return {once.mean / p, once.variance / p + once.mean * once.mean * (1 - p) / (p * p)};
}

/// Ticks of the gates, the measurement and the message by which both ends learn of a round.
double round_ticks(const Network& network, const Link& link) {
  std::int64_t ticks = 0;
  for (QpuId end : {link.a, link.b}) {
    const Latency& l = network.qpu(end).latency;
    ticks = std::max(ticks, l.q1 + l.q2 + l.measure + l.hop);
  }
  return static_cast<double>(ticks);
}

/// The argument at which the normal distribution reaches `probability`.
double normal_quantile(double probability) {
  double low = -40, high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < probability ? low : high) = middle;
  }
  return high;
}

double gamma_quantile(const Moments& time, double probability) {
  if (time.variance <= 0) return time.mean;
  const double spread = time.variance / (9 * time.mean * time.mean);
  const double root = 1 - spread + normal_quantile(probability) * std::sqrt(spread);
  return time.mean * std::max(0.0, root * root * root);
}

/// Attempts by which one has succeeded with the given probability.
double attempts_quantile(double p, double probability) {
  if (p >= 1) return 1;
  return std::max(1.0, std::ceil(std::log1p(-probability) / std::log1p(-p) - 1e-9));
}

}  // namespace

double fidelity_of(std::span<const BellWeights> pairs) {
  BellWeights all = {1, 0, 0, 0};
  for (const BellWeights& pair : pairs) all = swapped(all, pair);
  return all[0];
}

bool gains(const LinkPair& before, const LinkPair& after) { return after.pair[0] > before.pair[0] + 1e-12; }

BellWeights werner(double fidelity) {
  const double rest = (1 - fidelity) / 3;
  return {fidelity, rest, rest, rest};
}

BellWeights swapped(const BellWeights& first, const BellWeights& second) {
  // Phi+, Psi-, Psi+, Phi- are the errors 1, XZ, X, Z.
  constexpr int error_of[] = {0, 3, 1, 2};
  constexpr int weight_of[] = {0, 2, 3, 1};
  BellWeights sum = {};
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t k = 0; k < 4; ++k)
      sum[static_cast<std::size_t>(weight_of[error_of[i] ^ error_of[k]])] += first[i] * second[k];
  return sum;
}

PurifiedPair purified(Purification protocol, const BellWeights& pair) {
  const auto [a, b, c, d] = pair;
  if (protocol == Purification::bbpssw) {
    const double f = a, e = (1 - f) / 3;
    const double p = f * f + 2 * f * e + 5 * e * e;
    return {werner((f * f + e * e) / p), p};
  }
  const double p = (a + b) * (a + b) + (c + d) * (c + d);
  return {{(a * a + b * b) / p, 2 * c * d / p, (c * c + d * d) / p, 2 * a * b / p}, p};
}

LinkPair link_pair(const Link& link, Purification protocol, int rounds) {
  LinkPair result{werner(link.fidelity), 1};
  for (int r = 0; r < rounds; ++r) {
    const PurifiedPair next = purified(protocol, result.pair);
    result = {next.pair, 2 * result.raw_pairs / next.p};
  }
  return result;
}

std::int64_t generation_time(const Network& network, const Link& link, int rounds) {
  const auto attempt = static_cast<double>(link.ebit_latency);
  Moments time = until_success({attempt, 0}, link.p_success);
  BellWeights pair = werner(link.fidelity);
  for (int r = 0; r < rounds; ++r) {
    const PurifiedPair next = purified(network.demand.purification, pair);
    time = until_success({2 * time.mean + round_ticks(network, link), 2 * time.variance}, next.p);
    pair = next.pair;
  }
  double ticks = time.mean;
  if (const double quantile = network.demand.quantile; quantile > 0) {
    const double of_each = std::pow(quantile, 1.0 / std::max(1, link.capacity));
    ticks =
        rounds == 0 ? attempt * attempts_quantile(link.p_success, of_each) : gamma_quantile(time, of_each);
  }
  return static_cast<std::int64_t>(std::ceil(std::min(ticks, longest)));
}

PathRounds rounds_for(const Network& network, std::span<const LinkId> links, std::span<const int> most) {
  const EbitDemand& demand = network.demand;
  PathRounds result;
  result.rounds.assign(links.size(), 0);
  std::vector<BellWeights> pairs;
  std::vector<LinkPair> now, next;
  for (LinkId id : links) {
    const Link& link = network.links[id.index()];
    now.push_back(link_pair(link, demand.purification, 0));
    next.push_back(link_pair(link, demand.purification, 1));
    pairs.push_back(now.back().pair);
  }
  result.reached = fidelity_of(pairs);
  while (result.reached < demand.min_fidelity) {
    std::size_t best = links.size();
    double best_gain = 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (result.rounds[i] >= std::min(most[i], most_rounds) || !gains(now[i], next[i])) continue;
      pairs[i] = next[i].pair;
      const double gain = (fidelity_of(pairs) - result.reached) / (next[i].raw_pairs - now[i].raw_pairs);
      pairs[i] = now[i].pair;
      if (best == links.size() || gain > best_gain) best = i, best_gain = gain;
    }
    if (best == links.size()) break;
    now[best] = next[best];
    pairs[best] = now[best].pair;
    result.reached = fidelity_of(pairs);
    next[best] =
        link_pair(network.links[links[best].index()], demand.purification, ++result.rounds[best] + 1);
  }
  for (const LinkPair& pair : now) result.raw_pairs += pair.raw_pairs;
  return result;
}

double raw_pairs(const Network& network, const Link& link) {
  LinkPair best = link_pair(link, network.demand.purification, 0);
  for (int r = 1; r <= most_rounds && best.pair[0] < network.demand.min_fidelity; ++r) {
    const LinkPair next = link_pair(link, network.demand.purification, r);
    if (!gains(best, next)) break;
    best = next;
  }
  return best.raw_pairs;
}

}  // namespace dqc
