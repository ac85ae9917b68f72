#include "passes/analysis/steiner_trees.h"

#include <algorithm>
#include <bit>
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

/// Three terminals meet at the QPU with the least total distance.
int SteinerTrees::median_cost(std::span<const QpuId> terminals) const {
  int best = std::numeric_limits<int>::max();
  for (std::size_t v = 0; v < distances_.size(); ++v) {
    int total = 0;
    for (QpuId t : terminals) total += distances_.distance(QpuId(v), t);
    best = std::min(best, total);
  }
  return best;
}

int SteinerTrees::path_cost(std::span<const QpuId> terminals) {
  left_.assign(terminals.begin(), terminals.end());
  std::sort(left_.begin(), left_.end());
  const QpuId root = left_.front();
  left_.erase(left_.begin());
  nearest_.clear();
  for (QpuId t : left_) nearest_.emplace_back(distances_.distance(root, t), root);
  int total = 0;
  while (!left_.empty()) {
    const auto next = static_cast<std::size_t>(
        std::min_element(nearest_.begin(), nearest_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; }) -
        nearest_.begin());
    const QpuId to = left_[next];
    const auto [length, from] = nearest_[next];
    total += length;
    left_.erase(left_.begin() + static_cast<std::ptrdiff_t>(next));
    nearest_.erase(nearest_.begin() + static_cast<std::ptrdiff_t>(next));
    if (length >= NetworkDistances::unreachable) continue;
    for (QpuId at = from; at != to;) {
      at = distances_.toward(at, to);
      for (std::size_t i = 0; i < left_.size(); ++i)
        nearest_[i] = std::min(nearest_[i], {distances_.distance(at, left_[i]), at});
    }
  }
  return total;
}

/// Precondition: `terminals` ascend.
int SteinerTrees::compute_cost(std::span<const QpuId> terminals) {
  if (terminals.size() < 2) return 0;
  if (terminals.size() == 2) return distances_.distance(terminals[0], terminals[1]);
  if (distances_.size() <= small_network) return spanning_cost(with_steiner_points(terminals));
  return terminals.size() == 3 ? median_cost(terminals) : path_cost(terminals);
}

int SteinerTrees::cost(std::uint64_t terminals) {
  if (distances_.complete()) return std::popcount(terminals) - 1;
  constexpr int index_bits = 12;
  if (memory_.empty()) memory_.resize(std::size_t{1} << index_bits);
  Remembered& slot = memory_[(terminals * 0x9e3779b97f4a7c15U) >> (64 - index_bits)];
  if (slot.terminals != terminals) {
    members_.clear();
    for (std::uint64_t left = terminals; left != 0; left &= left - 1)
      members_.emplace_back(static_cast<std::size_t>(std::countr_zero(left)));
    slot = {terminals, compute_cost(members_)};
  }
  return slot.cost;
}

int SteinerTrees::cost(std::span<const QpuId> terminals) {
  if (terminals.size() < 2) return 0;
  if (distances_.complete()) return static_cast<int>(terminals.size()) - 1;
  if (distances_.size() > 64) {
    members_.assign(terminals.begin(), terminals.end());
    std::sort(members_.begin(), members_.end());
    return compute_cost(members_);
  }
  std::uint64_t set = 0;
  for (QpuId t : terminals) set |= std::uint64_t{1} << t.index();
  return cost(set);
}

std::vector<std::pair<QpuId, QpuId>> SteinerTrees::links(std::span<const QpuId> terminals) const {
  std::vector<std::pair<QpuId, QpuId>> links;
  if (terminals.size() < 2) return links;
  std::vector<QpuId> sorted(terminals.begin(), terminals.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<char> reached(distances_.size(), 0);
  spanning_tree(distances_, with_steiner_points(sorted), [&](QpuId a, QpuId b, int length) {
    if (length >= NetworkDistances::unreachable) return;
    reached[a.index()] = 1;
    for (QpuId at = a; at != b;) {
      const QpuId next = distances_.toward(at, b);
      if (!reached[next.index()]) links.emplace_back(at, next);
      reached[next.index()] = 1;
      at = next;
    }
  });
  return links;
}

}  // namespace dqc
