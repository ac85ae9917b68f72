#include "passes/partition/time_slicer.h"

#include <algorithm>
#include <cmath>

#include "passes/analysis/segments.h"

namespace dqc {
namespace {

/// Weight of a gate of the current slices: more than all that are ahead together, so that it is never given
/// up for them.
constexpr double now = 1e6;
/// A gate `slices` ahead weighs 2^-slices (exponential look-ahead, sigma = 1); later ones count for nothing.
constexpr std::size_t look_ahead = 16;

}  // namespace

TimeSlicer::TimeSlicer(const Circuit& circuit, const Network& network, const NetworkDistances& distances,
                       Homes homes)
    : circuit_(circuit),
      network_(network),
      distances_(distances),
      start_(std::move(homes)),
      weights_(circuit.num_qubits()),
      pull_(circuit.num_qubits() * network.size(), 0),
      moved_(circuit.num_qubits(), 0) {
  slice();
}

void TimeSlicer::start() {
  homes_ = start_;
  room_.clear();
  for (const Qpu& q : network_.qpus) room_.push_back(q.data);
  for (QpuId h : homes_) --room_[h.index()];
}

/// Each cp gate goes into the first slice after those of the gates before it on its qubits.
void TimeSlicer::slice() {
  slice_of_.assign(circuit_.num_gates(), 0);
  std::vector<std::size_t> next(circuit_.num_qubits(), 0);
  for (std::size_t i = 0; i < circuit_.num_gates(); ++i) {
    const Gate& g = circuit_.gates()[i];
    if (g.kind == GateKind::barrier) continue;
    std::size_t& a = next[circuit_.qubit(g).index()];
    if (g.kind != GateKind::cp) {
      slice_of_[i] = a > 0 ? a - 1 : 0;
      continue;
    }
    std::size_t& b = next[circuit_.qubit(g, 1).index()];
    slice_of_[i] = std::max(a, b);
    a = b = slice_of_[i] + 1;
    if (slices_.size() < a) slices_.resize(a);
    slices_[slice_of_[i]].emplace_back(i);
  }
}

/// The look-ahead weights of the slices [begin, end), and what they pull each qubit to.
void TimeSlicer::weigh(std::size_t begin, std::size_t end) {
  for (auto& list : weights_) list.clear();
  std::fill(pull_.begin(), pull_.end(), 0);
  const auto add = [&](QubitId a, QubitId b, double weight) {
    auto& list = weights_[a.index()];
    const auto known = std::ranges::find(list, b, &Neighbor::qubit);
    known == list.end() ? list.push_back({b, weight}) : void(known->weight += weight);
    pull_[a.index() * network_.size() + homes_[b.index()].index()] += weight;
  };
  for (std::size_t s = begin; s < std::min(slices_.size(), end - 1 + look_ahead); ++s) {
    const double weight = s < end ? now : std::exp2(-static_cast<double>(s - end + 1));
    for (GateId id : slices_[s]) {
      const Gate& g = circuit_.gate(id);
      add(circuit_.qubit(g, 0), circuit_.qubit(g, 1), weight);
      add(circuit_.qubit(g, 1), circuit_.qubit(g, 0), weight);
    }
  }
}

double TimeSlicer::between(QubitId a, QubitId b) const {
  const auto& list = weights_[a.index()];
  const auto known = std::ranges::find(list, b, &Neighbor::qubit);
  return known == list.end() ? 0 : known->weight;
}

/// Minus the distance-weighted cut that `q` would have at `at`.
double TimeSlicer::attraction(QubitId q, QpuId at) const {
  if (distances_.complete()) return pull(q, at);
  double cut = 0;
  for (const Neighbor& n : weights_[q.index()])
    cut += n.weight * distances_.distance(at, homes_[n.qubit.index()]);
  return -cut;
}

/// What takes `q` to `to` at the greatest gain: into a free data qubit, or against a qubit there.
TimeSlicer::Exchange TimeSlicer::best_exchange(QubitId q, QpuId to) const {
  const QpuId from = homes_[q.index()];
  const double gain = attraction(q, to) - attraction(q, from);
  Exchange best{q, to, {}, 0};
  if (room_[to.index()] > 0) best.gain = gain;
  for (std::size_t b = 0; b < homes_.size(); ++b) {
    const QubitId back(b);
    if (homes_[b] != to || moved_[b]) continue;
    const double both = gain + attraction(back, from) - attraction(back, to) -
                        2 * between(q, back) * distances_.distance(from, to);
    if (both > best.gain) best.gain = both, best.back = back;
  }
  return best;
}

void TimeSlicer::move(QubitId q, QpuId to) {
  const std::size_t k = network_.size();
  const QpuId from = homes_[q.index()];
  for (const Neighbor& n : weights_[q.index()]) {
    pull_[n.qubit.index() * k + from.index()] -= n.weight;
    pull_[n.qubit.index() * k + to.index()] += n.weight;
  }
  ++room_[from.index()];
  --room_[to.index()];
  homes_[q.index()] = to;
  moved_[q.index()] = 1;
}

/// Exchanges, the one of greatest gain first and no qubit twice, until every gate of the slices [begin, end)
/// has both qubits on one QPU or no exchange gains anything.
void TimeSlicer::settle(std::size_t begin, std::size_t end) {
  std::fill(moved_.begin(), moved_.end(), 0);
  while (true) {
    Exchange best;
    const auto consider = [&](QubitId q, QubitId partner) {
      if (moved_[q.index()]) return;
      const Exchange e = best_exchange(q, homes_[partner.index()]);
      if (e.gain > best.gain) best = e;
    };
    for (std::size_t s = begin; s < end; ++s)
      for (GateId id : slices_[s]) {
        const Gate& g = circuit_.gate(id);
        const QubitId a = circuit_.qubit(g, 0), b = circuit_.qubit(g, 1);
        if (homes_[a.index()] == homes_[b.index()]) continue;
        consider(a, b);
        consider(b, a);
      }
    if (best.gain <= 0) return;
    const QpuId from = homes_[best.moving.index()];
    move(best.moving, best.to);
    if (best.back.valid()) move(best.back, from);
  }
}

Placement TimeSlicer::run(std::size_t stride) {
  start();
  std::vector<Homes> homes;  // by stretch of `stride` slices
  for (std::size_t s = 0; s < slices_.size(); s += stride) {
    const std::size_t end = std::min(s + stride, slices_.size());
    weigh(s, end);
    settle(s, end);
    homes.push_back(homes_);
  }
  if (homes.empty()) homes.push_back(homes_);
  Placement placement{homes.front(), homes.back(), std::vector<QpuId>(circuit_.num_gates())};
  for (std::size_t i = 0; i < circuit_.num_gates(); ++i) {
    const Gate& g = circuit_.gates()[i];
    if (g.kind != GateKind::barrier)
      placement.executor[i] = homes[slice_of_[i] / stride][circuit_.qubit(g).index()];
  }
  return placement;
}

}  // namespace dqc
