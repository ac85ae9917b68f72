// Gate packets chosen before partitioning, as DISQCO does (Burt, Chen and Leung, "A multilevel framework for
// partitioning quantum circuits", arXiv:2503.19082): each gate is executed at the home of one operand, its
// receiver, and belongs to the packet of the other.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/analysis/segments.h"
#include "passes/ir/circuit.h"

namespace dqc {

/// The receiver of every gate: operand 0 or 1 of a cp, else 0. Greedy in circuit order: a gate that has no
/// packet yet starts one in the segment of the operand with more such gates ahead, and takes all of them in.
/// Cost: the gates of both segments for each packet.
std::vector<std::int8_t> greedy_receivers(const Circuit& circuit, const Segments& segments);

}  // namespace dqc
