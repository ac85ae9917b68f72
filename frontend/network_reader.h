// Networks from the command line: a SPEC such as "grid:3x3,data=5,comm=3", or a JSON file.
#pragma once

#include <string_view>

#include "passes/ir/network.h"
#include "passes/support/result.h"

namespace dqc {

/// The network that `spec_or_path` stands for: `shape:size[,data=N][,comm=N]` with shape complete, line,
/// ring, star or grid, or the path of a JSON file ("-" is standard input). QPUs are in ascending order
/// of their external ids, links in ascending order of their ends; data and comm stay -1 where not stated.
/// Errors: bad_input (1) with the place in the file, usage (2) for a SPEC that makes no sense, infeasible
/// (3) for a network that is not connected, io (74).
Result<Network> read_network(std::string_view spec_or_path);

/// The network in the JSON `text`; `name` is what messages call it. Errors as read_network.
Result<Network> parse_network_json(std::string_view text, std::string_view name);

/// The network of a SPEC. Errors as read_network.
Result<Network> parse_network_spec(std::string_view spec);

}  // namespace dqc
