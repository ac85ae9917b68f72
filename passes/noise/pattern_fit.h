// Whether a pattern fits on a part of a device at all, and what a given layout costs.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/pattern.h"

namespace dqc {

/// False where some vertex of the pattern has more edges than the graph has couplers for, which spares a
/// search; the pattern does not fit then. Cost: a sort of the degrees.
bool may_fit(const Pattern& pattern, const NoiseGraph& graph);

/// -ln of the fidelity of `layout`, by vertex; infinite if it has no qubit or no coupler where it needs one.
double layout_cost(const Pattern& pattern, const NoiseGraph& graph, const std::vector<int>& layout);

}  // namespace dqc
