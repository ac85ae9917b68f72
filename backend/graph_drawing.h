// Places for the vertices of a graph in the plane.
#pragma once

#include <utility>
#include <vector>

namespace dqc {

struct Point {
  double x = 0;
  double y = 0;
};

/// Places where neighbours are about 1 apart and the distance of any two is about their number of hops, by
/// stress majorisation (Gansner, Koren and North, Graph Drawing 2004) from a spread by distances to far
/// vertices; components side by side. Graphs of more than 1500 vertices are laid out in rows instead.
/// Deterministic. Cost: quadratic in the vertices.
std::vector<Point> draw_graph(int vertices, const std::vector<std::pair<int, int>>& edges);

}  // namespace dqc
