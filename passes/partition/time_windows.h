// Refinement of a long circuit's partition in windows of time. A window is a circuit of its own whose first
// and last homes are given, so windows fit the caches and run in parallel; a second round has its cuts where
// the first had its middles.
#pragma once

#include <cstdint>
#include <functional>

#include "passes/analysis/network_distances.h"
#include "passes/analysis/segments.h"
#include "passes/ir/module.h"
#include "passes/partition/partition_state.h"

namespace dqc {

struct WindowOptions {
  std::size_t gates = 10000;  ///< two-qubit gates in a window
  int rounds = 2;
  int threads = 1;
};

/// Improves the state of window number `index` of round `round`; called from several threads.
using RefineWindow = std::function<void(PartitionState& state, int round, std::size_t index)>;

/// Calls `refine` for every window of every round and returns the placement put together from them. The
/// answer does not depend on the number of threads.
/// Cost beside `refine`: linear in the gates, plus, per window, the qubits and the gates of those segments
/// that reach over its cuts.
Placement refine_in_windows(const Module& module, const Segments& segments, const NetworkDistances& distances,
                            Placement placement, const WindowOptions& options, const RefineWindow& refine);

}  // namespace dqc
