#include "tools/dqc-opt/options.h"

#include "passes/registry.h"
#include "tools/common/app.h"

namespace dqc {
namespace {

void add_input_options(CLI::App& app, OptOptions& o) {
  app.add_option("IN", o.input, "OpenQASM or textual IR, '-' is stdin (default)")->type_name("FILE");
  add_source_options(app, o);
  add_network_option(app, o.network, "that of the input,\nor complete:2 if a pass needs one");
  app.add_option("--device", o.device, "Calibrated device that copies run on, a JSON file (dqc-device(5))")
      ->type_name("FILE")
      ->group("Input");
}

void add_pipeline_options(CLI::App& app, OptOptions& o) {
  app.add_option("--passes", o.passes, "Pipeline: a,b<key=value;flag>,repeat<3>(c,d),default<O2>")
      ->type_name("TEXT")
      ->group("Pipeline");
  add_search_options(app, o, "Pipeline");
  app.add_flag("--verify-each", o.verify_each, "Check the module after every pass")->group("Pipeline");
}

void add_output_options(CLI::App& app, OptOptions& o) {
  app.add_option("-o,--output", o.output, "Output file, '-' is stdout (default)")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--emit", o.emit, "What to write: ir (default), or plain qasm3 or qasm2")
      ->check(CLI::IsMember({"ir", "qasm3", "qasm2"}))
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
  const bool inspects =
      o.print_after_all || !o.print_after.empty() || o.print_changed || o.time_passes || o.stats;
  if (inspects && o.messages.format == MessageFormat::json)
    return usage_error("an option that prints to stderr does not go with --diagnostics-format=json");
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
  add_common_options(app, "dqc-opt", parsed.options.messages);
  const auto done = parse_command_line(app, argc, argv);
  if (!done) return done.error();
  parsed.exit_code = *done;
  if (parsed.exit_code) return parsed;
  if (Status legal = complete(parsed.options); !legal) return legal.error();
  return parsed;
}

}  // namespace dqc
