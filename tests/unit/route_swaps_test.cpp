// Routing on a device: which gates have an order, what becomes of a circuit's own swaps, and that what comes
// out fits, is proved to be the circuit and is the same each time.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "backend/copy_programs.h"
#include "passes/ir/printer.h"
#include "passes/ir/routing.h"
#include "passes/ir/verifier.h"
#include "passes/noise/commuting_order.h"
#include "passes/noise/routed_circuit.h"
#include "passes/noise/routing_graph.h"
#include "passes/pass_manager.h"
#include "tests/unit/device_helper.h"
#include "tests/unit/random_circuit.h"
#include "tools/verify/copies.h"

using namespace dqc;
using namespace dqc::test;

namespace {

Device grid() { return device_of("grid_12.json"); }

/// A ladder of `rungs` whose every second rung is missing, with errors that differ: a thin heavy-hex lattice.
Device ladder(int rungs) {
  Device device;
  device.qubits.resize(2 * static_cast<std::size_t>(rungs));
  for (DeviceQubit& q : device.qubits) q.readout_error = 0.02;
  for (int i = 0; i < rungs; ++i) {
    const double error = 0.005 + 0.001 * (i * 7 % 5);
    if (i % 4 == 0) device.couplers.push_back({2 * i, 2 * i + 1, error, false});
    if (i + 1 < rungs) {
      device.couplers.push_back({2 * i, 2 * i + 2, error, false});
      device.couplers.push_back({2 * i + 1, 2 * i + 3, error, false});
    }
  }
  std::ranges::sort(device.couplers, {}, [](const Coupler& c) { return std::pair(c.a, c.b); });
  return device;
}

Module routed(const Circuit& circuit, const Device& device, const std::string& then = ",symmetric-sample") {
  Module m;
  m.circuit = circuit;
  m.device = device;
  PassContext context;
  RunOptions run;
  run.verify_each = true;
  const auto pipeline = parse_pipeline("inline-gates,route-swaps" + then);
  REQUIRE(pipeline);
  const Status done = run_pipeline(*pipeline, m, context, run);
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  return m;
}

verify::CopiesInput claims(const Circuit& source, const Module& m) {
  verify::CopiesInput in{source, static_cast<int>(m.device->size()), &*m.device, {}};
  const auto routing = routing_of(m.circuit);
  for (const Layout& layout : m.copies->layouts) {
    const auto own = layout.qubits.begin() + static_cast<long>(source.num_qubits());
    in.layouts.emplace_back(layout.qubits.begin(), own);
    if (!routing) continue;
    in.finals.emplace_back();
    for (int end : routing->final_) in.finals.back().push_back(layout.qubits[static_cast<std::size_t>(end)]);
    std::copy_if(own, layout.qubits.end(), std::back_inserter(in.spares.emplace_back()),
                 [](int place) { return place >= 0; });
    in.swaps.push_back(routing->swaps);
  }
  return in;
}

std::string first_difference(const Circuit& source, const Module& m) {
  const auto programs = copy_programs(m, QubitStyle::hardware);
  for (std::size_t i = 0; i < programs.size(); ++i)
    if (const auto found = verify::check_copy(claims(source, m), programs[i], i); !found.empty())
      return found[0];
  const auto found = verify::check_combined(claims(source, m), combined_program(m, QubitStyle::hardware));
  return found.empty() ? "" : found[0];
}

/// The gates in an order that `pick` makes of those that are ready.
std::vector<int> walked(const Circuit& circuit, bool backward, bool last_first) {
  const CommutingOrder order(circuit);
  OrderWalk walk(order, backward);
  std::vector<int> ready = walk.take_ready(), out;
  while (!ready.empty()) {
    const auto next = last_first ? std::ranges::max_element(ready) : std::ranges::min_element(ready);
    const int gate = *next;
    ready.erase(next);
    walk.finish(gate);
    out.push_back(gate);
    const auto more = walk.take_ready();
    ready.insert(ready.end(), more.begin(), more.end());
  }
  return out;
}

const char* const all_pairs =
    "qubit[4] q;\nbit[4] c;\ncx q[0], q[1];\ncp(0.2) q[0], q[2];\nh q[0];\ncz q[3], q[0];\nrx(0.3) q[3];\n"
    "cx q[1], q[3];\ncrx(0.4) q[2], q[3];\nrzz(0.5) q[1], q[2];\nc = measure q;\n";

}  // namespace

TEST_CASE("gates diagonal in one axis have no order, others keep theirs") {
  const Circuit c = parsed_circuit(
      "qubit[3] q;\nbit[1] b;\ncp(0.1) q[0], q[1];\ncx q[0], q[2];\nrz(0.2) q[0];\ncx q[1], q[2];\nh q[0];\n"
      "b[0] = measure q[0];\nif (b[0]) x q[2];\nb[0] = measure q[1];\n");
  CHECK(walked(c, false, false) == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(walked(c, false, true) == std::vector<int>{3, 2, 1, 0, 4, 5, 6, 7});
  CHECK(walked(c, true, true) == std::vector<int>{7, 6, 5, 4, 3, 2, 1, 0});
}

TEST_CASE("a bit that a gate reads and writes makes no circle") {
  const Circuit c = parsed_circuit(
      "qubit[2] q;\nbit[1] b;\nb[0] = measure q[0];\nif (b[0]) b[0] = measure q[1];\nif (b[0]) x q[0];\n");
  CHECK(walked(c, false, true).size() == c.num_gates());
}

TEST_CASE("a walk does every gate once") {
  Rng rng(3, "walk");
  RandomOptions options;
  options.kinds = all_kinds();
  options.one_in_conditional = 5;
  options.one_in_barrier = 9;
  options.qubits = 6;
  for (int round = 0; round < 50; ++round) {
    const Circuit c = random_circuit(rng, options);
    for (const bool backward : {false, true}) {
      const auto order = walked(c, backward, round % 2 == 0);
      CHECK(std::set<int>(order.begin(), order.end()).size() == c.num_gates());
      CHECK(order.size() == c.num_gates());
    }
  }
}

TEST_CASE("own swaps become names, unless a qubit would be left without a gate") {
  const Circuit c = parsed_circuit(
      "qubit[3] q;\nbit[1] b;\ncx q[0], q[1];\nswap q[0], q[2];\nif (b[0]) swap q[0], q[1];\nh q[2];\n");
  const Unswapped out = without_swaps(c);
  CHECK(out.removed == 1);
  CHECK(out.content == std::vector<int>{2, 1, 0});
  CHECK(out.circuit ==
        parsed_circuit("qubit[3] q;\nbit[1] b;\ncx q[0], q[1];\nif (b[0]) swap q[2], q[1];\nh q[0];\n"));
  const Circuit idle = parsed_circuit("qubit[3] q;\nbit[1] b;\ncx q[0], q[1];\nswap q[0], q[2];\n");
  CHECK(without_swaps(idle).removed == 0);
  CHECK(without_swaps(idle).circuit == idle);
}

TEST_CASE("distances are hops where all couplers are alike, and longer over bad ones") {
  Device line;
  line.qubits.resize(4);
  line.couplers = {{0, 1, 0.01, false}, {0, 3, 0.2, false}, {1, 2, 0.01, false}, {2, 3, 0.01, false}};
  const NoiseGraph graph = filtered_graph(line, {});
  CHECK(routing_graph(graph, 4, 0).distance(0, 3) == doctest::Approx(1));
  CHECK(routing_graph(graph, 4, 0).distance(0, 2) == doctest::Approx(2));
  const RoutingGraph noisy = routing_graph(graph, 4, 1);
  CHECK(noisy.distance(0, 3) == doctest::Approx(noisy.distance(0, 1) * 3));
  line.couplers.pop_back();
  line.couplers.erase(line.couplers.begin() + 1);
  const RoutingGraph parts = routing_graph(filtered_graph(line, {}), 4, 0);
  CHECK(components_of(parts) == std::vector<int>{0, 0, 0, 1});
}

TEST_CASE("of a large device the part around its best coupler is looked at") {
  Device line;
  line.qubits.resize(3000);
  for (int i = 0; i + 1 < 3000; ++i) line.couplers.push_back({i, i + 1, i == 2000 ? 0.001 : 0.01, false});
  const RoutingGraph graph = routing_graph(filtered_graph(line, {}), 5, 0.3);
  CHECK(graph.size() == 512);
  CHECK(std::ranges::find(graph.site, 2000) != graph.site.end());
  CHECK(components_of(graph).back() == 0);
}

TEST_CASE("a complete graph is routed, fits, is proved and reads back") {
  const Circuit source = parsed_circuit(all_pairs);
  for (const Device& device : {grid(), ladder(8)}) {
    const Module m = routed(source, device);
    const auto routing = routing_of(m.circuit);
    REQUIRE(routing);
    CHECK(routing->swaps > 0);
    CHECK(routing->swaps <= 4);
    CHECK(routing->final_.size() == 4);
    CHECK(first_difference(source, m) == "");
    const auto again = read_back(print_module(m));
    REQUIRE(again);
    CHECK(*again == m);
    CHECK(print_module(routed(source, device)) == print_module(m));
  }
}

TEST_CASE("several copies of a routed circuit are apart and proved") {
  const Circuit source = parsed_circuit(all_pairs);
  const Module m = routed(source, ladder(16), ",symmetric-sample<k=3>");
  CHECK(m.copies->layouts.size() == 3);
  CHECK(first_difference(source, m) == "");
}

TEST_CASE("random circuits are proved once routed, with conditions, barriers and parts that do not meet") {
  Rng rng(8, "route");
  RandomOptions options;
  for (const GateKind kind : all_kinds())
    if (traits(kind).qubits <= 2) options.kinds.push_back(kind);
  options.one_in_conditional = 6;
  options.one_in_barrier = 10;
  int routings = 0;
  for (int round = 0; round < 60; ++round) {
    options.qubits = 3 + round % 6;
    options.gates = 10 + round;
    const Circuit source = random_circuit(rng, options);
    const Module m = routed(source, round % 2 == 0 ? grid() : ladder(8));
    routings += routing_of(m.circuit).has_value();
    CAPTURE(print_module(m));
    CHECK(first_difference(source, m) == "");
  }
  CHECK(routings > 40);
}

TEST_CASE("what fits is left alone, and so is what there is no room for") {
  const Circuit line = parsed_circuit("qubit[3] q;\ncx q[0], q[1];\ncx q[1], q[2];\nswap q[0], q[1];\n");
  CHECK(routed(line, grid(), "").circuit == line);
  Device small;
  small.qubits.resize(3);
  small.couplers = {{0, 1, 0.01, false}};
  const Circuit triangle = parsed_circuit("qubit[3] q;\ncx q[0], q[1];\ncx q[1], q[2];\ncx q[2], q[0];\n");
  CHECK(routed(triangle, small, "").circuit == triangle);
}

TEST_CASE("a routed circuit alone reads back") {
  Module m;
  m.circuit = routed(parsed_circuit(all_pairs), grid(), "").circuit;
  const auto again = read_back(print_module(m));
  REQUIRE(again);
  CHECK(*again == m);
}

TEST_CASE("annotations of routing that do not fit the circuit are refused") {
  Module m = routed(parsed_circuit(all_pairs), grid(), "");
  const std::string text = print_module(m);
  const auto reads = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    SourceManager sources;
    DiagnosticEngine diagnostics(sources);
    const auto parsed = parse_qasm(sources.add("m.qasm", changed), sources, diagnostics);
    return parsed && static_cast<bool>(read_module(*parsed));
  };
  CHECK(reads("swaps=", "swaps="));
  CHECK(!reads("swaps=", "swaps=-"));
  CHECK(!reads("final=", "final=0,0,"));
  CHECK(!reads("final=", "final=77,"));
  CHECK(!reads("places=", "places=1,"));
  CHECK(!reads("places=", "spots="));
}
