#include "passes/noise/layout_search.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "passes/noise/layout_bound.h"

namespace dqc {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double tolerance = 1e-12;
constexpr int bound_rounds = 40;        // for a root, when there is a layout to beat
constexpr int first_bound_rounds = 10;  // while there is none

/// 0 times infinity is nothing here: what is not done cannot fail.
double times(double count, double cost) { return count == 0 ? 0 : count * cost; }

/// The arc between two qubits, null if there is none.
const NoiseGraph::Arc* arc_between(const NoiseGraph& graph, int from, int to) {
  const auto& arcs = graph.arcs[from];
  const auto found = std::ranges::lower_bound(arcs, to, {}, &NoiseGraph::Arc::to);
  return found != arcs.end() && found->to == to ? &*found : nullptr;
}

}  // namespace

/// One depth-first walk below a fixed image of the first root.
class LayoutSearch::Walk {
 public:
  using Leaf = std::function<bool(const Layout&)>;

  /// Layouts that cost `limit` or more are cut off; `leaf` may lower the limit.
  Walk(const LayoutSearch& search, double& limit, Finish finish, Leaf leaf)
      : plan_(search.plan_),
        search_(search),
        limit_(limit),
        finish_(finish),
        leaf_(std::move(leaf)),
        candidates_(plan_.places.size()),
        qubit_of_(plan_.places.size(), -1),
        used_(search.graph_.size(), 0) {
    back_rest_.assign(plan_.places.size() + 1, 0);
    for (std::size_t i = plan_.places.size(); i-- > 0;) {
      back_rest_[i] = back_rest_[i + 1];
      for (const auto& back : plan_.places[i].back)
        if (back.place > 0) back_rest_[i] += times(back.gates, search.cheapest_arc_);
    }
  }

  /// Where all vertices are isolated. As the other.
  bool run(std::int64_t& steps) {
    steps_ = &steps;
    return finish(search_.isolated_.base());
  }

  /// False: `leaf` returned false or `steps` ran out.
  bool run(const LayoutBound& bound, int root, std::int64_t& steps) {
    bound_ = &bound;
    steps_ = &steps;
    State start;
    start.cost = search_.isolated_.base();
    for (std::size_t i = 0; i < search_.graph_.size(); ++i)
      start.free_prices += bound.price(static_cast<int>(i));
    for (int i = 0; i < static_cast<int>(plan_.places.size()); ++i)
      if (plan_.places[i].parent < 0) start.pending += bound.below_root(i);
    if (!std::isfinite(start.pending)) return true;
    const auto state = step(start, 0, root, 0, bound.below_root(0));
    if (!state) return true;
    return go_on(0, root, *state);
  }

 private:
  struct State {
    double cost = 0;         ///< of what is placed
    double pending = 0;      ///< bounds of the trees that hang on what is placed
    double free_prices = 0;  ///< prices of the qubits that are not used
  };
  struct Candidate {
    int qubit;
    double bound;
    State state;
  };

  /// The state after `place` goes to `qubit`; none if it cannot.
  std::optional<State> step(const State& before, int place, int qubit, double arc_cost, double below) const {
    State after = before;
    after.cost += bound_->unary(place, qubit) + arc_cost;
    after.pending -= below;
    for (const auto& back : plan_.places[place].back) {
      if (back.place == 0) continue;  // part of the unary cost
      const auto* arc = arc_between(search_.graph_, qubit_of_[back.place], qubit);
      if (!arc) return std::nullopt;
      after.cost += times(back.gates, arc->cost);
    }
    for (int child : plan_.places[place].children) after.pending += bound_->below(child, qubit);
    after.free_prices -= bound_->price(qubit);
    if (!std::isfinite(after.cost + after.pending)) return std::nullopt;
    return after;
  }

  bool allowed(const SearchPlan::Place& place, int qubit) const {
    return std::ranges::all_of(place.above, [&](int p) { return qubit > qubit_of_[p]; }) &&
           std::ranges::all_of(place.reaches, [&](const auto& reach) {
             const int hops = search_.hops_[qubit_of_[reach.place]][qubit];
             return hops >= 0 && hops <= reach.hops;
           });
  }

  void consider(int place, int qubit, double arc_cost, double below, const State& before) {
    if (used_[qubit] || bound_->unary(place, qubit) == infinite || !allowed(plan_.places[place], qubit))
      return;
    const auto after = step(before, place, qubit, arc_cost, below);
    if (!after) return;
    const double bound = after->cost + after->pending - after->free_prices + back_rest_[place + 1];
    if (bound < limit_) candidates_[place].push_back({qubit, bound, *after});
  }

  bool place_next(int place, const State& before) {
    auto& candidates = candidates_[place];
    candidates.clear();
    const auto& here = plan_.places[place];
    if (here.parent < 0) {
      for (int q = 0; q < static_cast<int>(search_.graph_.size()); ++q)
        consider(place, q, 0, bound_->below_root(place), before);
    } else {
      const int from = qubit_of_[here.parent];
      for (const auto& arc : search_.graph_.arcs[from])
        consider(place, arc.to, arc.cost * here.parent_gates, bound_->below(place, from), before);
    }
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
      return std::pair(a.bound, a.qubit) < std::pair(b.bound, b.qubit);
    });
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (candidates[i].bound >= limit_) break;
      if (!go_on(place, candidates[i].qubit, candidates[i].state)) return false;
    }
    return true;
  }

  /// Gives the isolated vertices their qubits. `bound` is the cost of the others with the prices of their
  /// qubits.
  bool finish(double bound) {
    const IsolatedVertices& isolated = search_.isolated_;
    if (isolated.empty() || finish_ == Finish::none) return leaf_(search_.layout_of(qubit_of_, bound));
    double cost = bound - isolated.base();
    for (int qubit : qubit_of_) cost -= isolated.price(qubit);
    const auto leaf = [&](const IsolatedVertices::Assignment& chosen) {
      Layout layout = search_.layout_of(qubit_of_, cost + chosen.cost);
      for (std::size_t i = 0; i < chosen.qubits.size(); ++i)
        layout.qubits[isolated.vertices()[i]] = chosen.qubits[i];
      return leaf_(layout);
    };
    if (finish_ == Finish::all) return isolated.each(used_, cost, limit_, *steps_, leaf);
    const auto chosen = isolated.best(used_);
    return !chosen || cost + chosen->cost >= limit_ || leaf(*chosen);
  }

  bool go_on(int place, int qubit, const State& state) {
    if ((*steps_)-- <= 0) return false;
    qubit_of_[place] = qubit;
    used_[qubit] = 1;
    const bool last = place + 1 == static_cast<int>(plan_.places.size());
    const bool more = last ? state.cost >= limit_ || finish(state.cost) : place_next(place + 1, state);
    used_[qubit] = 0;
    return more;
  }

  const SearchPlan& plan_;
  const LayoutSearch& search_;
  double& limit_;
  Finish finish_;
  Leaf leaf_;
  const LayoutBound* bound_ = nullptr;
  std::int64_t* steps_ = nullptr;
  std::vector<std::vector<Candidate>> candidates_;  ///< by place
  std::vector<int> qubit_of_;                       ///< by place
  std::vector<char> used_;
  std::vector<double> back_rest_;
};

LayoutSearch::LayoutSearch(const Pattern& pattern, NoiseGraph graph)
    : split_(split_pattern(pattern)),
      plan_(plan_search(split_.joined)),
      graph_(std::move(graph)),
      isolated_(pattern, split_.isolated, graph_),
      hops_(hop_distances(graph_)) {
  cheapest_arc_ = infinite;
  for (const auto& arcs : graph_.arcs)
    for (const auto& arc : arcs) cheapest_arc_ = std::min(cheapest_arc_, arc.cost);
  for (const auto& place : plan_.places) {
    const PatternVertex& vertex = split_.joined.vertices[place.vertex];
    for (std::size_t q = 0; q < graph_.size(); ++q) {
      const bool fits = graph_.usable[q] && static_cast<int>(graph_.arcs[q].size()) >= place.degree;
      base_unary_.push_back(fits ? times(vertex.readouts, graph_.readout_cost[q]) +
                                       times(vertex.gates, graph_.gate_cost[q]) +
                                       isolated_.price(static_cast<int>(q))
                                 : infinite);
    }
  }
}

/// The costs of single places once the first root is on `root`, with what follows from it.
std::vector<double> LayoutSearch::unary(int root) const {
  std::vector<double> costs = base_unary_;
  const auto forbid = [&](std::size_t place, int q) { costs[place * graph_.size() + q] = infinite; };
  for (int q = 0; q < static_cast<int>(graph_.size()); ++q)
    if (q != root) forbid(0, q);
  for (std::size_t i = 1; i < plan_.places.size(); ++i) {
    const auto& place = plan_.places[i];
    forbid(i, root);
    if (std::ranges::find(place.above, 0) != place.above.end())
      for (int q = 0; q < root; ++q) forbid(i, q);
    for (const auto& reach : place.reaches)
      for (int q = 0; q < static_cast<int>(graph_.size()) && reach.place == 0; ++q)
        if (hops_[root][q] < 0 || hops_[root][q] > reach.hops) forbid(i, q);
    for (const auto& back : place.back) {
      if (back.place != 0) continue;
      for (int q = 0; q < static_cast<int>(graph_.size()); ++q) {
        const auto* arc = arc_between(graph_, root, q);
        costs[i * graph_.size() + q] += arc ? times(back.gates, arc->cost) : infinite;
      }
    }
  }
  return costs;
}

/// The least that the isolated vertices and the edges outside the tree can cost, but for those to the first
/// root.
double LayoutSearch::back_cost() const {
  double cost = isolated_.base();
  for (const auto& place : plan_.places)
    for (const auto& back : place.back)
      if (back.place > 0) cost += times(back.gates, cheapest_arc_);
  return cost;
}

/// The qubits that the first root can be on.
std::vector<int> LayoutSearch::roots() const {
  std::vector<int> found;
  const auto usable = static_cast<std::size_t>(std::ranges::count(graph_.usable, 1));
  if (plan_.places.size() + isolated_.vertices().size() > usable || isolated_.base() == infinite)
    return found;
  for (std::size_t q = 0; q < graph_.size(); ++q)
    if (base_unary_[q] != infinite) found.push_back(static_cast<int>(q));
  return found;
}

Layout LayoutSearch::layout_of(const std::vector<int>& qubit_of_place, double cost) const {
  Layout layout{std::vector<int>(split_.vertices.size() + split_.isolated.size()), cost};
  for (std::size_t i = 0; i < qubit_of_place.size(); ++i)
    layout.qubits[split_.vertices[plan_.places[i].vertex]] = qubit_of_place[i];
  return layout;
}

/// Walks below every root that may lead below `limit`, the most promising first. Returns the steps taken.
std::int64_t LayoutSearch::walk_best_first(Walk& walk, const double& limit, std::int64_t step_limit,
                                           bool& complete) const {
  struct Root {
    double value;
    LayoutBound bound;
    int qubit;
  };
  if (plan_.places.empty()) {
    std::int64_t left = step_limit;
    complete = isolated_.base() == infinite || walk.run(left);
    return step_limit - left;
  }
  std::vector<Root> order;
  for (int qubit : roots()) {
    LayoutBound bound(plan_, graph_);
    bound.reset(unary(qubit), qubit, back_cost());
    if (std::isfinite(bound.value())) order.push_back({bound.value(), std::move(bound), qubit});
  }
  const auto by_value = [](const Root* a, const Root* b) {
    return std::pair(a->value, a->qubit) < std::pair(b->value, b->qubit);
  };
  std::vector<Root*> queue;
  for (Root& root : order) queue.push_back(&root);
  std::ranges::sort(queue, by_value);
  std::int64_t left = step_limit;
  for (std::size_t i = 0; i < queue.size() && i < 16; ++i) {  // short dives for a first limit
    std::int64_t dive = std::min<std::int64_t>(left, 50 * static_cast<std::int64_t>(plan_.places.size()));
    left -= dive;
    (void)walk.run(queue[i]->bound, queue[i]->qubit, dive);
    left += std::max<std::int64_t>(dive, 0);
  }
  for (Root* root : queue) {
    if (root->value >= limit) continue;
    root->bound.improve(std::isfinite(limit) ? bound_rounds : first_bound_rounds, limit);
    root->value = root->bound.value();
  }
  std::ranges::sort(queue, by_value);
  for (Root* root : queue) {
    if (root->value >= limit) break;
    if (!walk.run(root->bound, root->qubit, left)) {
      complete = false;
      break;
    }
  }
  return step_limit - left;
}

SearchAnswer LayoutSearch::best(std::int64_t step_limit) const {
  SearchAnswer answer;
  double limit = infinite;
  Walk walk(*this, limit, Finish::best, [&](const Layout& layout) {
    answer.layout = layout;
    limit = layout.cost - tolerance;
    return true;
  });
  answer.steps = walk_best_first(walk, limit, step_limit, answer.complete);
  return answer;
}

std::vector<Layout> LayoutSearch::best_sets(std::size_t count, double highest_cost, bool& complete,
                                            std::int64_t step_limit) const {
  std::map<std::vector<int>, Layout> best;  // by sorted qubits
  std::set<std::pair<double, std::vector<int>>> by_cost;
  double limit = highest_cost + tolerance;
  Walk walk(*this, limit, Finish::all, [&](const Layout& layout) {
    const double cost = layout.cost;
    auto set = layout.qubits;
    std::ranges::sort(set);
    const auto [entry, is_new] = best.try_emplace(set);
    if (!is_new && entry->second.cost <= cost) return true;
    if (!is_new) by_cost.erase({entry->second.cost, set});
    entry->second = layout;
    by_cost.emplace(cost, set);
    if (by_cost.size() > count) {
      best.erase(by_cost.rbegin()->second);
      by_cost.erase(std::prev(by_cost.end()));
    }
    if (by_cost.size() == count) limit = by_cost.rbegin()->first - tolerance;
    return true;
  });
  complete = true;
  (void)walk_best_first(walk, limit, step_limit, complete);
  std::vector<Layout> layouts;
  for (const auto& [cost, set] : by_cost) layouts.push_back(std::move(best[set]));
  return layouts;
}

/// Walks below every root; false if the walk ended early.
bool LayoutSearch::walk_all(Walk& walk, std::int64_t& steps) const {
  if (plan_.places.empty()) return isolated_.base() == infinite || walk.run(steps);
  LayoutBound bound(plan_, graph_);
  for (int root : roots()) {
    bound.reset(unary(root), root, back_cost());
    if (!walk.run(bound, root, steps)) return false;
  }
  return true;
}

bool LayoutSearch::each(double highest_cost, const std::function<bool(const Layout&)>& visit) const {
  double limit = highest_cost + tolerance;
  Walk walk(*this, limit, Finish::all, visit);
  std::int64_t steps = no_step_limit;
  return walk_all(walk, steps);
}

SearchAnswer LayoutSearch::any(std::int64_t step_limit) const {
  SearchAnswer answer;
  double limit = infinite;
  Walk walk(*this, limit, Finish::best, [&](const Layout& layout) {
    answer.layout = layout;
    return false;
  });
  std::int64_t left = step_limit;
  (void)walk_all(walk, left);
  answer.complete = answer.layout.has_value() || left > 0;
  answer.steps = step_limit - std::max<std::int64_t>(left, 0);
  return answer;
}

/// Every choice of free qubits for the isolated vertices goes with every place of the others. The sets of
/// qubits are at least those beside one of them, and exactly those if there are no others.
LayoutCounts LayoutSearch::count_by_formula(std::int64_t limit) const {
  const auto joined = static_cast<int>(plan_.places.size());
  const int free = static_cast<int>(std::ranges::count(graph_.usable, 1)) - joined;
  std::int64_t classes = 0, steps = no_step_limit;
  double unbounded = infinite;
  Walk walk(*this, unbounded, Finish::none, [&](const Layout&) { return ++classes < limit; });
  LayoutCounts counts;
  counts.complete = walk_all(walk, steps) && joined == 0;
  counts.mappings = static_cast<double>(classes) * plan_.automorphisms * isolated_.mappings(free);
  double sets = 1;
  const int isolated = static_cast<int>(isolated_.vertices().size());
  for (int i = 1; i <= isolated; ++i) sets = std::round(sets * (free - isolated + i) / i);
  const double most = 9e18;
  if (sets > 9e15) counts.complete = false;
  counts.vertex_sets = classes == 0 ? 0 : static_cast<std::int64_t>(std::min(sets, most));
  return counts;
}

LayoutCounts LayoutSearch::count(std::int64_t limit) const {
  constexpr double most_assignments = 1e5;
  const auto usable = static_cast<int>(std::ranges::count(graph_.usable, 1));
  const int free = usable - static_cast<int>(plan_.places.size());
  if (isolated_.mappings(free) / isolated_.symmetries() > most_assignments) return count_by_formula(limit);
  std::vector<std::vector<int>> sets;
  LayoutCounts counts;
  counts.complete = each(infinite, [&](const Layout& layout) {
    auto& set = sets.emplace_back(layout.qubits);
    std::ranges::sort(set);
    return static_cast<std::int64_t>(sets.size()) < limit;
  });
  counts.mappings = static_cast<double>(sets.size()) * automorphisms();
  std::ranges::sort(sets);
  counts.vertex_sets = std::unique(sets.begin(), sets.end()) - sets.begin();
  return counts;
}

}  // namespace dqc
