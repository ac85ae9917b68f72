// A distributed program with the swaps that its QPUs' devices need.
#pragma once

#include <optional>
#include <vector>

#include "passes/ir/network.h"
#include "passes/noise/qpu_circuit.h"
#include "passes/noise/routing_trials.h"

namespace dqc {

struct RoutedProgram {
  Program program;
  std::vector<std::vector<PhysicalQubit>> wires;  ///< by QPU with a route and place of it; invalid: not used
};

/// `program`, of which `circuits` are the parts, along `routes` (by QPU; none: as it is). What swaps pass
/// through beyond the qubits of a part are data qubits of its QPU that the program did not use. A swap with a
/// place that holds nothing is a relocate. Cost: linear, up to a logarithm.
RoutedProgram routed_program(const Program& program, const std::vector<QpuCircuit>& circuits,
                             const std::vector<std::optional<Route>>& routes);

}  // namespace dqc
