// Steiner trees over the network: the cost of sharing a segment among several QPUs, and the tree itself.
// Exact for up to three terminals. Beyond: on networks of up to 16 QPUs the minimum spanning tree of the
// terminals' distances improved by Steiner points (iterated 1-Steiner, Kahng and Robins 1992), on larger
// ones shortest paths from terminal to tree (Takahashi and Matsuyama 1980), whose cost needs no search.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "passes/analysis/network_distances.h"

namespace dqc {

class SteinerTrees {
 public:
  explicit SteinerTrees(const NetworkDistances& distances) : distances_(distances) {}

  /// Links of a small tree over `terminals` (distinct, mutually reachable or unreachable is added).
  int cost(std::span<const QpuId> terminals);
  /// The same for a set: bit i stands for QPU i. Precondition: at most 64 QPUs, and not the empty set.
  /// What was asked lately is remembered.
  int cost(std::uint64_t terminals);
  /// The tree's links; the first QPU of each is a terminal or was entered before.
  std::vector<std::pair<QpuId, QpuId>> links(std::span<const QpuId> terminals) const;

 private:
  struct Remembered {
    std::uint64_t terminals = 0;
    int cost = 0;
  };

  int compute_cost(std::span<const QpuId> terminals);
  int median_cost(std::span<const QpuId> terminals) const;
  int path_cost(std::span<const QpuId> terminals);
  std::vector<QpuId> with_steiner_points(std::span<const QpuId> terminals) const;
  int spanning_cost(std::span<const QpuId> nodes) const;

  static constexpr std::size_t small_network = 16;

  const NetworkDistances& distances_;
  std::vector<Remembered> memory_;              ///< direct-mapped by a hash of the set
  std::vector<QpuId> members_;                  ///< scratch of cost(): the set as a list
  std::vector<QpuId> left_;                     ///< scratch of path_cost()
  std::vector<std::pair<int, QpuId>> nearest_;  ///< by terminal left: distance to the tree, and where
};

}  // namespace dqc
