// What tools say on stderr: for people in clang's form, or for programs as JSON Lines.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passes/support/diagnostic.h"
#include "passes/support/result.h"

namespace dqc {

enum class ColorMode { automatic, always, never };
enum class MessageFormat { text, json };

/// The options of messages that all tools have; see add_message_options.
struct MessageOptions {
  ColorMode color = ColorMode::automatic;
  MessageFormat format = MessageFormat::text;
  WarningPolicy warnings;
  int max_errors = 20;
};

/// Whether messages on stderr are coloured. `automatic`: off if NO_COLOR is set and not empty, else on if
/// CLICOLOR_FORCE is set, not empty and not "0", else on if stderr is a terminal and TERM is not "dumb".
bool use_color(ColorMode mode);

/// The format that a command line asks for, as far as it can be told without reading the rest of it; for
/// messages about command lines that are wrong.
MessageOptions requested_messages(int argc, const char* const* argv);

/// The stderr of one tool. As JSON Lines, each message is an object with the keys severity, id, file, line,
/// column, end, message, notes and hint; `file`, `line`, `column` and `end` are null without a place.
class Messages {
 public:
  Messages(std::string_view program, const MessageOptions& options)
      : program_(program), options_(options), color_(use_color(options.color)) {}

  const MessageOptions& options() const { return options_; }
  /// Only messages may go to stderr, nothing else.
  bool machine() const { return options_.format == MessageFormat::json; }

  /// Prints the error and its hint, unless it was reported already (its message is empty). Returns the
  /// process's exit code.
  int error(const Error& error) const;

  /// A warning without a place, with the arguments of its row's format, under the options -W. False: it is
  /// an error by -Werror.
  template <class... Args>
  bool warning(DiagnosticId id, Args&&... args) const {
    return print_warning(id, fmt::format(fmt::runtime(row(id).format), std::forward<Args>(args)...));
  }

  /// What passes warn of, likewise.
  bool pass_warnings(const std::vector<std::string>& warnings) const;

  /// A result that is no failure of the tool: the line as it is, or an object with this id.
  void finding(std::string_view id, std::string_view line) const;
  /// One with a place, told as an error is.
  void finding(std::string_view id, const Error& error) const { print(Severity::error, id, error); }

  /// Something worth knowing that is no failure, with its id.
  void note(std::string_view id, std::string_view text) const;

  void diagnostics(const DiagnosticEngine& diagnostics) const;

 private:
  bool print_warning(DiagnosticId id, std::string message) const;
  void print(Severity severity, std::string_view id, const Error& error) const;

  std::string program_;
  MessageOptions options_;
  bool color_;
};

}  // namespace dqc
