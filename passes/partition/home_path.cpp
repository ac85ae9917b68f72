#include "passes/partition/home_path.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace dqc {
namespace {
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::size_t most_candidates = 12;
}  // namespace

QpuId HomePath::partner_home(SegmentId s, GateId g) const {
  const Segments& segments = state_.segments();
  return state_.entry(segments.of_operand(g, segments.of_operand(g, 0) == s ? 1 : 0));
}

void HomePath::collect_candidates(SegmentId first, SegmentId last, std::span<const QpuId> also) {
  candidates_.clear();
  if (state_.num_qpus() <= most_candidates) {
    for (std::size_t p = 0; p < state_.num_qpus(); ++p) candidates_.emplace_back(p);
    return;
  }
  const auto add = [&](QpuId p) {
    if (std::find(candidates_.begin(), candidates_.end(), p) == candidates_.end()) candidates_.push_back(p);
  };
  for (std::int32_t s = first.value(); s <= last.value(); ++s) {
    add(state_.entry(SegmentId(s)));
    add(state_.exit(SegmentId(s)));
  }
  for (QpuId p : also) add(p);
  for (std::int32_t s = first.value(); s <= last.value() && candidates_.size() < most_candidates; ++s)
    for (GateId g : state_.segments().gates(state_.segments()[SegmentId(s)]))
      add(partner_home(SegmentId(s), g));
}

/// The QPUs where the segment's partners live, and for each the QPUs where nothing has to be shared for
/// the gates with its qubits.
void HomePath::collect_partners(SegmentId s) {
  partners_.clear();
  shared_.clear();
  for (GateId g : state_.segments().gates(state_.segments()[s])) {
    const QpuId at = partner_home(s, g);
    const auto found = std::find(partners_.begin(), partners_.end(), at);
    const auto index = static_cast<std::size_t>(found - partners_.begin());
    if (found == partners_.end()) {
      partners_.push_back(at);
      shared_.push_back(~std::uint64_t{0});
    }
    if (!state_.few_qpus()) continue;
    const Segments& segments = state_.segments();
    shared_[index] &=
        state_.holders_without(segments.of_operand(g, segments.of_operand(g, 0) == s ? 1 : 0), g);
  }
}

void HomePath::weigh_segment(SegmentId s, double overflow_weight) {
  collect_partners(s);
  const std::int32_t begin = state_.step_of(state_.entry_boundary(s));
  const std::int32_t end = state_.step_of(BoundaryId(state_.entry_boundary(s).value() + 1));
  full_.clear();
  absent_.clear();
  for (QpuId p : candidates_) {
    const bool further = state_.entry(s) != p;
    full_.push_back(overflow_weight *
                    static_cast<double>(state_.memory().steps_beyond(p, begin, end, further)));
    std::uint32_t absent = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(partners_.size(), 32); ++i)
      if (partners_[i] != p && !(state_.few_qpus() && (shared_[i] >> p.index() & 1) != 0)) absent |= 1U << i;
    absent_.push_back(absent);
  }
}

/// E-bits of the weighed segment if its qubit enters at one candidate and leaves at another.
double HomePath::transition(std::size_t from, std::size_t to) const {
  const NetworkDistances& distances = state_.distances();
  const QpuId a = candidates_[from], b = candidates_[to];
  if (distances.complete())
    return full_[from] + (from == to ? 0 : 1) + std::popcount(absent_[from] & absent_[to]);
  int cost = distances.distance(a, b);
  for (std::uint32_t left = absent_[from] & absent_[to]; left != 0; left &= left - 1) {
    const QpuId p = partners_[static_cast<std::size_t>(std::countr_zero(left))];
    cost += std::min(distances.distance(a, p), distances.distance(b, p));
  }
  return cost + full_[from];
}

/// One step of the shortest path: `reach_` of the boundary before a segment becomes that of the one after.
/// `only` restricts where it may end, if valid.
void HomePath::advance(std::size_t row, QpuId only, double noise, Rng& rng) {
  const std::size_t n = candidates_.size();
  double least = infinite;
  for (std::size_t from = 0; from < n; ++from) least = std::min(least, reach_[from] + full_[from]);
  next_.assign(n, infinite);
  for (std::size_t to = 0; to < n; ++to) {
    if (only.valid() && candidates_[to] != only) continue;
    double best = reach_[to] + transition(to, to);
    std::size_t best_from = to;
    for (std::size_t from = 0; from < n && best > least + 1; ++from) {  // a move costs an e-bit at least
      if (from == to || reach_[from] + full_[from] + 1 >= best) continue;
      const double cost = reach_[from] + transition(from, to);
      if (cost < best) best = cost, best_from = from;
    }
    from_[row * n + to] = static_cast<std::int16_t>(best_from);
    next_[to] = best + noise * rng.unit();
  }
  reach_.swap(next_);
}

const std::vector<QpuId>& HomePath::find(QubitId q, std::size_t begin, std::size_t end,
                                         double overflow_weight, double noise, Rng& rng,
                                         std::span<const QpuId> also) {
  const std::size_t first = state_.first_boundary(q).index();
  const std::size_t first_segment = state_.segments().first(q).index();
  const std::size_t start = begin > 0 ? begin - 1 : 0;                   // where the path starts
  const std::size_t stop = std::min(end, state_.num_boundaries(q) - 1);  // and where it ends
  homes_.assign(end - begin, state_.home(BoundaryId(first + start)));
  if (start == stop) return homes_;
  collect_candidates(SegmentId(first_segment + start), SegmentId(first_segment + stop - 1), also);
  const std::size_t n = candidates_.size();
  reach_.assign(n, 0);
  if (begin > 0)
    for (std::size_t p = 0; p < n; ++p)
      if (candidates_[p] != state_.home(BoundaryId(first + start))) reach_[p] = infinite;
  from_.assign((stop - start) * n, -1);
  for (std::size_t b = start; b < stop; ++b) {
    weigh_segment(SegmentId(first_segment + b), overflow_weight);
    advance(b - start, b + 1 == end ? state_.home(BoundaryId(first + end)) : QpuId(), noise, rng);
  }
  auto at = static_cast<std::size_t>(std::min_element(reach_.begin(), reach_.end()) - reach_.begin());
  for (std::size_t b = stop; b >= begin; --b) {
    if (b < end) homes_[b - begin] = candidates_[at];
    if (b == start) break;
    at = static_cast<std::size_t>(from_[(b - 1 - start) * n + at]);
  }
  return homes_;
}

}  // namespace dqc
