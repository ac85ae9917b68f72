// Shortest paths between all QPUs (Dijkstra 1959), in links (one end-to-end e-bit over h links costs h link
// e-bits) or with a weight for each link.
// A path may be swapped along only where its interior QPUs hold two e-bit halves at once, and may end
// only where one can be held, so communication qubits decide which paths there are.
#pragma once

#include <span>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

class NetworkDistances {
 public:
  static constexpr bool network_only = true;
  static constexpr int unreachable = 1 << 20;
  /// Precondition: the module has a network.
  static NetworkDistances compute(const Module& module) { return NetworkDistances(*module.network); }
  /// `weights` by link, from 1 to unreachable / QPUs; without them every link counts 1.
  /// Cost: a search from each QPU, of links times the logarithm of QPUs.
  explicit NetworkDistances(const Network& network, std::span<const int> weights = {});

  int distance(QpuId a, QpuId b) const { return distance_[a.index() * size_ + b.index()]; }
  bool reachable(QpuId a, QpuId b) const { return distance(a, b) < unreachable; }
  /// A shortest path from a to b, both included; the same one on every machine. Precondition: reachable.
  std::vector<QpuId> path(QpuId a, QpuId b) const;
  /// The QPU after `a` on that path. Precondition: a != b.
  QpuId toward(QpuId a, QpuId b) const { return toward_[b.index() * size_ + a.index()]; }
  /// The mean distance of two QPUs that reach each other; 1 if there are none.
  double mean() const;
  /// Every pair of QPUs shares a link that counts 1.
  bool complete() const { return complete_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  bool complete_ = true;
  std::vector<int> distance_;
  std::vector<QpuId> toward_;  ///< [b][a]: the next QPU on the way from a to b
};

}  // namespace dqc
