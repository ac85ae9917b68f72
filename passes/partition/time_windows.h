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
  std::size_t gates = 8000;  ///< two-qubit gates in a window
  int rounds = 2;
  int threads = 1;
  PartitionState::Homes homes = PartitionState::Homes::data;
};

struct WindowPosition {
  int round = 0;
  std::size_t index = 0;  ///< within its round
  std::size_t left = 0;   ///< windows of this and later rounds that have not begun, this one included
};

/// Improves the state of one window; called from several threads.
using RefineWindow = std::function<void(PartitionState& state, const WindowPosition& position)>;

/// Calls `refine` for every window of every round and returns the placement put together from them. The
/// answer does not depend on the number of threads.
/// Cost beside `refine`: linear in the gates, plus, per window, the qubits and the gates of those segments
/// that reach over its cuts.
Placement refine_in_windows(const Module& module, const Segments& segments, const NetworkDistances& distances,
                            Placement placement, const WindowOptions& options, const RefineWindow& refine);

}  // namespace dqc
