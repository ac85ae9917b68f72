#include "passes/analysis/network_distances.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace dqc {
namespace {

struct Edge {
  QpuId to;
  int weight = 1;
};

/// Both directions of every link, by QPU in ascending order of the other end.
std::vector<std::vector<Edge>> edges_of(const Network& network, std::span<const int> weights) {
  std::vector<std::vector<Edge>> edges(network.size());
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const Link& l = network.links[i];
    const int weight = weights.empty() ? 1 : weights[i];
    edges[l.a.index()].push_back({l.b, weight});
    edges[l.b.index()].push_back({l.a, weight});
  }
  for (auto& list : edges) std::ranges::sort(list, {}, &Edge::to);
  return edges;
}

/// Reached, but not yet passed on from; of equally near QPUs, the one reached first goes first.
struct Reached {
  int distance = 0;
  std::size_t turn = 0;
  QpuId at;
  bool operator>(const Reached& other) const {
    return std::tie(distance, turn) > std::tie(other.distance, other.turn);
  }
};

}  // namespace

NetworkDistances::NetworkDistances(const Network& network, std::span<const int> weights)
    : size_(network.size()), distance_(size_ * size_, unreachable), toward_(size_ * size_) {
  const auto edges = edges_of(network, weights);
  // Swapping takes two communication qubits at once, an end of a path one.
  const auto passable = [&](std::size_t start, QpuId from, QpuId to) {
    return network.qpu(from).comm >= (from.index() == start ? 1 : 2) && network.qpu(to).comm >= 1;
  };
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue;
  for (std::size_t b = 0; b < size_; ++b) {
    int* distance = &distance_[b * size_];
    QpuId* toward = &toward_[b * size_];
    for (std::size_t v = 0; v < size_; ++v) toward[v] = QpuId(v);
    distance[b] = 0;
    std::size_t turn = 0;
    for (queue.push({0, turn++, QpuId(b)}); !queue.empty();) {
      const Reached next = queue.top();
      queue.pop();
      if (next.distance > distance[next.at.index()]) continue;
      for (const Edge& e : edges[next.at.index()]) {
        const int reached = next.distance + e.weight;
        if (reached >= distance[e.to.index()] || !passable(b, next.at, e.to)) continue;
        distance[e.to.index()] = reached;
        toward[e.to.index()] = next.at;
        queue.push({reached, turn++, e.to});
      }
    }
    for (std::size_t a = 0; a < size_; ++a) complete_ = complete_ && distance[a] <= 1;
  }
}

std::vector<QpuId> NetworkDistances::path(QpuId a, QpuId b) const {
  std::vector<QpuId> path{a};
  while (path.back() != b) path.push_back(toward(path.back(), b));
  return path;
}

}  // namespace dqc
