#include "tools/common/app.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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

void add_common_options(CLI::App& app, const std::string& name, ColorMode& color) {
  static const std::map<std::string, ColorMode> modes = {
      {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
  app.name(name);
  app.allow_extras();
  app.get_formatter()->column_width(28);
  app.set_help_flag("-h,--help", "Print this help and exit")->group("Information");
  app.set_version_flag(
         "--version",
         fmt::format("{} {}\nOpenQASM 2 and 3, distributed over a network of QPUs", name, version()),
         "Print the version and exit")
      ->group("Information");
  app.add_option_function<std::string>(
         "--color", [&color](const std::string& word) { color = modes.at(word); },
         "Colour messages: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN")
      ->group("Messages");
}

Result<std::optional<int>> parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  auto words = expand_response_files(std::vector<std::string>(argv + 1, argv + argc));
  if (!words) return words.error();
  split_empty_values(*words);
  std::ranges::reverse(*words);
  try {
    app.parse(*std::move(words));
  } catch (const CLI::CallForHelp&) {
    return printed(app.help());
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
