// Reading circuits, with messages under the options that all tools share.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"
#include "tools/common/messages.h"
#include "tools/common/tool_options.h"

namespace dqc {

/// What messages call the file: "<stdin>" for "-".
std::string shown_name(const std::string& path);

/// The circuit in the OpenQASM file `path` ("-": stdin); its diagnostics are printed. The files it includes
/// are added to `files_read`. Errors: io; bad input, without a message since it was printed.
Result<Circuit> read_circuit(const std::string& path, const InputOptions& options, const Messages& messages,
                             std::vector<std::string>* files_read = nullptr);

}  // namespace dqc
