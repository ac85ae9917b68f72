// Where a pattern fits on a device, and where it fits best: subgraph monomorphisms by best-first branch and
// bound on F = product of (1 - e) over the qubits and couplers that a layout uses, as a sum of logarithms.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "passes/ir/layout.h"
#include "passes/noise/isolated_vertices.h"
#include "passes/noise/noise_graph.h"
#include "passes/noise/pattern.h"

namespace dqc {

struct SearchAnswer {
  std::optional<Layout> layout;  ///< none: the pattern does not fit (if `complete`)
  bool complete = true;          ///< false: steps ran out, there may be a better one
  std::int64_t steps = 0;
};

constexpr std::int64_t no_step_limit = std::numeric_limits<std::int64_t>::max();

/// Every edge of the pattern needs a coupler; couplers that it does not need do not matter. Of mappings that
/// differ by an automorphism of the pattern only one is looked at.
class LayoutSearch {
 public:
  /// Preconditions: the pattern has a vertex. `graph` is copied.
  LayoutSearch(const Pattern& pattern, NoiseGraph graph);

  /// The layout of least cost; after `step_limit` qubits tried, the best so far. Deterministic.
  SearchAnswer best(std::int64_t step_limit = no_step_limit) const;

  /// The best layout of each of the `count` sets of qubits whose best ones cost least, at most
  /// `highest_cost`; best first. `complete` is false if `step_limit` qubits tried were not enough.
  std::vector<Layout> best_sets(std::size_t count, double highest_cost, bool& complete,
                                std::int64_t step_limit = no_step_limit) const;

  /// Some layout, not necessarily a good one.
  SearchAnswer any(std::int64_t step_limit = no_step_limit) const;

  /// Calls `visit` with a layout of each class of mappings that costs at most `highest_cost`, until it
  /// returns false. Returns false if it did.
  bool each(double highest_cost, const std::function<bool(const Layout&)>& visit) const;

  /// Counts up to `limit` classes of mappings. Memory: one set of qubits per class. Where vertices without
  /// edges make more of them, mappings are counted by a formula and the sets are a lower bound.
  LayoutCounts count(std::int64_t limit = no_step_limit) const;

  double automorphisms() const { return plan_.automorphisms * isolated_.symmetries(); }

 private:
  class Walk;
  friend class Walk;

  /// How the vertices without edges get qubits, once the others have theirs.
  enum class Finish : std::uint8_t { best, all, none };

  Layout layout_of(const std::vector<int>& qubit_of_place, double cost) const;
  bool walk_all(Walk& walk, std::int64_t& steps) const;
  LayoutCounts count_by_formula(std::int64_t limit) const;
  std::int64_t walk_best_first(Walk& walk, const double& limit, std::int64_t step_limit,
                               bool& complete) const;

  std::vector<double> unary(int root) const;
  double back_cost() const;
  std::vector<int> roots() const;

  SplitPattern split_;
  SearchPlan plan_;  ///< of the vertices with edges
  NoiseGraph graph_;
  IsolatedVertices isolated_;
  std::vector<std::vector<int>> hops_;
  std::vector<double> base_unary_;  ///< by place and qubit, infinite where it cannot be
  double cheapest_arc_ = 0;
};

}  // namespace dqc
