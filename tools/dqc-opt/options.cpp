#include "tools/dqc-opt/options.h"

#include "passes/registry.h"
#include "tools/common/app.h"

namespace dqc {
namespace {

void add_input_options(CLI::App& app, OptOptions& o) {
  app.add_option("IN", o.input, "OpenQASM or textual IR, '-' is stdin (default)")->type_name("FILE");
  app.add_option("-I", o.include_paths, "Look for included files here too")
      ->type_name("DIR")
      ->allow_extra_args(false)
      ->group("Input");
  app.add_option("--network", o.network,
                 "SHAPE:SIZE[,data=N][,comm=N] with SHAPE complete, line, ring, star or grid, or a JSON "
                 "file; replaces that of the input (default: complete:2 if a pass needs one)")
      ->type_name("SPEC|FILE")
      ->group("Input");
  app.add_option("--device", o.device, "Calibrated device that copies run on, a JSON file (dqc-device(5))")
      ->type_name("FILE")
      ->group("Input");
}

void add_pipeline_options(CLI::App& app, OptOptions& o) {
  app.add_option("--passes", o.passes, "Pipeline: a,b<key=value;flag>,repeat<3>(c,d),default<O2>")
      ->type_name("TEXT")
      ->group("Pipeline");
  app.add_option("-O", o.level, "Effort of the passes, 0 to 3 (default 2)")
      ->check(CLI::Range(0, 3))
      ->type_name("N")
      ->group("Pipeline");
  app.add_option("--seed", o.seed, "Seed of all random choices (default 0)")
      ->type_name("N")
      ->group("Pipeline");
  app.add_option("-j,--threads", o.threads, "Threads; the output does not depend on it (default 1)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N")
      ->group("Pipeline");
  app.add_option("--timeout", o.timeout, "Stop searching after this long")
      ->check(CLI::PositiveNumber)
      ->type_name("SEC")
      ->group("Pipeline");
  app.add_flag("--verify-each", o.verify_each, "Check the module after every pass")->group("Pipeline");
}

void add_output_options(CLI::App& app, OptOptions& o) {
  app.add_option("-o,--output", o.output, "Output file, '-' is stdout (default)")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--emit", o.emit, "What to write: ir")
      ->check(CLI::IsMember({"ir"}))
      ->type_name("KIND")
      ->group("Output");
  app.add_flag("--disable-output", o.disable_output, "Run the passes, write nothing")->group("Output");
}

void add_inspection_options(CLI::App& app, OptOptions& o) {
  app.add_flag("--print-pipeline", o.print_pipeline, "Print the pipeline in full and exit")
      ->group("Inspection");
  app.add_option("--print-passes", o.print_passes,
                 "Print all passes with their options, as text, json or mdoc, and exit")
      ->expected(0, 1)
      ->default_str("text")
      ->check(CLI::IsMember({"text", "json", "mdoc"}))
      ->type_name("FORM")
      ->group("Inspection");
  app.add_option("--print-after", o.print_after, "Print the module to stderr after these passes")
      ->delimiter(',')
      ->type_name("LIST")
      ->group("Inspection");
  app.add_flag("--print-after-all", o.print_after_all, "Print it after every pass")->group("Inspection");
  app.add_flag("--print-changed", o.print_changed, "Print it after every pass that changed it")
      ->group("Inspection");
  app.add_flag("--time-passes", o.time_passes, "Print how long each pass took")->group("Inspection");
  app.add_flag("--stats", o.stats, "Print the counters of the passes")->group("Inspection");
}

Status complete(OptOptions& o) {
  if (Status known = check_words("--print-after", o.print_after, pass_names()); !known) return known;
  if (o.print_after_all) o.print_after = {"all"};
  if (o.input == "-" && o.network == "-")
    return usage_error("stdin ('-') is both the module and the network");
  if (o.device == "-" && (o.input == "-" || o.network == "-"))
    return usage_error("stdin ('-') is the device and something else");
  return success();
}

}  // namespace

Result<ParsedOptCommandLine> parse_opt_options(int argc, const char* const* argv) {
  ParsedOptCommandLine parsed;
  CLI::App app("Runs a pipeline of passes over a circuit or a module in its textual form.");
  add_input_options(app, parsed.options);
  add_pipeline_options(app, parsed.options);
  add_output_options(app, parsed.options);
  add_inspection_options(app, parsed.options);
  add_common_options(app, "dqc-opt", parsed.options.color);
  const auto done = parse_command_line(app, argc, argv);
  if (!done) return done.error();
  parsed.exit_code = *done;
  if (parsed.exit_code) return parsed;
  if (Status legal = complete(parsed.options); !legal) return legal.error();
  return parsed;
}

}  // namespace dqc
