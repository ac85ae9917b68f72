#include "passes/analysis/steiner_trees.h"

#include <algorithm>
#include <limits>

namespace dqc {
namespace {

/// Prim's algorithm over the distances of `nodes`; calls visit(parent, child, distance) per edge.
template <class Visit>
void spanning_tree(const NetworkDistances& distances, std::span<const QpuId> nodes, Visit&& visit) {
  const std::size_t n = nodes.size();
  std::vector<int> best(n, std::numeric_limits<int>::max());
  std::vector<std::size_t> from(n, 0);
  std::vector<char> done(n, 0);
  std::size_t at = 0;
  for (std::size_t step = 1; step < n; ++step) {
    done[at] = 1;
    std::size_t next = n;
    for (std::size_t v = 0; v < n; ++v) {
      if (done[v]) continue;
      const int d = distances.distance(nodes[at], nodes[v]);
      if (d < best[v]) best[v] = d, from[v] = at;
      if (next == n || best[v] < best[next]) next = v;
    }
    visit(nodes[from[next]], nodes[next], best[next]);
    at = next;
  }
}

}  // namespace

std::size_t SteinerTrees::Hash::operator()(const std::vector<std::int32_t>& key) const {
  std::uint64_t h = 0x9e3779b97f4a7c15ULL;
  for (std::int32_t v : key) h = (h ^ static_cast<std::uint32_t>(v)) * 0x100000001b3ULL;
  return static_cast<std::size_t>(h ^ (h >> 29));
}

int SteinerTrees::spanning_cost(std::span<const QpuId> nodes) const {
  int total = 0;
  spanning_tree(distances_, nodes, [&](QpuId, QpuId, int d) { total += d; });
  return total;
}

std::vector<QpuId> SteinerTrees::with_steiner_points(std::span<const QpuId> terminals) const {
  std::vector<QpuId> nodes(terminals.begin(), terminals.end());
  if (distances_.complete() || terminals.size() < 3) return nodes;
  int cost = spanning_cost(nodes);
  for (std::size_t added = 0; added + 2 < terminals.size(); ++added) {
    QpuId best;
    for (std::size_t v = 0; v < distances_.size(); ++v) {
      const QpuId point(v);
      if (std::find(nodes.begin(), nodes.end(), point) != nodes.end()) continue;
      nodes.push_back(point);
      const int with = spanning_cost(nodes);
      nodes.pop_back();
      if (with < cost) cost = with, best = point;
    }
    if (!best.valid()) break;
    nodes.push_back(best);
  }
  return nodes;
}

int SteinerTrees::cost(std::span<const QpuId> terminals) {
  if (terminals.size() < 2) return 0;
  if (distances_.complete()) return static_cast<int>(terminals.size()) - 1;
  if (terminals.size() == 2) return distances_.distance(terminals[0], terminals[1]);
  std::vector<QpuId> sorted(terminals.begin(), terminals.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int32_t> key;
  for (QpuId t : sorted) key.push_back(t.value());
  const auto found = cache_.find(key);
  if (found != cache_.end()) return found->second;
  const int value = spanning_cost(with_steiner_points(sorted));
  cache_.emplace(std::move(key), value);
  return value;
}

std::vector<std::pair<QpuId, QpuId>> SteinerTrees::tree(std::span<const QpuId> terminals) const {
  std::vector<std::pair<QpuId, QpuId>> edges;
  if (terminals.size() < 2) return edges;
  std::vector<QpuId> sorted(terminals.begin(), terminals.end());
  std::sort(sorted.begin(), sorted.end());
  spanning_tree(distances_, with_steiner_points(sorted),
                [&](QpuId a, QpuId b, int) { edges.emplace_back(a, b); });
  return edges;
}

std::vector<std::pair<QpuId, QpuId>> SteinerTrees::links(std::span<const QpuId> terminals) const {
  std::vector<std::pair<QpuId, QpuId>> links;
  std::vector<char> reached(distances_.size(), 0);
  for (const auto& [a, b] : tree(terminals)) {
    const std::vector<QpuId> path = distances_.path(a, b);
    reached[a.index()] = 1;
    for (std::size_t i = 1; i < path.size(); ++i) {
      if (reached[path[i].index()]) continue;
      reached[path[i].index()] = 1;
      links.emplace_back(path[i - 1], path[i]);
    }
  }
  return links;
}

}  // namespace dqc
