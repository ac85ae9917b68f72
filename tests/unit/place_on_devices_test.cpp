// place-on-devices: the place of every QPU against the best of all places, found by trying each.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "passes/ir/verifier.h"
#include "passes/noise/place-on-devices.h"
#include "passes/noise/qpu_pattern.h"
#include "passes/pass_manager.h"
#include "passes/pipeline_parser.h"
#include "passes/support/rng.h"
#include "tests/unit/frontend_helper.h"

namespace dqc {
namespace {

/// A ladder of 2 x 4 qubits with errors that all differ.
Device ladder(Rng& rng) {
  Device device;
  device.name = "ladder";
  const auto error = [&](double most) { return most * static_cast<double>(1 + rng.below(1000)) / 1000; };
  for (int q = 0; q < 8; ++q) device.qubits.push_back({error(0.05), error(0.001)});
  for (int a = 0; a < 8; ++a)
    for (int b = a + 1; b < 8; ++b)
      if (b == a + 4 || (b == a + 1 && a != 3)) device.couplers.push_back({a, b, error(0.02), false});
  return device;
}

/// The least cost over all places of a pattern.
double least_cost(const Pattern& pattern, const NoiseGraph& graph) {
  double least = std::numeric_limits<double>::infinity();
  std::vector<int> at(pattern.size(), -1);
  std::vector<char> taken(graph.size(), 0);
  const std::function<void(std::size_t, double)> extend = [&](std::size_t v, double cost) {
    if (v == pattern.size()) {
      for (const PatternEdge& e : pattern.edges) {
        const auto& arcs = graph.arcs[static_cast<std::size_t>(at[static_cast<std::size_t>(e.a)])];
        const auto arc = std::ranges::find(arcs, at[static_cast<std::size_t>(e.b)], &NoiseGraph::Arc::to);
        if (arc == arcs.end()) return;
        cost += e.gates * arc->cost;
      }
      least = std::min(least, cost);
      return;
    }
    for (std::size_t q = 0; q < graph.size(); ++q) {
      if (taken[q]) continue;
      taken[q] = 1, at[v] = static_cast<int>(q);
      extend(v + 1, cost + pattern.vertices[v].readouts * graph.readout_cost[q] +
                        pattern.vertices[v].gates * graph.gate_cost[q]);
      taken[q] = 0;
    }
  };
  extend(0, 0);
  return least;
}

TEST_CASE("place-on-devices finds the best place of every QPU, or that there is none") {
  Rng rng(7, "place-on-devices test");
  int placed = 0, not_placed = 0;
  for (int round = 0; round < 24; ++round) {
    std::string text = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[6];\ncreg c[6];\n";
    for (int i = 0; i < 7; ++i) {
      const auto a = rng.below(6), b = (a + 1 + rng.below(2)) % 6;
      text +=
          "h q[" + std::to_string(a) + "];\ncx q[" + std::to_string(a) + "], q[" + std::to_string(b) + "];\n";
    }
    Module module;
    module.circuit = test::parse(text + "measure q -> c;\n");
    module.network = default_network();
    for (Qpu& qpu : module.network->qpus) qpu.data = 4, qpu.comm = 2;
    for (int i = 0; i < 2; ++i) module.qpu_devices.emplace_back(QpuDevice{ladder(rng)});
    PassContext context;
    REQUIRE(run_pipeline(*parse_pipeline("inline-gates,decompose,temporal-partition,insert-processes,route-"
                                         "ebits,schedule,place-on-devices<route=false>"),
                         module, context, {}));
    REQUIRE(verify_stage(module));
    const auto patterns = qpu_patterns(*module.program, 2);
    for (std::size_t i = 0; i < 2; ++i) {
      const QpuDevice& on = *module.qpu_devices[i];
      const double least = least_cost(patterns[i].pattern, filtered_graph(on.device, {}));
      CHECK(on.layout.has_value() == std::isfinite(least));
      ++(on.layout ? placed : not_placed);
      if (on.layout) CHECK(on.layout->cost == doctest::Approx(least));
    }
  }
  CHECK(placed > 4);
  CHECK(not_placed > 4);
}

TEST_CASE("a layout that is none is no module") {
  Module module;
  module.circuit = test::parse("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\ncx q[0], q[1];\n");
  module.network = default_network();
  for (Qpu& qpu : module.network->qpus) qpu.data = 2, qpu.comm = 1;
  Rng rng(1, "place-on-devices test");
  for (int i = 0; i < 2; ++i) module.qpu_devices.emplace_back(QpuDevice{ladder(rng)});
  PassContext context;
  REQUIRE(run_pipeline(*parse_pipeline("default<O1>"), module, context, {}));
  for (auto& on : module.qpu_devices) {
    std::vector<int>& data = on->layout->data;
    if (data.size() < 2) continue;
    const std::vector<int> good = data;
    data = {0, 0};
    CHECK_FALSE(verify_stage(module));
    data = {0, 2};
    CHECK_FALSE(verify_stage(module));
    data = {0, -1};
    CHECK_FALSE(verify_stage(module));
    data = {0, 8};
    CHECK_FALSE(verify_stage(module));
    data = good;
    CHECK(verify_stage(module));
  }
}

}  // namespace
}  // namespace dqc
