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
#include "tools/common/messages.h"
#include "tools/common/tool_options.h"

namespace dqc {

/// Adds -h/--help, --version and the options of messages, and the layout of the help text. Call it last.
void add_common_options(CLI::App& app, const std::string& name, MessageOptions& messages);

/// Adds -I and --max-iterations.
void add_source_options(CLI::App& app, InputOptions& options);

/// Adds -O, --seed, -j and --timeout to this group of the help text.
void add_search_options(CLI::App& app, SearchOptions& options, const std::string& group);
/// Adds --network.
void add_network_option(CLI::App& app, std::string& spec_or_path, const std::string& fallback);

/// Parses `argc`/`argv` with `@file` expansion into the variables bound to `app`. A value: the process is
/// done and exits with it (--help and --version were printed). Errors: usage, with the option that was
/// probably meant.
Result<std::optional<int>> parse_command_line(CLI::App& app, int argc, const char* const* argv);

/// `words`, each one of `known`; a list may be given by commas. Errors: usage, naming `option`.
Status check_words(const std::string& option, const std::vector<std::string>& words,
                   const std::vector<std::string>& known);

}  // namespace dqc
