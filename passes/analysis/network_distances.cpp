#include "passes/analysis/network_distances.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <cstdint>
#include <tuple>

namespace dqc {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, int>>;

/// Both directions of every link, sorted, so that a search meets QPUs in the order of their ids.
Graph graph_of(const Network& network, std::span<const int> weights) {
  std::vector<std::tuple<std::size_t, std::size_t, int>> edges;
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const Link& l = network.links[i];
    const int weight = weights.empty() ? 1 : weights[i];
    edges.emplace_back(l.a.index(), l.b.index(), weight);
    edges.emplace_back(l.b.index(), l.a.index(), weight);
  }
  std::sort(edges.begin(), edges.end());
  Graph graph(network.size());
  for (const auto& [a, b, weight] : edges) boost::add_edge(a, b, weight, graph);
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
using PassableGraph = boost::filtered_graph<Graph, Passable>;

void search_links(const PassableGraph& graph, std::size_t start, int* distance, std::size_t* parent) {
  distance[start] = 0;
  boost::breadth_first_search(graph, start,
                              boost::visitor(boost::make_bfs_visitor(std::make_pair(
                                  boost::record_distances(distance, boost::on_tree_edge()),
                                  boost::record_predecessors(parent, boost::on_tree_edge())))));
}

void search_weights(const PassableGraph& graph, std::size_t start, int* distance, std::size_t* parent) {
  boost::dijkstra_shortest_paths(
      graph, start,
      boost::predecessor_map(parent).distance_map(distance).distance_inf(NetworkDistances::unreachable));
}

}  // namespace

NetworkDistances::NetworkDistances(const Network& network, std::span<const int> weights)
    : size_(network.size()), distance_(size_ * size_, unreachable), toward_(size_ * size_) {
  const bool alike = std::ranges::all_of(weights, [](int w) { return w == 1; });
  const Graph graph = graph_of(network, weights);
  std::vector<std::size_t> parent(size_);
  for (std::size_t b = 0; b < size_; ++b) {
    int* distance = &distance_[b * size_];
    for (std::size_t v = 0; v < size_; ++v) parent[v] = v;
    const PassableGraph passable(graph, Passable{&graph, &network, b});
    (alike ? search_links : search_weights)(passable, b, distance, parent.data());
    for (std::size_t a = 0; a < size_; ++a) {
      toward_[b * size_ + a] = QpuId(parent[a]);
      complete_ = complete_ && distance[a] <= 1;
    }
  }
}

double NetworkDistances::mean() const {
  std::int64_t sum = 0, pairs = 0;
  for (std::size_t i = 0; i < distance_.size(); ++i) {
    if (i / size_ == i % size_ || distance_[i] >= unreachable) continue;
    sum += distance_[i];
    ++pairs;
  }
  return pairs > 0 ? static_cast<double>(sum) / static_cast<double>(pairs) : 1;
}

std::vector<QpuId> NetworkDistances::path(QpuId a, QpuId b) const {
  std::vector<QpuId> path{a};
  while (path.back() != b) path.push_back(toward(path.back(), b));
  return path;
}

}  // namespace dqc
