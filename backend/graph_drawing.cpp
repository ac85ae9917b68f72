#include "backend/graph_drawing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dqc {
namespace {

using Matrix = std::vector<std::vector<int>>;

constexpr int most_vertices = 1500;
constexpr int rounds = 200;

std::vector<int> hops_from(const Matrix& neighbours, int start) {
  std::vector<int> hops(neighbours.size(), -1);
  std::vector<int> queue{start};
  hops[static_cast<std::size_t>(start)] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (int to : neighbours[static_cast<std::size_t>(queue[i])])
      if (hops[static_cast<std::size_t>(to)] < 0) {
        hops[static_cast<std::size_t>(to)] = hops[static_cast<std::size_t>(queue[i])] + 1;
        queue.push_back(to);
      }
  return hops;
}

/// One component: its vertices, their hops to each other, and the places found.
class Component {
 public:
  Component(std::vector<int> vertices, const Matrix& neighbours) : vertices_(std::move(vertices)) {
    for (int v : vertices_) {
      const auto all = hops_from(neighbours, v);
      auto& row = hops_.emplace_back();
      for (int u : vertices_) row.push_back(all[static_cast<std::size_t>(u)]);
    }
  }

  void place() {
    start();
    for (int round = 0; round < rounds; ++round) relax();
    turn();
  }

  /// Moves the component's left edge to `left`; returns its right edge.
  double shift(double left, std::vector<Point>& out) {
    double least = places_[0].x, top = places_[0].y, right = left;
    for (const Point& p : places_) least = std::min(least, p.x), top = std::min(top, p.y);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const Point p{places_[i].x - least + left, places_[i].y - top};
      out[static_cast<std::size_t>(vertices_[i])] = p;
      right = std::max(right, p.x);
    }
    return right;
  }

 private:
  std::size_t farthest(std::size_t from) const {
    return static_cast<std::size_t>(std::ranges::max_element(hops_[from]) - hops_[from].begin());
  }

  /// x by the distances to two far ends, y by those to two vertices in between.
  void start() {
    const std::size_t a = farthest(0), b = farthest(a);
    std::size_t c = a;
    const auto balance = [&](std::size_t v) {
      return std::min(hops_[a][v], hops_[b][v]) * 2 - std::abs(hops_[a][v] - hops_[b][v]);
    };
    for (std::size_t v = 0; v < vertices_.size(); ++v)
      if (balance(v) > balance(c)) c = v;
    std::size_t d = c;
    const auto away = [&](std::size_t v) { return 2 * hops_[c][v] - std::abs(hops_[a][v] - hops_[b][v]); };
    for (std::size_t v = 0; v < vertices_.size(); ++v)
      if (away(v) > away(d)) d = v;
    for (std::size_t v = 0; v < vertices_.size(); ++v) {
      const double spread = 0.01 * std::sin(static_cast<double>(v) * 12.9898);  // no two in one place
      places_.push_back(
          {(hops_[a][v] - hops_[b][v]) / 2.0 + spread, (hops_[c][v] - hops_[d][v]) / 2.0 - spread});
    }
  }

  /// Each vertex to the mean of where the others want it, weighted by 1 / hops squared.
  void relax() {
    for (std::size_t v = 0; v < places_.size(); ++v) {
      Point sum;
      double weights = 0;
      for (std::size_t u = 0; u < places_.size(); ++u) {
        if (u == v) continue;
        const double hops = hops_[v][u], weight = 1 / (hops * hops);
        const double dx = places_[v].x - places_[u].x, dy = places_[v].y - places_[u].y;
        const double scale = hops / std::max(1e-9, std::hypot(dx, dy));
        sum.x += weight * (places_[u].x + dx * scale), sum.y += weight * (places_[u].y + dy * scale);
        weights += weight;
      }
      if (weights > 0) places_[v] = {sum.x / weights, sum.y / weights};
    }
  }

  /// So that the drawing lies in the smallest upright rectangle, its longer side horizontal.
  void turn() {
    constexpr int angles = 180;
    const double step = std::acos(-1.0) / angles;
    double least = 1e300;
    int best = 0;
    for (int i = 0; i < angles; ++i) {
      const auto [width, height] = extent(i * step);
      const double area = (width + 1) * (height + 1);
      if (width + 1e-9 >= height && area < least * (1 - 1e-9)) least = area, best = i;
    }
    rotate(best * step);
  }

  /// Width and height after a rotation by `angle`.
  std::pair<double, double> extent(double angle) const {
    const double c = std::cos(angle), s = std::sin(angle);
    double left = 1e300, right = -1e300, top = 1e300, bottom = -1e300;
    for (const Point& p : places_) {
      const double x = c * p.x - s * p.y, y = s * p.x + c * p.y;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = std::max(bottom, y);
    }
    return {right - left, bottom - top};
  }

  void rotate(double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    for (Point& p : places_) p = {c * p.x - s * p.y, s * p.x + c * p.y};
  }

  std::vector<int> vertices_;
  Matrix hops_;
  std::vector<Point> places_;
};

std::vector<Point> in_rows(int vertices) {
  const int width = static_cast<int>(std::ceil(std::sqrt(vertices)));
  std::vector<Point> places;
  for (int v = 0; v < vertices; ++v) places.push_back({double(v % width), double(v / width)});
  return places;
}

}  // namespace

std::vector<Point> draw_graph(int vertices, const std::vector<std::pair<int, int>>& edges) {
  if (vertices > most_vertices) return in_rows(vertices);
  Matrix neighbours(static_cast<std::size_t>(vertices));
  for (const auto& [a, b] : edges) {
    neighbours[static_cast<std::size_t>(a)].push_back(b);
    neighbours[static_cast<std::size_t>(b)].push_back(a);
  }
  std::vector<Point> places(static_cast<std::size_t>(vertices));
  std::vector<char> done(static_cast<std::size_t>(vertices), 0);
  double left = 0;
  for (int v = 0; v < vertices; ++v) {
    if (done[static_cast<std::size_t>(v)]) continue;
    std::vector<int> members;
    const auto hops = hops_from(neighbours, v);
    for (int u = 0; u < vertices; ++u)
      if (hops[static_cast<std::size_t>(u)] >= 0) members.push_back(u), done[static_cast<std::size_t>(u)] = 1;
    Component component(std::move(members), neighbours);
    component.place();
    left = component.shift(left, places) + 1;
  }
  return places;
}

}  // namespace dqc
