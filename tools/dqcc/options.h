// The command line of dqcc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/common/cli.h"
#include "tools/dqcc/sample_options.h"

namespace dqc {

struct DqccOptions {
  std::vector<std::string> inputs;  ///< "-" is stdin
  std::string network;              ///< SPEC or file; empty: the default network
  std::string output;               ///< a directory, or "-"
  int level = 2;
  std::string passes;  ///< pipeline text; empty: default<O level>
  std::uint64_t seed = 0;
  int threads = 1;
  std::optional<double> timeout;  ///< seconds
  std::vector<std::string> emit;  ///< words of emit_kinds()
  std::string objective = "ebits";
  bool verify = true;
  bool quiet = false;
  int verbose = 0;
  ColorMode color = ColorMode::automatic;
  std::string depfile;
  std::string depfile_target;  ///< empty: `output`
  std::vector<std::string> include_paths;
  bool print_pipeline = false;
  SampleOptions sample;  ///< with a device: copies on it instead of programs for a network

  bool emits(const std::string& kind) const;
  bool to_stdout() const { return output == "-"; }
};

/// What --emit knows without --device.
const std::vector<std::string>& emit_kinds();

/// Reads and checks the command line. A value of the second kind: the process is done with that exit code.
/// Errors: usage; `color` is set as far as the command line was understood.
struct ParsedCommandLine {
  std::optional<int> exit_code;
  DqccOptions options;
};
Result<ParsedCommandLine> parse_dqcc_options(int argc, const char* const* argv);

}  // namespace dqc
