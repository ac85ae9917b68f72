#include "passes/noise/program_routing.h"

#include <algorithm>
#include <span>
#include <utility>

#include "passes/distribute/ebit_age.h"
#include "passes/distribute/timing.h"
#include "passes/noise/qpu_router.h"

namespace dqc {
namespace {

constexpr std::size_t routes_kept = 8;           // of each QPU
constexpr std::int64_t timed_most = 20'000'000;  // instructions that are timed to compare routes

class ProgramRouter {
 public:
  ProgramRouter(const Module& module, const std::vector<std::optional<NoiseGraph>>& graphs)
      : module_(module),
        graphs_(graphs),
        program_(with_outcomes_joined(*module.program)),
        circuits_(qpu_circuits(program_, module.network->size())),
        found_(circuits_.size()),
        chosen_(circuits_.size()) {}

  std::optional<ProgramRouting> run(const TrialOptions& options, double slack, const Rng& rng,
                                    const Deadline& deadline) && {
    for (std::size_t i = 0; i < graphs_.size(); ++i) {
      if (!graphs_[i]) continue;
      found_[i] = route_qpu(circuits_[i], *graphs_[i], unused_data(i), options, routes_kept, rng, deadline);
      if (!found_[i].empty()) chosen_[i] = found_[i].front();
    }
    if (std::ranges::none_of(chosen_, &std::optional<Route>::has_value)) return std::nullopt;
    shorten(slack, deadline);
    ProgramRouting out{routed_program(program_, circuits_, chosen_), {}, {}, 0};
    out.schedule = timed(out.routed.program);
    if (!limit_ebit_age(module_.circuit, *module_.network, out.routed.program, out.schedule))
      return std::nullopt;
    for (const auto& route : chosen_)
      if (route) out.swaps += route->way.swaps;
    out.routes = std::move(chosen_);
    return out;
  }

 private:
  /// How many data qubits of a QPU its program leaves alone.
  std::size_t unused_data(std::size_t qpu) const {
    const auto used = std::ranges::count(circuits_[qpu].wires, false, &PhysicalQubit::comm);
    return static_cast<std::size_t>(module_.network->qpus[qpu].data - used);
  }

  Schedule timed(Program& program) const {
    return time_in_order(module_.circuit, *module_.network, program, nullptr);
  }

  std::int64_t makespan() const {
    RoutedProgram routed = routed_program(program_, circuits_, chosen_);
    return timed(routed.program).makespan;
  }

  /// One QPU after the other takes the route with which the program is shortest.
  void shorten(double slack, const Deadline& deadline) {
    std::int64_t least = makespan();
    std::int64_t left = timed_most / std::max<std::int64_t>(std::ssize(program_.instructions), 1);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].empty()) continue;
      const double most = found_[i].front().way.cost * (1 + slack);
      for (const Route& route : std::span(found_[i]).subspan(1)) {
        if (route.way.cost > most || --left < 0 || deadline.expired()) break;
        const Route before = *std::exchange(chosen_[i], route);
        const std::int64_t now = makespan();
        if (now >= least)
          chosen_[i] = before;
        else
          least = now;
      }
    }
  }

  const Module& module_;
  const std::vector<std::optional<NoiseGraph>>& graphs_;
  Program program_;
  std::vector<QpuCircuit> circuits_;
  std::vector<std::vector<Route>> found_;  ///< by QPU, cheapest first
  std::vector<std::optional<Route>> chosen_;
};

}  // namespace

std::optional<ProgramRouting> route_program(const Module& module,
                                            const std::vector<std::optional<NoiseGraph>>& graphs,
                                            const TrialOptions& options, double slack, const Rng& rng,
                                            const Deadline& deadline) {
  return ProgramRouter(module, graphs).run(options, slack, rng, deadline);
}

}  // namespace dqc
