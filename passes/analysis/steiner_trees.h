// Steiner trees over the network: the cost of sharing a segment among several QPUs, and the tree itself.
// Exact for up to three terminals. Beyond: on networks of up to 16 QPUs the minimum spanning tree of the
// terminals' distances improved by Steiner points (iterated 1-Steiner, Kahng and Robins 1992), on larger
// ones shortest paths from terminal to tree (Takahashi and Matsuyama 1980), whose cost needs no search.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "passes/analysis/network_distances.h"

namespace dqc {

class SteinerTrees {
 public:
  explicit SteinerTrees(const NetworkDistances& distances) : distances_(distances) {}

  /// Links of a small tree over `terminals` (distinct, mutually reachable or unreachable is added).
  int cost(std::span<const QpuId> terminals);
  /// The tree's links; the first QPU of each is a terminal or was entered before.
  std::vector<std::pair<QpuId, QpuId>> links(std::span<const QpuId> terminals) const;

 private:
  int small_network_cost(std::span<const QpuId> terminals);
  int median_cost(std::span<const QpuId> terminals) const;
  int path_cost(std::span<const QpuId> terminals);
  std::vector<QpuId> with_steiner_points(std::span<const QpuId> terminals) const;
  int spanning_cost(std::span<const QpuId> nodes) const;

  static constexpr std::size_t small_network = 16;

  const NetworkDistances& distances_;
  std::unordered_map<std::uint64_t, int> cache_;  ///< small networks: cost by set of terminals
  std::vector<QpuId> left_;                       ///< scratch of path_cost()
  std::vector<std::pair<int, QpuId>> nearest_;    ///< by terminal left: distance to the tree, and where
};

}  // namespace dqc
