// The command line of dqcc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/common/tool_options.h"
#include "tools/dqcc/ebit_options.h"
#include "tools/dqcc/sample_options.h"

namespace dqc {

struct DqccOptions : InputOptions, SearchOptions {
  std::vector<std::string> inputs;                 ///< "-" is stdin
  std::string network;                             ///< SPEC or file; empty: the default network
  std::string output;                              ///< a directory, or "-"
  std::string passes;                              ///< pipeline text; empty: default<O level>
  std::vector<std::string> emit;                   ///< words of emit_kinds()
  std::string partition;                           ///< a word of partition_names(); empty: that of the level
  std::vector<std::string> objective = {"ebits"};  ///< ebits, cost or time; then perhaps makespan
  bool verify = true;
  bool quiet = false;
  int verbose = 0;
  MessageOptions messages;
  std::string depfile;
  std::string depfile_target;  ///< empty: `output`
  bool print_pipeline = false;
  EbitOptions ebits;
  SampleOptions sample;  ///< with a device: copies on it instead of programs for a network

  bool emits(const std::string& kind) const;
  bool to_stdout() const { return output == "-"; }
};

/// What --emit knows without --device.
const std::vector<std::string>& emit_kinds();

/// Reads and checks the command line. A value of the second kind: the process is done with that exit code.
/// Errors: usage.
struct ParsedCommandLine {
  std::optional<int> exit_code;
  DqccOptions options;
};
Result<ParsedCommandLine> parse_dqcc_options(int argc, const char* const* argv);

}  // namespace dqc
