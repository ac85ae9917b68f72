#include "passes/pass_manager.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "passes/ir/printer.h"
#include "passes/ir/verifier.h"

namespace dqc {
namespace {

/// The passes that lead to `stage`, for a hint.
std::string givers(Stage stage) {
  std::string names;
  for (const RegistryRow& row : registry()) {
    const PassInfo& info = row.info();
    if (info.gives != stage || info.needs == stage) continue;
    names += names.empty() ? "" : " or ";
    names += row.name;
  }
  return names;
}

Error stage_error(const PassInfo& info, Stage at) {
  Error error{ExitCode::usage,
              fmt::format("pass '{}' needs stage '{}', but the module is at '{}' there", info.name,
                          stage_name(info.needs), stage_name(at)),
              ""};
  if (const std::string names = givers(info.needs); at < info.needs && !names.empty())
    error.hint = fmt::format("'{}' is what {} gives", stage_name(info.needs), names);
  else if (at > info.needs)
    error.hint = "leave the pass out";
  return error;
}

class Runner {
 public:
  Runner(Module& module, PassContext& context, const RunOptions& options)
      : module_(module), context_(context), options_(options) {}

  Status run(const Pipeline& pipeline) {
    for (const PipelineItem& item : pipeline)
      for (int i = 0; i < item.count; ++i)
        if (Status done = item.pass ? run_pass(item) : run(item.body); !done) return done;
    return success();
  }

  void report() const {
    if (options_.time_passes) {
      show("*** time of passes ***\n");
      for (const auto& [name, seconds] : seconds_) show(fmt::format("{:10.6f} s  {}\n", seconds, name));
    }
    if (options_.stats) {
      show("*** statistics ***\n");
      for (const auto& [name, value] : context_.statistics) show(fmt::format("{:10} {}\n", value, name));
    }
  }

 private:
  Status run_pass(const PipelineItem& item) {
    using Clock = std::chrono::steady_clock;
    const auto pass = item.pass->create(item.options);
    const Module before = options_.print_changed ? module_ : Module{};
    const Stage given = item.pass->info().stage_after(module_.stage);
    const auto start = Clock::now();
    const auto preserved = pass->run(module_, analyses_, context_);
    seconds_[item.pass->name] += std::chrono::duration<double>(Clock::now() - start).count();
    if (!preserved) return preserved.error();
    analyses_.keep(*preserved);
    show_module(item.pass->name, options_.print_changed ? &before : nullptr);
    return options_.verify_each ? verify(item.pass->name, given) : success();
  }

  Status verify(std::string_view pass, Stage given) const {
    Status legal = module_.stage == given ? verify_stage(module_)
                                          : Error{ExitCode::internal,
                                                  fmt::format("the module is at stage '{}' instead of '{}'",
                                                              stage_name(module_.stage), stage_name(given)),
                                                  ""};
    if (legal) return legal;
    return Error{ExitCode::internal, fmt::format("after pass '{}': {}", pass, legal.error().message),
                 legal.error().hint};
  }

  void show_module(std::string_view name, const Module* before) const {
    const bool asked = std::ranges::any_of(options_.print_after,
                                           [&](const std::string& s) { return s == name || s == "all"; });
    if (before && *before == module_) {
      show(fmt::format("*** {}: no change ***\n", name));
      if (!asked) return;
    }
    if (asked || before) show(fmt::format("*** after {} ***\n{}", name, print_module(module_)));
  }

  void show(std::string_view text) const {
    if (options_.sink) options_.sink(text);
  }

  Module& module_;
  PassContext& context_;
  const RunOptions& options_;
  AnalysisManager analyses_;
  std::map<std::string_view, double> seconds_;
};

}  // namespace

Result<Stage> check_stages(const Pipeline& pipeline, Stage start) {
  Stage at = start;
  for (const PipelineItem& item : pipeline) {
    if (item.pass) {
      const PassInfo& info = item.pass->info();
      if (!info.runs_at(at)) return stage_error(info, at);
      at = info.stage_after(at);
      continue;
    }
    // A second turn shows whether the body can follow itself; later turns are like it.
    for (int i = 0; i < std::min(item.count, 2); ++i) {
      const auto after = check_stages(item.body, at);
      if (!after) return after;
      at = *after;
    }
  }
  return at;
}

Status run_pipeline(const Pipeline& pipeline, Module& module, PassContext& context,
                    const RunOptions& options) {
  if (auto end = check_stages(pipeline, module.stage); !end) return end.error();
  Runner runner(module, context, options);
  Status done = runner.run(pipeline);
  runner.report();
  return done;
}

}  // namespace dqc
