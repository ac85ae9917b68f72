// From one input to its files: read, run the pipeline, emit, prove, write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/ir/device.h"
#include "passes/ir/network.h"
#include "passes/pipeline_parser.h"
#include "passes/support/result.h"
#include "tools/dqcc/options.h"

namespace dqc {

/// What all inputs of one command share.
struct CompileSetup {
  const DqccOptions& options;
  const Pipeline& pipeline;
  const Network& network;                             ///< without defaults resolved
  const std::vector<std::optional<Device>>& devices;  ///< of the network's QPUs
  const Messages& messages;
};

/// Compiles one input and writes its output. Adds files that were read besides `input` to `files_read`.
/// Errors: those of dqcc(1), EXIT STATUS; then nothing was written. An error in the input was printed.
Status compile_file(const CompileSetup& setup, const std::string& input,
                    std::vector<std::string>& files_read);

}  // namespace dqc
