// The passes on a device and what they leave in a module: patterns of circuits, the best sets of qubits, the
// textual form, and the verifier's view of copies.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "passes/ir/printer.h"
#include "passes/ir/verifier.h"
#include "passes/noise/circuit_pattern.h"
#include "passes/noise/layout_search.h"
#include "passes/pass_manager.h"
#include "tests/unit/device_helper.h"
#include "tests/unit/random_circuit.h"

using namespace dqc;
using namespace dqc::test;

namespace {

/// Two copies of a line of three on the grid.
Module sampled() {
  Module m;
  m.circuit =
      parsed_circuit("qubit[4] q;\nbit[2] c;\ncx q[0], q[1];\ncx q[1], q[3];\nc[0] = measure q[3];\n");
  m.device = device_of("grid_12.json");
  PassContext context;
  RunOptions run;
  run.verify_each = true;
  const auto pipeline =
      parse_pipeline("inline-gates,threshold-filter<eta=0.018>,symmetric-sample<k=2;count-matches>");
  REQUIRE(pipeline);
  const Status done = run_pipeline(*pipeline, m, context, run);
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  return m;
}

}  // namespace

TEST_CASE("pattern of a circuit: used qubits, pairs once or with their gates") {
  const Circuit circuit = parsed_circuit(
      "qubit[5] q;\nbit[2] c;\n"
      "h q[1];\nrz(0.3) q[1];\nry(0.3) q[3];\nbarrier q;\n"
      "cx q[3], q[1];\ncz q[1], q[3];\nswap q[4], q[3];\ncp(pi) q[1], q[4];\ncp(pi/2) q[1], q[4];\n"
      "c[0] = measure q[1];\nc[1] = measure q[1];\n");
  const auto once = pattern_of(circuit, Score::once);
  REQUIRE(once);
  CHECK(once->qubits == std::vector<QubitId>{QubitId(1), QubitId(3), QubitId(4)});
  CHECK(once->pattern.vertices == std::vector<PatternVertex>{{1, 0}, {1, 0}, {1, 0}});
  CHECK(once->pattern.edges == std::vector<PatternEdge>{{0, 1, 1}, {0, 2, 1}, {1, 2, 1}});
  const auto gates = pattern_of(circuit, Score::gates);
  REQUIRE(gates);
  CHECK(gates->pattern.vertices == std::vector<PatternVertex>{{2, 1}, {0, 2}, {0, 0}});
  CHECK(gates->pattern.edges == std::vector<PatternEdge>{{0, 1, 2}, {0, 2, 3}, {1, 2, 3}});
  const auto wide = pattern_of(parsed_circuit("qubit[3] q;\nccx q[0], q[1], q[2];\n"), Score::once);
  REQUIRE(!wide);
  CHECK(wide.error().code == ExitCode::usage);
}

TEST_CASE("the best sets of qubits are those of listing all") {
  const Device device = device_of("grid_12.json");
  const NoiseGraph graph = filtered_graph(device, {});
  for (const Pattern& pattern :
       {plain_pattern(4, {{0, 1}, {1, 2}, {2, 3}}), plain_pattern(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}),
        plain_pattern(3, {{0, 1}})}) {
    const LayoutSearch search(pattern, graph);
    std::map<std::vector<int>, double> best;
    search.each(1e9, [&](const Layout& layout) {
      auto set = layout.qubits;
      std::ranges::sort(set);
      const auto [entry, is_new] = best.try_emplace(set, layout.cost);
      entry->second = std::min(entry->second, layout.cost);
      return true;
    });
    std::vector<double> costs;
    for (const auto& [set, cost] : best) costs.push_back(cost);
    std::ranges::sort(costs);
    for (const std::size_t count : {std::size_t{1}, std::size_t{4}, costs.size() + 5}) {
      bool complete = false;
      const auto found = search.best_sets(count, 1e9, complete);
      CHECK(complete);
      REQUIRE(found.size() == std::min(count, costs.size()));
      for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i].cost == doctest::Approx(costs[i]));
    }
    bool complete = false;
    CHECK(search.best_sets(100, costs[1], complete).size() >= 2);
    for (const Layout& layout : search.best_sets(100, costs[1], complete))
      CHECK(layout.cost <= costs[1] + 1e-9);
  }
}

TEST_CASE("a module with a device, a region and copies reads back equal") {
  Module m = sampled();
  CHECK(m.copies->layouts.size() == 2);
  CHECK(m.copies->layouts[0].qubits[2] == -1);
  CHECK(m.copies->counts.has_value());
  for (int step = 0; step < 4; ++step) {
    const std::string text = print_module(m);
    const auto back = read_back(text);
    REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
    CHECK(*back == m);
    CHECK(print_module(*back) == text);
    if (step == 0) m.copies.reset();
    if (step == 1) m.region.reset();
    if (step == 2) m.device->name.clear();
  }
}

TEST_CASE("a second filter keeps what both keep, and forgets copies") {
  Module m = sampled();
  const auto kept = std::ranges::count(m.region->qubits, 1);
  PassContext context;
  REQUIRE(run_pipeline(*parse_pipeline("threshold-filter"), m, context, {}));
  CHECK(std::ranges::count(m.region->qubits, 1) == kept);
  CHECK(!m.copies.has_value());
}

TEST_CASE("the verifier finds copies that cannot be") {
  const std::vector<std::pair<std::string, std::function<void(Module&)>>> breaks = {
      {"places", [](Module& m) { m.copies->layouts[0].qubits.pop_back(); }},
      {"twice", [](Module& m) { m.copies->layouts[0].qubits[0] = m.copies->layouts[0].qubits[1]; }},
      {"no place", [](Module& m) { m.copies->layouts[1].qubits[3] = -1; }},
      {"no coupler",
       [](Module& m) { std::swap(m.copies->layouts[0].qubits[0], m.copies->layouts[0].qubits[1]); }},
      {"may not be used",
       [](Module& m) {
         m.region->qubits[static_cast<std::size_t>(m.copies->layouts[0].qubits[0])] = 0;
         std::ranges::fill(m.region->couplers, 0);
       }},
      {"sizes differ", [](Module& m) { m.region->couplers.pop_back(); }},
      {"lacks an end", [](Module& m) { std::ranges::fill(m.region->qubits, 0); }},
      {"ascending", [](Module& m) { std::swap(m.device->couplers[0], m.device->couplers[1]); }},
      {"no probability", [](Module& m) { m.device->qubits[3].readout_error = 2; }},
      {"no device", [](Module& m) { m.device.reset(); }},
  };
  CHECK(verify_stage(sampled()));
  for (const auto& [word, change] : breaks) {
    CAPTURE(word);
    Module m = sampled();
    change(m);
    const Status legal = verify_stage(m);
    REQUIRE(!legal);
    CHECK_MESSAGE(legal.error().message.find(word) != std::string::npos, legal.error().message);
  }
}

TEST_CASE("both directions of the readout stay in the text form") {
  Module m = sampled();
  m.device->qubits[1].reads_0_as_1 = 0.02;
  m.device->qubits[1].reads_1_as_0 = 0.06;
  const auto again = read_back(print_module(m));
  REQUIRE(again);
  CHECK(again->device == m.device);
}

TEST_CASE("device annotations that are wrong are refused with a reason") {
  const std::string start = "OPENQASM 3.0;\n@dqc.module version=1 stage=inlined\n";
  const auto error = [&](const std::string& lines) {
    const auto module = read_back(start + lines + "qubit q;\n");
    return module ? std::string("legal") : module.error().message;
  };
  const std::string site = "@dqc.device\n@dqc.site readout=0.1 gate=0\n@dqc.site readout=0.1 gate=0\n";
  CHECK(error(site + "@dqc.coupler qubits=0,1 error=0.1\n") == "legal");
  CHECK(error("@dqc.site readout=0 gate=0\n").find("needs '@dqc.device'") != std::string::npos);
  CHECK(error("@dqc.device\n@dqc.device\n").find("twice") != std::string::npos);
  CHECK(error(site + "@dqc.coupler qubits=1,0 error=0.1\n").find("the smaller one first") !=
        std::string::npos);
  CHECK(error(site + "@dqc.layout cost=1 qubits=0\n").find("needs '@dqc.copies'") != std::string::npos);
  CHECK(error(site + "@dqc.copies status=good score=once\n").find("optimal or heuristic") !=
        std::string::npos);
  CHECK(error(site + "@dqc.copies status=optimal score=once\n@dqc.layout cost=1 qubits=7\n")
            .find("does not have") != std::string::npos);
}
