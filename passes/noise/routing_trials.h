// Routes of a circuit from several first seatings, the best of which is kept.
#pragma once

#include <optional>
#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/swap_router.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

struct TrialOptions {
  int trials = 60;     ///< first seatings, fewer where the circuit is long
  int rounds = 3;      ///< times that each is improved by a way back and forth
  double noise = 0.3;  ///< share of the distances that is by error
  RouterOptions router;
};

/// How much chance seats the qubits of trial `trial`: none of the first's, more and more of the others.
double disorder_of(int trial, const TrialOptions& options);

struct Route {
  RoutedSteps way;
  std::vector<int> site;  ///< by place, its qubit of the device
};

/// The `keep` routes of the lowest costs where they are, lowest first, then those of the fewest swaps, which
/// may cost less elsewhere on the device; different ones. Empty if there is no room for the circuit.
/// Deterministic for `rng`, unless `deadline` ends it after the first.
std::vector<Route> best_routes(const Circuit& circuit, const NoiseGraph& graph, const TrialOptions& options,
                               std::size_t keep, Rng rng, const Deadline& deadline);

}  // namespace dqc
