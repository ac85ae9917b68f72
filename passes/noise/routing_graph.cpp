#include "passes/noise/routing_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

namespace dqc {
namespace {

constexpr std::size_t smallest_part = 512;  // places; up to so many the whole device is taken
constexpr double longest = 8;               // of a coupler, in couplers of mean error

std::vector<int> usable_qubits(const NoiseGraph& graph) {
  std::vector<int> out;
  for (std::size_t q = 0; q < graph.size(); ++q)
    if (graph.usable[q]) out.push_back(static_cast<int>(q));
  return out;
}

/// The first `limit` qubits that a walk in breadth reaches from `start`, then those of the next component.
std::vector<int> ball(const NoiseGraph& graph, int start, std::size_t limit) {
  std::vector<char> seen(graph.size(), 0);
  std::vector<int> out;
  const auto reach = [&](int q) {
    if (seen[static_cast<std::size_t>(q)]++ == 0 && out.size() < limit) out.push_back(q);
  };
  reach(start);
  for (std::size_t next = 0, i = 0; out.size() < limit; ++i) {
    for (; i == out.size() && next < graph.size(); ++next)
      if (graph.usable[next]) reach(static_cast<int>(next));
    if (i == out.size()) break;
    for (const NoiseGraph::Arc& arc : graph.arcs[static_cast<std::size_t>(out[i])]) reach(arc.to);
  }
  std::ranges::sort(out);
  return out;
}

int end_of_best_coupler(const NoiseGraph& graph) {
  int best = -1;
  double cost = std::numeric_limits<double>::infinity();
  for (std::size_t q = 0; q < graph.size(); ++q)
    for (const NoiseGraph::Arc& arc : graph.arcs[q])
      if (arc.cost < cost) best = static_cast<int>(q), cost = arc.cost;
  return best;
}

void set_lengths(RoutingGraph& out, double noise) {
  double sum = 0, count = 0;
  for (const auto& arcs : out.arcs)
    for (const RoutingGraph::Arc& arc : arcs) sum += arc.cost, ++count;
  const double mean = sum / std::max(count, 1.0);
  for (auto& arcs : out.arcs)
    for (RoutingGraph::Arc& arc : arcs)
      arc.length = mean > 0 ? std::min(1 - noise + noise * arc.cost / mean, longest) : 1;
}

/// Dijkstra's distances from `start`.
void find_distances(RoutingGraph& out, int start) {
  using Entry = std::pair<double, int>;
  const std::size_t row = static_cast<std::size_t>(start) * out.size();
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  std::vector<double> best(out.size(), std::numeric_limits<double>::infinity());
  std::vector<int> hops(out.size(), 0);
  best[static_cast<std::size_t>(start)] = 0;
  queue.emplace(0.0, start);
  while (!queue.empty()) {
    const auto [length, at] = queue.top();
    queue.pop();
    if (length > best[static_cast<std::size_t>(at)]) continue;
    out.diameter = std::max(out.diameter, hops[static_cast<std::size_t>(at)]);
    for (const RoutingGraph::Arc& arc : out.arcs_of(at)) {
      double& known = best[static_cast<std::size_t>(arc.to)];
      if (length + arc.length >= known) continue;
      known = length + arc.length;
      hops[static_cast<std::size_t>(arc.to)] = hops[static_cast<std::size_t>(at)] + 1;
      queue.emplace(known, arc.to);
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) out.distances[row + i] = static_cast<float>(best[i]);
}

void find_all_distances(RoutingGraph& out) {
  out.distances.resize(out.size() * out.size());
  for (std::size_t i = 0; i < out.size(); ++i) find_distances(out, static_cast<int>(i));
}

}  // namespace

const RoutingGraph::Arc* RoutingGraph::arc(int a, int b) const {
  for (const Arc& arc : arcs_of(a))
    if (arc.to == b) return &arc;
  return nullptr;
}

RoutingGraph routing_graph(const NoiseGraph& graph, std::size_t qubits, double noise) {
  RoutingGraph out;
  out.site = usable_qubits(graph);
  const std::size_t limit = std::max(smallest_part, 8 * qubits);
  const int start = end_of_best_coupler(graph);
  if (out.size() > limit && start >= 0) out.site = ball(graph, start, limit);
  std::vector<int> place_of(graph.size(), -1);
  for (std::size_t i = 0; i < out.size(); ++i)
    place_of[static_cast<std::size_t>(out.site[i])] = static_cast<int>(i);
  for (int q : out.site) {
    out.readout_cost.push_back(graph.readout_cost[static_cast<std::size_t>(q)]);
    auto& arcs = out.arcs.emplace_back();
    for (const NoiseGraph::Arc& arc : graph.arcs[static_cast<std::size_t>(q)])
      if (const int to = place_of[static_cast<std::size_t>(arc.to)]; to >= 0)
        arcs.push_back({to, arc.cost, 1});
  }
  set_lengths(out, noise);
  find_all_distances(out);
  return out;
}

RoutingGraph part_of(const RoutingGraph& graph, const std::vector<int>& places) {
  std::vector<int> number(graph.size(), -1);
  for (std::size_t i = 0; i < places.size(); ++i)
    number[static_cast<std::size_t>(places[i])] = static_cast<int>(i);
  RoutingGraph out;
  for (int place : places) {
    out.site.push_back(graph.site[static_cast<std::size_t>(place)]);
    out.readout_cost.push_back(graph.readout_cost[static_cast<std::size_t>(place)]);
    auto& arcs = out.arcs.emplace_back();
    for (RoutingGraph::Arc arc : graph.arcs_of(place))
      if ((arc.to = number[static_cast<std::size_t>(arc.to)]) >= 0) arcs.push_back(arc);
    std::ranges::sort(arcs, {}, &RoutingGraph::Arc::to);
  }
  find_all_distances(out);
  return out;
}

std::vector<int> central_places(const RoutingGraph& graph, std::size_t qubits) {
  std::vector<double> sum(graph.size(), 0);
  const std::size_t near = std::min(qubits, graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const auto* row = graph.distances.data() + i * graph.size();
    std::vector<float> all(row, row + graph.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<long>(near), all.end());
    for (std::size_t k = 0; k < near; ++k) sum[i] += static_cast<double>(all[k]);
  }
  std::vector<int> order(graph.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](int i) { return sum[static_cast<std::size_t>(i)]; });
  return order;
}

std::vector<int> components_of(const RoutingGraph& graph) {
  std::vector<int> found(graph.size(), -1);
  std::vector<int> sizes;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (found[i] >= 0) continue;
    std::vector<int> stack(1, static_cast<int>(i));
    found[i] = static_cast<int>(sizes.size());
    sizes.push_back(0);
    while (!stack.empty()) {
      const int at = stack.back();
      stack.pop_back();
      ++sizes.back();
      for (const RoutingGraph::Arc& arc : graph.arcs_of(at))
        if (int& other = found[static_cast<std::size_t>(arc.to)]; other < 0)
          other = found[i], stack.push_back(arc.to);
    }
  }
  std::vector<int> order(sizes.size()), rank(sizes.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater(),
                           [&](int c) { return sizes[static_cast<std::size_t>(c)]; });
  for (std::size_t k = 0; k < order.size(); ++k)
    rank[static_cast<std::size_t>(order[k])] = static_cast<int>(k);
  for (int& c : found) c = rank[static_cast<std::size_t>(c)];
  return found;
}

}  // namespace dqc
