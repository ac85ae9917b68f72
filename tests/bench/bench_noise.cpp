// Checks the layout search and the packing against a table of exhaustively computed answers, and times them
// in processor seconds: bench_noise DATA_DIR [--count] [--pack] [DEVICE]. DATA_DIR holds noise_oracle.csv,
// patterns, devices.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "frontend/device_reader.h"
#include "passes/noise/layout_packing.h"
#include "passes/noise/layout_search.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

/// Processor time, which other work on the machine hardly changes.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (char c : line)
    if (c == ',')
      fields.emplace_back();
    else
      fields.back() += c;
  return fields;
}

/// line-N and ring-N by formula, others from DATA_DIR/patterns.
Pattern pattern_named(const std::string& name, const std::string& folder) {
  const bool line = name.starts_with("line-");
  if (line || name.starts_with("ring-")) {
    const int n = std::atoi(name.c_str() + 5);
    std::vector<std::pair<int, int>> edges;
    for (int i = 0; i + 1 < n; ++i) edges.emplace_back(i, i + 1);
    if (!line) edges.emplace_back(0, n - 1);
    return plain_pattern(n, edges);
  }
  std::istringstream text(*read_file(folder + "/patterns/" + name + ".txt"));
  int n = 0, m = 0;
  text >> n >> m;
  std::vector<std::pair<int, int>> edges(static_cast<std::size_t>(m));
  for (auto& [a, b] : edges) text >> a >> b;
  return plain_pattern(n, edges);
}

struct Tally {
  int rows = 0;
  int wrong = 0;
  int optimal = 0;
  double slowest = 0;
  std::string slowest_row;
  void add(bool right, double seconds, const std::string& row) {
    ++rows;
    wrong += !right;
    if (!right) fmt::print("WRONG {}\n", row);
    if (seconds > slowest) slowest = seconds, slowest_row = row;
  }
  void print(const char* what) const {
    fmt::print("{}: {} rows, {} wrong, slowest {:.3f} s at {}\n", what, rows, wrong, slowest, slowest_row);
  }
};

/// Compares the packing of one row with the table's, and tells the rows where they differ.
void check_packing(const std::vector<std::string>& f, const Pattern& pattern, const NoiseGraph& graph,
                   Tally& tally) {
  if (f[12].empty() || f[12] == "0") return;
  PackingOptions options;
  options.exact = true;
  const auto start = std::clock();
  const Packing packing = pack_layouts(pattern, graph, options);
  const double time = seconds_since(start);
  const int known = std::atoi(f[12].c_str()), found = static_cast<int>(packing.copies.size());
  const bool proven = f[13] == "1";
  const double product = std::exp(-packing.cost()), known_product = std::atof(f[14].c_str());
  const bool right = proven ? found == known && product >= known_product * (1 - 1e-8) : found >= known;
  tally.add(right, time,
            fmt::format("{},{},{}: {} copies, product {} {}, {:.2f} s; table: {} {}{}", f[0], f[3], f[4],
                        found, product, packing.optimal ? "optimal" : "heuristic", time, known, f[14],
                        proven ? " proven" : ""));
  tally.optimal += packing.optimal;
}

int run(const std::string& folder, bool count, bool pack, const std::string& only) {
  std::map<std::string, Device> devices;
  std::istringstream table(*read_file(folder + "/noise_oracle.csv"));
  std::string line;
  std::getline(table, line);
  std::map<std::string, Tally> best, counts, packings;
  while (std::getline(table, line)) {
    const auto f = fields_of(line);
    if (!only.empty() && f[3] != only) continue;
    if (!devices.contains(f[3])) devices[f[3]] = *read_device(folder + "/devices/" + f[3] + ".json");
    Thresholds thresholds;
    if (f[4] != "none") thresholds.readout = thresholds.two_qubit = std::atof(f[4].c_str());
    const NoiseGraph graph = filtered_graph(devices[f[3]], thresholds);
    const KeptParts kept = kept_parts(graph);
    const bool same_parts = kept.qubits == std::atoi(f[5].c_str()) &&
                            kept.couplers == std::atoi(f[6].c_str()) &&
                            kept.largest_component == std::atoi(f[7].c_str());
    const auto start = std::clock();
    const LayoutSearch search(pattern_named(f[0], folder), graph);
    const auto answer = search.best();
    const double time = seconds_since(start);
    const double found = answer.layout ? answer.layout->fidelity() : 0;
    const double known = f[11].empty() ? 0 : std::atof(f[11].c_str());
    const bool complete = f[10] == "1";
    const bool right =
        same_parts && answer.complete && (complete ? std::abs(found - known) <= 1e-8 : found >= known - 1e-8);
    best[f[3]].add(
        right, time,
        fmt::format("{},{},{}: {} ({} steps, {:.3f} s)", f[0], f[3], f[4], found, answer.steps, time));
    if (pack) check_packing(f, pattern_named(f[0], folder), graph, packings[f[3]]);
    if (!count || !complete) continue;
    const auto counting = std::clock();
    const auto counted = search.count();
    counts[f[3]].add(
        fmt::format("{:.0f}", counted.mappings) == f[8] && std::to_string(counted.vertex_sets) == f[9],
        seconds_since(counting), line);
  }
  int wrong = 0;
  for (const auto& [device, tally] : best) tally.print(("best " + device).c_str()), wrong += tally.wrong;
  for (const auto& [device, tally] : counts) tally.print(("counts " + device).c_str()), wrong += tally.wrong;
  for (const auto& [device, tally] : packings) {
    tally.print(("packing " + device).c_str());
    fmt::print("  proven optimal by us: {}\n", tally.optimal);
    wrong += tally.wrong;
  }
  return wrong > 0;
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) {
  constexpr const char* usage = "usage: bench_noise DATA_DIR [--count] [--pack] [DEVICE]\n";
  bool count = false, pack = false;
  const std::vector<std::string> words(argv + 1, argv + argc);
  std::vector<std::string> names;
  for (const std::string& word : words)
    if (word == "--help") {
      fmt::print("{}", usage);
      return 0;
    } else if (word == "--count") {
      count = true;
    } else if (word == "--pack") {
      pack = true;
    } else {
      names.push_back(word);
    }
  const bool options =
      std::ranges::any_of(names, [](const std::string& name) { return name.starts_with('-'); });
  if (names.empty() || names.size() > 2 || options) {
    fmt::print(stderr, "{}", usage);
    return 2;
  }
  if (!dqc::read_file(names[0] + "/noise_oracle.csv")) {
    fmt::print(stderr, "bench_noise: {} has no noise_oracle.csv\n", names[0]);
    return 2;
  }
  return dqc::run(names[0], count, pack, names.size() > 1 ? names[1] : "");
}
