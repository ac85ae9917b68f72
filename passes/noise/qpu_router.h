// Swaps for one QPU's part of a distributed program that fits nowhere on the QPU's device.
#pragma once

#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/qpu_circuit.h"
#include "passes/noise/routing_trials.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

/// The `keep` routes of the lowest costs found, lowest first, each on as many qubits of the device as the
/// circuit has and up to `spare` more; none if no connected part of the device is that large. The places are
/// the device's qubits that a route may use. Deterministic for `rng`, unless `deadline` ends it after the
/// first trial.
std::vector<Route> route_qpu(const QpuCircuit& qpu, const NoiseGraph& graph, std::size_t spare,
                             const TrialOptions& options, std::size_t keep, Rng rng,
                             const Deadline& deadline);

}  // namespace dqc
