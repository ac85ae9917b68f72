// samples.json: where the copies of a circuit run on a device, and how well.
#pragma once

#include <optional>
#include <string>

#include "passes/ir/module.h"

namespace dqc {

struct SamplesInputs {
  std::optional<double> smallest_eta;  ///< the circuit fits for every eta above; none: for none
  bool programs = false;               ///< the copies have programs of their own
  bool combined = false;               ///< they have one together
  bool verified = false;
};

/// See dqc-samples(5). Precondition: `module` has copies.
std::string samples_json(const Module& module, const SamplesInputs& inputs);

}  // namespace dqc
