// The part of a device that a circuit is routed on, with its distances.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "passes/noise/noise_graph.h"

namespace dqc {

/// Places are numbered from 0; `site` says which qubit of the device each is.
struct RoutingGraph {
  struct Arc {
    int to = 0;
    double cost = 0;    ///< of a two-qubit gate, -ln(1 - e)
    double length = 0;  ///< of a swap: 1 at the mean error, more where the coupler is worse
  };
  std::vector<int> site;
  std::vector<std::vector<Arc>> arcs;  ///< by place, ascending `to`
  std::vector<double> readout_cost;    ///< by place
  std::vector<float> distances;  ///< size * size, least sums of lengths; infinite where there is no path
  int diameter = 0;              ///< hops, at most

  std::size_t size() const { return site.size(); }
  double distance(int a, int b) const {
    return distances[static_cast<std::size_t>(a) * size() + static_cast<std::size_t>(b)];
  }
  /// None: no coupler joins them.
  const Arc* arc(int a, int b) const;
  const std::vector<Arc>& arcs_of(int place) const { return arcs[static_cast<std::size_t>(place)]; }
};

/// All that is usable of `graph` or, where that is much more than `qubits`, a connected part of it around its
/// best coupler. A share `noise` of the lengths is by error, the rest by hops. Cost: size^2 log(size), size
/// at most 8 * qubits or 512.
RoutingGraph routing_graph(const NoiseGraph& graph, std::size_t qubits, double noise);

/// The part of `graph` on `places`, which are numbered anew. Cost: as of routing_graph, of so many places.
RoutingGraph part_of(const RoutingGraph& graph, const std::vector<int>& places);

/// Places by how good it is to start there: the least sum of the distances to the nearest `qubits` first.
std::vector<int> central_places(const RoutingGraph& graph, std::size_t qubits);

/// By place, its component; components are numbered from 0, the largest first.
std::vector<int> components_of(const RoutingGraph& graph);

}  // namespace dqc
