// dqc-opt: runs any pipeline of passes over a module and prints its textual form.
#include <fmt/format.h>

#include <cstdio>

#include "backend/circuit_qasm2.h"
#include "backend/monolithic.h"
#include "frontend/device_reader.h"
#include "frontend/network_reader.h"
#include "passes/analysis/withholding.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/ir/verifier.h"
#include "passes/noise/noise_graph.h"
#include "passes/pass_manager.h"
#include "passes/pipelines.h"
#include "passes/support/text_io.h"
#include "tools/common/cli.h"
#include "tools/common/input.h"
#include "tools/common/qpu_devices.h"
#include "tools/dqc-opt/options.h"
#include "tools/dqc-opt/print_passes.h"

namespace dqc {
namespace {

constexpr std::string_view program = "dqc-opt";

Result<Module> read_input(const OptOptions& options, const Messages& messages) {
  auto circuit = read_circuit(options.input, options, messages);
  if (!circuit) return circuit.error();
  auto module = read_module(*std::move(circuit));
  const Status legal = module ? verify_stage(*module) : module.error();
  if (legal) return module;
  Error error = in_file(shown_name(options.input), legal.error());
  error.code = ExitCode::bad_input;
  return error;
}

/// The network of the command line, else the module's own, else, if the passes reach so far, the default.
Status set_network(const OptOptions& options, Stage end, std::span<const LinkMetric> metrics,
                   Module& module) {
  if (!options.network.empty()) {
    if (module.stage >= Stage::placed)
      return usage_error(
          fmt::format("--network cannot change that of a module at stage '{}'", stage_name(module.stage)));
    auto network = read_network(options.network);
    if (!network) return network.error();
    auto devices = read_qpu_devices(*network, options.network);
    if (!devices) return devices.error();
    module.qpu_devices.clear();
    for (std::optional<Device>& device : *devices) {
      module.qpu_devices.emplace_back();
      if (device) module.qpu_devices.back() = QpuDevice{*std::move(device)};
    }
    module.network = *std::move(network);
    std::vector<std::optional<int>> kept;
    for (const auto& d : module.qpu_devices)
      kept.push_back(d ? std::optional(kept_parts(filtered_graph(d->device, {})).qubits) : std::nullopt);
    resolve_device_defaults(*module.network, module.circuit.num_qubits(), kept);
  } else if (!module.network && end >= Stage::placed) {
    module.network = default_network();
  }
  if (!module.network) return success();
  resolve_defaults(*module.network, module.circuit.num_qubits());
  const bool is_new = module.stage < Stage::placed && end >= Stage::placed;
  return is_new ? withhold_for_purification(*module.network, metrics) : success();
}

/// The device of the command line, in place of the module's own and what was chosen on it.
Status set_device(const OptOptions& options, Module& module) {
  if (options.device.empty()) return success();
  auto device = read_device(options.device);
  if (!device) return device.error();
  module.device = *std::move(device);
  module.region.reset();
  module.copies.reset();
  return success();
}

Status transform(const OptOptions& options, const Pipeline& pipeline, Module& module,
                 const Messages& messages) {
  PassContext context;
  context.seed = options.seed;
  context.threads = options.threads;
  context.effort = options.level;
  if (options.timeout) context.deadline = Deadline::after_seconds(*options.timeout);
  RunOptions run;
  run.verify_each = options.verify_each;
  run.print_after = options.print_after;
  run.print_changed = options.print_changed;
  run.time_passes = options.time_passes;
  run.stats = options.stats;
  run.sink = [](std::string_view text) { fmt::print(stderr, "{}", text); };
  Status done = run_pipeline(pipeline, module, context, run);
  const bool fine = messages.pass_warnings(context.warnings);
  if (done && !fine) return Error{ExitCode::bad_input, "", ""};  // -Werror
  return done;
}

/// What --emit asks for. A program of several QPUs is one monolithic program in plain OpenQASM.
Result<std::string> output_text(const OptOptions& options, const Module& module) {
  if (options.emit == "ir") return print_module(module);
  const bool qasm2 = options.emit == "qasm2";
  if (module.program) return qasm2 ? monolithic_qasm2(module) : monolithic_qasm3(module);
  return qasm2 ? circuit_qasm2(module.circuit) : print_circuit(module);
}

Status run_module(const OptOptions& options, const Pipeline& pipeline, const Messages& messages) {
  auto module = read_input(options, messages);
  if (!module) return module.error();
  const auto end = check_stages(pipeline, module->stage);
  if (!end) return end.error();
  if (Status done = set_network(options, *end, path_metrics(pipeline), *module); !done) return done;
  if (Status done = set_device(options, *module); !done) return done;
  if (Status done = transform(options, pipeline, *module, messages); !done) return done;
  if (options.disable_output) return success();
  const auto text = output_text(options, *module);
  return text ? write_file(options.output, *text) : Status(in_file(shown_name(options.input), text.error()));
}

Status run_options(const OptOptions& options, const Messages& messages) {
  if (options.print_passes)
    return print_product(*options.print_passes == "json"   ? passes_as_json()
                         : *options.print_passes == "mdoc" ? passes_as_mdoc()
                                                           : passes_as_text());
  const auto pipeline = parse_pipeline(options.passes);
  if (!pipeline) return pipeline.error();
  if (options.print_pipeline) return print_product(print_pipeline(*pipeline) + "\n");
  return run_module(options, *pipeline, messages);
}

int run(int argc, const char* const* argv) {
  const auto parsed = parse_opt_options(argc, argv);
  if (!parsed) return Messages(program, requested_messages(argc, argv)).error(parsed.error());
  if (parsed->exit_code) return *parsed->exit_code;
  const Messages messages(program, parsed->options.messages);
  const Status done = run_options(parsed->options, messages);
  return done ? 0 : messages.error(done.error());
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) { return dqc::guarded_main(dqc::program, dqc::run, argc, argv); }
