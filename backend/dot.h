// The network as a Graphviz graph, each link labelled with the e-bits it carries and drawn as
// wide as it is loaded.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// Precondition: `module.network` and a routed `module.program` are set.
std::string network_dot(const Module& module);

}  // namespace dqc
