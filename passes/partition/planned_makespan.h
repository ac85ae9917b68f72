// How long a placement would take: the second key of temporal-partition.
#pragma once

#include <cstdint>

#include "passes/analysis/link_weights.h"
#include "passes/ir/module.h"
#include "passes/pass.h"

namespace dqc {

/// The makespan of `placement` as insert-processes, route-ebits and schedule, with the seed, effort and
/// deadline of `context`, plan it; the largest number if they refuse it. Precondition: `module` is normalized
/// and has a network. Cost: that of these passes.
std::int64_t planned_makespan(const Module& module, const Placement& placement, LinkMetric metric,
                              const PassContext& context);

}  // namespace dqc
