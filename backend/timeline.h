// When the e-bits, packets and teleports of a scheduled program begin and end: one walk over its
// instructions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

struct EbitTimes {
  std::array<std::int32_t, 2> comm = {-1, -1};  ///< communication qubit at qpus[0] and qpus[1]
  Interval generation;                          ///< end-to-end by swapping: until its last correction
  std::optional<std::int64_t> first_use;
  std::array<std::optional<std::int64_t>, 2> release;  ///< when its two qubits are free again
};

struct Timeline {
  std::vector<EbitTimes> ebits;
  std::vector<Interval> packets;          ///< from the first starting process to the last correction
  std::vector<Interval> teleports;        ///< from the starting process to the state at its new place
  std::vector<OutcomeId> start_outcomes;  ///< by e-bit: the outcome of the starting process that uses it
};

/// Precondition: `module` is scheduled. Cost: linear in the program.
Timeline timeline_of(const Module& module);

}  // namespace dqc
