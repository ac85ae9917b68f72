#include "tools/common/cli.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

void print_message(std::string_view program, std::string_view kind, const char* color_code,
                   std::string_view message, bool color) {
  if (color)
    fmt::print(stderr, "{}: \x1b[{}m{}:\x1b[0m {}\n", program, color_code, kind, message);
  else
    fmt::print(stderr, "{}: {}: {}\n", program, kind, message);
}

}  // namespace

bool use_color(ColorMode mode) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  if (!environment("NO_COLOR").empty()) return false;
  const std::string_view force = environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return ::isatty(STDERR_FILENO) != 0 && environment("TERM") != "dumb";
}

void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int guarded_main(std::string_view program, int (*run)(int, const char* const*), int argc,
                 const char* const* argv) {
  prepare_process();
  try {
    return run(argc, argv);
  } catch (const std::exception& thrown) {
    return report_error(program,
                        {ExitCode::internal, thrown.what(), "out of memory, or a defect; please report it"},
                        use_color(ColorMode::automatic));
  }
}

int report_error(std::string_view program, const Error& error, bool color) {
  if (!error.message.empty()) {
    print_message(program, "error", "1;31", error.message, color);
    if (!error.hint.empty()) print_message(program, "hint", "1;36", error.hint, color);
  }
  return static_cast<int>(error.code);
}

void report_warning(std::string_view program, std::string_view message, bool color) {
  print_message(program, "warning", "1;35", message, color);
}

void print_diagnostics(const DiagnosticEngine& diagnostics, bool color) {
  fmt::print(stderr, "{}", diagnostics.render(color));
}

Status print_product(std::string_view text) { return write_file("-", text); }

Error usage_error(std::string message, std::string hint) {
  return {ExitCode::usage, std::move(message), std::move(hint)};
}

std::string_view version() { return DQC_VERSION; }

struct SignalsHeld::State {
  sigset_t before;
};

SignalsHeld::SignalsHeld() : state_(new State) {
  sigset_t held;
  sigemptyset(&held);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
  ::pthread_sigmask(SIG_BLOCK, &held, &state_->before);
}

SignalsHeld::~SignalsHeld() {
  ::pthread_sigmask(SIG_SETMASK, &state_->before, nullptr);
  delete state_;
}

}  // namespace dqc
