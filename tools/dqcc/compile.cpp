#include "tools/dqcc/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "backend/circuit_svg.h"
#include "backend/cunqa.h"
#include "backend/dot.h"
#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/report.h"
#include "backend/schedule_json.h"
#include "backend/schedule_svg.h"
#include "backend/timeline_table.h"
#include "passes/analysis/withholding.h"
#include "passes/ir/printer.h"
#include "passes/ir/verifier.h"
#include "passes/noise/noise_graph.h"
#include "passes/noise/place-on-devices.h"
#include "passes/pass_manager.h"
#include "passes/pipelines.h"
#include "passes/support/text_io.h"
#include "tools/common/input.h"
#include "tools/common/qpu_devices.h"
#include "tools/dqcc/outputs.h"
#include "tools/dqcc/summary.h"
#include "tools/verify/canonical.h"
#include "tools/verify/verify.h"

namespace dqc {
namespace {

class Compilation {
 public:
  Compilation(const CompileSetup& setup, const std::string& input)
      : setup_(setup), options_(setup.options), input_(input) {}

  Status run(std::vector<std::string>& files_read) {
    if (Status done = check_destination(options_, input_); !done) return done;
    if (Status done = read(files_read); !done) return done;
    if (Status done = check_feasible(); !done) return done;
    if (Status done = compile(); !done) return done;
    if (Status done = write_outputs(options_, input_, files_); !done) return done;
    fmt::print(stderr, "{}", summary_);
    return success();
  }

 private:
  Status read(std::vector<std::string>& files_read) {
    auto circuit = read_circuit(input_, options_, setup_.messages, &files_read);
    if (!circuit) return circuit.error();
    gates_ = circuit->num_gates();
    if (options_.verify) source_ = *circuit;
    start_from(*std::move(circuit));
    return success();
  }

  void start_from(Circuit circuit) {
    module_ = Module();
    module_.circuit = std::move(circuit);
    module_.network = setup_.network;
    options_.ebits.apply_to(module_.network->demand);
    set_devices();
    resolve_defaults(*module_.network, module_.circuit.num_qubits());
  }

  void set_devices() {
    const SampleOptions& o = options_.sample;
    const Thresholds thresholds{o.eta_readout.value_or(o.eta), o.eta_2q.value_or(o.eta)};
    std::vector<std::optional<int>> kept;
    for (const std::optional<Device>& device : setup_.devices) {
      module_.qpu_devices.emplace_back();
      kept.emplace_back();
      if (!device) continue;
      module_.qpu_devices.back() = QpuDevice{*device, filtered_region(*device, thresholds)};
      kept.back() = kept_parts(noise_graph(*device, *module_.qpu_devices.back()->region)).qubits;
    }
    resolve_device_defaults(*module_.network, module_.circuit.num_qubits(), kept);
  }

  Status compile() {
    pipeline_ = setup_.pipeline;
    if (options_.verify && !folding_is_provable()) leave_folding_out();
    Status done = compile_once();
    if (done || !unproved_ || !leave_folding_out()) return done;
    context_ = PassContext();
    start_from(source_);
    return compile_once();
  }

  static bool folds(const PipelineItem& item) { return item.pass && item.pass->name == "phase-folding"; }
  bool leave_folding_out() { return std::erase_if(pipeline_, folds) > 0; }

  /// The proof does not see through every use of phase-folding beside general one-qubit gates. Whether it
  /// does is seen here, before any search; an error of a pass is left to the run itself.
  bool folding_is_provable() const {
    const auto folding = std::ranges::find_if(pipeline_, folds);
    if (folding == pipeline_.end()) return true;
    Module trial = module_;
    PassContext context;
    if (!run_pipeline({pipeline_.begin(), folding}, trial, context, {})) return true;
    const Circuit unfolded = trial.circuit;
    if (!run_pipeline({*folding}, trial, context, {})) return true;
    return context.statistics["phase-folding.folded"] == 0 || verify::proved_same(unfolded, trial.circuit);
  }

  Status compile_once() {
    if (Status met = withhold_for_purification(*module_.network, path_metrics(pipeline_)); !met)
      return in_file(input_, met.error());
    if (Status done = transform(); !done) return done;
    if (Status done = emit(); !done) return done;
    render();
    release_module();
    if (Status done = prove(); !done) return done;
    collect_texts();
    return success();
  }

  Status check_feasible() const {
    for (std::size_t i = 0; i < module_.qpu_devices.size(); ++i)
      if (const auto& d = module_.qpu_devices[i])
        if (Status fits = check_room(*module_.network, i, d->device, *d->region); !fits)
          return in_file(input_, fits.error());
    const auto needed = static_cast<long>(module_.circuit.num_qubits());
    const long there = module_.network->total_data();
    if (needed <= there) return success();
    return Error{ExitCode::infeasible,
                 fmt::format("{}: the circuit needs {} data qubits, but the {} QPUs have {} in all", input_,
                             needed, module_.network->size(), there),
                 "give the QPUs more data qubits (--network ...,data=N) or add QPUs"};
  }

  Status transform() {
    context_.seed = options_.seed;
    context_.threads = options_.threads;
    context_.effort = options_.level;
    if (options_.timeout) context_.deadline = Deadline::after_seconds(*options_.timeout);
    RunOptions run;
    run.time_passes = run.stats = options_.verbose > 0;
    run.sink = [](std::string_view text) { fmt::print(stderr, "{}", text); };
    Status done = run_pipeline(pipeline_, module_, context_, run);
    const Messages& messages = setup_.messages;
    bool fine = messages.pass_warnings(context_.warnings);
    if (!done) return in_file(input_, done.error());
    if (context_.deadline.expired()) fine &= messages.warning(DiagnosticId::timeout_reached, input_);
    if (!fine) return Error{ExitCode::bad_input, "", ""};  // -Werror
    if (const std::int64_t swaps = context_.statistics["place-on-devices.swaps"];
        swaps > 0 && !options_.quiet)
      messages.note("routed", fmt::format("the program of a QPU fits nowhere on what was kept of its device: "
                                          "{} swap{} inserted",
                                          swaps, swaps == 1 ? " was" : "s were"));
    Status legal = verify_stage(module_);
    return legal ? legal : Status(in_file(input_, legal.error()));
  }

  /// The texts that --emit asks for and those that the proof reads.
  Status emit() {
    if (options_.emits("qasm2")) {
      auto text = monolithic_qasm2(module_);
      if (!text) return in_file(input_, text.error());
      qasm2_ = *std::move(text);
    }
    if (module_.stage != Stage::scheduled) return success();
    if (options_.emits("cunqa")) {
      auto texts = cunqa_circuits(module_);
      if (!texts) return in_file(input_, texts.error());
      cunqa_ = *std::move(texts);
    }
    if (proves() || options_.emits("monolithic")) monolithic_ = monolithic_qasm3(module_);
    if (proves() || options_.emits("schedule")) schedule_ = schedule_json(module_);
    if (proves() || options_.emits("qpu")) programs_ = qpu_programs(module_);
    return success();
  }

  bool proves() const { return options_.verify && module_.stage == Stage::scheduled; }

  /// The proof of dqc-verify, on the texts as they will be written.
  Status prove() {
    if (!proves()) return success();
    const auto proof = verify::verify_texts(source_, monolithic_, programs_, schedule_, setup_.devices);
    if (proof.proved) return success();
    unproved_ = true;
    std::string found = proof.trouble;
    for (const auto& difference : proof.differences) found += (found.empty() ? "" : "; ") + told(difference);
    return Error{
        ExitCode::internal,
        fmt::format("{}: the output could not be proved equivalent, nothing was written: {}", input_, found),
        "this is a defect of dqcc; please report it with the input and the command line"};
  }

  /// What else is made of the module. What says that the output is proved is only used if it is.
  void render() {
    files_.clear();
    const auto add = [&](const char* kind, const char* name, auto&& text) {
      if (options_.emits(kind)) files_.push_back({name, text()});
    };
    add("report", "report.json", [&] {
      return report_json(module_, {options_.seed, proves(), context_.statistics});
    });
    add("ir", "program.ir.qasm", [&] { return print_module(module_); });
    add("dot", "network.dot", [&] { return network_dot(module_); });
    add("timeline", "timeline.csv", [&] { return timeline_table(module_); });
    add("svg", "schedule.svg", [&] { return schedule_svg(module_); });
    add("circuit-svg", "circuit.svg", [&] { return circuit_svg(module_); });
    summary_.clear();
    if (options_.quiet || setup_.messages.machine() || module_.stage != Stage::scheduled) return;
    const std::string destination = options_.to_stdout() ? "<stdout>" : directory_of(options_, input_);
    summary_ = summary(module_, {shown_name(input_), gates_, proves(), destination});
  }

  /// The proof needs the room, and reads nothing but texts.
  void release_module() {
    const Stage stage = module_.stage;
    module_ = Module();
    module_.stage = stage;
  }

  void collect_texts() {
    const auto add = [&](const char* kind, std::string name, std::string& text) {
      if (options_.emits(kind)) files_.push_back({std::move(name), std::move(text)});
    };
    for (std::size_t i = 0; i < programs_.size(); ++i) add("qpu", qpu_program_name(i), programs_[i]);
    for (std::size_t i = 0; i < cunqa_.size(); ++i) add("cunqa", cunqa_circuit_name(i), cunqa_[i]);
    add("monolithic", "monolithic.qasm", monolithic_);
    add("schedule", "schedule.json", schedule_);
    add("qasm2", "monolithic2.qasm", qasm2_);
  }

  const CompileSetup& setup_;
  const DqccOptions& options_;
  const std::string& input_;
  Circuit source_;  ///< as read, for the proof
  Pipeline pipeline_;
  Module module_;
  PassContext context_;
  std::size_t gates_ = 0;
  std::string monolithic_, qasm2_, schedule_;
  std::vector<std::string> programs_, cunqa_;
  std::string summary_;
  bool unproved_ = false;  ///< the proof was tried and failed
  std::vector<OutputFile> files_;
};

}  // namespace

Status compile_file(const CompileSetup& setup, const std::string& input,
                    std::vector<std::string>& files_read) {
  return Compilation(setup, input).run(files_read);
}

}  // namespace dqc
