#include "passes/noise/layout_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dqc {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

void LayoutBound::reset(std::vector<double> unary, int root, double back_cost) {
  unary_ = std::move(unary);
  root_ = root;
  back_cost_ = back_cost;
  prices_.assign(graph_.size(), 0);
  below_.assign(plan_.places.size() * (graph_.size() + 1), infinite);
  choice_.assign(below_.size(), -1);
  at_.resize(graph_.size());
  evaluate();
}

void LayoutBound::evaluate_place(int place) {
  const auto& here = plan_.places[place];
  double best = infinite;
  int best_qubit = -1;
  for (int q = 0; q < static_cast<int>(graph_.size()); ++q) {
    at_[q] = unary(place, q);
    if (at_[q] == infinite) continue;
    at_[q] += prices_[q];
    for (int child : here.children) at_[q] += below(child, q);
    if (at_[q] < best) best = at_[q], best_qubit = q;
  }
  if (here.parent < 0) {
    below_[index(place, static_cast<int>(graph_.size()))] = best;
    choice_[index(place, static_cast<int>(graph_.size()))] = best_qubit;
    return;
  }
  for (int q = 0; q < static_cast<int>(graph_.size()); ++q) {
    double least = infinite;
    int choice = -1;
    for (const auto& arc : graph_.arcs[q]) {
      const double cost = arc.cost * here.parent_gates + at_[arc.to];
      if (cost < least) least = cost, choice = arc.to;
    }
    below_[index(place, q)] = least;
    choice_[index(place, q)] = choice;
  }
}

void LayoutBound::evaluate() {
  for (int place = static_cast<int>(plan_.places.size()) - 1; place >= 0; --place) evaluate_place(place);
  value_ = back_cost_;
  for (int place = 0; place < static_cast<int>(plan_.places.size()); ++place)
    if (plan_.places[place].parent < 0) value_ += below_root(place);
  for (double price : prices_) value_ -= price;
}

void LayoutBound::count_uses() {
  uses_.assign(graph_.size(), 0);
  std::vector<int> qubit_of(plan_.places.size());
  for (std::size_t place = 0; place < plan_.places.size(); ++place) {
    const int parent = plan_.places[place].parent;
    const int from = parent < 0 ? static_cast<int>(graph_.size()) : qubit_of[parent];
    qubit_of[place] = choice_[index(static_cast<int>(place), from)];
    ++uses_[qubit_of[place]];
  }
}

void LayoutBound::improve(int rounds, double target) {
  double best = value_;
  std::vector<double> best_prices = prices_;
  double step = 1;
  int since = 0;
  const double goal = std::isfinite(target) ? target + 1e-3 : std::abs(best) * 1.1 + 1e-2;
  for (int round = 0; round < rounds && value_ < target && std::isfinite(value_); ++round) {
    count_uses();
    double norm = 0;
    for (std::size_t q = 0; q < uses_.size(); ++q) {
      const int excess = uses_[q] - 1;
      if (excess > 0 || prices_[q] > 0) norm += excess * excess;
    }
    if (norm == 0) break;
    const double length = step * std::max(goal - value_, 1e-6) / norm;
    for (std::size_t q = 0; q < uses_.size(); ++q)
      if (static_cast<int>(q) != root_) prices_[q] = std::max(0.0, prices_[q] + length * (uses_[q] - 1));
    evaluate();
    if (value_ > best) {
      best = value_;
      best_prices = prices_;
      since = 0;
    } else if (++since == 5) {
      step /= 2;
      since = 0;
    }
  }
  if (best > value_) {
    prices_ = std::move(best_prices);
    evaluate();
  }
}

}  // namespace dqc
