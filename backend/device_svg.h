// A picture of a device: how good its qubits and couplers are, which were filtered out, where copies run.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// An SVG document. Qubits are coloured by readout error and couplers by two-qubit error, each on its own
/// logarithmic scale; what the region leaves out is faded, faulty couplers are dashed, and every copy has
/// an outline with its number. Precondition: `module` has a device. Cost: that of draw_graph.
std::string device_svg(const Module& module);

}  // namespace dqc
