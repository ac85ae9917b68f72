// Runs a pipeline over a module: checks before the start that its stages fit, and shows what happens
// inside, as opt does.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/pipeline_parser.h"

namespace dqc {

/// What to show and check while running. `sink` receives text meant for stderr.
struct RunOptions {
  bool verify_each = false;              ///< check the stage's promise after every pass
  std::vector<std::string> print_after;  ///< names of passes; "all" for every pass
  bool print_changed = false;            ///< the module after every pass that changed it
  bool time_passes = false;
  bool stats = false;
  std::function<void(std::string_view)> sink;
};

/// The stage that `pipeline` leaves a module at that starts at `start`. Errors (usage): a pass that needs
/// another stage than it would get, by name, with what is missing.
Result<Stage> check_stages(const Pipeline& pipeline, Stage start);

/// Runs `pipeline` over `module` after check_stages. Errors: those of check_stages and of the passes;
/// internal if verify_each finds a broken promise. On an error the module is unspecified.
Status run_pipeline(const Pipeline& pipeline, Module& module, PassContext& context,
                    const RunOptions& options);

}  // namespace dqc
