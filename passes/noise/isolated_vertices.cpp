#include "passes/noise/isolated_vertices.h"

#include <algorithm>
#include <limits>

namespace dqc {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double never = 1e9;  // a cost above all real ones, with which sums still work

double times(double count, double cost) { return count == 0 ? 0 : std::min(count * cost, never); }

}  // namespace

SplitPattern split_pattern(const Pattern& pattern) {
  std::vector<int> place(pattern.size(), -1);
  for (const PatternEdge& edge : pattern.edges) place[edge.a] = place[edge.b] = 0;
  SplitPattern split;
  for (int v = 0; v < static_cast<int>(pattern.size()); ++v) {
    if (place[v] < 0) {
      split.isolated.push_back(v);
      continue;
    }
    place[v] = static_cast<int>(split.vertices.size());
    split.vertices.push_back(v);
    split.joined.vertices.push_back(pattern.vertices[v]);
  }
  for (const PatternEdge& edge : pattern.edges)
    split.joined.edges.push_back({place[edge.a], place[edge.b], edge.gates});
  return split;
}

IsolatedVertices::IsolatedVertices(const Pattern& pattern, std::vector<int> isolated, const NoiseGraph& graph)
    : isolated_(std::move(isolated)), readout_cost_(graph.readout_cost), gate_cost_(graph.gate_cost) {
  prices_.assign(graph.size(), 0);
  for (std::size_t i = 0; i < isolated_.size(); ++i) {
    weights_.push_back(pattern.vertices[isolated_[i]]);
    const auto same = std::ranges::find(weights_.begin(), weights_.end() - 1, weights_.back());
    const bool is_new = same == weights_.end() - 1;
    class_of_.push_back(is_new ? classes_++ : class_of_[static_cast<std::size_t>(same - weights_.begin())]);
  }
  for (std::size_t q = 0; q < graph.size(); ++q)
    if (graph.usable[q]) qubits_.push_back(static_cast<int>(q));
  if (empty()) return;
  if (qubits_.size() < isolated_.size()) {
    base_ = infinite;
    return;
  }
  const Matching matching = match(qubits_);
  base_ = matching.cost >= never ? infinite : matching.cost;
  for (std::size_t c = 0; c < qubits_.size(); ++c) prices_[qubits_[c]] = matching.prices[c];
}

double IsolatedVertices::cost(std::size_t vertex, int qubit) const {
  return times(weights_[vertex].readouts, readout_cost_[qubit]) +
         times(weights_[vertex].gates, gate_cost_[qubit]);
}

/// Vertices to different ones of `qubits`, by shortest augmenting paths (the Hungarian method); equal
/// vertices take the cheapest ones. Precondition: enough qubits.
IsolatedVertices::Matching IsolatedVertices::match(const std::vector<int>& qubits) const {
  const std::size_t rows = isolated_.size(), columns = qubits.size();
  Matching out;
  out.prices.assign(columns, 0);
  out.column_of_row.assign(rows, -1);
  if (classes_ == 1) {
    std::vector<int> order(columns);
    for (std::size_t c = 0; c < columns; ++c) order[c] = static_cast<int>(c);
    std::ranges::stable_sort(order, {}, [&](int c) { return cost(0, qubits[c]); });
    const double next = rows < columns ? cost(0, qubits[order[rows]]) : infinite;
    for (std::size_t r = 0; r < rows; ++r) {
      out.column_of_row[r] = order[r];
      out.prices[order[r]] = next - cost(0, qubits[order[r]]);
      out.cost += cost(0, qubits[order[r]]);
    }
    return out;
  }
  std::vector<double> row_price(rows, 0), column_price(columns, 0);
  std::vector<int> row_of(columns, -1);
  for (std::size_t start = 0; start < rows; ++start) {
    std::vector<double> least(columns, infinite);
    std::vector<int> before(columns, -1);
    std::vector<char> done(columns, 0);
    int column = -1, row = static_cast<int>(start);
    while (row >= 0) {
      double delta = infinite;
      int next = -1;
      for (std::size_t c = 0; c < columns; ++c) {
        if (done[c]) continue;
        const double slack =
            cost(static_cast<std::size_t>(row), qubits[c]) - row_price[row] - column_price[c];
        if (slack < least[c]) least[c] = slack, before[c] = column;
        if (least[c] < delta) delta = least[c], next = static_cast<int>(c);
      }
      row_price[start] += delta;
      for (std::size_t c = 0; c < columns; ++c) {
        if (done[c])
          row_price[row_of[c]] += delta, column_price[c] -= delta;
        else
          least[c] -= delta;
      }
      done[next] = 1;
      column = next;
      row = row_of[next];
    }
    for (; column >= 0; column = before[column])
      row_of[column] = before[column] >= 0 ? row_of[before[column]] : static_cast<int>(start);
  }
  for (std::size_t c = 0; c < columns; ++c) {
    out.prices[c] = -column_price[c];
    if (row_of[c] < 0) continue;
    out.column_of_row[row_of[c]] = static_cast<int>(c);
    out.cost += cost(static_cast<std::size_t>(row_of[c]), qubits[c]);
  }
  return out;
}

double IsolatedVertices::symmetries() const {
  std::vector<int> seen(static_cast<std::size_t>(classes_), 0);
  double product = 1;
  for (int c : class_of_) product *= ++seen[c];
  return product;
}

double IsolatedVertices::mappings(int free) const {
  double product = 1;
  for (int i = 0; i < static_cast<int>(isolated_.size()); ++i) product *= std::max(0, free - i);
  return product;
}

void IsolatedVertices::sort_in_classes(std::vector<int>& qubits) const {
  for (int c = 0; c < classes_; ++c) {
    std::vector<int> sorted;
    for (std::size_t i = 0; i < qubits.size(); ++i)
      if (class_of_[i] == c) sorted.push_back(qubits[i]);
    std::ranges::sort(sorted);
    auto next = sorted.begin();
    for (std::size_t i = 0; i < qubits.size(); ++i)
      if (class_of_[i] == c) qubits[i] = *next++;
  }
}

std::optional<IsolatedVertices::Assignment> IsolatedVertices::best(const std::vector<char>& used) const {
  std::vector<int> free;
  for (int q : qubits_)
    if (!used[q]) free.push_back(q);
  if (free.size() < isolated_.size()) return std::nullopt;
  const Matching matching = match(free);
  if (matching.cost >= never) return std::nullopt;
  Assignment out{{}, matching.cost};
  for (int column : matching.column_of_row) out.qubits.push_back(free[column]);
  sort_in_classes(out.qubits);
  return out;
}

/// Vertices class by class; each takes the qubits in the order of their cost to it, equal vertices in one
/// order only.
class IsolatedVertices::Enumeration {
 public:
  Enumeration(const IsolatedVertices& all, const std::vector<char>& used, double offset, const double& limit,
              std::int64_t& steps, const Visit& visit)
      : all_(all), used_(used), offset_(offset), limit_(limit), steps_(steps), visit_(visit) {
    for (int c = 0; c < all.classes_; ++c)
      for (std::size_t i = 0; i < all.isolated_.size(); ++i)
        if (all.class_of_[i] == c) order_.push_back(i);
    out_.qubits.assign(all.isolated_.size(), -1);
  }

  bool run() {
    ranked_.resize(static_cast<std::size_t>(all_.classes_));
    for (std::size_t vertex : order_) {
      auto& ranked = ranked_[all_.class_of_[vertex]];
      if (!ranked.empty()) continue;
      for (int q : all_.qubits_)
        if (!used_[q] && all_.cost(vertex, q) < never) ranked.emplace_back(all_.cost(vertex, q), q);
      std::ranges::sort(ranked);
    }
    return extend(0, 0, 0);
  }

 private:
  /// The least that the vertices after `i` can cost when those of i's class are ranked after `from`.
  double rest(std::size_t i, std::size_t from) const {
    double sum = 0;
    for (std::size_t k = i + 1; k < order_.size(); ++k) {
      const int here = all_.class_of_[order_[k]];
      if (here != all_.class_of_[order_[k - 1]]) from = 0;
      if (from >= ranked_[here].size()) return infinite;
      sum += ranked_[here][from++].first;
    }
    return sum;
  }

  bool extend(std::size_t i, std::size_t from, double cost) {
    if (i == order_.size()) {
      Assignment found{out_.qubits, cost};
      all_.sort_in_classes(found.qubits);
      return visit_(found);
    }
    const std::size_t vertex = order_[i];
    const auto& ranked = ranked_[all_.class_of_[vertex]];
    for (std::size_t r = from; r < ranked.size(); ++r) {
      const auto& [own, qubit] = ranked[r];
      if (offset_ + cost + own + rest(i, r + 1) >= limit_) break;
      if (used_[qubit]) continue;
      if (steps_-- <= 0) return false;
      used_[qubit] = 1;
      out_.qubits[vertex] = qubit;
      const bool same = i + 1 < order_.size() && all_.class_of_[order_[i + 1]] == all_.class_of_[vertex];
      const bool more = extend(i + 1, same ? r + 1 : 0, cost + own);
      used_[qubit] = 0;
      if (!more) return false;
    }
    return true;
  }

  const IsolatedVertices& all_;
  std::vector<char> used_;
  double offset_;
  const double& limit_;
  std::int64_t& steps_;
  const Visit& visit_;
  std::vector<std::size_t> order_;
  std::vector<std::vector<std::pair<double, int>>> ranked_;  ///< by class
  Assignment out_;
};

bool IsolatedVertices::each(const std::vector<char>& used, double offset, const double& limit,
                            std::int64_t& steps, const Visit& visit) const {
  return Enumeration(*this, used, offset, limit, steps, visit).run();
}

}  // namespace dqc
