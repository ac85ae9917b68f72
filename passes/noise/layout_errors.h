// Why a circuit has no layout, in words that say what would help.
#pragma once

#include "passes/ir/module.h"
#include "passes/noise/pattern.h"
#include "passes/support/result.h"

namespace dqc {

/// The error (usage) of a pass that needs a device and has none; success otherwise.
Status require_device(const Module& module, std::string_view pass);

/// "12 of 27 qubits and 10 of 28 couplers of 'lab', the largest connected part of 6 qubits": what `region`
/// leaves of a device.
std::string kept_in_words(const Device& device, const Region& region);

/// The error (infeasible) of a pattern that `region` has no room for, with the smallest eta that would do.
/// Cost: that of smallest_eta.
Error fits_nowhere(const Device& device, const Region& region, const Pattern& pattern);

}  // namespace dqc
