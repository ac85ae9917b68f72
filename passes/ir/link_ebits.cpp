#include "passes/ir/link_ebits.h"

#include <fmt/format.h>

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

double fidelity_of(std::span<const BellWeights> pairs) {
  BellWeights all = {1, 0, 0, 0};
  for (const BellWeights& pair : pairs) all = swapped(all, pair);
  return all[0];
}

/// Links of the longest of all shortest paths.
int diameter(const Network& network) {
  const auto links = network.links_by_qpu();
  int longest_path = 0;
  for (std::size_t source = 0; source < network.size(); ++source) {
    std::vector<int> distance(network.size(), -1);
    std::vector<std::size_t> queue{source};
    distance[source] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head)
      for (LinkId id : links[queue[head]]) {
        const Link& link = network.links[id.index()];
        const std::size_t next = link.a.index() == queue[head] ? link.b.index() : link.a.index();
        if (distance[next] >= 0) continue;
        distance[next] = distance[queue[head]] + 1;
        queue.push_back(next);
      }
    longest_path = std::max(longest_path, distance[queue.back()]);
  }
  return longest_path;
}

/// What one round more than before adds to no link any more.
bool gains(const LinkPair& before, const LinkPair& after) { return after.pair[0] > before.pair[0] + 1e-12; }

}  // namespace

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

namespace {

/// Finds the rounds that the worst link needs, so that a path of `hops` such links has the fidelity wanted.
class Withholding {
 public:
  explicit Withholding(Network& network) : network_(network), hops_(diameter(network)) {}

  Status run() {
    if (network_.links.empty()) return success();
    if (Status met = check_age(); !met) return met;
    if (network_.demand.min_fidelity <= 0) return success();
    worst_ = static_cast<std::size_t>(std::ranges::min_element(network_.links, {}, &Link::fidelity) -
                                      network_.links.begin());
    int rounds = 0;
    while (end_to_end(rounds) < network_.demand.min_fidelity) {
      if (rounds == most_rounds || !gains(pair(rounds), pair(rounds + 1))) return unreachable(rounds);
      ++rounds;
    }
    for (std::size_t q = 0; q < network_.size(); ++q)
      if (network_.qpus[q].comm < rounds + 1) return too_small(q, rounds);
    for (Qpu& qpu : network_.qpus) {
      qpu.withheld = spare_qubits(rounds);
      qpu.comm -= qpu.withheld;
    }
    return success();
  }

 private:
  LinkPair pair(int rounds) const {
    return link_pair(network_.links[worst_], network_.demand.purification, rounds);
  }
  double end_to_end(int rounds) const {
    return fidelity_of(std::vector<BellWeights>(static_cast<std::size_t>(hops_), pair(rounds).pair));
  }
  std::string worst_name() const {
    const Link& link = network_.links[worst_];
    return fmt::format("the link of QPU {} and QPU {}", network_.qpu(link.a).external_id,
                       network_.qpu(link.b).external_id);
  }
  std::string over_path() const { return hops_ > 1 ? fmt::format(" over {} links", hops_) : std::string(); }

  /// Both ends learn only after a whole attempt that it succeeded.
  Status check_age() const {
    const std::int64_t age = network_.demand.max_age;
    const auto slowest = std::ranges::max_element(network_.links, {}, &Link::ebit_latency);
    if (age < 0 || age >= slowest->ebit_latency) return success();
    return Error{ExitCode::infeasible,
                 fmt::format("no e-bit of the link of QPU {} and QPU {} can be used at an age of at most {} "
                             "ticks: its ends learn of it after {}",
                             network_.qpu(slowest->a).external_id, network_.qpu(slowest->b).external_id, age,
                             slowest->ebit_latency),
                 fmt::format("an age of {} ticks is feasible", slowest->ebit_latency)};
  }

  Error unreachable(int rounds) const {
    return {ExitCode::infeasible,
            fmt::format("e-bits of fidelity {} cannot be made{}: {} reaches {:.6f} at most",  //
                        network_.demand.min_fidelity, over_path(), worst_name(), pair(rounds).pair[0]),
            feasible(rounds)};
  }

  Error too_small(std::size_t qpu, int rounds) const {
    const int there = network_.qpus[qpu].comm;
    return {ExitCode::infeasible,
            fmt::format("e-bits of fidelity {}{} need {} rounds of purification and so {} communication "
                        "qubits at each end, QPU {} has {}",
                        network_.demand.min_fidelity, over_path(), rounds, rounds + 1,
                        network_.qpus[qpu].external_id, there),
            there < 1 ? fmt::format("give it {} communication qubits", rounds + 1)
                      : fmt::format("give it {} communication qubits; {}", rounds + 1, feasible(there - 1))};
  }

  std::string feasible(int rounds) const {
    return fmt::format("{:.6f} is feasible, with {} rounds and {:.1f} raw pairs for an e-bit of a link",
                       std::floor(end_to_end(rounds) * 1e6) / 1e6, rounds, pair(rounds).raw_pairs);
  }

  Network& network_;
  int hops_;
  std::size_t worst_ = 0;
};

}  // namespace

Status withhold_for_purification(Network& network) { return Withholding(network).run(); }

void give_back_withheld(Network& network) {
  for (Qpu& qpu : network.qpus) qpu.comm += std::exchange(qpu.withheld, 0);
}

}  // namespace dqc
