// The command line of dqc-opt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/common/tool_options.h"

namespace dqc {

struct OptOptions : InputOptions, SearchOptions {
  std::string input = "-";
  std::string output = "-";
  std::string passes;
  std::string network;      ///< SPEC or path; empty: none but the one in the input
  std::string device;       ///< path; empty: none but the one in the input
  std::string emit = "ir";  ///< "ir", "qasm3" or "qasm2"
  std::vector<std::string> print_after;
  bool print_after_all = false;
  bool print_changed = false;
  bool print_pipeline = false;
  std::optional<std::string> print_passes;  ///< "text", "json" or "mdoc"
  bool time_passes = false;
  bool stats = false;
  bool verify_each = false;
  bool disable_output = false;
  MessageOptions messages;
};

struct ParsedOptCommandLine {
  OptOptions options;
  std::optional<int> exit_code;  ///< set: the process is done
};

/// Errors: usage.
Result<ParsedOptCommandLine> parse_opt_options(int argc, const char* const* argv);

}  // namespace dqc
