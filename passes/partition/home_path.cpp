#include "passes/partition/home_path.h"

#include <algorithm>
#include <limits>

namespace dqc {

void HomePath::weigh_segment(SegmentId s, double overflow_weight) {
  for (QpuId p : partner_qpus_) partner_at_[p.index()] = 0;
  partner_qpus_.clear();
  const Segments& segments = state_.segments();
  for (GateId g : segments.gates(segments[s])) {
    const SegmentId partner = segments.of_operand(g, segments.of_operand(g, 0) == s ? 1 : 0);
    const QpuId at = state_.entry(partner);
    if (partner_at_[at.index()]) continue;
    partner_at_[at.index()] = 1;
    partner_qpus_.push_back(at);
  }
  const std::int32_t begin = state_.step_of(state_.entry_boundary(s));
  const std::int32_t end = state_.step_of(BoundaryId(state_.entry_boundary(s).value() + 1));
  for (std::size_t p = 0; p < k_; ++p) {
    const bool own = state_.entry(s).index() == p;
    full_[p] = overflow_weight * static_cast<double>(state_.data().steps_beyond(p, begin, end, own ? 0 : 1));
  }
}

/// E-bits of the weighed segment if its qubit enters at `from` and leaves at `to`.
double HomePath::transition(std::size_t from, std::size_t to) const {
  const NetworkDistances& distances = state_.distances();
  const QpuId a(from), b(to);
  int cost = distances.distance(a, b);
  for (QpuId p : partner_qpus_) cost += std::min(distances.distance(a, p), distances.distance(b, p));
  return cost + full_[from];
}

const std::vector<QpuId>& HomePath::find(QubitId q, std::size_t begin, std::size_t end,
                                         double overflow_weight, double noise, Rng& rng) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  partner_at_.assign(k_, 0);
  partner_qpus_.clear();
  full_.assign(k_, 0);
  const std::size_t first = state_.first_boundary(q).index();
  const std::size_t first_segment = state_.segments().first(q).index();
  const std::size_t last = state_.num_boundaries(q) - 1;  // the boundary after the last segment
  // reach_[p]: cheapest way to stand at p at the current boundary, from the fixed one before `begin`.
  reach_.assign(k_, 0);
  from_.assign((end - begin + 1) * k_, -1);
  const std::size_t start = begin > 0 ? begin - 1 : 0;
  if (begin > 0) {
    reach_.assign(k_, infinite);
    reach_[state_.home(BoundaryId(first + start)).index()] = 0;
  }
  const std::size_t stop = std::min(end, last);  // the last boundary to reach; fixed if it is `end`
  for (std::size_t b = start; b < stop; ++b) {
    weigh_segment(SegmentId(first_segment + b), overflow_weight);
    next_.assign(k_, infinite);
    for (std::size_t to = 0; to < k_; ++to) {
      if (b + 1 == end && state_.home(BoundaryId(first + end)).index() != to) continue;
      for (std::size_t from = 0; from < k_; ++from) {
        if (reach_[from] == infinite) continue;
        const double cost = reach_[from] + transition(from, to);
        if (cost >= next_[to]) continue;
        next_[to] = cost;
        from_[(b + 1 - begin) * k_ + to] = static_cast<std::int16_t>(from);
      }
      next_[to] += noise * rng.unit();
    }
    reach_.swap(next_);
  }
  homes_.assign(end - begin, QpuId());
  std::size_t at = static_cast<std::size_t>(std::min_element(reach_.begin(), reach_.end()) - reach_.begin());
  for (std::size_t b = stop; b + 1 > begin; --b) {
    if (b < end) homes_[b - begin] = QpuId(at);
    if (b == start || b == begin) break;
    at = static_cast<std::size_t>(from_[(b - begin) * k_ + at]);
  }
  return homes_;
}

}  // namespace dqc
