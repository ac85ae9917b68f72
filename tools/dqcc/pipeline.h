// The pipeline that a command line of dqcc asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/pipeline_parser.h"
#include "passes/support/result.h"
#include "tools/dqcc/options.h"

namespace dqc {

/// The words of --partition.
std::vector<std::string> partition_names();

/// --passes, or the one of -O with the partition that --partition names and the objective of
/// --objective.
/// Errors: usage, for text that is no pipeline or one that cannot give what --emit asks for.
Result<Pipeline> pipeline_of(const DqccOptions& options);

}  // namespace dqc
