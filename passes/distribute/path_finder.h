// Chooses the path of an e-bit among the shortest ones, so that generation spreads over the links.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/distribute/comm_occupancy.h"
#include "passes/distribute/link_table.h"
#include "passes/ir/network.h"

namespace dqc {

class PathFinder {
 public:
  /// `network` and `links` must outlive this.
  PathFinder(const Network& network, const LinkTable& links);

  /// A path with the ends and the length of `given`, every interior QPU of which has two free
  /// communication qubits, with the least sum of loads; `given` itself unless another one is better, and
  /// whenever `given` is longer than the shortest paths (a detour taken for want of memory).
  /// Cost: linear in the links between the QPUs on shortest paths; one BFS of the network for the first
  /// path to each QPU.
  std::vector<QpuId> choose(const std::vector<QpuId>& given, const CommOccupancy& occupancy);

  /// Adds one e-bit on each link of `path` to the loads.
  void use(const std::vector<QpuId>& path);

 private:
  /// Hops to `target`, by QPU; -1 where it cannot be reached.
  const std::vector<int>& distances_to(QpuId target);
  std::int64_t cost(LinkId link) const { return load_[link.index()] + ticks_[link.index()]; }
  std::int64_t cost(const std::vector<QpuId>& path) const;
  void extend(QpuId at, QpuId target, const std::vector<int>& to_target, const CommOccupancy& occupancy);

  const Network& network_;
  const LinkTable& links_;
  std::vector<std::int64_t> ticks_;  ///< by link, of one e-bit, shared among those made in parallel
  std::vector<std::int64_t> load_;   ///< by link, ticks spent so far
  std::vector<std::vector<int>> distances_;
  // Of the search under way, by QPU.
  struct Reached {
    std::int64_t cost = -1;
    QpuId from;
  };
  std::vector<Reached> reached_;
  std::vector<QpuId> frontier_, next_;
};

}  // namespace dqc
