// Looks for an order of a Program's instructions with a short makespan: list scheduling, first by the length
// of the path that follows, then again and again by the latest start that the best schedule so far allows
// (forward-backward improvement: Li and Willis, European J. Operational Research 56, 1992), with noise.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/distribute/dependences.h"
#include "passes/distribute/makespan_bound.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

struct OrderSearch {
  std::int64_t work = 0;       ///< instructions that may be scheduled in all rounds after the first two
  const MakespanBound& bound;  ///< reaching it is good enough to stop
};

struct FoundOrder {
  std::vector<std::int32_t> order;
  std::int64_t makespan = 0;
  std::int64_t rounds = 0;
};

/// The best order found; at least as good as the given one is not promised.
FoundOrder search_order(const Dependences& dependences, const Network& network, const OrderSearch& limits,
                        Rng rng, const Deadline& deadline);

}  // namespace dqc
