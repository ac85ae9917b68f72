#include "tools/common/cli.h"

#include <unistd.h>

#include <csignal>
#include <exception>

#include "passes/support/text_io.h"
#include "tools/common/messages.h"

namespace dqc {

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
    return Messages(program, requested_messages(argc, argv))
        .error({ExitCode::internal, thrown.what(), "out of memory, or a defect; please report it"});
  }
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
