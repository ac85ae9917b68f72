// The command line of dqc-merge.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/common/messages.h"
#include "tools/dqc-merge/counts_reader.h"

namespace dqc::merge {

inline constexpr std::string_view program = "dqc-merge";

struct Options {
  std::vector<std::string> inputs;  ///< at least one; "-" is standard input
  ReadOptions read;
  std::size_t copies = 1;  ///< in each outcome
  std::string samples;     ///< samples.json or its folder; "": none
  std::string device;
  std::vector<int> qubits;  ///< of the device, by bit
  bool by_fidelity = false;
  CountsFormat format = CountsFormat::json;
  bool reverse = false;
  std::string output = "-";
  MessageOptions messages;
};

/// Parses the command line into `o`. A value: the process is done and exits with it. Errors: usage.
Result<std::optional<int>> parse_options(int argc, const char* const* argv, Options& o);

}  // namespace dqc::merge
