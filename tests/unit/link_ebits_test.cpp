// Fidelity, raw pairs and time of e-bits: the figures of design/output.md, limits and what is withheld.
#include "passes/ir/link_ebits.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "passes/analysis/withholding.h"
#include "passes/distribute/ebit_age.h"
#include "passes/distribute/route-ebits.h"
#include "passes/distribute/timing.h"
#include "passes/ir/verifier.h"
#include "tests/unit/program_builder.h"

using namespace dqc;
using namespace dqc::test;

namespace {

Link link_of(double fidelity, double p_success = 1, std::int64_t latency = 100) {
  Link link;
  link.a = QpuId(0), link.b = QpuId(1);
  link.fidelity = fidelity;
  link.p_success = p_success;
  link.ebit_latency = latency;
  return link;
}

constexpr std::array by_ebits = {LinkMetric::ebits};

Network line(int qpus, double fidelity, double wanted, int comm = 4) {
  Network network;
  for (int i = 0; i < qpus; ++i) {
    Qpu qpu;
    qpu.external_id = i;
    qpu.data = 2, qpu.comm = comm;
    network.qpus.push_back(qpu);
    if (i == 0) continue;
    network.links.push_back(link_of(fidelity));
    network.links.back().a = QpuId(i - 1), network.links.back().b = QpuId(i);
  }
  network.demand.min_fidelity = wanted;
  return network;
}

}  // namespace

TEST_CASE("link e-bits: swapping Werner pairs") {
  const double figures[] = {0.97, 0.941, 0.914, 0.887};
  BellWeights pair = werner(0.97);
  for (double expected : figures) {
    CHECK(pair[0] == doctest::Approx(expected).epsilon(0.0006));
    pair = swapped(pair, werner(0.97));
  }
  const double w1 = (4 * 0.9 - 1) / 3, w2 = (4 * 0.8 - 1) / 3;
  CHECK(swapped(werner(0.9), werner(0.8))[0] == doctest::Approx((3 * w1 * w2 + 1) / 4).epsilon(1e-12));
  // A pair with one error alone moves the weights of the other.
  const BellWeights moved = swapped({0, 0, 1, 0}, {0.7, 0.1, 0.15, 0.05});
  CHECK(moved[0] == doctest::Approx(0.15));
  CHECK(moved[1] == doctest::Approx(0.05));
  CHECK(moved[2] == doctest::Approx(0.7));
  CHECK(moved[3] == doctest::Approx(0.1));
}

TEST_CASE("link e-bits: raw pairs from 0.90 to 0.99") {
  const auto pairs_to = [](Purification protocol) {
    int rounds = 0;
    while (link_pair(link_of(0.9), protocol, rounds).pair[0] < 0.99) ++rounds;
    return link_pair(link_of(0.9), protocol, rounds).raw_pairs;
  };
  CHECK(pairs_to(Purification::dejmps) == doctest::Approx(10.8).epsilon(0.01));
  CHECK(pairs_to(Purification::bbpssw) == doctest::Approx(196).epsilon(0.01));
}

TEST_CASE("link e-bits: times of generation") {
  Network network = line(2, 0.9, 0);
  Link link = link_of(0.9, 0.3);
  CHECK(generation_time(network, link, 0) == 334);
  network.demand.quantile = 0.95;  // 1 - 0.7^9 = 0.9596, 1 - 0.7^8 = 0.942
  CHECK(generation_time(network, link, 0) == 900);
  link.capacity = 4;  // all of four: each with 0.95^(1/4) = 0.98726, 13 attempts
  CHECK(generation_time(network, link, 0) == 1300);
  network.demand.quantile = 0;
  link = link_of(0.9);
  const double p = purified(Purification::dejmps, werner(0.9)).p;
  CHECK(generation_time(network, link, 1) ==
        static_cast<std::int64_t>(std::ceil((200 + 1 + 10 + 20 + 5) / p)));
  network.demand.quantile = 0.95;
  CHECK(generation_time(network, link, 1) > 1.5 * (200 + 1 + 10 + 20 + 5) / p);
}

TEST_CASE("link e-bits: rounds go where they gain, up to what memory allows") {
  Network network = line(3, 0.95, 0.95);
  network.links[1].fidelity = 0.99;
  const LinkId both[] = {LinkId(0), LinkId(1)};
  const int most[] = {3, 3};
  const PathRounds found = rounds_for(network, both, most);
  CHECK(found.rounds[0] > 0);
  CHECK(found.rounds[1] == 0);
  CHECK(found.reached >= 0.95);
  const int none[] = {0, 3};
  network.demand.min_fidelity = 0.97;
  CHECK(rounds_for(network, both, none).reached < 0.97);
  CHECK(raw_pairs(network, network.links[1]) == 1);
  CHECK(raw_pairs(network, network.links[0]) > 2);
}

TEST_CASE("link e-bits: what is withheld, and what cannot be had") {
  Network network = line(2, 0.9, 0.98);
  REQUIRE(withhold_for_purification(network, by_ebits));
  CHECK(network.qpus[0].withheld == 2);
  CHECK(network.qpus[0].comm == 2);
  give_back_withheld(network);
  CHECK(network.qpus[0].comm == 4);

  Network small = line(2, 0.9, 0.98, 2);
  const Status refused = withhold_for_purification(small, by_ebits);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ExitCode::infeasible);
  CHECK(refused.error().hint ==
        "give it 3 communication qubits; 0.926395 is feasible, with 1 rounds and 2.3 raw "
        "pairs for an e-bit of a link");

  Network hopeless = line(3, 0.45, 0.9, 100);
  const Status never = withhold_for_purification(hopeless, by_ebits);
  REQUIRE_FALSE(never);
  CHECK(never.error().message.find("0.450000 at most") != std::string::npos);

  Network old = line(2, 1, 0);
  old.demand.max_age = 99;
  const Status age = withhold_for_purification(old, by_ebits);
  REQUIRE_FALSE(age);
  CHECK(age.error().hint == "an age of 100 ticks is feasible");
}

TEST_CASE("link e-bits: what is withheld suffices for the detours of cheap links") {
  Network ring = line(3, 0.95, 0.94, 6);
  ring.links.push_back(link_of(0.95));
  ring.links.back().a = QpuId(0), ring.links.back().b = QpuId(2);
  for (Link& link : ring.links) link.cost = 1;
  ring.links.back().cost = 10;
  CHECK(most_links(ring, LinkMetric::ebits) == 1);
  CHECK(most_links(ring, LinkMetric::cost) == 2);
  Network other = ring;
  REQUIRE(withhold_for_purification(ring, by_ebits));
  REQUIRE(withhold_for_purification(other, std::array{LinkMetric::ebits, LinkMetric::cost}));
  CHECK(ring.qpus[0].withheld == 0);
  CHECK(other.qpus[0].withheld == 2);
}

TEST_CASE("link e-bits: where memory for swaps is short, paths lead around") {
  // 0 - 1 - 2 and 0 - 3 - 4 - 2: once qubits are withheld, QPU 1 has none for swaps.
  Network network = line(3, 0.95, 0.94, 9);
  for (int i = 3; i < 5; ++i) {
    network.qpus.push_back(network.qpus[0]);
    network.qpus.back().external_id = i;
  }
  for (const auto& [a, b] : {std::pair(0, 3), std::pair(3, 4), std::pair(4, 2)}) {
    network.links.push_back(link_of(0.95));
    network.links.back().a = QpuId(a), network.links.back().b = QpuId(b);
  }
  network.qpus[1].comm = 3;
  CHECK(most_links(network, LinkMetric::ebits) == 2);
  REQUIRE(withhold_for_purification(network, by_ebits));
  CHECK(network.qpus[1].comm == 1);
  CHECK(most_links(network, LinkMetric::ebits) == 3);
}

TEST_CASE("link e-bits: routing gives every e-bit rounds and qubits for them") {
  Network network = line(3, 0.95, 0.94, 5);
  REQUIRE(withhold_for_purification(network, by_ebits));
  const int withheld = network.qpus[0].withheld;
  CHECK(withheld == 2);
  ProgramBuilder b(network, 1);
  b.program().initial_map = {data(0, 0)};
  b.program().final_map = {data(0, 0)};
  b.ebit(comm(0, 0), comm(2, 0), {0, 1, 2});
  AnalysisManager analyses;
  PassContext context;
  REQUIRE(RouteEbits(default_options(RouteEbits::info())).run(b.module, analyses, context));
  CHECK(b.module.network->qpus[0].comm == 5);
  const Program& p = *b.module.program;
  for (std::size_t part : {0, 1}) {
    CHECK(p.ebits[part].rounds > 0);
    for (std::size_t side : {0, 1})
      CHECK(p.ebits[part].spare[side].size() == static_cast<std::size_t>(p.ebits[part].rounds));
  }
  CHECK(p.ebits[0].spare[1].front() >= 2);  // beside both halves of the swap
}

TEST_CASE("link e-bits: generation waits for an e-bit not to grow too old") {
  Network network = line(2, 1, 0);
  ProgramBuilder b(network, 1);
  b.program().initial_map = {data(0, 0)};
  b.program().final_map = {data(0, 0)};
  for (int i = 0; i < 20; ++i) b.gate(GateKind::h, data(0, 0));
  for (int i = 0; i < 10; ++i) b.add(InstructionKind::measure, data(0, 0)).bit = BitId(0);
  b.module.circuit.add_bit_register("c", 1, false);
  b.ebit(comm(0, 0), comm(1, 0), {0, 1});
  b.start(data(0, 0), comm(0, 0), comm(1, 0));
  Module& m = b.module;
  m.schedule = time_in_order(m.circuit, *m.network, *m.program, nullptr);
  CHECK(m.schedule->times[30].end == 100);
  CHECK(m.schedule->times[31].start == 220);
  m.network->demand.max_age = 50;
  REQUIRE(limit_ebit_age(m.circuit, *m.network, *m.program, *m.schedule));
  CHECK(m.schedule->times[30].end == 170);
  CHECK(m.schedule->times[31].start == 220);
}
