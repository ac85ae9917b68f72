// Whether the programs of QPUs that are placed on devices can run there.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "passes/ir/device.h"
#include "tools/emitted/schedule_file.h"
#include "tools/verify/difference.h"
#include "tools/verify/layout.h"

namespace dqc::verify {

/// What is wrong with the layouts that `schedule` states: a qubit of a device taken twice or not
/// there, a qubit of the program without a place. With `devices` (by QPU, where known) also: each gate on two
/// qubits of one QPU is on a coupler that works, and each qubit used works. `program` is the monolithic one.
/// Cost: linear in it, up to a logarithm.
std::vector<Difference> check_device_layouts(const Circuit& program, const Layout& layout,
                                             const ScheduleFile& schedule,
                                             std::span<const std::optional<Device>> devices);

}  // namespace dqc::verify
