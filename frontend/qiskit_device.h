// Devices from the calibration data that qiskit-ibm-runtime exports: the properties of a backend, and its
// configuration.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "frontend/json_text.h"
#include "passes/ir/device.h"
#include "passes/support/result.h"

namespace dqc {

/// Whether `document` looks like the properties of a backend ("gates" with measured parameters).
bool is_qiskit_properties(const nlohmann::json& document);

/// Whether `document` looks like the configuration of a backend, which has couplers but no error rates.
bool is_qiskit_configuration(const nlohmann::json& document);

/// The device in `properties`, with the couplers of `configuration` if that is not null. A coupler's error is
/// the least of its calibrated two-qubit gates in both directions (rzz, which no circuit is scored by,
/// aside); one without such a gate is faulty. The sources are the texts of both, for messages. Errors:
/// bad_input with the place: a value of the wrong kind, a qubit without readout_error.
Result<Device> read_qiskit_device(const nlohmann::json& properties, const JsonSource& source,
                                  const nlohmann::json& configuration,
                                  const JsonSource& configuration_source);

}  // namespace dqc
