// List scheduling of a routed Program in simulated time (Graham, SIAM J. Appl. Math. 17, 1969): whatever may
// start does, the most urgent first; an e-bit takes communication qubits from its generation until its halves
// are measured, and starts as soon as both QPUs have some left and EbitPlan knows how the rest can follow.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "passes/distribute/dependences.h"
#include "passes/ir/schedule.h"

namespace dqc {

struct ListSchedule {
  std::vector<std::int32_t> order;  ///< instructions as they started: a legal program order
  std::vector<std::int64_t> start;  ///< by instruction
  std::vector<std::array<std::int32_t, 2>> handed_by;  ///< by e-bit: what freed its two qubits, -1: nothing
  std::int64_t makespan = 0;
};

class ListScheduler {
 public:
  /// Both must outlive this.
  ListScheduler(const Dependences& dependences, const Network& network);

  /// `urgency` by instruction, the smallest first; `plan` as for EbitPlan. Cost: instructions times their
  /// logarithm, plus the questions to EbitPlan.
  ListSchedule run(std::span<const std::int64_t> urgency, std::span<const std::int32_t> plan) const;

  /// The latest start of each instruction that keeps the makespan, where qubits go from hand to hand as in
  /// `schedule`. Cost: linear.
  std::vector<std::int64_t> latest_starts(const ListSchedule& schedule) const;

  /// The e-bits of `schedule` in the order of their starts.
  std::vector<std::int32_t> plan_of(const ListSchedule& schedule) const;

 private:
  class Simulation;
  const Dependences& dependences_;
  const Network& network_;
};

}  // namespace dqc
