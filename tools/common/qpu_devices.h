// The devices that the QPUs of a network file name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/ir/device.h"
#include "passes/ir/network.h"
#include "passes/support/result.h"

namespace dqc {

/// By QPU, up to the last that names a device; empty if none does. A name that is not absolute is looked for
/// beside the network file `network_path`. The files read are added to `files_read` if it is given.
/// Errors: those of read_device, the file named.
Result<std::vector<std::optional<Device>>> read_qpu_devices(const Network& network,
                                                            const std::string& network_path,
                                                            std::vector<std::string>* files_read = nullptr);

/// Like resolve_defaults for the QPUs with a device, of which `kept` says how many qubits may be used: no
/// more than they keep. Of the default numbers, a third at most communicates. Leaves other QPUs alone.
void resolve_device_defaults(Network& network, std::size_t num_qubits,
                             const std::vector<std::optional<int>>& kept);

}  // namespace dqc
