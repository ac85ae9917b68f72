#include "passes/distribute/ebit_age.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "passes/distribute/timing.h"

namespace dqc {
namespace {

struct Age {
  std::size_t ebit = 0;
  std::size_t made_by = 0;  ///< instruction
  std::int64_t ticks = 0;
};

/// Of every e-bit, at the first use of one of its halves.
std::vector<Age> ages_of(const Program& program, const Schedule& schedule) {
  std::vector<Age> ages;
  std::map<PhysicalQubit, std::size_t> unused;  // half: instruction that made it
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    const Instruction& g = program.instructions[i];
    for (PhysicalQubit q : g.q) {
      if (!q.comm || !q.valid()) continue;
      if (g.kind == InstructionKind::ebit) {
        unused[q] = i;
        continue;
      }
      const auto found = unused.find(q);
      if (found == unused.end()) continue;
      const std::size_t made_by = found->second;
      const Instruction& made = program.instructions[made_by];
      ages.push_back({made.ebit.index(), made_by, schedule.times[i].start - schedule.times[made_by].end});
      for (PhysicalQubit half : made.q)
        if (const auto other = unused.find(half); other != unused.end() && other->second == made_by)
          unused.erase(other);
    }
  }
  return ages;
}

}  // namespace

Status limit_ebit_age(const Circuit& circuit, const Network& network, Program& program, Schedule& schedule) {
  constexpr int most_rounds_of_timing = 200;
  const std::int64_t most = network.demand.max_age;
  if (most < 0) return success();
  std::vector<std::int64_t> not_before(program.ebits.size(), 0);
  std::int64_t reached = std::numeric_limits<std::int64_t>::max();
  for (int round = 0; round < most_rounds_of_timing; ++round) {
    std::int64_t oldest = 0;
    for (const Age& age : ages_of(program, schedule)) {
      oldest = std::max(oldest, age.ticks);
      if (age.ticks > most) not_before[age.ebit] = schedule.times[age.made_by].start + age.ticks - most;
    }
    reached = std::min(reached, oldest);
    if (oldest <= most) return success();
    schedule = time_in_order(circuit, network, program, nullptr, not_before);
  }
  return Error{
      ExitCode::infeasible,
      fmt::format("no plan was found in which every e-bit is used at an age of at most {} ticks", most),
      fmt::format("an age of {} ticks is feasible", reached)};
}

}  // namespace dqc
