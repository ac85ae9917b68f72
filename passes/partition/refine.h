// Refinement of a temporal partition by simulated annealing (Kirkpatrick et al., 1983) over six kinds of
// moves: relocate a gate, dissolve or gather a packet, move a home over an interval of boundaries,
// exchange two homes over an interval of time, and route one qubit's homes along a shortest path.
#pragma once

#include <cstdint>

#include "passes/partition/partition_state.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

struct RefineOptions {
  std::int64_t moves = 0;          ///< tried in all
  double start_temperature = 0.3;  ///< in e-bits
  double end_temperature = 0.1;
  double start_overflow_weight = 0.03;  ///< e-bits per qubit and step beyond capacity
  double end_overflow_weight = 3;  ///< reached after nine tenths of the moves; ten times that in the last
  bool wander = false;  ///< of equally cheap legal partitions leave `state` at the last, not the first one

  /// Temperatures, so far in e-bits, in units of which an e-bit over a mean link counts `unit`; weights in
  /// those of which an e-bit between two QPUs counts `apart` on average: where paths are long, much is saved
  /// by a qubit for which there is no room.
  void count_in(double unit, double apart) {
    for (double* value : {&start_temperature, &end_temperature}) *value *= unit;
    for (double* value : {&start_overflow_weight, &end_overflow_weight}) *value *= apart;
  }
};

/// Improves `state` and leaves it at the best legal partition met, or, if none was, at the one with the
/// least weighted overflow. Deterministic for `rng` without a
/// `deadline`; with one the search cools down in time for it.
void refine(PartitionState& state, const RefineOptions& options, Rng& rng, const Deadline& deadline);

}  // namespace dqc
