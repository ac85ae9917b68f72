#include "passes/analysis/network_distances.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>

namespace dqc {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// Both directions of every link, sorted, so that a search meets QPUs in the order of their ids.
Graph graph_of(const Network& network) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const Link& l : network.links) {
    edges.emplace_back(l.a.index(), l.b.index());
    edges.emplace_back(l.b.index(), l.a.index());
  }
  std::sort(edges.begin(), edges.end());
  Graph graph(network.size());
  for (const auto& [a, b] : edges) boost::add_edge(a, b, graph);
  return graph;
}

/// Keeps the edges along which a search from `start` may go on: see the header's file comment.
struct Passable {
  const Graph* graph = nullptr;
  const Network* network = nullptr;
  std::size_t start = 0;
  bool operator()(const Graph::edge_descriptor& e) const {
    const std::size_t from = boost::source(e, *graph), to = boost::target(e, *graph);
    return network->qpus[from].comm >= (from == start ? 1 : 2) && network->qpus[to].comm >= 1;
  }
};

}  // namespace

NetworkDistances::NetworkDistances(const Network& network)
    : size_(network.size()), distance_(size_ * size_, unreachable), toward_(size_ * size_) {
  const Graph graph = graph_of(network);
  std::vector<std::size_t> parent(size_);
  for (std::size_t b = 0; b < size_; ++b) {
    int* distance = &distance_[b * size_];
    distance[b] = 0;
    for (std::size_t v = 0; v < size_; ++v) parent[v] = v;
    const boost::filtered_graph<Graph, Passable> passable(graph, Passable{&graph, &network, b});
    boost::breadth_first_search(passable, b,
                                boost::visitor(boost::make_bfs_visitor(std::make_pair(
                                    boost::record_distances(distance, boost::on_tree_edge()),
                                    boost::record_predecessors(parent.data(), boost::on_tree_edge())))));
    for (std::size_t a = 0; a < size_; ++a) {
      toward_[b * size_ + a] = QpuId(parent[a]);
      if (distance[a] > 1) complete_ = false;
    }
  }
}

std::vector<QpuId> NetworkDistances::path(QpuId a, QpuId b) const {
  std::vector<QpuId> path{a};
  while (path.back() != b) path.push_back(toward(path.back(), b));
  return path;
}

}  // namespace dqc
