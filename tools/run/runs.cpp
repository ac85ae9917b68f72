#include "tools/run/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace dqc::run {
namespace {

/// Counts by value: ages are many, different ages few.
using Histogram = std::map<std::int64_t, std::uint64_t>;

Distribution distribution_of_histogram(const Histogram& histogram) {
  Distribution d;
  std::uint64_t n = 0;
  double sum = 0;
  for (const auto& [value, count] : histogram) {
    n += count;
    sum += static_cast<double>(value) * static_cast<double>(count);
  }
  if (n == 0) return d;
  const auto rank = [&](double fraction) {
    auto left = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(n)));
    for (const auto& [value, count] : histogram) {
      if (left <= count) return value;
      left -= count;
    }
    return histogram.rbegin()->first;
  };
  d.mean = sum / static_cast<double>(n);
  d.min = histogram.begin()->first;
  d.max = histogram.rbegin()->first;
  d.p50 = rank(0.5);
  d.p95 = rank(0.95);
  return d;
}

/// Adds runs up in their order.
class Summing {
 public:
  explicit Summing(const Executable& exe) {
    report_.qpus.resize(exe.comm.size());
    report_.links.resize(exe.links.size());
  }

  void add(const RunResult& r) {
    ++report_.runs;
    ++makespans_[r.makespan];
    for (std::size_t i = 0; i < r.qpus.size(); ++i) add(report_.qpus[i], r.qpus[i]);
    for (std::size_t i = 0; i < r.links.size(); ++i) add(report_.links[i], r.links[i], r.makespan);
    for (const std::int64_t age : r.ages_used) ++ages_used_[age];
    for (const std::int64_t age : r.ages_freed) ++ages_freed_[age];
    report_.too_old += static_cast<double>(r.too_old);
    ++report_.counts[r.counts_key];
  }

  RunsReport finish() {
    const double n = std::max<double>(1, static_cast<double>(report_.runs));
    for (MeanQpu& q : report_.qpus)
      for (double* sum : {&q.finish, &q.busy, &q.wait_ebits, &q.wait_messages}) *sum /= n;
    for (MeanLink& l : report_.links)
      for (double* sum : {&l.ebits, &l.attempts, &l.raw_pairs, &l.use}) *sum /= n;
    report_.too_old /= n;
    report_.makespan = distribution_of_histogram(makespans_);
    report_.age_used = distribution_of_histogram(ages_used_);
    report_.age_freed = distribution_of_histogram(ages_freed_);
    return std::move(report_);
  }

 private:
  static void add(MeanQpu& mean, const QpuFigures& one) {
    mean.finish += static_cast<double>(one.finish);
    mean.busy += static_cast<double>(one.busy);
    mean.wait_ebits += static_cast<double>(one.wait_ebits);
    mean.wait_messages += static_cast<double>(one.wait_messages);
    mean.peak_comm = std::max(mean.peak_comm, one.peak_comm);
  }
  static void add(MeanLink& mean, const LinkFigures& one, std::int64_t makespan) {
    mean.ebits += static_cast<double>(one.ebits);
    mean.attempts += static_cast<double>(one.attempts);
    mean.raw_pairs += static_cast<double>(one.raw_pairs);
    if (makespan > 0) mean.use += static_cast<double>(one.busy) / static_cast<double>(makespan);
    mean.peak = std::max(mean.peak, one.peak);
  }

  RunsReport report_;
  Histogram makespans_, ages_used_, ages_freed_;
};

std::unique_ptr<QuantumState> make_state(const Executable& exe, const RunOptions& options) {
  switch (options.state) {
    case StateKind::stabilizer: return make_tableau(exe.num_qubits());
    case StateKind::vector: return make_state_vector(exe.num_qubits(), options.vector_limit);
    case StateKind::none: break;
  }
  return nullptr;
}

/// `count` runs from `first` on.
std::vector<RunResult> run_batch(const Executable& exe, const RunOptions& options, std::uint64_t first,
                                 std::uint64_t count) {
  std::vector<RunResult> results(count);
  std::atomic<std::uint64_t> next = 0;
  const auto work = [&] {
    const std::unique_ptr<QuantumState> state = make_state(exe, options);
    for (std::uint64_t i = next++; i < count; i = next++)
      results[i] = simulate(exe, options.simulation, first + i, state.get());
  };
  std::vector<std::jthread> others;
  for (int t = 1; t < options.threads; ++t) others.emplace_back(work);
  work();
  return results;
}

}  // namespace

Distribution distribution_of(const std::vector<std::int64_t>& sample) {
  Histogram histogram;
  for (const std::int64_t value : sample) ++histogram[value];
  return distribution_of_histogram(histogram);
}

Result<RunsReport> run_all(const Executable& executable, const RunOptions& options) {
  constexpr std::uint64_t batch = 256;
  Summing summing(executable);
  for (std::uint64_t first = 0; first < options.runs; first += batch) {
    for (const RunResult& r : run_batch(executable, options, first, std::min(batch, options.runs - first))) {
      if (r.outgrown)
        return Error{ExitCode::infeasible,
                     fmt::format("the quantum state needs more than {} qubits in superposition at once",
                                 options.vector_limit),
                     "use --runs for the times alone"};
      if (!r.error.empty()) return Error{ExitCode::bad_input, r.error, ""};
      summing.add(r);
    }
  }
  return summing.finish();
}

}  // namespace dqc::run
