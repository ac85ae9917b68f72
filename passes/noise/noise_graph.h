// Threshold filtering after "Noise-Aware Distributed QAOA" (Chen et al., IEEE QCE 2025): the part of a
// device that is good enough, with every error rate e as the cost -ln(1 - e), so that costs add up where
// probabilities of success multiply.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "passes/ir/device.h"

namespace dqc {

/// A qubit stays if its readout error is below `readout`, a coupler if its error is below `two_qubit` (both
/// strict) and both ends stay. Infinity keeps everything but faulty couplers and qubits out of operation.
struct Thresholds {
  double readout = std::numeric_limits<double>::infinity();
  double two_qubit = std::numeric_limits<double>::infinity();
  bool operator==(const Thresholds&) const = default;
};

struct NoiseGraph {
  struct Arc {
    int to = 0;
    double cost = 0;
  };
  std::vector<char> usable;            ///< by qubit of the device
  std::vector<double> readout_cost;    ///< by qubit
  std::vector<double> gate_cost;       ///< by qubit, of a one-qubit gate
  std::vector<std::vector<Arc>> arcs;  ///< by qubit, ascending `to`; none at a qubit that is not usable
  std::size_t size() const { return usable.size(); }
};

/// The part of `device` within `thresholds`. A qubit whose readout never works (error 1) and a coupler with
/// an error of 1 or more are dropped whatever the thresholds.
Region filtered_region(const Device& device, const Thresholds& thresholds);

/// The costs of the part `region` of `device`, which has the device's sizes and no coupler without its ends.
NoiseGraph noise_graph(const Device& device, const Region& region);

/// noise_graph of filtered_region.
NoiseGraph filtered_graph(const Device& device, const Thresholds& thresholds);

/// `graph` without `qubits`.
NoiseGraph without(const NoiseGraph& graph, const std::vector<int>& qubits);

/// What is left of a device.
struct KeptParts {
  int qubits = 0;
  int couplers = 0;
  int largest_component = 0;
};
KeptParts kept_parts(const NoiseGraph& graph);

/// Hops between qubits, -1 where there is no path. Cost: size * couplers.
std::vector<std::vector<int>> hop_distances(const NoiseGraph& graph);

}  // namespace dqc
