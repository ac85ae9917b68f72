// schedule.json: every e-bit, packet, teleport and message of a distributed program with its times.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// Precondition: `module` is scheduled. A message to several QPUs has one row per receiver under one id.
/// Cost: linear in the program.
std::string schedule_json(const Module& module);

}  // namespace dqc
