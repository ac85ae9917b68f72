// Lower bounds on the cost of a layout: the pattern's tree may use a qubit several times, and pays a price
// (a Lagrange multiplier) for it, which is adjusted until the relaxation asks for hardly any qubit twice.
#pragma once

#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/pattern.h"

namespace dqc {

/// For one image of the first root: what each place costs on each qubit and how much the rest of its tree
/// adds. References must outlive the object.
class LayoutBound {
 public:
  LayoutBound(const SearchPlan& plan, const NoiseGraph& graph) : plan_(plan), graph_(graph) {}

  /// Starts over with `unary[place * size + qubit]` (infinite where the place cannot go), no prices and
  /// `back_cost` for edges outside the tree.
  void reset(std::vector<double> unary, int root, double back_cost);

  /// No layout costs less. Recomputed by reset and improve.
  double value() const { return value_; }

  /// Adjusts the prices in up to `rounds` rounds, to bring value() up to `target` or as far as it goes.
  void improve(int rounds, double target);

  /// Least cost, prices included, of the tree at `place` whose parent is on `qubit`.
  double below(int place, int qubit) const { return below_[index(place, qubit)]; }
  /// The same for the tree at a root.
  double below_root(int place) const { return below_[index(place, static_cast<int>(graph_.size()))]; }
  double price(int qubit) const { return prices_[qubit]; }
  double unary(int place, int qubit) const { return unary_[place * graph_.size() + qubit]; }

 private:
  std::size_t index(int place, int qubit) const {
    return static_cast<std::size_t>(place) * (graph_.size() + 1) + static_cast<std::size_t>(qubit);
  }
  void evaluate();
  void evaluate_place(int place);
  void count_uses();

  const SearchPlan& plan_;
  const NoiseGraph& graph_;
  std::vector<double> unary_;
  int root_ = 0;
  double back_cost_ = 0;
  std::vector<double> prices_;
  std::vector<double> below_;
  std::vector<int> choice_;  ///< the qubit that below_ stands for
  std::vector<double> at_;   ///< scratch: cost of a tree whose top is on a qubit
  std::vector<int> uses_;
  double value_ = 0;
};

}  // namespace dqc
