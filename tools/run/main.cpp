// dqc-run: runs the QPUs' programs of a directory in simulated time.
#include <charconv>
#include <cmath>

#include "passes/support/text_io.h"
#include "tools/common/app.h"
#include "tools/emitted/directory.h"
#include "tools/run/report.h"

namespace dqc {
namespace {

constexpr std::string_view program = "dqc-run";

struct Options {
  std::string directory;
  std::string output = "-";
  std::uint64_t runs = 1000;
  std::uint64_t shots = 0;
  std::string state = "auto";
  std::string order = "dataflow";
  std::string format = "text";
  std::vector<std::string> inputs;
  run::RunOptions run;
  MessageOptions messages;
};

void add_run_options(CLI::App& app, Options& o) {
  auto* runs = app.add_option("--runs", o.runs, "Run so many times (default 1000)")
                   ->check(CLI::Range(1.0, 1e9).description(""))
                   ->type_name("N")
                   ->group("Execution");
  app.add_option("--shots", o.shots, "Likewise, with the quantum state: count the source's bits")
      ->check(CLI::Range(1.0, 1e9).description(""))
      ->type_name("N")
      ->excludes(runs)
      ->group("Execution");
  app.add_flag("--measure-all", o.run.simulation.measure_all,
               "With --shots, also measure every qubit of the source at its end")
      ->group("Execution");
  app.add_option("--state", o.state, "Of --shots: auto, stabilizer or vector")
      ->check(CLI::IsMember({"auto", "stabilizer", "vector"}).description(""))
      ->type_name("KIND")
      ->group("Execution");
  app.add_option("--order", o.order, "A QPU starts what is ready (dataflow) or in turn (program)")
      ->check(CLI::IsMember({"dataflow", "program"}).description(""))
      ->type_name("NAME")
      ->group("Execution");
  app.add_option("--input", o.inputs, "Value of an input of the programs, in radians for an angle")
      ->type_name("NAME=VALUE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1)
      ->group("Execution");
  app.add_option("--p-success", o.run.simulation.p_success,
                 "Probability that an attempt at an e-bit succeeds")
      ->check(CLI::Range(1e-6, 1.0).description(""))
      ->type_name("P")
      ->group("Execution");
  app.add_option("--seed", o.run.simulation.seed, "Seed of all chance (default 0)")
      ->type_name("N")
      ->group("Execution");
  app.add_option("-j,--threads", o.run.threads, "Threads; the output does not depend on it (default 1)")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N")
      ->group("Execution");
}

Result<std::optional<int>> parse_options(int argc, const char* const* argv, Options& o) {
  CLI::App app("Runs the programs that dqcc wrote to DIR, one process per QPU, in simulated time.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("DIR", o.directory, "Where schedule.json and qpu<i>.qasm are")->required();
  add_run_options(app, o);
  app.add_option("-o", o.output, "Write the report here (default '-', stdout)")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--format", o.format, "Form of the report: text or json")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("FORM")
      ->group("Output");
  add_common_options(app, std::string(program), o.messages);
  return parse_command_line(app, argc, argv);
}

/// What --shots and --state ask for.
Result<run::StateKind> choose_state(const Options& o, const run::Executable& executable) {
  if (o.shots == 0) return run::StateKind::none;
  if (o.state == "vector") return run::StateKind::vector;
  const bool clifford = run::is_clifford(executable.factors);
  if (clifford) return run::StateKind::stabilizer;
  if (o.state == "auto") return run::StateKind::vector;
  return Error{ExitCode::bad_input, o.directory + ": the programs have gates that are not Clifford gates",
               "use --state=vector"};
}

/// What --input says. Errors: usage.
Result<run::InputValues> input_values(const std::vector<std::string>& options) {
  run::InputValues values;
  for (const std::string& option : options) {
    const std::size_t sign = option.find('=');
    const char* const end = option.data() + option.size();
    double value = 0;
    const bool legal = sign != std::string::npos && sign > 0 && sign + 1 < option.size() &&
                       std::from_chars(option.data() + sign + 1, end, value).ptr == end &&
                       std::isfinite(value);
    if (!legal) return usage_error("--input: expected NAME=NUMBER, found '" + option + "'");
    values[option.substr(0, sign)] = value;
  }
  return values;
}

Result<std::string> report(Options& o) {
  const auto inputs = input_values(o.inputs);
  if (!inputs) return inputs.error();
  const run::IssueOrder order = o.order == "program" ? run::IssueOrder::program : run::IssueOrder::dataflow;
  const auto executable = run::load(o.directory, order, *inputs);
  if (!executable) return executable.error();
  const auto state = choose_state(o, *executable);
  if (!state) return state.error();
  o.run.state = *state;
  o.run.runs = o.shots > 0 ? o.shots : o.runs;
  const auto figures = run::run_all(*executable, o.run);
  if (!figures)
    return Error{figures.error().code, o.directory + ": " + figures.error().message, figures.error().hint};
  const run::ReportContext context{o.directory, o.run, order};
  return o.format == "json" ? run::report_json(*executable, *figures, context)
                            : run::report_text(*executable, *figures, context);
}

int run_tool(int argc, const char* const* argv) {
  Options o;
  const auto done = parse_options(argc, argv, o);
  if (!done) return Messages(program, requested_messages(argc, argv)).error(done.error());
  if (*done) return **done;
  const Messages messages(program, o.messages);
  if (o.run.simulation.measure_all && o.shots == 0)
    return messages.error(usage_error("--measure-all needs --shots"));
  const auto text = report(o);
  if (!text) return messages.error(text.error());
  const Status written = write_file(o.output, *text);
  return written ? 0 : messages.error(written.error());
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) { return dqc::guarded_main(dqc::program, dqc::run_tool, argc, argv); }
