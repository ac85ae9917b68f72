#include "tests/exact/exact_solver.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <unordered_set>

namespace dqc::test {
namespace {

constexpr int most_qubits = 5;
constexpr int most_qpus = 4;
constexpr int unbounded = std::numeric_limits<int>::max() / 4;

/// Where one qubit is: sets of QPUs as bit masks.
struct Holding {
  unsigned holders = 0;
  unsigned on_data = 0;    ///< those that may rest on a data qubit
  bool committed = false;  ///< the segment has chosen `target`
  unsigned target = 0;     ///< where the segment ends; 0 unless committed
};
using Holdings = std::array<Holding, most_qubits>;

std::uint64_t pack(const Holdings& all) {
  std::uint64_t key = 0;
  for (const Holding& h : all)
    key = key << 12 | h.holders << 8 | h.on_data << 4 | (h.committed ? 4U : 0U) | h.target;
  return key;
}

Holdings unpack(std::uint64_t key) {
  Holdings all;
  for (std::size_t q = most_qubits; q-- > 0; key >>= 12)
    all[q] = {static_cast<unsigned>(key >> 8 & 15U), static_cast<unsigned>(key >> 4 & 15U), (key & 4U) != 0,
              static_cast<unsigned>(key & 3U)};
  return all;
}

/// What the search knows of a gate.
struct Step {
  std::size_t a = 0, b = 0;
  bool wall = false;
};

std::vector<Step> steps_of(const Circuit& circuit) {
  std::vector<Step> steps;
  for (const Gate& g : circuit.gates()) {
    const bool diagonal = g.kind == GateKind::rz || (g.kind == GateKind::x && g.condition < 0);
    if (diagonal || g.kind == GateKind::barrier) continue;
    const bool cp = g.kind == GateKind::cp;
    steps.push_back({circuit.qubit(g).index(), cp ? circuit.qubit(g, 1).index() : 0, !cp});
  }
  return steps;
}

/// Dijkstra's algorithm over (gates executed, holdings), with a stack for each cost.
class Search {
 public:
  Search(const Circuit& circuit, const Network& network, Homes homes, const std::vector<int>& link_cost)
      : steps_(steps_of(circuit)),
        n_(circuit.num_qubits()),
        k_(network.size()),
        network_(network),
        homes_(homes),
        seen_(steps_.size() + 1) {
    for (auto& row : link_) row.fill(unbounded);
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      const auto [a, b] = std::pair(network.links[i].a.index(), network.links[i].b.index());
      link_[a][b] = link_[b][a] = link_cost.empty() ? 1 : link_cost[i];
    }
    if (network.links.size() < k_ * (k_ - 1) / 2) comm_for_ebit_ = 2;
  }

  std::optional<int> run() {
    start();
    for (std::size_t cost = 0; cost < open_.size(); ++cost)
      while (!open_[cost].empty()) {
        const auto [done, key] = open_[cost].back();
        open_[cost].pop_back();
        if (!seen_[done].insert(key).second) continue;
        const Holdings all = unpack(key);
        if (done == steps_.size() && can_stop(all)) return static_cast<int>(cost);
        expand(done, all, static_cast<int>(cost));
      }
    return std::nullopt;
  }

 private:
  struct Node {
    std::size_t done;
    std::uint64_t key;
  };

  void push(std::size_t done, const Holdings& all, int cost) {
    if (homes_ == Homes::data && !has_homes(all, 0, {})) return;
    const auto at = static_cast<std::size_t>(cost);
    if (open_.size() <= at) open_.resize(at + 1);
    const std::uint64_t key = pack(all);
    if (!seen_[done].contains(key)) open_[at].push_back({done, key});
  }

  /// All ways to start on data qubits.
  void start() {
    std::size_t ways = 1;
    for (std::size_t q = 0; q < n_; ++q) ways *= k_;
    for (std::size_t way = 0; way < ways; ++way) {
      Holdings all;
      std::array<int, most_qpus> used{};
      std::size_t rest = way;
      for (std::size_t q = 0; q < n_; ++q, rest /= k_) {
        all[q] = {1U << rest % k_, 1U << rest % k_, false, 0};
        ++used[rest % k_];
      }
      bool fits = true;
      for (std::size_t p = 0; p < k_; ++p) fits &= used[p] <= network_.qpus[p].data;
      if (fits) push(0, all, 0);
    }
  }

  /// Whether one holder of each qubit from `q` on can rest on a data qubit, where `used` are taken.
  bool has_homes(const Holdings& all, std::size_t q, std::array<int, most_qpus> used) const {
    if (q == most_qubits || all[q].holders == 0) return true;
    for (std::size_t p = 0; p < k_; ++p) {
      if ((all[q].holders & all[q].on_data & 1U << p) == 0 || used[p] == network_.qpus[p].data) continue;
      ++used[p];
      if (has_homes(all, q + 1, used)) return true;
      --used[p];
    }
    return false;
  }

  /// Whether all segments can end here, on data qubits.
  bool can_stop(Holdings all) const {
    for (Holding& h : all) h.on_data = h.committed ? 1U << h.target : h.holders;
    return has_homes(all, 0, {});
  }

  /// Communication qubits of `p` that are free; negative: too many holders.
  int free_comm(const Holdings& all, std::size_t p) const {
    int bound_to_comm = 0, movable = 0;
    for (const Holding& h : all) {
      if ((h.holders >> p & 1U) == 0) continue;
      ++((h.on_data >> p & 1U) != 0 ? movable : bound_to_comm);
    }
    return network_.qpus[p].comm - bound_to_comm - std::max(0, movable - network_.qpus[p].data);
  }

  void expand(std::size_t done, const Holdings& all, int cost) {
    if (done < steps_.size() && !steps_[done].wall) {
      // A cp that can be executed now may as well be: it takes nothing and hinders nothing.
      if ((all[steps_[done].a].holders & all[steps_[done].b].holders) != 0) return push(done + 1, all, cost);
    }
    std::array<int, most_qpus> free{};
    for (std::size_t p = 0; p < k_; ++p) free[p] = free_comm(all, p);
    for (std::size_t q = 0; q < n_; ++q) {
      share(done, all, q, free, cost);
      for (std::size_t p = 0; p < k_; ++p)
        if ((all[q].holders >> p & 1U) != 0) relieve(done, all, q, p, free[p], cost);
    }
    if (done < steps_.size() && steps_[done].wall) execute_wall(done, all, cost);
  }

  /// A wall at every holder that may be the last.
  void execute_wall(std::size_t done, const Holdings& all, int cost) {
    const std::size_t q = steps_[done].a;
    for (std::size_t p = 0; p < k_; ++p) {
      if ((all[q].holders >> p & 1U) == 0 || (all[q].committed && all[q].target != p)) continue;
      Holdings next = all;
      next[q] = {1U << p, 1U << p, false, 0};
      push(done + 1, next, cost);
    }
  }

  /// The two ways to free a communication qubit at `p`, where there are too few for an e-bit to pass: to
  /// end the holder, or to choose `p` as where the segment ends. Sooner is never better, but for homes
  /// that must be on data qubits.
  void relieve(std::size_t done, const Holdings& all, std::size_t q, std::size_t p, int free, int cost) {
    if (free >= comm_for_ebit_ && homes_ == Homes::any) return;
    const bool needed_later = all[q].committed && all[q].target == p;
    if (std::popcount(all[q].holders) > 1 && !needed_later) {
      Holdings next = all;
      next[q].holders &= ~(1U << p);
      next[q].on_data &= ~(1U << p);
      push(done, next, cost);
    }
    if (!all[q].committed && (all[q].on_data >> p & 1U) == 0) {
      Holdings next = all;
      next[q].on_data |= 1U << p;
      next[q].committed = true;
      next[q].target = static_cast<unsigned>(p);
      push(done, next, cost);
    }
  }

  void share(std::size_t done, const Holdings& all, std::size_t q, const std::array<int, most_qpus>& free,
             int cost) {
    std::array<int, most_qpus> distance;
    distance.fill(unbounded);
    for (std::size_t p = 0; p < k_; ++p)
      if ((all[q].holders >> p & 1U) != 0 && free[p] >= 1) distance[p] = 0;
    // Bellman and Ford: from the holders over QPUs that can swap.
    for (std::size_t round = 1; round < k_; ++round)
      for (std::size_t p = 0; p < k_; ++p) {
        if (distance[p] == unbounded || (distance[p] > 0 && free[p] < 2)) continue;
        for (std::size_t to = 0; to < k_; ++to)
          distance[to] = std::min(distance[to], distance[p] + link_[p][to]);
      }
    for (std::size_t to = 0; to < k_; ++to) {
      if ((all[q].holders >> to & 1U) != 0 || free[to] < 1 || distance[to] >= unbounded) continue;
      Holdings next = all;
      next[q].holders |= 1U << to;
      push(done, next, cost + distance[to]);
    }
  }

  std::vector<Step> steps_;
  std::size_t n_, k_;
  int comm_for_ebit_ = 1;  ///< the most an e-bit may take at one QPU
  const Network& network_;
  Homes homes_;
  std::array<std::array<int, most_qpus>, most_qpus> link_{};
  std::vector<std::vector<Node>> open_;
  std::vector<std::unordered_set<std::uint64_t>> seen_;
};

}  // namespace

std::optional<int> fewest_ebits(const Circuit& circuit, const Network& network, Homes homes,
                                const std::vector<int>& link_cost) {
  return Search(circuit, network, homes, link_cost).run();
}

}  // namespace dqc::test
