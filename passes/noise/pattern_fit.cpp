#include "passes/noise/pattern_fit.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace dqc {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// How many couplers end at each, most first.
std::vector<std::size_t> degrees(const NoiseGraph& graph) {
  std::vector<std::size_t> all;
  for (const auto& arcs : graph.arcs) all.push_back(arcs.size());
  std::ranges::sort(all, std::ranges::greater());
  return all;
}
std::vector<std::size_t> degrees(const Pattern& pattern) {
  std::vector<std::size_t> all(pattern.size(), 0);
  for (const PatternEdge& e : pattern.edges)
    ++all[static_cast<std::size_t>(e.a)], ++all[static_cast<std::size_t>(e.b)];
  std::ranges::sort(all, std::ranges::greater());
  return all;
}

double coupler_cost(const NoiseGraph& graph, int a, int b) {
  for (const NoiseGraph::Arc& arc : graph.arcs[static_cast<std::size_t>(a)])
    if (arc.to == b) return arc.cost;
  return never;
}

}  // namespace

bool may_fit(const Pattern& pattern, const NoiseGraph& graph) {
  const auto there = degrees(graph), needed = degrees(pattern);
  if (needed.size() > there.size()) return false;
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (needed[i] > there[i]) return false;
  return true;
}

double layout_cost(const Pattern& pattern, const NoiseGraph& graph, const std::vector<int>& layout) {
  double cost = 0;
  for (std::size_t v = 0; v < pattern.size(); ++v) {
    const auto q = static_cast<std::size_t>(layout[v]);
    if (layout[v] < 0 || q >= graph.size() || !graph.usable[q]) return never;
    cost +=
        pattern.vertices[v].readouts * graph.readout_cost[q] + pattern.vertices[v].gates * graph.gate_cost[q];
  }
  for (const PatternEdge& e : pattern.edges)
    cost += e.gates *
            coupler_cost(graph, layout[static_cast<std::size_t>(e.a)], layout[static_cast<std::size_t>(e.b)]);
  return cost;
}

}  // namespace dqc
