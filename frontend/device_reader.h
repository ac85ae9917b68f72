// Devices from JSON files: calibration records ("format": "qdev-1"), exports of Qiskit, and plain
// ones written by hand.
#pragma once

#include <string>
#include <string_view>

#include "passes/ir/device.h"
#include "passes/support/result.h"

namespace dqc {

/// The device in the JSON file at `path` ("-" is standard input); see parse_device_json. A configuration of
/// qiskit-ibm-runtime, conf_NAME.json, is read together with props_NAME.json beside it.
/// Errors: those of parse_device_json, io (74).
Result<Device> read_device(const std::string& path);

/// The device in the JSON `text`; `name` is what messages call it. Three forms:
/// - a record with "format": "qdev-1", its qubits in the order of their ids and its couplers in "edges"
///   (keys that are not needed are ignored);
/// - {"name": "lab", "qubits": [{"readout_error": 0.02, "gate_error": 0.001, "operational": true}, ...],
///   "couplers": [{"qubits": [0, 1], "error": 0.01, "faulty": false}, ...]}, of which readout_error and
///   error are required;
/// - the properties of a backend as qiskit-ibm-runtime exports them; see qiskit_device.h.
/// A coupler without a gate error or with one of 1 and more is faulty. Errors: bad_input (1) with the place
/// in the document: no JSON, a wrong value, an unknown key (plain form), a qubit without a readout error.
Result<Device> parse_device_json(std::string_view text, std::string_view name);

}  // namespace dqc
