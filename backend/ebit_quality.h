// What the e-bits of a program are worth, from the links that made them.
#pragma once

#include <vector>

#include "passes/ir/link_ebits.h"
#include "passes/ir/network.h"
#include "passes/ir/program.h"

namespace dqc {

/// By e-bit of a routed `program`: its state, and the raw pairs used up for it on average. Cost: linear,
/// times the logarithm of the links.
std::vector<LinkPair> ebit_qualities(const Network& network, const Program& program);

}  // namespace dqc
