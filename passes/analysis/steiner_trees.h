// Steiner trees over the network: the cost of sharing a segment among several QPUs, and the tree itself.
// Exact for up to three terminals; beyond, the minimum spanning tree of the terminals' distances
// improved by Steiner points (iterated 1-Steiner, Kahng and Robins 1992).
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

  /// Links of a small tree over `terminals` (distinct). Sorted terminals give the same answer in any order.
  int cost(std::span<const QpuId> terminals);
  /// Its edges between terminals and Steiner points, each to be realised by a shortest path.
  /// The edges form a tree over all terminals.
  std::vector<std::pair<QpuId, QpuId>> tree(std::span<const QpuId> terminals) const;
  /// The tree's edges as single links; no QPU is entered twice.
  std::vector<std::pair<QpuId, QpuId>> links(std::span<const QpuId> terminals) const;

 private:
  struct Hash {
    std::size_t operator()(const std::vector<std::int32_t>& key) const;
  };
  std::vector<QpuId> with_steiner_points(std::span<const QpuId> terminals) const;
  int spanning_cost(std::span<const QpuId> nodes) const;

  const NetworkDistances& distances_;
  std::unordered_map<std::vector<std::int32_t>, int, Hash> cache_;
};

}  // namespace dqc
