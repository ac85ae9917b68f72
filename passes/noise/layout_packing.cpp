#include "passes/noise/layout_packing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "passes/noise/packing_sweep.h"

namespace dqc {
namespace {

/// `qubits` and all within `spacing` couplers of them.
std::vector<int> surroundings(const std::vector<std::vector<int>>& hops, const std::vector<int>& qubits,
                              int spacing) {
  std::vector<int> found;
  for (std::size_t q = 0; q < hops.size(); ++q)
    if (std::ranges::any_of(qubits, [&](int from) { return hops[from][q] >= 0 && hops[from][q] <= spacing; }))
      found.push_back(static_cast<int>(q));
  return found;
}

double highest_cost(const PackingOptions& options) {
  return options.min_fidelity > 0 ? -std::log(options.min_fidelity) : std::numeric_limits<double>::infinity();
}

bool is_enough(const Packing& packing, const PackingOptions& options) {
  return options.copies && static_cast<int>(packing.copies.size()) >= *options.copies;
}

Packing pack_greedily(const Pattern& pattern, const NoiseGraph& graph, const PackingOptions& options) {
  Packing packing;
  const auto hops = hop_distances(graph);
  NoiseGraph rest = graph;
  packing.optimal = true;
  while (!is_enough(packing, options)) {
    const auto answer = LayoutSearch(pattern, rest).best(options.step_limit);
    packing.optimal = packing.optimal && answer.complete;
    if (!answer.layout || answer.layout->cost > highest_cost(options) + 1e-12) break;
    rest = without(rest, surroundings(hops, answer.layout->qubits, options.spacing));
    packing.copies.push_back(*answer.layout);
  }
  packing.optimal = packing.optimal && packing.copies.size() <= 1 && is_enough(packing, options);
  return packing;
}

/// The best layout of every set of qubits; none if there are more sets than the limit.
std::optional<std::vector<Layout>> layouts_by_set(const LayoutSearch& search, const PackingOptions& options) {
  std::map<std::vector<int>, Layout> best;
  const bool all = search.each(highest_cost(options), [&](const Layout& layout) {
    auto set = layout.qubits;
    std::ranges::sort(set);
    const auto [found, is_new] = best.try_emplace(std::move(set), layout);
    if (!is_new && layout.cost < found->second.cost) found->second = layout;
    return static_cast<std::int64_t>(best.size()) <= options.candidate_limit;
  });
  if (!all) return std::nullopt;
  std::vector<Layout> layouts;
  for (auto& [set, layout] : best) layouts.push_back(std::move(layout));
  return layouts;
}

std::vector<PackingCandidate> candidates_of(const std::vector<Layout>& layouts, const NoiseGraph& graph,
                                            int spacing) {
  const auto hops = hop_distances(graph);
  std::vector<PackingCandidate> candidates;
  for (const Layout& layout : layouts) {
    auto& candidate = candidates.emplace_back();
    candidate.cost = layout.cost;
    for (int q : layout.qubits) candidate.qubits.set(static_cast<std::size_t>(q));
    for (int q : spacing > 0 ? surroundings(hops, layout.qubits, spacing) : layout.qubits)
      candidate.blocked.set(static_cast<std::size_t>(q));
  }
  return candidates;
}

/// Better packings by a sweep over all candidates or, with most copies fixed, over the rest.
class Improver {
 public:
  Improver(const std::vector<Layout>& layouts, const NoiseGraph& graph, const PackingOptions& options)
      : layouts_(layouts),
        candidates_(candidates_of(layouts, graph, options.spacing)),
        hops_(hop_distances(graph)),
        size_(static_cast<int>(graph.size())),
        options_(options) {
    constexpr std::size_t work = 50'000'000;  // partial packings times candidates
    width_ = std::min(options.width, static_cast<int>(work / std::max<std::size_t>(1, layouts.size())) + 100);
  }

  /// Frees each copy with its nearest neighbours and packs the room anew, until nothing gets better.
  void improve_locally(std::vector<Layout>& copies) const {
    constexpr std::size_t most_freed = 6;
    for (std::size_t freed = 2; freed <= most_freed && freed < copies.size();) {
      bool better = false;
      for (std::size_t i = 0; i < copies.size() && freed < copies.size(); ++i)
        better = repack(copies, i, freed) || better;
      if (!better) ++freed;
    }
  }

  /// Wider sweeps follow narrow ones, whose answers cut them down. True: `copies` are proven optimal.
  bool improve_globally(std::vector<Layout>& copies) const {
    for (int width = std::min(width_, 500);; width = std::min(width_, width * 6)) {
      const auto answer =
          sweep(candidates_, size_, options_.copies, static_cast<int>(copies.size()), cost_of(copies), width);
      if (!answer.chosen.empty()) {
        copies.clear();
        for (int c : answer.chosen) copies.push_back(layouts_[c]);
        if (!answer.complete) improve_locally(copies);
      }
      if (answer.complete || width == width_) return answer.complete;
    }
  }

 private:
  static double cost_of(const std::vector<Layout>& copies) {
    double cost = 0;
    for (const Layout& copy : copies) cost += copy.cost;
    return cost;
  }

  int distance(const Layout& a, const Layout& b) const {
    int least = size_;
    for (int from : a.qubits)
      for (int to : b.qubits)
        if (hops_[from][to] >= 0) least = std::min(least, hops_[from][to]);
    return least;
  }

  bool repack(std::vector<Layout>& copies, std::size_t middle, std::size_t freed) const {
    constexpr int width = 2000;
    std::vector<std::pair<int, std::size_t>> order;
    for (std::size_t i = 0; i < copies.size(); ++i)
      order.emplace_back(i == middle ? -1 : distance(copies[middle], copies[i]), i);
    std::ranges::sort(order);
    std::vector<Layout> kept, removed;
    for (std::size_t i = 0; i < order.size(); ++i)
      (i < freed ? removed : kept).push_back(copies[order[i].second]);
    QubitMask taken;
    for (const Layout& layout : kept)
      for (int q : surroundings(hops_, layout.qubits, options_.spacing))
        taken.set(static_cast<std::size_t>(q));
    std::vector<PackingCandidate> candidates;
    std::vector<std::size_t> sources;
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if ((candidates_[i].qubits & taken).none()) candidates.push_back(candidates_[i]), sources.push_back(i);
    const auto room =
        options_.copies ? std::optional<int>(*options_.copies - static_cast<int>(kept.size())) : std::nullopt;
    const auto answer = sweep(candidates, size_, room, static_cast<int>(freed), cost_of(removed), width);
    if (answer.chosen.empty()) return false;
    for (int c : answer.chosen) kept.push_back(layouts_[sources[c]]);
    copies = std::move(kept);
    return true;
  }

  const std::vector<Layout>& layouts_;
  std::vector<PackingCandidate> candidates_;
  std::vector<std::vector<int>> hops_;
  int size_;
  int width_ = 0;
  const PackingOptions& options_;
};

/// Replaces the greedy `packing` by a better one, or proves it.
void improve(Packing& packing, const Pattern& pattern, const NoiseGraph& graph,
             const PackingOptions& options) {
  if (graph.size() > max_sweep_qubits) return;
  const auto layouts = layouts_by_set(LayoutSearch(pattern, graph), options);
  if (!layouts) return;
  const Improver improver(*layouts, graph, options);
  improver.improve_locally(packing.copies);
  packing.optimal = improver.improve_globally(packing.copies);
}

}  // namespace

double Packing::cost() const {
  double sum = 0;
  for (const Layout& layout : copies) sum += layout.cost;
  return sum;
}

Packing pack_layouts(const Pattern& pattern, const NoiseGraph& graph, const PackingOptions& options) {
  Packing packing = pack_greedily(pattern, graph, options);
  if (options.exact && !packing.optimal) improve(packing, pattern, graph, options);
  std::ranges::stable_sort(packing.copies, [](const Layout& a, const Layout& b) {
    return std::pair(a.cost, a.qubits) < std::pair(b.cost, b.qubits);
  });
  return packing;
}

}  // namespace dqc
