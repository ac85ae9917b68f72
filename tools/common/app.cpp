#include "tools/common/app.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <map>

#include "passes/support/text_io.h"
#include "tools/common/response_file.h"

namespace dqc {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::string try_help(const CLI::App& app) { return fmt::format("try '{} --help'", app.get_name()); }

Error unknown_option(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::string meant = did_you_mean(name, option_names(app));
  return usage_error(fmt::format("unknown option '{}'", name),
                     meant.empty() ? try_help(app) : fmt::format("did you mean '{}'?", meant));
}

/// CLI11's own words, on one line and in lower case.
Error refused(const CLI::App& app, const CLI::ParseError& error) {
  std::string message = error.what();
  std::ranges::replace(message, '\n', ' ');
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z')
    message[0] = static_cast<char>(message[0] + 32);
  return usage_error(std::move(message), try_help(app));
}

/// Throws what CLI11 reports if `word` names no warning.
void apply_warning(WarningPolicy& policy, const std::string& word) {
  const std::string_view unknown = policy.apply(word);
  if (unknown.empty()) return;
  const std::string meant = did_you_mean(unknown, warning_names());
  throw CLI::ValidationError(fmt::format("unknown warning '{}' in '-W{}'{}", unknown, word,
                                         meant.empty() ? "" : fmt::format(", did you mean '{}'?", meant)));
}

void add_message_options(CLI::App& app, MessageOptions& m) {
  app.add_option_function<std::vector<std::string>>(
         "-W",
         [&m](const std::vector<std::string>& words) {
           for (const std::string& word : words) apply_warning(m.warnings, word);
         },
         "Warnings: -Wno-NAME, -Werror, -Werror=NAME, -Wno-error=NAME")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->type_name("WORD")
      ->group("Messages");
  app.add_option_function<int>(
         "--max-errors",
         [&m](int most) { m.max_errors = most == 0 ? std::numeric_limits<int>::max() : most; },
         "Stop reading after so many errors (default 20), 0: never")
      ->check(CLI::NonNegativeNumber.description(""))
      ->type_name("N")
      ->group("Messages");
  app.add_option_function<std::string>(
         "--diagnostics-format",
         [&m](const std::string& form) {
           m.format = form == "json" ? MessageFormat::json : MessageFormat::text;
         },
         "Form of messages: text, or json (one object per line)")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("FORM")
      ->group("Messages");
  static const std::map<std::string, ColorMode> modes = {
      {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
  app.add_option_function<std::string>(
         "--color", [&m](const std::string& word) { m.color = modes.at(word); },
         "Colour messages: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN")
      ->group("Messages");
}

/// CLI11's help with one empty line between groups, and none at the end.
std::string help_text(const CLI::App& app) {
  std::string text = app.help();
  for (std::size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at))
    text.erase(at, 1);
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

Result<std::optional<int>> printed(const std::string& text) {
  if (Status done = print_product(text); !done) return done.error();
  return std::optional<int>(0);
}

/// CLI11 takes the next word for the value that `--name=` leaves empty.
void split_empty_values(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (!words[i].starts_with("--") || !words[i].ends_with('=')) continue;
    words[i].pop_back();
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, "");
  }
}

}  // namespace

void add_common_options(CLI::App& app, const std::string& name, MessageOptions& messages) {
  app.name(name);
  app.allow_extras();
  app.get_formatter()->column_width(28);
  app.set_help_flag("-h,--help", "Print this help and exit")->group("Information");
  app.set_version_flag(
         "--version",
         fmt::format("{} {}\nOpenQASM 2 and 3, distributed over a network of QPUs", name, version()),
         "Print the version and exit")
      ->group("Information");
  add_message_options(app, messages);
}

void add_source_options(CLI::App& app, InputOptions& options) {
  app.add_option("-I", options.include_paths, "Look for included files here too")
      ->type_name("DIR")
      ->allow_extra_args(false)
      ->group("Input");
  app.add_option(
         "--max-iterations", options.max_iterations,
         fmt::format("Rounds of loops and calls that are unrolled (default {})", options.max_iterations))
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}).description(""))
      ->type_name("N")
      ->group("Input");
}

void add_network_option(CLI::App& app, std::string& spec_or_path, const std::string& fallback) {
  app.add_option(
         "--network", spec_or_path,
         "SHAPE:SIZE[,data=N][,comm=N] with SHAPE complete, line,\nring, star or grid, or a JSON file "
         "(default: " +
             fallback + ")")
      ->type_name("SPEC|FILE")
      ->group("Input");
}

void add_search_options(CLI::App& app, SearchOptions& options, const std::string& group) {
  app.add_option("-O", options.level, "Effort, 0 to 3 (default 2)")
      ->check(CLI::Range(0, 3).description(""))
      ->type_name("N")
      ->group(group);
  app.add_option("--seed", options.seed, "Seed of all random choices (default 0)")
      ->type_name("N")
      ->group(group);
  app.add_option("-j,--threads", options.threads, "Threads; the output does not depend on it (default 1)")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N")
      ->group(group);
  app.add_option("--timeout", options.timeout, "Stop searching after this long")
      ->check(CLI::Range(1e-3, 1e9).description(""))
      ->type_name("SEC")
      ->group(group);
}

Result<std::optional<int>> parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  auto words = expand_response_files(std::vector<std::string>(argv + 1, argv + argc));
  if (!words) return words.error();
  split_empty_values(*words);
  std::ranges::reverse(*words);
  try {
    app.parse(*std::move(words));
  } catch (const CLI::CallForHelp&) {
    return printed(help_text(app));
  } catch (const CLI::CallForVersion&) {
    return printed(fmt::format("{}\n", app.version()));
  } catch (const CLI::ParseError& error) {
    return refused(app, error);
  }
  const std::vector<std::string> extras = app.remaining();
  if (!extras.empty()) return unknown_option(app, extras.front());
  return std::optional<int>();
}

Status check_words(const std::string& option, const std::vector<std::string>& words,
                   const std::vector<std::string>& known) {
  for (const std::string& word : words) {
    if (std::ranges::find(known, word) != known.end()) continue;
    const std::string meant = did_you_mean(word, known);
    return usage_error(fmt::format("unknown word '{}' in {}", word, option),
                       meant.empty() ? fmt::format("one of {}", fmt::join(known, ", "))
                                     : fmt::format("did you mean '{}'?", meant));
  }
  return success();
}

}  // namespace dqc
