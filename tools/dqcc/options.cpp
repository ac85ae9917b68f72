#include "tools/dqcc/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/common/app.h"
#include "tools/dqcc/outputs.h"
#include "tools/dqcc/pipeline.h"

namespace dqc {
namespace {

void add_input_options(CLI::App& app, DqccOptions& o) {
  app.add_option("IN", o.inputs, "OpenQASM files, '-' is stdin (default)")->type_name("FILE");
  add_source_options(app, o);
  add_network_option(app, o.network, "complete:2");
}

void add_output_options(CLI::App& app, DqccOptions& o) {
  app.add_option("-o,--output", o.output, "Directory for the output, '-' is stdout for one --emit kind")
      ->type_name("DIR")
      ->group("Output");
  app.add_option(
         "--emit", o.emit,
         "What to write, by commas: qpu, monolithic, schedule, report,\nqasm2, cunqa, ir, dot, timeline, "
         "svg, circuit-svg (default: the first four);\nwith --device: copies, samples (both the default), "
         "combined, "
         "device-svg, ir")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST")
      ->group("Output");
  app.add_flag_callback(
         "--no-verify", [&o] { o.verify = false; }, "Do not prove the output equivalent to the input")
      ->group("Output");
  app.add_option("--depfile", o.depfile, "List the files read, as a make rule")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--depfile-target", o.depfile_target, "Target of that rule (default: DIR)")
      ->type_name("NAME")
      ->group("Output");
}

void add_compilation_options(CLI::App& app, DqccOptions& o) {
  add_search_options(app, o, "Compilation");
  app.add_option("--objective", o.objective,
                 "What to minimise: ebits (default), their cost or their time; then perhaps ,makespan")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST")
      ->group("Compilation");
  app.add_option("--partition", o.partition, "How: temporal (default from -O1), static, time-sliced, disqco")
      ->check(CLI::IsMember(partition_names()).description(""))
      ->type_name("NAME")
      ->group("Compilation");
  app.add_option("--passes", o.passes, "Run this pipeline instead of default<ON>; see dqc-opt(1)")
      ->type_name("TEXT")
      ->group("Compilation");
  app.add_flag("--print-pipeline", o.print_pipeline, "Print the pipeline that would run and exit")
      ->group("Compilation");
}

void add_verbosity_options(CLI::App& app, DqccOptions& o) {
  app.add_flag("-q,--quiet", o.quiet, "No summary, errors and warnings only")->group("Messages");
  app.add_flag("-v,--verbose", o.verbose, "Also statistics and times of passes")->group("Messages");
}

Status check_stdout(const DqccOptions& o) {
  const bool one_file = o.inputs.size() == 1 && o.emit.size() == 1 && o.emit.front() != "qpu" &&
                        o.emit.front() != "cunqa" && o.emit.front() != "copies";
  if (!o.to_stdout() || one_file) return success();
  return usage_error("'-o -' needs one input and one --emit kind that is one file",
                     "for example --emit=monolithic");
}

Status check_stems(const DqccOptions& o) {
  if (o.inputs.size() < 2) return success();
  std::set<std::string> stems;
  for (const std::string& input : o.inputs)
    if (!stems.insert(stem_of(input)).second)
      return usage_error(fmt::format("two inputs would both write '{}/{}'", o.output, stem_of(input)),
                         "rename one, or compile them apart");
  return success();
}

Status check_objective(const DqccOptions& o) {
  if (Status known = check_words("--objective", o.objective, {"ebits", "cost", "time", "makespan"}); !known)
    return known;
  if (o.objective.size() > 2 || o.objective.front() == "makespan" ||
      (o.objective.size() == 2 && o.objective.back() != "makespan"))
    return usage_error("--objective takes ebits, cost or time, and makespan only after one of them",
                       "for example --objective ebits,makespan");
  const bool samples = !o.sample.device.empty();
  if (o.objective == std::vector<std::string>{"ebits"} || (!samples && o.passes.empty())) return success();
  return usage_error(
      fmt::format("--objective and --{} cannot be given together", samples ? "device" : "passes"),
      samples ? "copies on a device need no e-bits" : "give the passes their own option objective");
}

Status complete(const CLI::App& app, DqccOptions& o) {
  if (o.inputs.empty()) o.inputs = {"-"};
  const bool samples = !o.sample.device.empty();
  if (o.emit.empty())
    o.emit = samples ? std::vector<std::string>{"copies", "samples"}
                     : std::vector<std::string>{"qpu", "monolithic", "schedule", "report"};
  if (Status known = check_words("--emit", o.emit, samples ? sample_emit_kinds() : emit_kinds()); !known)
    return known;
  if (Status legal = check_sample_options(app, o.sample, o.emit, !o.network.empty()); !legal) return legal;
  if (samples && !o.network.empty())
    return usage_error("--device and --network cannot be given together",
                       "a QPU of a network file names its own device");
  if (o.verbose > 0 && o.messages.format == MessageFormat::json)
    return usage_error("--verbose and --diagnostics-format=json would both write to stderr");
  if (!samples && has_thresholds(o.sample) && !o.passes.empty())
    return usage_error("--eta and --passes cannot be given together",
                       "give the pipeline place-on-devices<eta=...>");
  if (!o.partition.empty() && (samples || !o.passes.empty()))
    return usage_error(
        fmt::format("--partition and --{} cannot be given together", samples ? "device" : "passes"),
        samples ? "copies on a device are not partitioned" : "name the partition's pass in --passes");
  if (Status legal = check_objective(o); !legal) return legal;
  if (o.print_pipeline) return success();
  if (o.output.empty()) return usage_error("missing -o DIR", "try 'dqcc --help'");
  if (std::ranges::count(o.inputs, "-") > 1) return usage_error("stdin ('-') is given twice");
  if (std::ranges::count(o.inputs, "-") + (o.network == "-") + (o.sample.device == "-") > 1)
    return usage_error(
        fmt::format("stdin ('-') is both a circuit and the {}", samples ? "device" : "network"));
  if (Status legal = check_stdout(o); !legal) return legal;
  return check_stems(o);
}

}  // namespace

bool DqccOptions::emits(const std::string& kind) const { return std::ranges::find(emit, kind) != emit.end(); }

const std::vector<std::string>& emit_kinds() {
  static const std::vector<std::string> kinds = {"qpu",      "monolithic", "schedule",   "report",
                                                 "qasm2",    "cunqa",      "ir",         "dot",
                                                 "timeline", "svg",        "circuit-svg"};
  return kinds;
}

Result<ParsedCommandLine> parse_dqcc_options(int argc, const char* const* argv) {
  ParsedCommandLine parsed;
  CLI::App app("Compiles OpenQASM circuits for a network of QPUs: one proved program per QPU.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_input_options(app, parsed.options);
  add_output_options(app, parsed.options);
  add_compilation_options(app, parsed.options);
  add_ebit_options(app, parsed.options.ebits);
  add_sample_options(app, parsed.options.sample);
  add_verbosity_options(app, parsed.options);
  add_common_options(app, "dqcc", parsed.options.messages);
  const auto done = parse_command_line(app, argc, argv);
  if (!done) return done.error();
  parsed.exit_code = *done;
  if (parsed.exit_code) return parsed;
  if (Status legal = complete(app, parsed.options); !legal) return legal.error();
  return parsed;
}

}  // namespace dqc
