// dqc-verify: proves that the programs in a directory do what their source says.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <optional>

#include "tools/common/app.h"
#include "tools/common/input.h"
#include "tools/emitted/directory.h"
#include "tools/verify/verify.h"

namespace dqc {
namespace {

constexpr std::string_view program = "dqc-verify";
constexpr int proved = 0, differs = 1, trouble = 2;

struct Options : InputOptions {
  std::string source;
  std::string directory;
  bool quiet = false;
  MessageOptions messages;
};

Result<std::optional<int>> parse_options(int argc, const char* const* argv, Options& o) {
  CLI::App app(
      "Proves that the programs dqcc wrote to DIR do what SOURCE says. Exit status: 0 proved, 1 differs, 2 "
      "trouble.");
  app.add_option("SOURCE", o.source, "OpenQASM file, '-' is stdin")->required();
  app.add_option("DIR", o.directory, "Where monolithic.qasm, schedule.json and qpu<i>.qasm are")->required();
  add_include_option(app, o);
  app.add_flag("-q,--quiet", o.quiet, "Print nothing but errors; the exit status says it")->group("Messages");
  add_common_options(app, std::string(program), o.messages);
  return parse_command_line(app, argc, argv);
}

int conclude(const Options& o, const verify::VerifyReport& report, const Messages& messages) {
  if (!report.trouble.empty()) {
    messages.error({ExitCode::bad_input, report.trouble, ""});
    return trouble;
  }
  if (!o.quiet)
    for (const std::string& difference : report.differences) messages.finding("difference", difference);
  const std::string line =
      report.proved
          ? fmt::format("{}: proved, {} e-bits, peak comm {}, peak data {}\n", o.directory, report.ebits,
                        fmt::join(report.peak_comm, " "), fmt::join(report.peak_data, " "))
          : fmt::format("{}: differs\n", o.directory);
  if (!o.quiet)
    if (const Status printed = print_product(line); !printed) return messages.error(printed.error()), trouble;
  return report.proved ? proved : differs;
}

int run(int argc, const char* const* argv) {
  Options o;
  const auto done = parse_options(argc, argv, o);
  if (!done) return Messages(program, requested_messages(argc, argv)).error(done.error()), trouble;
  if (*done) return **done;
  const Messages messages(program, o.messages);
  const auto source = read_circuit(o.source, o, messages);
  if (!source) return messages.error(source.error()), trouble;
  auto texts = emitted::read_directory(o.directory, true);
  if (!texts) return messages.error(texts.error()), trouble;
  const verify::VerifyInput input{*source, std::move(texts->monolithic), std::move(texts->programs),
                                  std::move(texts->schedule)};
  return conclude(o, verify::verify(input), messages);
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) { return dqc::guarded_main(dqc::program, dqc::run, argc, argv); }
