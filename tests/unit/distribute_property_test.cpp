// route-ebits and schedule on random programs over random networks: what must hold whatever the choices.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "passes/distribute/comm_occupancy.h"
#include "passes/distribute/route-ebits.h"
#include "passes/distribute/schedule.h"
#include "passes/ir/messages.h"
#include "passes/ir/verifier.h"
#include "tests/unit/random_program.h"

using namespace dqc;
using namespace dqc::test;

namespace {

Network network_named(std::string_view name) {
  if (name == "line") return network_of(5, {{0, 1}, {1, 2}, {2, 3}, {3, 4}}, 3, 4);
  if (name == "ring") return network_of(6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {0, 5}}, 3, 4);
  if (name == "star") return network_of(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}, 3, 5);
  return network_of(
      9, {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {6, 7}, {7, 8}, {0, 3}, {3, 6}, {1, 4}, {4, 7}, {2, 5}, {5, 8}}, 3,
      3);
}

PassOptions with(const PassInfo& info, std::string_view key, std::string value) {
  auto values = default_options(info).values();
  values.find(key)->second = std::move(value);
  return PassOptions(values);
}

/// The statistics of the run.
auto run(Pass& pass, Module& module) {
  AnalysisManager analyses;
  PassContext context;
  const auto done = pass.run(module, analyses, context);
  REQUIRE_MESSAGE(static_cast<bool>(done), done.error().message);
  const Status promise = verify_stage(module);
  REQUIRE_MESSAGE(static_cast<bool>(promise), promise.error().message);
  return context.statistics;
}

/// Every e-bit is on a link, ids are in instruction order, memory is enough.
void check_routed(const Module& module) {
  const Program& program = *module.program;
  CommOccupancy occupancy(*module.network);
  int ebits = 0, outcomes = 0;
  for (const Instruction& i : program.instructions) {
    REQUIRE(occupancy.apply(i));
    if (i.kind == InstructionKind::outcome) REQUIRE(i.outcome == OutcomeId(outcomes++));
    if (i.kind == InstructionKind::correct) REQUIRE(i.outcome.value() < outcomes);
    if (i.kind != InstructionKind::ebit) continue;
    REQUIRE(i.ebit == EbitId(ebits++));
    const Ebit& row = program.ebits[i.ebit.index()];
    REQUIRE(row.path == std::vector{i.q[0].qpu, i.q[1].qpu});
    REQUIRE(module.network->link_between(i.q[0].qpu, i.q[1].qpu).valid());
    if (row.purpose != EbitPurpose::swap) continue;
    const auto& parts = program.ebits[row.whole.index()].parts;
    REQUIRE(std::count(parts.begin(), parts.end(), i.ebit) == 1);
  }
  REQUIRE(outcomes == program.num_outcomes);
}

/// Without what swapping added, the instructions are those of before, but for the ids.
void check_order_kept(const Program& before, const Program& after) {
  std::vector<char> of_swap(static_cast<std::size_t>(after.num_outcomes), 0);
  for (const Ebit& row : after.ebits)
    for (OutcomeId o : row.outcomes) of_swap[o.index()] = 1;
  std::size_t next = 0;
  for (std::size_t i = 0; i < after.instructions.size(); ++i) {
    const Instruction& a = after.instructions[i];
    if (a.outcome.valid() && of_swap[a.outcome.index()]) continue;
    const bool basis = a.kind == InstructionKind::parity || a.kind == InstructionKind::x_basis;
    if (basis && of_swap[after.instructions[i + 1].outcome.index()]) continue;
    if (a.kind == InstructionKind::ebit && after.ebits[a.ebit.index()].purpose == EbitPurpose::swap) {
      const Ebit& whole = after.ebits[after.ebits[a.ebit.index()].whole.index()];
      if (whole.parts.back() == a.ebit) {
        REQUIRE(before.instructions[next].kind == InstructionKind::ebit);
        REQUIRE(before.instructions[next].q[1] == a.q[1]);
        ++next;
      }
      continue;
    }
    REQUIRE(next < before.instructions.size());
    const Instruction& b = before.instructions[next++];
    REQUIRE(a.kind == b.kind);
    REQUIRE(a.q == b.q);
    REQUIRE(a.gate == b.gate);
    REQUIRE(a.source == b.source);
    REQUIRE(a.condition == b.condition);
  }
  REQUIRE(next == before.instructions.size());
}

/// The programs are the same but for communication qubits: from the e-bit that makes a half to the end of its
/// life it goes by one name.
void check_renaming(const Program& before, const Program& after) {
  REQUIRE(before.instructions.size() == after.instructions.size());
  std::map<PhysicalQubit, PhysicalQubit> name;
  for (std::size_t i = 0; i < before.instructions.size(); ++i) {
    const Instruction& b = before.instructions[i];
    Instruction a = after.instructions[i];
    for (int end : {0, 1}) {
      REQUIRE(b.q[end].comm == a.q[end].comm);
      REQUIRE(b.q[end].qpu == a.q[end].qpu);
      if (!b.q[end].comm) continue;
      if (b.kind == InstructionKind::ebit) name[b.q[end]] = a.q[end];
      REQUIRE(name.at(b.q[end]) == a.q[end]);
    }
    a.q = b.q;
    REQUIRE(a == b);
    if (b.kind == InstructionKind::outcome || b.kind == InstructionKind::relocate) name.erase(b.q[0]);
  }
}

/// Qubits do one thing at a time and in program order; messages arrive before they are read.
void check_times(const Module& module) {
  const Program& program = *module.program;
  const Schedule& schedule = *module.schedule;
  std::map<PhysicalQubit, std::int64_t> free_at;
  std::int64_t end = 0;
  REQUIRE(schedule.times.size() == program.instructions.size());
  for (std::size_t i = 0; i < schedule.times.size(); ++i) {
    const Interval time = schedule.times[i];
    REQUIRE(time.start < time.end);
    for (PhysicalQubit q : program.instructions[i].q) {
      if (!q.valid()) continue;
      REQUIRE(time.start >= free_at[q]);
      free_at[q] = time.end;
    }
    end = std::max(end, time.end);
  }
  REQUIRE(schedule.makespan == end);
  MessageDelays delays(*module.network);
  for (const Message& m : messages_of(module.circuit, program))
    for (const Receipt& r : m.receipts)
      REQUIRE(schedule.times[r.instruction].start >=
              schedule.times[m.sender].end + delays.ticks(m.from, r.qpu));
}

/// At no time does a link make more e-bits than its capacity.
void check_capacity(const Module& module) {
  for (const Link& link : module.network->links) {
    std::map<std::int64_t, int> change;
    for (std::size_t i = 0; i < module.schedule->times.size(); ++i) {
      const Instruction& made = module.program->instructions[i];
      if (made.kind != InstructionKind::ebit) continue;
      if (std::minmax(made.q[0].qpu, made.q[1].qpu) != std::minmax(link.a, link.b)) continue;
      ++change[module.schedule->times[i].start];
      --change[module.schedule->times[i].end];
    }
    int under_way = 0;
    for (const auto& [time, by] : change) {
      under_way += by;
      if (link.capacity > 0) REQUIRE(under_way <= link.capacity);
    }
  }
}

/// Every data qubit has the same statements, those that do not commute in the same order.
void check_same_statements(const Program& before, const Program& after) {
  const auto lists = [](const Program& program) {
    std::map<PhysicalQubit, std::vector<std::vector<std::int32_t>>> runs;  // diagonal ones in a run, sorted
    std::map<PhysicalQubit, bool> diagonal;
    for (const Instruction& i : program.instructions)
      for (int k : {0, 1}) {
        const PhysicalQubit q = i.q[k];
        if (!q.valid() || q.comm) continue;
        const bool now = (i.kind == InstructionKind::gate && is_diagonal(i.gate)) ||
                         (i.kind == InstructionKind::parity && k == 0) ||
                         (i.kind == InstructionKind::correct && i.gate == GateKind::z);
        if (!now || !diagonal[q]) runs[q].emplace_back();
        diagonal[q] = now;
        runs[q].back().push_back(static_cast<int>(i.kind) * 100'000 + i.source.value());
      }
    for (auto& [q, list] : runs)
      for (auto& run : list) std::ranges::sort(run);
    return runs;
  };
  REQUIRE(lists(before) == lists(after));
  REQUIRE(before.instructions.size() == after.instructions.size());
}

}  // namespace

TEST_CASE("route-ebits, schedule: random programs keep every promise") {
  int swapped = 0, shorter = 0;
  for (const std::string_view name : {"line", "ring", "star", "grid"})
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      CAPTURE(name);
      CAPTURE(seed);
      Network network = network_named(name);
      for (Link& link : network.links) link.capacity = static_cast<int>(seed % 3);
      const Module before = RandomProgram(network, seed).make(150);
      const Status legal = verify_stage(before);
      REQUIRE_MESSAGE(static_cast<bool>(legal), legal.error().message);

      Module module = before;
      RouteEbits route(default_options(RouteEbits::info()));
      run(route, module);
      check_routed(module);
      check_order_kept(*before.program, *module.program);
      for (const Ebit& row : module.program->ebits) swapped += row.parts.empty() ? 0 : 1;

      SchedulePass schedule(with(SchedulePass::info(), "order", "given"));
      const Program routed = *module.program;
      Module searched = module;
      run(schedule, module);
      check_routed(module);
      check_renaming(routed, *module.program);
      check_times(module);
      check_capacity(module);

      SchedulePass search(with(SchedulePass::info(), "work", "30000"));
      const std::int64_t bound = run(search, searched).at("schedule.lower-bound");
      check_routed(searched);
      check_same_statements(routed, *searched.program);
      check_times(searched);
      check_capacity(searched);
      REQUIRE(searched.schedule->makespan <= module.schedule->makespan);
      REQUIRE(searched.schedule->makespan >= bound);
      shorter += searched.schedule->makespan < module.schedule->makespan;
    }
  CHECK(shorter > 24);
  CHECK(swapped > 300);
}
