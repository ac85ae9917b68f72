#include "tools/dqcc/sampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "backend/copy_programs.h"
#include "backend/device_svg.h"
#include "backend/samples_json.h"
#include "passes/ir/printer.h"
#include "passes/ir/routing.h"
#include "passes/ir/verifier.h"
#include "passes/noise/circuit_pattern.h"
#include "passes/noise/layout_errors.h"
#include "passes/noise/noise_graph.h"
#include "passes/noise/threshold_fit.h"
#include "passes/pass_manager.h"
#include "tools/common/cli.h"
#include "tools/common/input.h"
#include "tools/dqcc/outputs.h"
#include "tools/verify/copies.h"

namespace dqc {
namespace {

constexpr std::int64_t fit_steps = 100'000;  // of each search for the smallest eta

class Sampling {
 public:
  Sampling(const SamplingSetup& setup, const std::string& input)
      : setup_(setup), options_(setup.options), input_(input) {}

  Status run(std::vector<std::string>& files_read) {
    if (Status done = check_destination(options_, input_); !done) return done;
    auto circuit = read_circuit(input_, options_, setup_.messages, &files_read);
    if (!circuit) return circuit.error();
    source_ = *circuit;
    module_.circuit = *std::move(circuit);
    module_.device = setup_.device;
    if (Status done = transform(); !done) return in_file(input_, done.error());
    const QubitStyle style =
        options_.sample.qubits == "register" ? QubitStyle::device_register : QubitStyle::hardware;
    if (options_.emits("copies")) programs_ = copy_programs(module_, style);
    if (options_.emits("combined")) combined_ = combined_program(module_, style);
    if (Status done = prove(); !done) return done;
    collect_files();
    if (Status done = write_outputs(options_, input_, files_); !done) return done;
    if (!options_.quiet && !setup_.messages.machine()) report();
    return success();
  }

 private:
  Status transform() {
    PassContext context;
    context.seed = options_.seed;
    context.threads = options_.threads;
    context.effort = options_.level;
    RunOptions run;
    run.time_passes = run.stats = options_.verbose > 0;
    run.sink = [](std::string_view text) { fmt::print(stderr, "{}", text); };
    Status done = run_pipeline(setup_.pipeline, module_, context, run);
    const bool fine = setup_.messages.pass_warnings(context.warnings);
    if (!done) return done;
    if (!fine) return Error{ExitCode::bad_input, "", ""};  // -Werror
    if (!module_.copies) return usage_error("the pipeline chooses no copies", "end it with symmetric-sample");
    if (Status legal = verify_stage(module_); !legal) return legal;
    routing_ = routing_of(module_.circuit);
    if (!routing_ && context.statistics.contains("route-swaps.swaps"))
      return usage_error("a pass after route-swaps changed what it had made",
                         "put route-swaps right before symmetric-sample");
    if (routing_ && !options_.quiet)
      setup_.messages.note("routed",
                           fmt::format("the circuit fits nowhere on what was kept of the device: it was "
                                       "given {} swap{}",
                                       routing_->swaps, routing_->swaps == 1 ? "" : "s"));
    if (const auto needed = pattern_of(module_.circuit, Score::once))
      smallest_eta_ = smallest_eta(*module_.device, needed->pattern, fit_steps).error;
    return success();
  }

  Status prove() {
    if (!options_.verify || (programs_.empty() && combined_.empty())) return success();
    verify::CopiesInput input{source_, static_cast<int>(module_.device->size()), &*module_.device, {}};
    for (const Layout& layout : module_.copies->layouts) add_places(layout, input);
    std::vector<std::string> differences;
    const auto add = [&](std::vector<std::string> found) {
      differences.insert(differences.end(), found.begin(), found.end());
    };
    for (std::size_t i = 0; i < programs_.size(); ++i) add(verify::check_copy(input, programs_[i], i));
    if (!combined_.empty()) add(verify::check_combined(input, combined_));
    verified_ = differences.empty();
    if (verified_) return success();
    return Error{ExitCode::internal,
                 fmt::format("{}: the output could not be proved equivalent, nothing was written: {}", input_,
                             differences.front()),
                 "this is a defect of dqcc; please report it with the input and the command line"};
  }

  /// Where the qubits of a copy are, at the start and at the end.
  void add_places(const Layout& layout, verify::CopiesInput& input) const {
    const auto own = layout.qubits.begin() + static_cast<long>(source_.num_qubits());
    input.layouts.emplace_back(layout.qubits.begin(), own);
    if (!routing_) return;
    auto& ends = input.finals.emplace_back();
    for (int end : routing_->final_) ends.push_back(layout.qubits[static_cast<std::size_t>(end)]);
    std::copy_if(own, layout.qubits.end(), std::back_inserter(input.spares.emplace_back()),
                 [](int place) { return place >= 0; });
    input.swaps.push_back(routing_->swaps);
  }

  void collect_files() {
    for (std::size_t i = 0; i < programs_.size(); ++i)
      files_.push_back({copy_program_name(i), std::move(programs_[i])});
    if (!combined_.empty()) files_.push_back({"combined.qasm", std::move(combined_)});
    if (options_.emits("samples"))
      files_.push_back({"samples.json", samples_json(module_, {smallest_eta_, options_.emits("copies"),
                                                               options_.emits("combined"), verified_})});
    if (options_.emits("device-svg")) files_.push_back({"device.svg", device_svg(module_)});
    if (options_.emits("ir")) files_.push_back({"program.ir.qasm", print_module(module_)});
  }

  void report() const {
    const Copies& copies = *module_.copies;
    double cost = 0;
    for (const Layout& layout : copies.layouts) cost += layout.cost;
    const Region region = module_.region.value_or(filtered_region(*module_.device, {}));
    std::string text = fmt::format(
        "{}: {} qubits, {} gates, {} cop{} on {}\n", input_ == "-" ? "<stdin>" : input_, source_.num_qubits(),
        source_.num_gates(), copies.layouts.size(), copies.layouts.size() == 1 ? "y" : "ies",
        module_.device->name.empty() ? "the device" : module_.device->name);
    text += fmt::format("  kept       {}\n", kept_in_words(*module_.device, region));
    if (smallest_eta_) text += fmt::format("  fits       with every eta above {:.6g}\n", *smallest_eta_);
    if (routing_)
      text += fmt::format("  routed     {} swap{}\n", routing_->swaps, routing_->swaps == 1 ? "" : "s");
    text += fmt::format("  fidelity   best {:.6g}, worst {:.6g}, product {:.6g} ({})\n",
                        copies.layouts.front().fidelity(), copies.layouts.back().fidelity(), std::exp(-cost),
                        copies.optimal ? "optimal" : "heuristic");
    if (copies.counts)
      text += fmt::format("  matches    {}{:.0f} mappings, {} sets of qubits\n",
                          copies.counts->complete ? "" : "at least ", copies.counts->mappings,
                          copies.counts->vertex_sets);
    text += fmt::format("  {} -> {}\n", verified_ ? "proved equivalent to the source" : "not verified",
                        options_.to_stdout() ? "<stdout>" : directory_of(options_, input_));
    fmt::print(stderr, "{}", text);
  }

  const SamplingSetup& setup_;
  const DqccOptions& options_;
  const std::string& input_;
  Circuit source_;
  Module module_;
  std::optional<Routing> routing_;
  std::optional<double> smallest_eta_;
  std::vector<std::string> programs_;
  std::string combined_;
  bool verified_ = false;
  std::vector<OutputFile> files_;
};

}  // namespace

Status sample_file(const SamplingSetup& setup, const std::string& input,
                   std::vector<std::string>& files_read) {
  return Sampling(setup, input).run(files_read);
}

}  // namespace dqc
