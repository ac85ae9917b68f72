// Routing inside the QPUs of a distributed program: swaps for those whose part of it fits nowhere, and new
// times for all.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "passes/ir/module.h"
#include "passes/noise/noise_graph.h"
#include "passes/noise/routed_program.h"
#include "passes/noise/routing_trials.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

struct ProgramRouting {
  RoutedProgram routed;
  Schedule schedule;
  std::vector<std::optional<Route>> routes;  ///< by QPU
  std::int64_t swaps = 0;
};

/// Routes the QPUs that have a graph (by QPU) in the program of `module`, which is scheduled. Of the routes
/// of one QPU that cost at most a share `slack` more than the cheapest, one is taken that makes the whole
/// program short. None if no part of any device has room, or if e-bits would get older than the network
/// allows.
std::optional<ProgramRouting> route_program(const Module& module,
                                            const std::vector<std::optional<NoiseGraph>>& graphs,
                                            const TrialOptions& options, double slack, const Rng& rng,
                                            const Deadline& deadline);

}  // namespace dqc
