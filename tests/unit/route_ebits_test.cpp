// route-ebits: the rows and instructions it makes, the numbering, the choice of paths, broken input.
#include "passes/distribute/route-ebits.h"

#include <doctest/doctest.h>

#include "tests/unit/program_builder.h"

using namespace dqc;
using namespace dqc::test;

namespace {

struct Routed {
  Module module;
  PassContext context;
  const Program& program() const { return *module.program; }
  std::int64_t statistic(std::string_view name) const { return context.statistics.find(name)->second; }
};

Result<Routed> try_route(Module module, std::string paths, std::string objective = "ebits") {
  Routed routed{std::move(module), {}};
  AnalysisManager analyses;
  auto values = default_options(RouteEbits::info()).values();
  values["paths"] = std::move(paths);
  values["objective"] = std::move(objective);
  const auto done = RouteEbits(PassOptions(values)).run(routed.module, analyses, routed.context);
  if (!done) return done.error();
  return routed;
}

Routed route(Module module, std::string paths = "least-loaded") {
  auto routed = try_route(std::move(module), std::move(paths));
  REQUIRE_MESSAGE(static_cast<bool>(routed), routed.error().message);
  return *routed;
}

std::vector<QpuId> path(std::initializer_list<int> qpus) {
  std::vector<QpuId> ids;
  for (int q : qpus) ids.push_back(QpuId(q));
  return ids;
}

}  // namespace

TEST_CASE("route-ebits: the worked example") {
  const Routed routed = route(worked_example().module);
  const Program& p = routed.program();
  REQUIRE(p.ebits.size() == 5);
  const Ebit& whole = p.ebits[4];
  CHECK(whole.parts == std::vector{EbitId(2), EbitId(3)});
  CHECK(whole.outcomes == std::vector{OutcomeId(4), OutcomeId(5)});
  CHECK(whole.path == path({0, 1, 2}));
  CHECK(whole.teleport == TeleportId(0));
  CHECK(whole.purpose == EbitPurpose::teleport);
  for (int part : {2, 3}) {
    CHECK(p.ebits[part].purpose == EbitPurpose::swap);
    CHECK(p.ebits[part].whole == EbitId(4));
  }
  CHECK(p.ebits[2].path == path({0, 1}));
  CHECK(p.ebits[3].path == path({1, 2}));
  CHECK(p.packets[0].tree == std::vector{EbitId(0), EbitId(1)});
  CHECK(p.packets[0].endings == std::vector{OutcomeId(2), OutcomeId(3)});
  CHECK(p.teleports[0].ebit == EbitId(4));
  CHECK(p.teleports[0].z_outcome == OutcomeId(7));
  CHECK(p.num_outcomes == 8);
  CHECK(routed.module.stage == Stage::routed);
  CHECK(routed.statistic("route-ebits.link-ebits") == 4);
  CHECK(routed.statistic("route-ebits.end-to-end-ebits") == 3);
  CHECK(routed.statistic("route-ebits.swaps") == 1);
}

TEST_CASE("route-ebits: link e-bits first, then all swaps, then the corrections at the far end") {
  ProgramBuilder b(network_of(4, {{0, 1}, {1, 2}, {2, 3}}, 1, 3));
  b.ebit(comm(2, 0), comm(3, 0), {2, 3});
  b.ebit(comm(0, 1), comm(3, 2), {0, 1, 2, 3});
  const Routed routed = route(b.module);

  ProgramBuilder e(network_of(4, {{0, 1}, {1, 2}, {2, 3}}, 1, 3));
  e.ebit(comm(2, 0), comm(3, 0), {2, 3});
  e.ebit(comm(0, 1), comm(1, 0), {0, 1});
  e.ebit(comm(1, 1), comm(2, 1), {1, 2});
  e.ebit(comm(2, 2), comm(3, 2), {2, 3});
  e.add(InstructionKind::parity, comm(1, 0), comm(1, 1));
  const OutcomeId x1 = e.outcome(comm(1, 1));
  const OutcomeId z1 = e.x_basis(comm(1, 0));
  e.add(InstructionKind::parity, comm(2, 1), comm(2, 2));
  const OutcomeId x2 = e.outcome(comm(2, 2));
  const OutcomeId z2 = e.x_basis(comm(2, 1));
  e.correct(GateKind::x, x2, comm(3, 2));
  e.correct(GateKind::z, z2, comm(3, 2));
  e.correct(GateKind::x, x1, comm(3, 2));
  e.correct(GateKind::z, z1, comm(3, 2));
  CHECK(routed.program().instructions == e.program().instructions);
  CHECK(routed.program().ebits[4].outcomes == std::vector{x1, z1, x2, z2});
  CHECK(routed.program().ebits[4].parts == std::vector{EbitId(1), EbitId(2), EbitId(3)});
}

TEST_CASE("route-ebits: a later process keeps its meaning when ids move") {
  ProgramBuilder b(network_of(3, {{0, 1}, {1, 2}}));
  const EbitId far = b.ebit(comm(0, 0), comm(2, 0), {0, 1, 2});
  b.start(data(0, 0), comm(0, 0), comm(2, 0));
  const EbitId near = b.ebit(comm(0, 1), comm(1, 0), {0, 1});
  b.start(data(0, 0), comm(0, 1), comm(1, 0));
  const OutcomeId ending = b.x_basis(comm(1, 0));
  b.correct(GateKind::z, ending, data(0, 0));
  b.program().packets.push_back({QubitId(0), QpuId(0), {far, near}, {}, {ending}});
  const Routed routed = route(b.module);
  const Packet& packet = routed.program().packets[0];
  REQUIRE(packet.tree.size() == 2);
  CHECK(routed.program().ebits[packet.tree[0].index()].path == path({0, 1, 2}));
  CHECK(routed.program().ebits[packet.tree[1].index()].path == path({0, 1}));
  const auto& correction = routed.program().instructions.back();
  CHECK(correction.outcome == packet.endings[0]);
  const auto& instructions = routed.program().instructions;
  CHECK(instructions[instructions.size() - 2].outcome == packet.endings[0]);
  // E-bits and outcomes are numbered in the order of their instructions.
  int ebits = 0, outcomes = 0;
  for (const Instruction& i : instructions) {
    if (i.kind == InstructionKind::ebit) CHECK(i.ebit == EbitId(ebits++));
    if (i.kind == InstructionKind::outcome) CHECK(i.outcome == OutcomeId(outcomes++));
  }
  CHECK(outcomes == routed.program().num_outcomes);
}

TEST_CASE("route-ebits: paths") {
  // A ring of four: 0-1-3 and 0-2-3 are equally short.
  ProgramBuilder b(network_of(4, {{0, 1}, {1, 3}, {0, 2}, {2, 3}}, 1, 8));
  SUBCASE("given paths are kept") {
    for (int i = 0; i < 4; ++i) b.ebit(comm(0, i), comm(3, i), {0, 1, 3});
    const Routed routed = route(b.module, "given");
    for (const Ebit& ebit : routed.program().ebits)
      if (!ebit.parts.empty()) CHECK(ebit.path == path({0, 1, 3}));
    CHECK(routed.statistic("route-ebits.rerouted") == 0);
  }
  SUBCASE("the load spreads") {
    for (int i = 0; i < 4; ++i) b.ebit(comm(0, i), comm(3, i), {0, 1, 3});
    const Routed routed = route(b.module);
    const auto& ebits = routed.program().ebits;
    CHECK(ebits[8].path == path({0, 1, 3}));
    CHECK(ebits[9].path == path({0, 2, 3}));
    CHECK(ebits[10].path == path({0, 1, 3}));
    CHECK(ebits[11].path == path({0, 2, 3}));
    CHECK(routed.statistic("route-ebits.rerouted") == 2);
  }
  SUBCASE("a slow link counts for more") {
    b.module.network->links[1].p_success = 0.1;
    for (int i = 0; i < 4; ++i) b.ebit(comm(0, i), comm(3, i), {0, 1, 3});
    const Routed routed = route(b.module);
    for (const Ebit& ebit : routed.program().ebits)
      if (!ebit.parts.empty()) CHECK(ebit.path == path({0, 2, 3}));
  }
  SUBCASE("a QPU without memory is passed by") {
    b.module.network->qpus[2].comm = 1;
    for (int i = 0; i < 4; ++i) b.ebit(comm(0, i), comm(3, i), {0, 1, 3});
    CHECK(route(b.module).statistic("route-ebits.rerouted") == 0);
  }
  SUBCASE("of equally cheap paths one is chosen, however long") {
    b.module.network->links[2].cost = 3;  // 0-2
    for (int i = 0; i < 3; ++i) b.ebit(comm(0, i), comm(2, i), {0, 1, 3, 2});
    const auto routed = try_route(b.module, "least-loaded", "link-cost");
    REQUIRE(routed);
    CHECK(routed->statistic("route-ebits.rerouted") == 2);
    CHECK(routed->statistic("route-ebits.link-ebits") == 5);
    const auto expensive = try_route(b.module, "least-loaded", "ebits");
    REQUIRE(expensive);
    CHECK(expensive->statistic("route-ebits.rerouted") == 0);  // a detour, as far as links go
  }
  SUBCASE("a detour is kept") {
    b.ebit(comm(0, 0), comm(1, 0), {0, 2, 3, 1});
    CHECK(route(b.module).program().ebits[3].path == path({0, 2, 3, 1}));
  }
}

TEST_CASE("route-ebits: input that breaks the contract is an internal error that names the instruction") {
  ProgramBuilder b(network_of(3, {{0, 1}, {1, 2}}));
  SUBCASE("no link") { b.ebit(comm(0, 0), comm(2, 0), {0, 2}); }
  SUBCASE("a path between other QPUs") { b.ebit(comm(0, 0), comm(2, 0), {0, 1}); }
  SUBCASE("no memory for the swap") {
    b.module.network->qpus[1].comm = 1;
    b.ebit(comm(0, 0), comm(2, 0), {0, 1, 2});
  }
  SUBCASE("a communication qubit in use") {
    b.ebit(comm(0, 0), comm(1, 0), {0, 1});
    b.ebit(comm(1, 0), comm(2, 0), {1, 2});
  }
  SUBCASE("a communication qubit that does not exist") { b.ebit(comm(0, 2), comm(1, 0), {0, 1}); }
  SUBCASE("an outcome read too early") {
    b.program().num_outcomes = 1;
    b.correct(GateKind::x, OutcomeId(0), data(0, 0));
  }
  const auto routed = try_route(b.module, "least-loaded");
  REQUIRE(!routed);
  CHECK(routed.error().code == ExitCode::internal);
  const auto last = std::to_string(b.program().instructions.size() - 1);
  CHECK(routed.error().message.find("instruction " + last) != std::string::npos);
}
