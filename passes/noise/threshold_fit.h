// How strict a threshold a pattern can stand on a device.
#pragma once

#include <cstdint>
#include <optional>

#include "passes/ir/device.h"
#include "passes/noise/pattern.h"

namespace dqc {

struct ThresholdFit {
  std::optional<double> error;  ///< the pattern fits for every eta above this; none: it fits nowhere
  bool complete = true;         ///< false: steps ran out, a smaller one may do
};

/// The least error rate that must be let in, with one eta for readout and couplers. Cost: a search for any
/// layout, of at most `step_limit` steps, per bisection of the device's error rates.
ThresholdFit smallest_eta(const Device& device, const Pattern& pattern, std::int64_t step_limit);

}  // namespace dqc
