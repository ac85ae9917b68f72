#include "passes/noise/noise_graph.h"

#include <algorithm>
#include <cmath>

namespace dqc {
namespace {

double cost_of(double error) {
  return error < 1 ? -std::log1p(-error) : std::numeric_limits<double>::infinity();
}

/// Hops from `start`, -1 where there is no path.
std::vector<int> hops_from(const NoiseGraph& graph, std::size_t start) {
  std::vector<int> hops(graph.size(), -1);
  std::vector<std::size_t> queue{start};
  hops[start] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const auto& arc : graph.arcs[queue[i]]) {
      if (hops[arc.to] >= 0) continue;
      hops[arc.to] = hops[queue[i]] + 1;
      queue.push_back(static_cast<std::size_t>(arc.to));
    }
  return hops;
}

}  // namespace

Region filtered_region(const Device& device, const Thresholds& thresholds) {
  Region region;
  for (const DeviceQubit& qubit : device.qubits)
    region.qubits.push_back(qubit.operational && qubit.readout_error < thresholds.readout &&
                            qubit.readout_error < 1);
  for (const Coupler& coupler : device.couplers)
    region.couplers.push_back(!coupler.faulty && coupler.error < 1 && coupler.error < thresholds.two_qubit &&
                              region.qubits[coupler.a] && region.qubits[coupler.b]);
  return region;
}

NoiseGraph noise_graph(const Device& device, const Region& region) {
  NoiseGraph graph;
  graph.usable = region.qubits;
  graph.arcs.resize(device.size());
  for (const DeviceQubit& qubit : device.qubits) {
    graph.readout_cost.push_back(cost_of(qubit.readout_error));
    graph.gate_cost.push_back(cost_of(qubit.gate_error));
  }
  for (std::size_t i = 0; i < device.couplers.size(); ++i) {
    const Coupler& coupler = device.couplers[i];
    if (!region.couplers[i]) continue;
    graph.arcs[coupler.a].push_back({coupler.b, cost_of(coupler.error)});
    graph.arcs[coupler.b].push_back({coupler.a, cost_of(coupler.error)});
  }
  for (auto& arcs : graph.arcs) std::ranges::sort(arcs, {}, &NoiseGraph::Arc::to);
  return graph;
}

NoiseGraph filtered_graph(const Device& device, const Thresholds& thresholds) {
  return noise_graph(device, filtered_region(device, thresholds));
}

NoiseGraph without(const NoiseGraph& graph, const std::vector<int>& qubits) {
  NoiseGraph rest = graph;
  for (int qubit : qubits) rest.usable[qubit] = 0;
  for (std::size_t i = 0; i < rest.size(); ++i)
    std::erase_if(rest.arcs[i], [&](const auto& arc) { return !rest.usable[i] || !rest.usable[arc.to]; });
  return rest;
}

KeptParts kept_parts(const NoiseGraph& graph) {
  KeptParts kept;
  std::vector<char> seen(graph.size(), 0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (!graph.usable[i]) continue;
    ++kept.qubits;
    kept.couplers += static_cast<int>(graph.arcs[i].size());
    if (seen[i]) continue;
    const auto hops = hops_from(graph, i);
    int size = 0;
    for (std::size_t j = 0; j < graph.size(); ++j)
      if (hops[j] >= 0) seen[j] = 1, ++size;
    kept.largest_component = std::max(kept.largest_component, size);
  }
  kept.couplers /= 2;
  return kept;
}

std::vector<std::vector<int>> hop_distances(const NoiseGraph& graph) {
  std::vector<std::vector<int>> distances;
  for (std::size_t i = 0; i < graph.size(); ++i) distances.push_back(hops_from(graph, i));
  return distances;
}

}  // namespace dqc
