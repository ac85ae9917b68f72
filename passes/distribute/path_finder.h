// Chooses the path of an e-bit among the shortest ones, so that generation spreads over the links.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/distribute/comm_occupancy.h"
#include "passes/distribute/link_table.h"
#include "passes/ir/network.h"

namespace dqc {

class PathFinder {
 public:
  /// What shortest means is said by `distances`, whose links count `weights`. `distances` and `links` must
  /// outlive this.
  PathFinder(const Network& network, const NetworkDistances& distances, std::span<const int> weights,
             const LinkTable& links);

  /// A path with the ends and the length of `given`, every interior QPU of which has two free
  /// communication qubits, with the least sum of loads; `given` itself unless another one is better, and
  /// whenever `given` is longer than the shortest paths (a detour taken for want of memory).
  /// Cost: linear in the links at the QPUs on shortest paths, times the logarithm of these QPUs.
  std::vector<QpuId> choose(const std::vector<QpuId>& given, const CommOccupancy& occupancy);

  /// Adds one e-bit on each link of `path` to the loads.
  void use(const std::vector<QpuId>& path);

 private:
  std::int64_t cost(LinkId link) const { return load_[link.index()] + ticks_[link.index()]; }
  std::int64_t cost(const std::vector<QpuId>& path) const;
  int length(const std::vector<QpuId>& path) const;
  void extend(QpuId at, QpuId target, const CommOccupancy& occupancy);

  const NetworkDistances& distances_;
  const LinkTable& links_;
  std::vector<int> weights_;  ///< by link
  std::vector<std::int64_t>
      ticks_;  ///< by link, of the raw pairs of one e-bit, shared among those made in parallel
  std::vector<std::int64_t> load_;  ///< by link, ticks spent so far
  // Of the search under way, by QPU.
  struct Reached {
    std::int64_t cost = -1;
    QpuId from;
  };
  std::vector<Reached> reached_;
  std::set<std::pair<int, QpuId>> frontier_;  ///< reached, with what is left to the target, negated
};

}  // namespace dqc
