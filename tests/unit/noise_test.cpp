// Threshold filtering, the search for layouts and their packing: small devices by hand and against plain
// enumeration, and a part of the exhaustively computed table of ../shared.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "frontend/device_reader.h"
#include "passes/noise/layout_packing.h"
#include "passes/noise/layout_search.h"
#include "passes/noise/threshold_fit.h"
#include "passes/support/rng.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Edges = std::vector<std::pair<int, int>>;

Edges line(int n) {
  Edges edges;
  for (int i = 0; i + 1 < n; ++i) edges.emplace_back(i, i + 1);
  return edges;
}

Edges ring(int n) {
  Edges edges = line(n);
  edges.emplace_back(0, n - 1);
  return edges;
}

/// A device of `rows` x `columns` qubits with random error rates.
Device random_grid(int rows, int columns, std::uint64_t seed) {
  Rng rng(seed);
  Device device;
  for (int q = 0; q < rows * columns; ++q)
    device.qubits.push_back({0.01 + 0.1 * rng.unit(), 0.001 * rng.unit(), true});
  for (int q = 0; q < rows * columns; ++q) {
    if (q % columns + 1 < columns) device.couplers.push_back({q, q + 1, 0.005 + 0.05 * rng.unit(), false});
    if (q + columns < rows * columns)
      device.couplers.push_back({q, q + columns, 0.005 + 0.05 * rng.unit(), false});
  }
  return device;
}

/// Every mapping of a pattern, by trying all; with the cost of each from the device's error rates.
class Enumeration {
 public:
  Enumeration(const Pattern& pattern, const Device& device) : pattern_(pattern), device_(device) { extend(); }
  double mappings = 0;
  double best = 0;  ///< fidelity
  std::set<std::vector<int>> sets;

 private:
  double coupler_error(int a, int b) const {
    for (const Coupler& c : device_.couplers)
      if (!c.faulty && std::pair(c.a, c.b) == std::pair(std::min(a, b), std::max(a, b))) return c.error;
    return 1;
  }
  void extend() {
    if (qubits_.size() == pattern_.size()) return finish();
    for (int q = 0; q < static_cast<int>(device_.size()); ++q) {
      if (std::ranges::find(qubits_, q) != qubits_.end()) continue;
      qubits_.push_back(q);
      const int last = static_cast<int>(qubits_.size()) - 1;
      if (std::ranges::all_of(pattern_.edges, [&](const PatternEdge& e) {
            return std::max(e.a, e.b) != last || coupler_error(qubits_[e.a], qubits_[e.b]) < 1;
          }))
        extend();
      qubits_.pop_back();
    }
  }
  void finish() {
    double fidelity = 1;
    for (std::size_t v = 0; v < qubits_.size(); ++v)
      fidelity *= std::pow(1 - device_.qubits[qubits_[v]].readout_error, pattern_.vertices[v].readouts) *
                  std::pow(1 - device_.qubits[qubits_[v]].gate_error, pattern_.vertices[v].gates);
    for (const PatternEdge& e : pattern_.edges)
      fidelity *= std::pow(1 - coupler_error(qubits_[e.a], qubits_[e.b]), e.gates);
    best = std::max(best, fidelity);
    mappings += 1;
    auto set = qubits_;
    std::ranges::sort(set);
    sets.insert(set);
  }
  const Pattern& pattern_;
  const Device& device_;
  std::vector<int> qubits_;
};

void check_against_enumeration(const Pattern& pattern, const Device& device) {
  const Enumeration all(pattern, device);
  const LayoutSearch search(pattern, filtered_graph(device, {}));
  const auto counts = search.count();
  CHECK(counts.complete);
  CHECK(counts.mappings == all.mappings);
  CHECK(counts.vertex_sets == static_cast<std::int64_t>(all.sets.size()));
  const auto answer = search.best();
  CHECK(answer.complete);
  CHECK(answer.layout.has_value() == (all.mappings > 0));
  if (answer.layout) CHECK(answer.layout->fidelity() == doctest::Approx(all.best).epsilon(1e-10));
  CHECK(search.any().layout.has_value() == (all.mappings > 0));
}

TEST_CASE("threshold filter: strict, couplers need both ends, faulty ones always go") {
  const Device device{"d",
                      {{0.02, 0, true}, {0.05, 0, true}, {0.01, 0, true}, {0.01, 0, false}, {1, 0, true}},
                      {{0, 1, 0.01, false}, {0, 2, 0.02, false}, {1, 2, 0.001, true}, {2, 3, 0.001, false}}};
  const auto parts = [&](Thresholds thresholds) {
    const auto kept = kept_parts(filtered_graph(device, thresholds));
    return std::vector<int>{kept.qubits, kept.couplers, kept.largest_component};
  };
  CHECK(parts({}) == std::vector<int>{3, 2, 3});
  CHECK(parts({0.05, 1}) == std::vector<int>{2, 1, 2});
  CHECK(parts({0.0500001, 0.02}) == std::vector<int>{3, 1, 2});
  CHECK(parts({0.001, 1}) == std::vector<int>{0, 0, 0});
}

TEST_CASE("layouts: the same as by trying all") {
  const Device device = random_grid(3, 4, 1);
  for (int n = 1; n <= 6; ++n) check_against_enumeration(plain_pattern(n, line(n)), device);
  for (int n = 3; n <= 6; ++n) check_against_enumeration(plain_pattern(n, ring(n)), device);
  check_against_enumeration(plain_pattern(4, {{0, 1}, {0, 2}, {0, 3}}), device);
  check_against_enumeration(plain_pattern(6, {{0, 3}, {0, 1}, {1, 4}, {1, 2}, {2, 5}, {3, 4}, {4, 5}}),
                            device);
  check_against_enumeration(plain_pattern(6, {{0, 1}, {0, 3}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}), device);
}

TEST_CASE("layouts: patterns of several components") {
  const Device device = random_grid(2, 4, 2);
  check_against_enumeration(plain_pattern(3, {}), device);
  check_against_enumeration(plain_pattern(5, {{0, 1}, {2, 3}, {3, 4}}), device);
  check_against_enumeration(plain_pattern(6, {{0, 1}, {2, 3}, {3, 4}, {4, 5}, {2, 5}}), device);
}

TEST_CASE("layouts: vertices without edges take what is left") {
  const Device device = random_grid(2, 4, 5);
  check_against_enumeration(plain_pattern(5, {{1, 3}}), device);
  check_against_enumeration(plain_pattern(6, {{0, 1}, {1, 2}, {2, 4}}), device);
  Pattern pattern = plain_pattern(6, {{4, 5}, {2, 5}});
  pattern.vertices[0] = {0, 30};
  pattern.vertices[1] = {2, 1};
  pattern.vertices[3] = {2, 1};
  check_against_enumeration(pattern, device);
  pattern.vertices[3] = {0, 100};
  check_against_enumeration(pattern, device);
  check_against_enumeration(plain_pattern(8, line(3)), device);
  check_against_enumeration(plain_pattern(9, line(3)), random_grid(2, 4, 6));
}

TEST_CASE("layouts: the best sets beside vertices without edges") {
  const NoiseGraph graph = filtered_graph(random_grid(2, 4, 7), {});
  const LayoutSearch search(plain_pattern(4, {{0, 2}}), graph);
  std::map<std::vector<int>, double> best;
  search.each(1e9, [&](const Layout& layout) {
    auto set = layout.qubits;
    std::ranges::sort(set);
    const auto [found, is_new] = best.try_emplace(set, layout.cost);
    found->second = std::min(found->second, layout.cost);
    return true;
  });
  std::vector<double> costs;
  for (const auto& [set, cost] : best) costs.push_back(cost);
  std::ranges::sort(costs);
  bool complete = false;
  const auto sets = search.best_sets(7, 1e9, complete);
  CHECK(complete);
  REQUIRE(sets.size() == 7);
  for (std::size_t i = 0; i < sets.size(); ++i) CHECK(sets[i].cost == doctest::Approx(costs[i]));
}

TEST_CASE("layouts: a hundred vertices without edges are placed at once and counted by a formula") {
  const Device device = random_grid(11, 11, 8);
  const LayoutSearch search(plain_pattern(110, line(10)), filtered_graph(device, {}));
  const auto answer = search.best(2'000'000);
  CHECK(answer.complete);
  REQUIRE(answer.layout.has_value());
  CHECK(std::set<int>(answer.layout->qubits.begin(), answer.layout->qubits.end()).size() == 110);
  const LayoutSearch pair(plain_pattern(30, {{0, 1}}), filtered_graph(random_grid(6, 6, 9), {}));
  const auto counts = pair.count();
  double mappings = 60 * 2;  // couplers, directions
  for (int i = 0; i < 28; ++i) mappings *= 34 - i;
  CHECK(counts.mappings == doctest::Approx(mappings));
  CHECK_FALSE(counts.complete);
  const auto all = LayoutSearch(plain_pattern(20, {}), filtered_graph(random_grid(6, 6, 9), {})).count();
  CHECK(all.complete);
  CHECK(all.vertex_sets == 7307872110);  // 36 choose 20
}

TEST_CASE("layouts: gates count as often as they happen, and break symmetry") {
  const Device device = random_grid(3, 3, 3);
  Pattern pattern = plain_pattern(5, line(5));
  pattern.edges[1].gates = 7;
  pattern.edges[3].gates = 0;
  pattern.vertices[2] = {0, 12};
  pattern.vertices[4] = {3, 1};
  check_against_enumeration(pattern, device);
  CHECK(LayoutSearch(pattern, filtered_graph(device, {})).automorphisms() == 1);
}

TEST_CASE("layouts: automorphisms of patterns") {
  const auto group = [](int n, const Edges& edges) {
    return LayoutSearch(plain_pattern(n, edges), NoiseGraph{}).automorphisms();
  };
  CHECK(group(1, {}) == 1);
  CHECK(group(7, line(7)) == 2);
  CHECK(group(8, ring(8)) == 16);
  CHECK(group(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}) == 24);
  CHECK(group(4, {{0, 1}, {2, 3}}) == 8);
}

TEST_CASE("layouts: larger than the device, and a limit on the steps") {
  const Device device = random_grid(4, 4, 4);
  const NoiseGraph graph = filtered_graph(device, {});
  const auto none = LayoutSearch(plain_pattern(17, line(17)), graph).best();
  CHECK_FALSE(none.layout.has_value());
  CHECK(none.complete);
  const auto cut = LayoutSearch(plain_pattern(10, line(10)), graph).best(3);
  CHECK_FALSE(cut.complete);
  CHECK_FALSE(LayoutSearch(plain_pattern(4, line(4)), graph).count(5).complete);
}

TEST_CASE("smallest eta: the error that must be let in") {
  const Device device{"d",
                      {{0.02, 0, true}, {0.05, 0, true}, {0.01, 0, true}, {0.03, 0, true}},
                      {{0, 1, 0.01, false}, {0, 2, 0.04, false}, {2, 3, 0.001, false}}};
  const auto least = [&](int n) { return smallest_eta(device, plain_pattern(n, line(n)), no_step_limit); };
  CHECK(least(1).error == 0.01);
  CHECK(least(2).error == 0.03);
  CHECK(least(3).error == 0.04);
  CHECK(least(4).error == 0.05);
  CHECK_FALSE(least(5).error.has_value());
  CHECK(least(5).complete);
}

TEST_CASE("packing: disjoint, apart, good enough, and exact where greedy is not") {
  // On a line of four the best pair is in the middle and leaves no room for a second.
  Device device{
      "d", std::vector<DeviceQubit>(4), {{0, 1, 0.1, false}, {1, 2, 0.01, false}, {2, 3, 0.2, false}}};
  const NoiseGraph graph = filtered_graph(device, {});
  const Pattern pair = plain_pattern(2, line(2));
  PackingOptions options;
  const auto greedy = pack_layouts(pair, graph, options);
  CHECK(greedy.copies.size() == 1);
  CHECK_FALSE(greedy.optimal);
  options.exact = true;
  const auto exact = pack_layouts(pair, graph, options);
  REQUIRE(exact.copies.size() == 2);
  CHECK(exact.optimal);
  CHECK(exact.copies[0].fidelity() == doctest::Approx(0.9));
  CHECK(std::exp(-exact.cost()) == doctest::Approx(0.72));
  options.spacing = 1;
  CHECK(pack_layouts(pair, graph, options).copies.size() == 1);
  options.spacing = 0;
  options.min_fidelity = 0.85;
  const auto good = pack_layouts(pair, graph, options);
  REQUIRE(good.copies.size() == 1);
  CHECK(good.copies[0].fidelity() == doctest::Approx(0.99));
  options.min_fidelity = 0;
  options.copies = 1;
  CHECK(pack_layouts(pair, graph, options).copies[0].fidelity() == doctest::Approx(0.99));
}

/// The best product of `copies` disjoint layouts of a line of three, by trying all.
double best_product(const std::vector<Layout>& layouts, std::size_t from, int copies, std::set<int> used) {
  if (copies == 0) return 1;
  double best = 0;
  for (std::size_t i = from; i < layouts.size(); ++i) {
    const auto& qubits = layouts[i].qubits;
    if (std::ranges::any_of(qubits, [&](int q) { return used.contains(q); })) continue;
    auto more = used;
    more.insert(qubits.begin(), qubits.end());
    best = std::max(best, layouts[i].fidelity() * best_product(layouts, i + 1, copies - 1, std::move(more)));
  }
  return best;
}

TEST_CASE("packing: as good as by trying all") {
  for (std::uint64_t seed = 10; seed < 14; ++seed) {
    const NoiseGraph graph = filtered_graph(random_grid(3, 4, seed), {});
    const Pattern pattern = plain_pattern(3, line(3));
    std::vector<Layout> layouts;
    LayoutSearch(pattern, graph).each(1e9, [&](const Layout& layout) {
      layouts.push_back(layout);
      return true;
    });
    for (int copies = 1; copies <= 4; ++copies) {
      PackingOptions options;
      options.exact = true;
      options.copies = copies;
      const auto packing = pack_layouts(pattern, graph, options);
      CHECK(packing.optimal);
      CHECK(static_cast<int>(packing.copies.size()) == copies);
      CHECK(std::exp(-packing.cost()) ==
            doctest::Approx(best_product(layouts, 0, copies, {})).epsilon(1e-10));
    }
  }
}

/// The pattern `name` of the table: lines and rings by formula, others from a file.
Pattern oracle_pattern(const std::string& name, int n, const std::string& folder) {
  if (name.starts_with("line-")) return plain_pattern(n, line(n));
  if (name.starts_with("ring-")) return plain_pattern(n, ring(n));
  const auto text = read_file(folder + "patterns/" + name + ".txt");
  REQUIRE(bool(text));
  std::istringstream in(*text);
  int m = 0;
  in >> n >> m;
  Edges edges(static_cast<std::size_t>(m));
  for (auto& [a, b] : edges) in >> a >> b;
  return plain_pattern(n, edges);
}

TEST_CASE("noise oracle: the best layout and the counts of every row, packings on two devices") {
  const std::string folder = DQC_SOURCE_DIR "/../shared/data/";
  if (!std::filesystem::exists(folder + "noise_oracle.csv")) {
    MESSAGE("skipped: no " << folder);
    return;
  }
  const auto text = read_file(folder + "noise_oracle.csv");
  REQUIRE(bool(text));
  std::istringstream table(*text);
  std::string row;
  std::map<std::string, Device> devices;
  int rows = 0;
  while (std::getline(table, row)) {
    std::vector<std::string> f(1);
    for (char c : row) c == ',' ? f.emplace_back() : f.back() += c;
    if (f[0] == "pattern") continue;
    CAPTURE(row);
    if (!devices.contains(f[3])) {
      const auto read = read_device(folder + "devices/" + f[3] + ".json");
      REQUIRE(bool(read));
      devices[f[3]] = *read;
    }
    Thresholds thresholds;
    if (f[4] != "none") thresholds.readout = thresholds.two_qubit = std::stod(f[4]);
    const NoiseGraph graph = filtered_graph(devices[f[3]], thresholds);
    const Pattern pattern = oracle_pattern(f[0], std::stoi(f[1]), folder);
    const LayoutSearch search(pattern, graph);
    const auto answer = search.best();
    const double known = f[11].empty() ? 0 : std::stod(f[11]);
    const double found = answer.layout ? answer.layout->fidelity() : 0;
    const bool complete = f[10] == "1";  // else the table's answer is only a bound
    CHECK((complete ? std::abs(found - known) <= 1e-8 : found >= known - 1e-8));
    ++rows;
    if (complete && std::stod(f[8]) < 200000) {  // the others take seconds with sanitizers
      const auto counts = search.count();
      CHECK(counts.mappings == std::stod(f[8]));
      CHECK(counts.vertex_sets == std::stol(f[9]));
    }
    const bool small = f[3] == "auckland" || f[3] == "brooklyn";
    const bool plain = f[0].starts_with("line-") || f[0].starts_with("ring-");
    if (!small || !plain || f[12].empty() || f[12] == "0") continue;
    PackingOptions options;
    options.exact = true;
    const auto packing = pack_layouts(pattern, graph, options);
    CHECK(packing.optimal);
    CHECK(static_cast<int>(packing.copies.size()) == std::stoi(f[12]));
    CHECK(std::exp(-packing.cost()) >= std::stod(f[14]) * (1 - 1e-8));
  }
  CHECK(rows == 600);
}

}  // namespace
}  // namespace dqc
