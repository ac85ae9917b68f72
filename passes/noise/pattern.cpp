#include "passes/noise/pattern.h"

#include <algorithm>
#include <limits>

namespace dqc {
namespace {

constexpr double no_edge = -1;

/// Edge weights as a matrix, and neighbours.
struct Adjacency {
  explicit Adjacency(const Pattern& pattern)
      : weights(pattern.size(), std::vector<double>(pattern.size(), no_edge)), neighbours(pattern.size()) {
    for (const PatternEdge& edge : pattern.edges) {
      weights[edge.a][edge.b] = weights[edge.b][edge.a] = edge.gates;
      neighbours[edge.a].push_back(edge.b);
      neighbours[edge.b].push_back(edge.a);
    }
    for (auto& list : neighbours) std::ranges::sort(list);
  }
  std::vector<int> hops_from(int start) const {
    std::vector<int> hops(neighbours.size(), -1);
    std::vector<int> queue{start};
    hops[start] = 0;
    for (std::size_t i = 0; i < queue.size(); ++i)
      for (int next : neighbours[queue[i]])
        if (hops[next] < 0) hops[next] = hops[queue[i]] + 1, queue.push_back(next);
    return hops;
  }
  std::vector<std::vector<double>> weights;
  std::vector<std::vector<int>> neighbours;
};

/// Finds automorphisms that fix a prefix of `order`.
class Symmetries {
 public:
  Symmetries(const Pattern& pattern, const Adjacency& adjacency, std::vector<int> order)
      : pattern_(pattern),
        adjacency_(adjacency),
        order_(std::move(order)),
        image_(pattern.size(), -1),
        used_(pattern.size(), 0) {}

  /// The vertices that order[place] can go to while all before it stay.
  std::vector<int> orbit(std::size_t place) {
    std::vector<int> found;
    std::ranges::fill(image_, -1);
    std::ranges::fill(used_, 0);
    for (std::size_t i = 0; i < place; ++i) image_[order_[i]] = order_[i], used_[order_[i]] = 1;
    for (int target = 0; target < static_cast<int>(pattern_.size()); ++target) {
      if (!fits(place, target)) continue;
      assign(place, target);
      if (extends(place + 1)) found.push_back(target);
      release(place, target);
    }
    return found;
  }

 private:
  void assign(std::size_t place, int target) { image_[order_[place]] = target, used_[target] = 1; }
  void release(std::size_t place, int target) { image_[order_[place]] = -1, used_[target] = 0; }
  bool fits(std::size_t place, int target) const {
    const int vertex = order_[place];
    if (used_[target] || !(pattern_.vertices[vertex] == pattern_.vertices[target]) ||
        adjacency_.neighbours[vertex].size() != adjacency_.neighbours[target].size())
      return false;
    for (std::size_t i = 0; i < place; ++i)
      if (adjacency_.weights[vertex][order_[i]] != adjacency_.weights[target][image_[order_[i]]])
        return false;
    return true;
  }
  bool extends(std::size_t place) {
    if (place == order_.size()) return true;
    for (int target = 0; target < static_cast<int>(pattern_.size()); ++target) {
      if (!fits(place, target)) continue;
      assign(place, target);
      const bool done = extends(place + 1);
      release(place, target);
      if (done) return true;
    }
    return false;
  }

  const Pattern& pattern_;
  const Adjacency& adjacency_;
  std::vector<int> order_;
  std::vector<int> image_;
  std::vector<char> used_;
};

class Planner {
 public:
  explicit Planner(const Pattern& pattern)
      : pattern_(pattern), adjacency_(pattern), place_of_(pattern.size(), -1) {}

  SearchPlan plan() {
    for (const auto& component : components()) grow_tree(middle(component), -1);
    add_orders();
    add_reaches();
    return std::move(plan_);
  }

 private:
  /// Largest first: it has the fewest places to go to.
  std::vector<std::vector<int>> components() const {
    std::vector<std::vector<int>> result;
    std::vector<char> seen(pattern_.size(), 0);
    for (int v = 0; v < static_cast<int>(pattern_.size()); ++v) {
      if (seen[v]) continue;
      const auto hops = adjacency_.hops_from(v);
      auto& component = result.emplace_back();
      for (int u = 0; u < static_cast<int>(pattern_.size()); ++u)
        if (hops[u] >= 0) seen[u] = 1, component.push_back(u);
    }
    std::ranges::stable_sort(result, std::ranges::greater{}, &std::vector<int>::size);
    return result;
  }

  /// The vertex with the shortest way to all others; of several, one of the highest degree.
  int middle(const std::vector<int>& component) const {
    int best = component[0];
    auto best_key = std::pair(std::numeric_limits<int>::max(), 0);
    for (int v : component) {
      const auto hops = adjacency_.hops_from(v);
      const auto key =
          std::pair(*std::ranges::max_element(hops), -static_cast<int>(adjacency_.neighbours[v].size()));
      if (key < best_key) best = v, best_key = key;
    }
    return best;
  }

  void grow_tree(int vertex, int parent) {
    const int here = static_cast<int>(plan_.places.size());
    place_of_[vertex] = here;
    auto& place = plan_.places.emplace_back();
    place.vertex = vertex;
    place.degree = static_cast<int>(adjacency_.neighbours[vertex].size());
    place.parent = parent;
    if (parent >= 0) {
      place.parent_gates = adjacency_.weights[vertex][plan_.places[parent].vertex];
      plan_.places[parent].children.push_back(here);
    }
    for (int next : adjacency_.neighbours[vertex])
      if (place_of_[next] >= 0 && place_of_[next] != parent)
        plan_.places[here].back.push_back({place_of_[next], adjacency_.weights[vertex][next]});
    for (int next : adjacency_.neighbours[vertex])
      if (place_of_[next] < 0) grow_tree(next, here);
  }

  void add_orders() {
    std::vector<int> order;
    for (const auto& place : plan_.places) order.push_back(place.vertex);
    Symmetries symmetries(pattern_, adjacency_, order);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto orbit = symmetries.orbit(i);
      plan_.automorphisms *= static_cast<double>(orbit.size());
      for (int vertex : orbit)
        if (vertex != order[i]) plan_.places[place_of_[vertex]].above.push_back(static_cast<int>(i));
    }
  }

  /// Only where a cycle closes: in a tree the parent's arc says it all.
  void add_reaches() {
    const auto has_back = [](const SearchPlan::Place& place) { return !place.back.empty(); };
    if (std::ranges::none_of(plan_.places, has_back)) return;
    for (std::size_t i = 0; i < plan_.places.size(); ++i) {
      const auto hops = adjacency_.hops_from(plan_.places[i].vertex);
      for (std::size_t j = i + 1; j < plan_.places.size(); ++j) {
        const int apart = hops[plan_.places[j].vertex];
        if (apart > 1) plan_.places[j].reaches.push_back({static_cast<int>(i), apart});
      }
    }
  }

  const Pattern& pattern_;
  Adjacency adjacency_;
  std::vector<int> place_of_;
  SearchPlan plan_;
};

}  // namespace

Pattern plain_pattern(int vertices, const std::vector<std::pair<int, int>>& edges) {
  Pattern pattern;
  pattern.vertices.resize(static_cast<std::size_t>(vertices));
  for (const auto& [a, b] : edges) pattern.edges.push_back({a, b, 1});
  return pattern;
}

SearchPlan plan_search(const Pattern& pattern) { return Planner(pattern).plan(); }

}  // namespace dqc
