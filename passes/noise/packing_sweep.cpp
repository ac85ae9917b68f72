#include "passes/noise/packing_sweep.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

namespace dqc {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double tolerance = 1e-12;

/// A partial packing of candidates whose lowest qubit lies before the sweep.
struct Partial {
  QubitMask blocked;  ///< of the qubits to come
  int copies = 0;
  double cost = 0;
  std::int32_t last = -1;  ///< the choice that led here
  double promise = 0;      ///< least cost of a packing of the best size that may grow from it
  int reach = 0;           ///< most copies that may grow from it
};

struct Choice {
  int candidate;
  std::int32_t before;
};

struct KeyHash {
  std::size_t operator()(const std::pair<QubitMask, int>& key) const {
    return std::hash<QubitMask>()(key.first) * 31 + static_cast<std::size_t>(key.second);
  }
};

class Sweep {
 public:
  Sweep(const std::vector<PackingCandidate>& candidates, int size, std::optional<int> copies, int width)
      : candidates_(candidates),
        size_(size),
        limit_(copies.value_or(size)),
        counted_(copies.has_value()),
        width_(static_cast<std::size_t>(width)),
        starting_(size),
        coverable_(size + 1),
        share_(size, infinite) {
    for (std::size_t i = 0; i < candidates.size(); ++i) add(static_cast<int>(i));
    for (int q = size - 1; q >= 0; --q) {
      coverable_[q] = coverable_[q + 1];
      for (int c : starting_[q]) coverable_[q] |= candidates[c].qubits;
    }
    for (int q = 0; q < size; ++q)
      if (share_[q] < infinite) by_share_.push_back(q);
    std::ranges::sort(by_share_,
                      [&](int a, int b) { return std::pair(share_[a], a) < std::pair(share_[b], b); });
  }

  SweepAnswer run(int known_copies, double known_cost) {
    best_copies_ = known_copies;
    best_cost_ = known_cost;
    std::vector<Partial> layer(1);
    for (int q = 0; q < size_ && !layer.empty(); ++q) layer = advance(layer, q);
    SweepAnswer answer;
    answer.complete = complete_;
    answer.cost = best_cost_;
    for (std::int32_t at = best_last_; at >= 0; at = choices_[at].before)
      answer.chosen.push_back(choices_[at].candidate);
    return answer;
  }

 private:
  void add(int candidate) {
    const auto& qubits = candidates_[candidate].qubits;
    const auto count = static_cast<int>(qubits.count());
    per_copy_ = count;
    starting_[qubits._Find_first()].push_back(candidate);
    for (std::size_t q = qubits._Find_first(); q < qubits.size(); q = qubits._Find_next(q))
      share_[q] = std::min(share_[q], candidates_[candidate].cost / count);
  }

  /// Bounds of what may grow from `partial` when the sweep stands before `q`: every further copy takes
  /// per_copy_ free qubits and costs at least their shares.
  void judge(Partial& partial, int q) const {
    const QubitMask free = coverable_[q] & ~partial.blocked;
    const int room = static_cast<int>(free.count()) / per_copy_;
    partial.reach = std::min(limit_, partial.copies + room);
    const int wanted = std::min(partial.reach, std::max(best_copies_, partial.copies)) - partial.copies;
    partial.promise = partial.cost;
    int taken = 0;
    for (int qubit : by_share_) {
      if (taken == wanted * per_copy_) break;
      if (free[qubit]) partial.promise += share_[qubit], ++taken;
    }
  }

  bool hopeless(const Partial& partial) const {
    return partial.reach < best_copies_ ||
           (partial.reach == best_copies_ && partial.promise >= best_cost_ - tolerance);
  }

  std::vector<Partial> advance(const std::vector<Partial>& layer, int q) {
    next_.clear();
    places_.clear();
    for (const Partial& partial : layer) {
      Partial skipped = partial;
      skipped.blocked.reset(q);
      offer(skipped, q + 1, -1);
      if (partial.blocked[q] || partial.copies == limit_) continue;
      for (int c : starting_[q]) {
        if ((partial.blocked & candidates_[c].qubits).any()) continue;
        Partial grown = partial;
        grown.blocked = (partial.blocked | candidates_[c].blocked) >> (q + 1) << (q + 1);
        ++grown.copies;
        grown.cost += candidates_[c].cost;
        offer(grown, q + 1, c);
      }
    }
    trim();
    return std::move(next_);
  }

  /// Keeps `partial` unless it is hopeless or another one blocks the same and is no worse.
  void offer(Partial& partial, int q, int candidate) {
    partial.blocked &= coverable_[q];
    judge(partial, q);
    const bool better = partial.copies > best_copies_ ||
                        (partial.copies == best_copies_ && partial.cost < best_cost_ - tolerance);
    if (!better && hopeless(partial)) return;
    const auto key = std::pair(partial.blocked, counted_ ? partial.copies : 0);
    const auto [found, is_new] = places_.try_emplace(key, next_.size());
    if (!is_new) {
      const Partial& rival = next_[found->second];
      if (std::pair(-rival.copies, rival.cost) <= std::pair(-partial.copies, partial.cost)) return;
    }
    if (candidate >= 0) {
      choices_.push_back({candidate, partial.last});
      partial.last = static_cast<std::int32_t>(choices_.size()) - 1;
    }
    if (better) {
      best_copies_ = partial.copies;
      best_cost_ = partial.cost;
      best_last_ = partial.last;
    }
    if (is_new)
      next_.push_back(partial);
    else
      next_[found->second] = partial;
  }

  void trim() {
    std::erase_if(next_, [&](const Partial& partial) { return hopeless(partial); });
    if (next_.size() <= width_) return;
    complete_ = false;
    std::ranges::stable_sort(next_, [](const Partial& a, const Partial& b) {
      return std::pair(-a.reach, a.promise) < std::pair(-b.reach, b.promise);
    });
    next_.resize(width_);
  }

  const std::vector<PackingCandidate>& candidates_;
  int size_;
  int limit_;
  bool counted_;
  std::size_t width_;
  std::vector<std::vector<int>> starting_;  ///< candidates by lowest qubit
  std::vector<QubitMask> coverable_;        ///< by qubit: what candidates that start there or later can use
  std::vector<double> share_;               ///< by qubit: least cost per qubit of a candidate that uses it
  std::vector<int> by_share_;
  int per_copy_ = 1;
  int best_copies_ = 0;
  double best_cost_ = 0;
  std::int32_t best_last_ = -1;
  bool complete_ = true;
  std::vector<Choice> choices_;
  std::vector<Partial> next_;
  std::unordered_map<std::pair<QubitMask, int>, std::size_t, KeyHash> places_;
};

}  // namespace

SweepAnswer sweep(const std::vector<PackingCandidate>& candidates, int size, std::optional<int> copies,
                  int known_copies, double known_cost, int width) {
  return Sweep(candidates, size, copies, width).run(known_copies, known_cost);
}

}  // namespace dqc
