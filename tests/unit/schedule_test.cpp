// schedule: the worked example's times, link capacity, latencies by QPU, and bits that travel.
#include "passes/distribute/schedule.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "passes/distribute/route-ebits.h"
#include "tests/unit/program_builder.h"

using namespace dqc;
using namespace dqc::test;

namespace {

template <class P>
void run(Module& module, PassContext& context, std::string_view key = {}, std::string value = {}) {
  AnalysisManager analyses;
  auto values = default_options(P::info()).values();
  if (const auto order = values.find("order"); order != values.end()) order->second = "given";
  if (!key.empty()) values.find(key)->second = std::move(value);
  P pass{PassOptions(values)};
  const auto done = pass.run(module, analyses, context);
  REQUIRE_MESSAGE(static_cast<bool>(done), done.error().message);
}

/// Times of a program whose e-bits are on single links already.
Schedule schedule_of(Module module) {
  PassContext context;
  module.stage = Stage::routed;
  run<SchedulePass>(module, context);
  return *module.schedule;
}

}  // namespace

TEST_CASE("schedule: the worked example takes the times of its schedule.json") {
  ProgramBuilder b = worked_example();
  PassContext context;
  run<RouteEbits>(b.module, context);
  run<SchedulePass>(b.module, context, "bind", "false");
  const std::vector<Interval> expected = {
      {0, 1},     {0, 1},     {0, 1},     {0, 1},     {0, 1},  // h, ry, rx, ry, rx
      {0, 100},   {0, 100},                                    // e-bits 0 and 1
      {100, 110}, {110, 130}, {135, 136},                      // start at QPU 1
      {136, 146}, {146, 166}, {171, 172},                      // start at QPU 2
      {146, 156}, {110, 111}, {156, 166}, {172, 182},          // cx, rz, cp, cx
      {182, 183}, {183, 203}, {166, 167}, {167, 187},          // endings at QPUs 2 and 1
      {213, 214}, {214, 215}, {215, 216},                      // z, z, h
      {187, 287}, {203, 303},                                  // e-bits 2 and 3
      {303, 313}, {313, 333}, {313, 314}, {314, 334},          // swap at QPU 1
      {338, 339}, {339, 340},                                  // its corrections
      {287, 297}, {297, 317}, {297, 298}, {298, 318},          // teleport of q[1]
      {340, 341}, {341, 342}, {342, 372},                      // corrections, relocate
      {372, 382}, {382, 383}, {383, 393}, {393, 394},          // cx, ry, cz, rx
  };
  const auto& times = b.module.schedule->times;
  REQUIRE(times.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(times[i].start == expected[i].start);
    CHECK(times[i].end == expected[i].end);
  }
  CHECK(b.module.schedule->makespan == 394);
  CHECK(b.module.stage == Stage::scheduled);
  CHECK(context.statistics["schedule.makespan"] == 394);
  CHECK(context.statistics["schedule.messages"] == 8);
  CHECK(context.statistics["schedule.lower-bound"] == 348);
}

TEST_CASE("schedule: binding generates ahead on the qubits that are free") {
  // Four processes in a row, each on c[0] of both QPUs.
  const auto build = [] {
    ProgramBuilder b(network_of(2, {{0, 1}}, 2, 3));
    for (int i = 0; i < 4; ++i) {
      b.ebit(comm(0, 0), comm(1, 0), {0, 1});
      b.start(data(0, 0), comm(0, 0), comm(1, 0));
      b.correct(GateKind::z, b.x_basis(comm(1, 0)), data(0, 0));
    }
    b.module.stage = Stage::routed;
    return b;
  };
  const auto scheduled = [&](std::string_view key, std::string value) {
    ProgramBuilder b = build();
    PassContext context;
    run<SchedulePass>(b.module, context, key, std::move(value));
    return b;
  };
  const ProgramBuilder given = scheduled("bind", "false");
  CHECK(given.module.program->instructions == build().program().instructions);
  const ProgramBuilder same = scheduled("spare", "0");
  CHECK(same.module.program->instructions == build().program().instructions);
  CHECK(same.module.schedule->makespan == given.module.schedule->makespan);

  const ProgramBuilder one = scheduled("spare", "1");
  const ProgramBuilder two = scheduled("spare", "2");
  CHECK(one.module.schedule->makespan < given.module.schedule->makespan);
  CHECK(two.module.schedule->makespan < one.module.schedule->makespan);
  int highest = 0;
  for (const Instruction& i : two.module.program->instructions)
    for (PhysicalQubit q : i.q)
      if (q.comm) highest = std::max(highest, q.index);
  CHECK(highest == 2);
  const ProgramBuilder many = scheduled("spare", "50");
  CHECK(many.module.program->instructions == two.module.program->instructions);
}

TEST_CASE("schedule: binding renames the rows that name communication qubits") {
  // q[0] goes to QPU 1 and stays on its communication qubit, for want of a data qubit; a copy of q[1] is in
  // the way of the lowest index.
  ProgramBuilder b(network_of(2, {{0, 1}}, 2, 3), 2);
  b.module.stage = Stage::routed;
  b.program().initial_map = {data(0, 0), data(0, 1)};
  for (int i = 0; i < 2; ++i) {
    b.ebit(comm(0, 0), comm(1, 1), {0, 1});
    b.start(data(0, 1), comm(0, 0), comm(1, 1));
    if (i == 0) b.correct(GateKind::z, b.x_basis(comm(1, 1)), data(0, 1));
  }
  const EbitId e = b.ebit(comm(0, 0), comm(1, 2), {0, 1}, EbitPurpose::teleport);
  b.start(data(0, 0), comm(0, 0), comm(1, 2));
  const OutcomeId z = b.x_basis(data(0, 0));
  b.correct(GateKind::z, z, comm(1, 2));
  b.program().teleports.push_back({QubitId(0), data(0, 0), comm(1, 2), e, z});
  b.program().final_map = {comm(1, 2), data(0, 1)};
  PassContext context;
  run<SchedulePass>(b.module, context, "spare", "0");
  const Program& program = *b.module.program;
  const PhysicalQubit home = program.instructions.back().q[0];
  CHECK(home.index < 2);
  CHECK(program.final_map == std::vector{home, data(0, 1)});
  CHECK(program.teleports[0].to == home);
  CHECK(program.teleports[0].from == data(0, 0));
}

TEST_CASE("schedule: a link makes no more e-bits at a time than its capacity") {
  for (const int capacity : {0, 1, 2}) {
    ProgramBuilder b(network_of(2, {{0, 1}}, 1, 4));
    b.module.network->links[0].capacity = capacity;
    for (int i = 0; i < 4; ++i) b.ebit(comm(0, i), comm(1, i), {0, 1});
    CAPTURE(capacity);
    CHECK(schedule_of(b.module).makespan == (capacity == 0 ? 100 : 400 / capacity));
  }
}

TEST_CASE("schedule: heralded generation takes its expected time, rounded up") {
  ProgramBuilder b(network_of(2, {{0, 1}}));
  b.module.network->links[0].ebit_latency = 10;
  b.module.network->links[0].p_success = 0.3;
  b.ebit(comm(0, 0), comm(1, 0), {0, 1});
  CHECK(schedule_of(b.module).times[0] == Interval{0, 34});
}

TEST_CASE("schedule: every QPU has its own latencies") {
  ProgramBuilder b(network_of(2, {{0, 1}}));
  b.module.network->qpus[1].latency = {2, 30, 40, 5, 100, 7};
  b.module.circuit.add_bit_register("c", 1);
  for (int qpu : {0, 1}) {
    b.gate(GateKind::h, data(qpu, 0));
    b.gate(GateKind::cp, data(qpu, 0), data(qpu, 1));
    b.add(InstructionKind::reset, data(qpu, 1));
  }
  b.measure(data(1, 0), BitId(0));
  const Schedule schedule = schedule_of(b.module);
  const std::vector<Interval> expected = {{0, 1}, {1, 11}, {11, 12}, {0, 2}, {2, 32}, {32, 37}, {32, 72}};
  CHECK(schedule.times == expected);
}

TEST_CASE("schedule: a relocate waits for the reset of the free qubit only") {
  ProgramBuilder b(network_of(2, {{0, 1}}));
  b.gate(GateKind::h, data(0, 0));
  b.add(InstructionKind::relocate, data(0, 0), data(0, 1));
  CHECK(schedule_of(b.module).times[1] == Interval{1, 31});
}

TEST_CASE("schedule: a condition's bit travels to other QPUs, one hop's time per link") {
  ProgramBuilder b(network_of(3, {{0, 1}, {1, 2}}));
  b.module.circuit.add_bit_register("c", 2);
  const int set = b.if_set(BitId(0));
  b.gate(GateKind::x, data(2, 0)).condition = set;  // never measured so far: 0 everywhere
  b.measure(data(0, 0), BitId(0));
  b.gate(GateKind::x, data(0, 1)).condition = set;
  b.gate(GateKind::x, data(1, 1)).condition = set;
  b.gate(GateKind::x, data(2, 1)).condition = set;
  const std::vector<Interval> expected = {{0, 1}, {0, 20}, {20, 21}, {25, 26}, {30, 31}};
  CHECK(schedule_of(b.module).times == expected);
}

TEST_CASE("schedule: a bit is not overwritten before its readers started") {
  ProgramBuilder b(network_of(2, {{0, 1}}));
  b.module.circuit.add_bit_register("c", 1);
  const int set = b.if_set(BitId(0));
  SUBCASE("by a measurement of the same QPU") {
    b.measure(data(0, 0), BitId(0));
    for (int i = 0; i < 10; ++i) b.gate(GateKind::cp, data(0, 1), data(0, 2));
    b.gate(GateKind::x, data(0, 1)).condition = set;
    b.measure(data(0, 0), BitId(0));
    CHECK(schedule_of(b.module).times.back() == Interval{100, 120});
  }
  SUBCASE("by a message") {
    b.measure(data(0, 0), BitId(0));
    for (int i = 0; i < 10; ++i) b.gate(GateKind::cp, data(1, 1), data(1, 2));
    b.gate(GateKind::x, data(1, 1)).condition = set;
    b.measure(data(0, 0), BitId(0));
    b.gate(GateKind::x, data(1, 0)).condition = set;
    const Schedule schedule = schedule_of(b.module);
    CHECK(schedule.times[12] == Interval{20, 40});
    CHECK(schedule.times[13] == Interval{100, 101});
  }
}

TEST_CASE("schedule: a measurement under a condition waits for the bit it may keep") {
  ProgramBuilder b(network_of(2, {{0, 1}}));
  b.module.circuit.add_bit_register("c", 2);
  b.measure(data(1, 0), BitId(0));
  b.measure(data(0, 0), BitId(1));
  b.measure(data(0, 1), BitId(0), b.if_set(BitId(1)));
  CHECK(schedule_of(b.module).times[2] == Interval{25, 45});
}
