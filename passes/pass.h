// What a pass is, what it says about itself, and what it is given.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/analysis_manager.h"
#include "passes/ir/module.h"
#include "passes/support/deadline.h"
#include "passes/support/result.h"
#include "passes/support/rng.h"

namespace dqc {

enum class OptionKind : std::uint8_t { integer, real, flag, choice, text };

/// One option of a pass: parses, prints and documents it.
struct OptionSpec {
  std::string_view key;
  OptionKind kind = OptionKind::integer;
  std::string_view fallback;  ///< default, as text
  std::string_view range;     ///< integer, real: "1..100"; choice: "a|b|c"; else empty
  std::string_view help;
};

struct PassInfo {
  std::string_view name;
  std::string_view summary;      ///< one line
  std::string_view description;  ///< a paragraph, with its source
  Stage needs = Stage::circuit;
  Stage gives = Stage::circuit;  ///< equal to `needs` where the stage does not change
  std::vector<OptionSpec> options;
  std::vector<std::string_view> statistics;  ///< the counters it may set in PassContext::statistics
  /// For a pass that leaves the stage alone (`needs` == `gives`): the last stage that it can run at.
  std::optional<Stage> until = std::nullopt;

  bool runs_at(Stage stage) const { return needs <= stage && stage <= until.value_or(needs); }
  Stage stage_after(Stage stage) const { return until ? stage : gives; }
};

/// Option values by key, complete: a key that the pipeline text left out has its fallback. A flag is
/// "true" or "false". Asking for a key that the pass does not declare is a programming error.
class PassOptions {
 public:
  PassOptions() = default;
  explicit PassOptions(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}
  long integer(std::string_view key) const;
  double real(std::string_view key) const;
  bool flag(std::string_view key) const;
  const std::string& text(std::string_view key) const;
  const std::map<std::string, std::string, std::less<>>& values() const { return values_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// Every option of `info` at its fallback.
PassOptions default_options(const PassInfo& info);

/// What a pass may use beyond the module: all of it is part of the answer's inputs except `deadline`.
struct PassContext {
  std::uint64_t seed = 0;
  int threads = 1;
  int effort = 2;  ///< 0..3, from -O
  Deadline deadline;
  std::map<std::string, std::int64_t, std::less<>> statistics;  ///< "pass.counter"
  std::vector<std::string> warnings;                            ///< shown on stderr, never in output
  Rng rng(std::string_view pass_name) const { return Rng(seed, pass_name); }
};

class Pass {
 public:
  virtual ~Pass() = default;
  /// Transforms `module`, which is at a stage that runs_at allows; leaves it at stage_after.
  /// On an error the module is unspecified.
  virtual Result<PreservedAnalyses> run(Module& module, AnalysisManager& analyses, PassContext& context) = 0;
};

}  // namespace dqc
