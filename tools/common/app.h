// Command lines by CLI11 under our conventions. Include this in a tool's options.cpp only.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <optional>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/common/cli.h"

namespace dqc {

/// Adds -h/--help, --version and --color, and the layout of the help text.
void add_common_options(CLI::App& app, const std::string& name, ColorMode& color);

/// Parses `argc`/`argv` with `@file` expansion into the variables bound to `app`. A value: the process is
/// done and exits with it (--help and --version were printed). Errors: usage, with the option that was
/// probably meant.
Result<std::optional<int>> parse_command_line(CLI::App& app, int argc, const char* const* argv);

/// `words`, each one of `known`; a list may be given by commas. Errors: usage, naming `option`.
Status check_words(const std::string& option, const std::vector<std::string>& words,
                   const std::vector<std::string>& known);

}  // namespace dqc
