#include "passes/distribute/window_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dqc {
namespace {

constexpr std::size_t window_size = 12;  ///< e-bits that may change places
constexpr std::size_t step_size = 6;     ///< e-bits that start before the window moves on
constexpr double hottest = 20;           ///< ticks
constexpr double share_of_latest = 0.3;  ///< of the QPU with the most to do, beside the weighted mean

}  // namespace

WindowSearch::WindowSearch(const Dependences& dependences, const Network& network, EbitSequence& sequence,
                           Rng& rng)
    : d_(dependences), network_(network), sequence_(sequence), rng_(rng), weight_(network.size(), 0) {}

/// How late the communication qubits come free, those of QPUs with much left to do above all.
double WindowSearch::value() const {
  double sum = 0, latest = 0, left = 0;
  for (std::size_t q = 0; q < weight_.size(); ++q) {
    const double free = sequence_.mean_free(q);
    const double rest =
        static_cast<double>(sequence_.work_left(q)) / static_cast<double>(std::max(1, network_.qpus[q].comm));
    left += rest;
    sum += weight_[q] * free;
    latest = std::max(latest, free + rest);
  }
  if (left == 0) return static_cast<double>(sequence_.result().makespan) + 0.05 * sum;
  return sum + share_of_latest * latest;
}

bool WindowSearch::move(std::vector<std::int32_t>& window) {
  const std::size_t at = rng_.below(static_cast<std::uint32_t>(window.size()));
  const QpuId qpu = d_.ebits()[static_cast<std::size_t>(window[at])].halves[rng_.below(2)].qpu;
  const bool forward = rng_.below(2) == 1;
  std::uint32_t steps = 1 + rng_.below(3);
  std::size_t to = at;
  for (std::size_t k = at; steps > 0;) {
    if (forward ? k + 1 == window.size() : k == 0) break;
    forward ? ++k : --k;
    const auto& other = d_.ebits()[static_cast<std::size_t>(window[k])].halves;
    if (other[0].qpu != qpu && other[1].qpu != qpu) continue;
    to = k;
    --steps;
  }
  const auto place = [&](std::size_t k) { return window.begin() + static_cast<std::ptrdiff_t>(k); };
  if (to > at) std::rotate(place(at), place(at + 1), place(to + 1));
  if (to < at) std::rotate(place(to), place(at), place(at + 1));
  return to != at;
}

/// By their share of all work on communication qubits.
void WindowSearch::weigh_qpus() {
  double total = 0;
  for (std::size_t q = 0; q < weight_.size(); ++q)
    total += weight_[q] =
        static_cast<double>(sequence_.work_left(q)) / static_cast<double>(std::max(1, network_.qpus[q].comm));
  for (double& w : weight_) w /= std::max(total, 1.0);
}

/// Simulated annealing of a window from what was kept last, until `spent_` reaches `allowance`.
void WindowSearch::anneal(std::vector<std::int32_t>& window, std::int64_t allowance,
                          const Deadline& deadline) {
  if (window.size() < 2 || !look_at(window)) return;
  double now = value(), lowest = now;
  std::vector<std::int32_t> best = window, trial;
  for (const std::int64_t from = spent_; spent_ < allowance && !deadline.expired();) {
    const double cold = static_cast<double>(spent_ - from) / static_cast<double>(allowance - from);
    trial = window;
    if (!move(trial) || !look_at(trial)) {
      ++spent_;  // a window of which nothing can move must end too
      continue;
    }
    const double then = value();
    if (then > now - std::log(1 - rng_.unit()) * hottest * (1 - cold)) continue;
    now = then;
    window.swap(trial);
    if (now < lowest) lowest = now, best = window;
  }
  window.swap(best);
}

bool WindowSearch::look_at(std::span<const std::int32_t> window) {
  const bool fits = sequence_.extend(window);
  spent_ += sequence_.work();
  ++rounds_;
  return fits;
}

std::int64_t WindowSearch::run(std::vector<std::int32_t>& plan, std::int64_t work, const Deadline& deadline) {
  sequence_.restart();
  weigh_qpus();
  spent_ = rounds_ = 0;
  std::vector<std::int32_t> window;
  for (std::size_t at = 0; at < plan.size();) {
    const std::size_t size = std::min(window_size, plan.size() - at);
    const bool is_last = at + size == plan.size();
    const std::size_t step = is_last ? size : std::min(step_size, size);
    const auto first = plan.begin() + static_cast<std::ptrdiff_t>(at);
    window.assign(first, first + static_cast<std::ptrdiff_t>(size));
    anneal(window,
           static_cast<std::int64_t>(static_cast<double>(work) * static_cast<double>(at + step) /
                                     static_cast<double>(plan.size())),
           deadline);
    sequence_.extend(window, is_last ? std::numeric_limits<std::size_t>::max() : step);
    sequence_.keep();
    const auto rest =
        std::ranges::stable_partition(window, [&](std::int32_t e) { return sequence_.has_started(e); });
    std::ranges::copy(window, first);
    if (rest.size() == size) break;  // not with a plan as run() asks for
    at += size - rest.size();
  }
  return rounds_;
}

}  // namespace dqc
