// Many executions and what they have in common.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "passes/support/result.h"
#include "tools/run/simulation.h"

namespace dqc::run {

enum class StateKind : std::uint8_t { none, stabilizer, vector };

struct RunOptions {
  SimulationOptions simulation;
  std::uint64_t runs = 1000;
  StateKind state = StateKind::none;
  int vector_limit = 22;  ///< qubits in use at once
  int threads = 1;
};

/// Of a sample. Quantiles are of its sorted values, nearest rank.
struct Distribution {
  double mean = 0;
  std::int64_t min = 0;
  std::int64_t p50 = 0;
  std::int64_t p95 = 0;
  std::int64_t max = 0;
};
Distribution distribution_of(const std::vector<std::int64_t>& sample);

/// Means over the runs; peaks are of all runs.
struct MeanQpu {
  double finish = 0, busy = 0, wait_ebits = 0, wait_messages = 0;
  int peak_comm = 0;
};
struct MeanLink {
  double ebits = 0, attempts = 0, raw_pairs = 0;
  double use = 0;  ///< e-bits under way, averaged over the makespan
  int peak = 0;
};

struct RunsReport {
  std::uint64_t runs = 0;
  Distribution makespan;
  std::vector<MeanQpu> qpus;
  std::vector<MeanLink> links;
  Distribution age_used;   ///< of all e-bits of all runs, see RunResult
  Distribution age_freed;  ///< likewise
  double too_old = 0;      ///< e-bits of a run first used at a greater age than was asked for, mean
  std::map<std::string, std::uint64_t> counts;
};

/// Runs `executable` `options.runs` times; the answer is the same for any number of threads. Errors:
/// bad_input for the first run that stops: a deadlock or a memory overrun; infeasible for a state that
/// outgrows `vector_limit`.
Result<RunsReport> run_all(const Executable& executable, const RunOptions& options);

}  // namespace dqc::run
