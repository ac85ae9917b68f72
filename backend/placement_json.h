// Where the program of a QPU runs on its device, as schedule.json and report.json say it.
#pragma once

#include <nlohmann/json.hpp>

#include "passes/ir/module.h"

namespace dqc {

/// {"name", "qubits", "layout": {"data", "comm"}, "fidelity"}; layout and fidelity are null where the program
/// has no place, entries of a layout where a qubit is not used.
nlohmann::ordered_json placement_json(const QpuDevice& device);

}  // namespace dqc
