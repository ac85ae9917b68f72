// Keeps e-bits young: one that would wait longer for its first use than Network::demand allows is generated
// later, so that generation runs ahead as far as memory and age allow.
#pragma once

#include "passes/ir/circuit.h"
#include "passes/ir/network.h"
#include "passes/ir/program.h"
#include "passes/ir/schedule.h"
#include "passes/support/result.h"

namespace dqc {

/// Times `program` anew in its order until no e-bit of `schedule` is first used more than demand.max_age
/// ticks after the end of its generation. Errors: infeasible if later generation of one e-bit always leaves
/// another waiting, with the age that was reached. Cost: up to 200 times that of time_in_order.
Status limit_ebit_age(const Circuit& circuit, const Network& network, Program& program, Schedule& schedule);

}  // namespace dqc
