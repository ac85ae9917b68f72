// What no schedule of a routed Program can be shorter than, whatever the order of its instructions.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "passes/distribute/dependences.h"

namespace dqc {

struct MakespanBound {
  std::int64_t path = 0;    ///< longest path of dependences
  std::int64_t link = 0;    ///< generation on the links with a capacity
  std::int64_t memory = 0;  ///< communication qubits, each e-bit for the shortest time it can take them
  /// By e-bit and half: ticks that it takes its communication qubits, at least.
  std::vector<std::array<std::int64_t, 2>> holds;
  std::int64_t value() const;
};

/// Cost: linear in instructions and arcs, plus the instructions between an e-bit and its release for each
/// e-bit, up to `work` of them in all; beyond that its own operations bound how long it takes its qubits.
MakespanBound bound_makespan(const Dependences& dependences, const Network& network,
                             std::int64_t work = 50'000'000);

}  // namespace dqc
