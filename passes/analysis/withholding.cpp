#include "passes/analysis/withholding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

/// Finds the rounds that the worst link needs, so that a path of `links_` such links has the fidelity wanted.
class Withholding {
 public:
  Withholding(Network& network, std::span<const LinkMetric> metrics) : network_(network), metrics_(metrics) {}

  Status run() {
    if (network_.links.empty()) return success();
    if (Status met = check_age(); !met) return met;
    if (network_.demand.min_fidelity <= 0) return success();
    worst_ = static_cast<std::size_t>(std::ranges::min_element(network_.links, {}, &Link::fidelity) -
                                      network_.links.begin());
    links_ = most_links_by_any();
    for (;;) {
      const Result<int> rounds = rounds_needed();
      if (!rounds) return rounds.error();
      withhold(spare_qubits(*rounds));
      // Where too little memory is left for swaps, paths lead around.
      const int around = most_links_by_any();
      if (around <= links_) return success();
      give_back_withheld(network_);
      links_ = around;
    }
  }

 private:
  int most_links_by_any() const {
    int most = 0;
    for (const LinkMetric metric : metrics_) most = std::max(most, most_links(network_, metric));
    return most;
  }

  Result<int> rounds_needed() const {
    int rounds = 0;
    while (end_to_end(rounds) < network_.demand.min_fidelity) {
      if (rounds == most_rounds || !gains(pair(rounds), pair(rounds + 1))) return unreachable(rounds);
      ++rounds;
    }
    for (std::size_t q = 0; q < network_.size(); ++q)
      if (network_.qpus[q].comm < rounds + 1) return too_small(q, rounds);
    return rounds;
  }

  void withhold(int count) {
    for (Qpu& qpu : network_.qpus) {
      qpu.withheld = count;
      qpu.comm -= count;
    }
  }

  LinkPair pair(int rounds) const {
    return link_pair(network_.links[worst_], network_.demand.purification, rounds);
  }
  double end_to_end(int rounds) const {
    return fidelity_of(std::vector<BellWeights>(static_cast<std::size_t>(links_), pair(rounds).pair));
  }
  std::string worst_name() const {
    const Link& link = network_.links[worst_];
    return fmt::format("the link of QPU {} and QPU {}", network_.qpu(link.a).external_id,
                       network_.qpu(link.b).external_id);
  }
  std::string over_path() const { return links_ > 1 ? fmt::format(" over {} links", links_) : std::string(); }

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
  std::span<const LinkMetric> metrics_;
  int links_ = 0;
  std::size_t worst_ = 0;
};

}  // namespace

int most_links(const Network& network, LinkMetric metric) {
  const std::vector<int> weights = link_weights(network, metric);
  const NetworkDistances distances(network, weights);
  const auto by_qpu = network.links_by_qpu();
  std::vector<std::size_t> order(network.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<int> links(network.size());
  int most = 0;
  for (std::size_t source = 0; source < network.size(); ++source) {
    const auto distance = [&](std::size_t q) { return distances.distance(QpuId(source), QpuId(q)); };
    std::ranges::sort(order, {}, distance);
    std::ranges::fill(links, 0);
    for (const std::size_t at : order) {
      if (distance(at) >= NetworkDistances::unreachable) break;
      most = std::max(most, links[at]);
      if (at != source && network.qpus[at].comm < 2) continue;
      for (const LinkId id : by_qpu[at]) {
        const Link& link = network.links[id.index()];
        const std::size_t next = link.a.index() == at ? link.b.index() : link.a.index();
        if (distance(next) == distance(at) + weights[id.index()])
          links[next] = std::max(links[next], links[at] + 1);
      }
    }
  }
  return most;
}

Status withhold_for_purification(Network& network, std::span<const LinkMetric> metrics) {
  return Withholding(network, metrics).run();
}

void give_back_withheld(Network& network) {
  for (Qpu& qpu : network.qpus) qpu.comm += std::exchange(qpu.withheld, 0);
}

}  // namespace dqc
