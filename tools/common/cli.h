// Conventions of all tools: where messages go, in which colours, and what a process exits with.
#pragma once

#include <string>
#include <string_view>

#include "passes/support/diagnostic.h"
#include "passes/support/result.h"

namespace dqc {

enum class ColorMode { automatic, always, never };

/// Whether messages on stderr are coloured. `automatic`: off if NO_COLOR is set and not empty, else on if
/// CLICOLOR_FORCE is set, not empty and not "0", else on if stderr is a terminal and TERM is not "dumb".
bool use_color(ColorMode mode);

/// `run(argc, argv)` after prepare_process; what it throws (memory that ran out) is an internal error (70).
int guarded_main(std::string_view program, int (*run)(int, const char* const*), int argc,
                 const char* const* argv);

/// Call first in main, if not by guarded_main: a closed pipe and a file beyond its limit become errors of
/// write() instead of signals.
void prepare_process();

/// Prints `program: error: message` and the hint to stderr, unless the error was reported already (its
/// message is empty). Returns the process's exit code.
int report_error(std::string_view program, const Error& error, bool color);

/// `program: warning: message` on stderr.
void report_warning(std::string_view program, std::string_view message, bool color);

/// Prints all diagnostics to stderr.
void print_diagnostics(const DiagnosticEngine& diagnostics, bool color);

/// Prints `text` to stdout. Errors: io (74).
Status print_product(std::string_view text);

Error usage_error(std::string message, std::string hint = "");

/// "0.1.0".
std::string_view version();

/// While it lives, signals that end a process by its user's wish (INT, TERM, HUP) wait: what is written
/// meanwhile is written whole.
class SignalsHeld {
 public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  struct State;
  State* state_;
};

}  // namespace dqc
