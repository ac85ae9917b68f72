// Reading the circuit that a command names.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"
#include "tools/dqcc/options.h"

namespace dqc {

/// The circuit in `input` ("-" is stdin). Adds files that were included to `files_read`. Errors: io, and
/// what is wrong with the text, which was printed.
Result<Circuit> read_circuit(const DqccOptions& options, const std::string& input, bool color,
                             std::vector<std::string>& files_read);

/// `error` with the input's name before its message.
Error named(const std::string& input, Error error);

}  // namespace dqc
