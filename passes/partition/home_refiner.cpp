#include "passes/partition/home_refiner.h"

#include <utility>

namespace dqc {

HomeRefiner::HomeRefiner(std::vector<QpuId>& homes, const InteractionGraph& graph, const Network& network,
                         const NetworkDistances& distances)
    : homes_(homes),
      graph_(graph),
      distances_(distances),
      k_(network.size()),
      cut_(homes.size() * network.size(), 0) {
  for (const Qpu& q : network.qpus) room_.push_back(q.data);
  for (QpuId home : homes) --room_[home.index()];
  for (std::size_t q = 0; q < homes.size(); ++q)
    for (std::size_t e = graph.offset[q]; e < graph.offset[q + 1]; ++e)
      for (std::size_t p = 0; p < k_; ++p)
        cut_[q * k_ + p] +=
            std::int64_t{graph.weight[e]} * distances.distance(homes[graph.neighbor[e].index()], QpuId(p));
}

void HomeRefiner::move(QubitId q, QpuId to) {
  const QpuId from = homes_[q.index()];
  homes_[q.index()] = to;
  ++room_[from.index()];
  --room_[to.index()];
  for (std::size_t e = graph_.offset[q.index()]; e < graph_.offset[q.index() + 1]; ++e) {
    std::int64_t* cut = &cut_[graph_.neighbor[e].index() * k_];
    for (std::size_t p = 0; p < k_; ++p)
      cut[p] += std::int64_t{graph_.weight[e]} *
                (distances_.distance(to, QpuId(p)) - distances_.distance(from, QpuId(p)));
  }
}

/// Moves the qubits that mind least out of QPUs with too many.
void HomeRefiner::repair() {
  for (std::size_t p = 0; p < k_; ++p) {
    while (room_[p] < 0) {
      std::pair<QubitId, QpuId> best;
      std::int64_t least = 0;
      for (std::size_t q = 0; q < homes_.size(); ++q) {
        if (homes_[q].index() != p) continue;
        const std::int64_t stay = cut(QubitId(q), homes_[q]);
        for (std::size_t to = 0; to < k_; ++to) {
          if (room_[to] <= 0) continue;
          const std::int64_t loss = cut(QubitId(q), QpuId(to)) - stay;
          if (best.first.valid() && loss >= least) continue;
          least = loss;
          best = {QubitId(q), QpuId(to)};
        }
      }
      move(best.first, best.second);
    }
  }
}

bool HomeRefiner::improve_by_move(QubitId q) {
  std::int64_t least = cut(q, homes_[q.index()]);
  QpuId best;
  for (std::size_t p = 0; p < k_; ++p) {
    if (room_[p] <= 0) continue;
    const std::int64_t there = cut(q, QpuId(p));
    if (there < least) least = there, best = QpuId(p);
  }
  if (!best.valid()) return false;
  move(q, best);
  return true;
}

/// Exchanges `q` with the qubit that makes the cut fall most, if any does.
bool HomeRefiner::improve_by_exchange(QubitId q) {
  const QpuId here = homes_[q.index()];
  std::vector<std::int64_t> change(k_);
  for (std::size_t p = 0; p < k_; ++p) change[p] = cut(q, QpuId(p)) - cut(q, here);
  QubitId best;
  std::int64_t least = 0;
  for (std::size_t i = 0; i < homes_.size(); ++i) {
    const QubitId other(i);
    const QpuId there = homes_[i];
    if (there == here || change[there.index()] >= cut(other, there)) continue;
    // Both cuts count the gates between the two as if the other one stayed.
    if (change[there.index()] + cut(other, here) - cut(other, there) >= least) continue;
    const std::int64_t shared = std::int64_t{graph_.between(q, other)} * distances_.distance(here, there);
    const std::int64_t total = change[there.index()] + cut(other, here) - cut(other, there) + 2 * shared;
    if (total < least) least = total, best = other;
  }
  if (!best.valid()) return false;
  const QpuId there = homes_[best.index()];
  move(q, there);
  move(best, here);
  return true;
}

void HomeRefiner::run() {
  repair();
  constexpr int most_rounds = 10;
  bool improved = true;
  for (int round = 0; round < most_rounds && improved; ++round) {
    improved = false;
    for (std::size_t q = 0; q < homes_.size(); ++q) {
      if (cut(QubitId(q), homes_[q]) == 0) continue;
      if (improve_by_move(QubitId(q)) || improve_by_exchange(QubitId(q))) improved = true;
    }
  }
}

}  // namespace dqc
