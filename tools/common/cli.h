// Conventions of all tools: the product on stdout, signals, and what a process exits with.
#pragma once

#include <string>
#include <string_view>

#include "passes/support/result.h"

namespace dqc {

/// `run(argc, argv)` after prepare_process; what it throws (memory that ran out) is an internal error (70).
int guarded_main(std::string_view program, int (*run)(int, const char* const*), int argc,
                 const char* const* argv);

/// Call first in main, if not by guarded_main: a closed pipe and a file beyond its limit become errors of
/// write() instead of signals.
void prepare_process();

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
