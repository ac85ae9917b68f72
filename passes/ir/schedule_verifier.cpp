#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "passes/ir/link_ebits.h"
#include "passes/ir/messages.h"
#include "passes/ir/program_verifier.h"

namespace dqc {
namespace {

class ScheduleVerifier {
 public:
  explicit ScheduleVerifier(const Module& module)
      : module_(module), network_(*module.network), program_(*module.program), schedule_(*module.schedule) {
    for (std::size_t i = 0; i < network_.links.size(); ++i)
      links_.emplace(std::pair(network_.links[i].a, network_.links[i].b), i);
  }

  Status verify() {
    if (schedule_.times.size() != program_.instructions.size())
      return Error{
          ExitCode::internal,
          fmt::format("{} times for {} instructions", schedule_.times.size(), program_.instructions.size()),
          ""};
    std::int64_t end = 0;
    for (std::size_t i = 0; i < schedule_.times.size(); ++i) {
      if (Status legal = instruction(i); !legal) return legal;
      end = std::max(end, schedule_.times[i].end);
    }
    if (end != schedule_.makespan)
      return Error{ExitCode::internal, fmt::format("the makespan is {} and not {}", end, schedule_.makespan),
                   ""};
    if (Status legal = messages(); !legal) return legal;
    return capacities();
  }

 private:
  template <class... Args>
  static Error broken(std::size_t i, fmt::format_string<Args...> format, Args&&... args) {
    return {ExitCode::internal,
            fmt::format("time of instruction {}: {}", i, fmt::format(format, std::forward<Args>(args)...)),
            ""};
  }

  std::size_t link_of(const Instruction& ebit) const {
    const auto ends = std::minmax(ebit.q[0].qpu, ebit.q[1].qpu);
    return links_.at({ends.first, ends.second});
  }

  std::int64_t duration(const Instruction& i) const {
    const Latency& latency = network_.qpu(i.q[0].qpu).latency;
    switch (i.kind) {
      case InstructionKind::measure:
      case InstructionKind::outcome: return latency.measure;
      case InstructionKind::reset: return latency.reset;
      case InstructionKind::relocate: return 3 * latency.q2;
      case InstructionKind::ebit:
        return generation_time(network_, network_.links[link_of(i)], program_.ebits[i.ebit.index()].rounds);
      case InstructionKind::gate:
        if (i.gate == GateKind::swap) return 3 * latency.q2;
        [[fallthrough]];
      default: return i.q[1].valid() ? latency.q2 : latency.q1;
    }
  }

  Status instruction(std::size_t index) {
    const Instruction& i = program_.instructions[index];
    const Interval time = schedule_.times[index];
    if (time.start < 0 || time.end - time.start != duration(i))
      return broken(index, "{} to {} does not last {}", time.start, time.end, duration(i));
    for (PhysicalQubit q : i.q)
      if (Status legal = occupy(q, index); !legal) return legal;
    if (Status legal = age(index); !legal) return legal;
    if (i.kind == InstructionKind::ebit) {
      const Ebit& e = program_.ebits[i.ebit.index()];
      for (std::size_t side : {0, 1})
        for (const std::int32_t spare : e.spare[side])
          if (Status legal = occupy({e.qpus[side], spare, true}, index); !legal) return legal;
    }
    if (i.kind == InstructionKind::outcome) {
      outcome_end_.resize(static_cast<std::size_t>(program_.num_outcomes));
      outcome_end_[i.outcome.index()] = time.end;
    }
    if (i.kind == InstructionKind::correct && time.start < outcome_end_[i.outcome.index()])
      return broken(index, "it starts at {}, before its outcome is measured at {}", time.start,
                    outcome_end_[i.outcome.index()]);
    return success();
  }

  /// The first use of an e-bit comes soon enough after its generation.
  Status age(std::size_t index) {
    const Instruction& i = program_.instructions[index];
    if (network_.demand.max_age < 0) return success();
    for (PhysicalQubit q : i.q) {
      if (!q.valid() || !q.comm) continue;
      if (i.kind == InstructionKind::ebit) {
        made_by_[q] = index;
        continue;
      }
      const auto made = made_by_.find(q);
      if (made == made_by_.end()) continue;
      const std::size_t by = made->second;
      made_by_.erase(made);
      if (used_.insert(by).second &&
          schedule_.times[index].start - schedule_.times[by].end > network_.demand.max_age)
        return broken(index, "it uses an e-bit made {} ticks ago, {} are allowed",
                      schedule_.times[index].start - schedule_.times[by].end, network_.demand.max_age);
    }
    return success();
  }

  Status occupy(PhysicalQubit q, std::size_t index) {
    if (!q.valid()) return success();
    const Interval time = schedule_.times[index];
    std::int64_t& busy_until = busy_until_[q];
    if (time.start < busy_until)
      return broken(index, "it starts at {}, before its qubit is free at {}", time.start, busy_until);
    busy_until = time.end;
    return success();
  }

  Status messages() {
    MessageDelays delays(network_);
    for (const Message& message : messages_of(module_.circuit, program_))
      for (const Receipt& receipt : message.receipts) {
        const std::int64_t arrives =
            schedule_.times[message.sender].end + delays.ticks(message.from, receipt.qpu);
        if (schedule_.times[receipt.instruction].start < arrives)
          return broken(receipt.instruction, "it starts at {}, before its message arrives at {}",
                        schedule_.times[receipt.instruction].start, arrives);
      }
    return success();
  }

  /// No link generates more e-bits at once than it can.
  Status capacities() const {
    std::map<std::size_t, std::vector<std::pair<std::int64_t, int>>> events;  // by link: (time, change)
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) {
      if (program_.instructions[i].kind != InstructionKind::ebit) continue;
      const std::size_t link = link_of(program_.instructions[i]);
      if (network_.links[link].capacity == 0) continue;
      events[link].emplace_back(schedule_.times[i].start, 1);
      events[link].emplace_back(schedule_.times[i].end, -1);
    }
    for (auto& [link, changes] : events) {
      std::ranges::sort(changes);
      int under_way = 0;
      for (const auto& [time, change] : changes)
        if ((under_way += change) > network_.links[link].capacity)
          return Error{ExitCode::internal,
                       fmt::format("link {} generates {} e-bits at time {}, its capacity is {}", link,
                                   under_way, time, network_.links[link].capacity),
                       ""};
    }
    return success();
  }

  const Module& module_;
  const Network& network_;
  const Program& program_;
  const Schedule& schedule_;
  std::map<std::pair<QpuId, QpuId>, std::size_t> links_;
  std::map<PhysicalQubit, std::int64_t> busy_until_;
  std::map<PhysicalQubit, std::size_t> made_by_;  ///< halves not used yet: the e-bit's instruction
  std::set<std::size_t> used_;                    ///< e-bits, by instruction
  std::vector<std::int64_t> outcome_end_;
};

}  // namespace

Status verify_schedule(const Module& module) { return ScheduleVerifier(module).verify(); }

}  // namespace dqc
