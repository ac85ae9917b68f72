// From one input to copies of it on a device: read, filter, choose, emit, prove, write.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/device.h"
#include "passes/pipeline_parser.h"
#include "passes/support/result.h"
#include "tools/dqcc/options.h"

namespace dqc {

struct SamplingSetup {
  const DqccOptions& options;
  const Pipeline& pipeline;
  const Device& device;
  const Messages& messages;
};

/// Places copies of one input and writes its output. Adds files that were read besides `input` to
/// `files_read`. Errors: those of dqcc(1), EXIT STATUS; then nothing was written.
Status sample_file(const SamplingSetup& setup, const std::string& input,
                   std::vector<std::string>& files_read);

}  // namespace dqc
