#include "passes/partition/refine.h"

#include <algorithm>
#include <cmath>

namespace dqc {
namespace {

class Annealer {
 public:
  Annealer(PartitionState& state, const RefineOptions& options, Rng& rng, const Deadline& deadline)
      : state_(state), options_(options), rng_(rng), deadline_(deadline) {}

  void run();

 private:
  void propose();
  void relocate_gate();
  void dissolve_packet();
  void gather_packet();
  void move_home();
  void exchange_homes();

  void replace_gates(SegmentId s, QpuId from, QpuId avoid);
  void rehome(QubitId q, std::size_t begin, std::size_t end, QpuId to);
  std::pair<std::size_t, std::size_t> interval_of(QubitId q, std::int32_t begin, std::int32_t end) const;
  QpuId nearby_qpu(QubitId q);
  QubitId random_qubit() { return QubitId(static_cast<std::size_t>(rng_.below(num_qubits()))); }
  GateId random_gate() {
    const auto& gates = state_.two_qubit_gates();
    return gates[rng_.below(static_cast<std::uint32_t>(gates.size()))];
  }
  std::uint32_t num_qubits() const { return static_cast<std::uint32_t>(state_.circuit().num_qubits()); }
  bool accept();
  double energy() const {
    return static_cast<double>(state_.cost()) + weight_ * static_cast<double>(state_.overflow());
  }
  void remember();

  PartitionState& state_;
  const RefineOptions& options_;
  Rng& rng_;
  const Deadline& deadline_;
  double temperature_ = 1;
  double weight_ = 1;
  Placement best_;
  std::int64_t best_cost_ = 0;
  bool best_legal_ = false;
  double best_energy_ = 0;
  bool have_best_ = false;
  std::vector<QpuId> old_homes_;  ///< scratch of rehome()
};

void Annealer::run() {
  if (state_.num_qpus() < 2 || state_.two_qubit_gates().empty()) return;
  remember();
  constexpr std::int64_t batch = 256;
  const double ratio = options_.end_temperature / options_.start_temperature;
  for (std::int64_t done = 0; done < options_.moves; done += batch) {
    if (deadline_.expired()) break;
    const double progress = static_cast<double>(done) / static_cast<double>(options_.moves);
    temperature_ = options_.start_temperature * std::pow(ratio, progress);
    weight_ = options_.overflow_weight * (0.1 + 0.9 * progress);
    for (std::int64_t i = 0; i < batch; ++i) {
      state_.begin();
      propose();
      if (accept()) {
        state_.commit();
      } else {
        state_.rollback();
      }
    }
    if (progress > 0.5 || done == 0) remember();
  }
  remember();
  state_.assign(best_);
}

/// Metropolis' rule; the threshold is drawn first, so that most rejections never touch the time steps.
bool Annealer::accept() {
  const double threshold = -temperature_ * std::log(rng_.unit() + 1e-300);
  const auto change = static_cast<double>(state_.cost_change());
  if (state_.overflow() == 0 && change > threshold) return false;
  return change + weight_ * static_cast<double>(state_.apply_overflow()) <= threshold;
}

void Annealer::remember() {
  const bool legal = state_.overflow() == 0;
  const bool better = !have_best_ || (legal && !best_legal_) || (legal && state_.cost() < best_cost_) ||
                      (!legal && !best_legal_ && energy() < best_energy_);
  if (!better) return;
  have_best_ = true;
  best_ = state_.placement();
  best_cost_ = state_.cost();
  best_legal_ = legal;
  best_energy_ = energy();
}

void Annealer::propose() {
  const std::uint32_t kind = rng_.below(100);
  if (kind < 35) return relocate_gate();
  if (kind < 50) return dissolve_packet();
  if (kind < 60) return gather_packet();
  if (kind < 80) return move_home();
  return exchange_homes();
}

void Annealer::relocate_gate() {
  const GateId g = random_gate();
  const SegmentId s = state_.segments().of_operand(g, static_cast<int>(rng_.below(2)));
  const auto gates = state_.segments().gates(state_.segments()[s]);
  const std::uint32_t choice = rng_.below(4);
  QpuId to;
  if (choice == 0) {
    to = state_.entry(s);
  } else if (choice == 1) {
    to = state_.best_executor(g, state_.executor(g), rng_.below(64));
  } else {
    to = state_.executor(gates[rng_.below(static_cast<std::uint32_t>(gates.size()))]);
  }
  if (to.valid()) state_.set_executor(g, to);
}

/// Gives every gate of `s` that is executed at `from` the executor that suits it best.
void Annealer::replace_gates(SegmentId s, QpuId from, QpuId avoid) {
  const std::uint32_t rotation = rng_.below(64);
  for (GateId g : state_.segments().gates(state_.segments()[s])) {
    if (state_.executor(g) != from) continue;
    const QpuId to = state_.best_executor(g, avoid, rotation);
    if (to.valid()) state_.set_executor(g, to);
  }
}

/// Removes one holder of a segment: all gates executed there go elsewhere.
void Annealer::dissolve_packet() {
  const GateId g = random_gate();
  const SegmentId s = state_.segments().of_operand(g, static_cast<int>(rng_.below(2)));
  const QpuId at = state_.executor(g);
  replace_gates(s, at, at);
}

/// Brings all gates of a segment whose partner lives at one QPU to that QPU.
void Annealer::gather_packet() {
  const GateId g = random_gate();
  const int operand = static_cast<int>(rng_.below(2));
  const SegmentId s = state_.segments().of_operand(g, operand);
  const QpuId to = state_.entry(state_.segments().of_operand(g, 1 - operand));
  for (GateId other : state_.segments().gates(state_.segments()[s])) {
    const bool first = state_.segments().of_operand(other, 0) == s;
    const SegmentId partner = state_.segments().of_operand(other, first ? 1 : 0);
    if (state_.holds_without(partner, to, other)) state_.set_executor(other, to);
  }
}

QpuId Annealer::nearby_qpu(QubitId q) {
  const auto& segments = state_.segments();
  const SegmentId s(segments.first(q).index() + rng_.below(static_cast<std::uint32_t>(segments.count(q))));
  const auto gates = segments.gates(segments[s]);
  const std::uint32_t k = static_cast<std::uint32_t>(state_.num_qpus());
  if (gates.empty() || rng_.below(4) == 0) return QpuId(static_cast<std::size_t>(rng_.below(k)));
  const GateId g = gates[rng_.below(static_cast<std::uint32_t>(gates.size()))];
  const int partner = segments.of_operand(g, 0) == s ? 1 : 0;
  return state_.entry(segments.of_operand(g, partner));
}

/// Sets the boundaries [begin, end) of `q`, counted from its first, and lets the gates that were executed
/// at its former homes find new places.
void Annealer::rehome(QubitId q, std::size_t begin, std::size_t end, QpuId to) {
  const std::size_t first = state_.first_boundary(q).index();
  const std::size_t first_segment = state_.segments().first(q).index();
  const std::size_t from_segment = begin > 0 ? begin - 1 : 0;
  const std::size_t to_segment = std::min(end, state_.num_boundaries(q) - 1);
  old_homes_.clear();
  for (std::size_t b = from_segment; b <= to_segment; ++b)
    old_homes_.push_back(state_.home(BoundaryId(first + b)));
  for (std::size_t b = begin; b < end; ++b) state_.set_home(BoundaryId(first + b), to);
  for (std::size_t s = from_segment; s < to_segment; ++s) {
    const QpuId entered = old_homes_[s - from_segment], left = old_homes_[s - from_segment + 1];
    const SegmentId id(first_segment + s);
    replace_gates(id, entered, QpuId());
    if (left != entered) replace_gates(id, left, QpuId());
  }
}

/// Positions of the boundaries of `q` within steps [begin, end], as a half-open range.
std::pair<std::size_t, std::size_t> Annealer::interval_of(QubitId q, std::int32_t begin,
                                                          std::int32_t end) const {
  const std::size_t first = state_.first_boundary(q).index(), count = state_.num_boundaries(q);
  const auto position = [&](std::int32_t step, bool after) {
    std::size_t low = 0, high = count;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const std::int32_t at = state_.step_of(BoundaryId(first + middle));
      if (after ? at <= step : at < step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return {position(begin, false), position(end, true)};
}

void Annealer::move_home() {
  const QubitId q = random_qubit();
  const std::size_t count = state_.num_boundaries(q);
  const std::size_t first = state_.first_boundary(q).index();
  std::size_t begin = rng_.below(static_cast<std::uint32_t>(count)), end = begin + 1;
  const QpuId here = state_.home(BoundaryId(first + begin));
  const std::uint32_t shape = rng_.below(8);
  if (shape == 0) {
    begin = 0, end = count;
  } else if (shape < 4) {  // the whole stay
    while (begin > 0 && state_.home(BoundaryId(first + begin - 1)) == here) --begin;
    while (end < count && state_.home(BoundaryId(first + end)) == here) ++end;
  } else {
    while (end < count && rng_.below(3) != 0) ++end;
    while (begin > 0 && rng_.below(3) != 0) --begin;
  }
  rehome(q, begin, end, nearby_qpu(q));
}

void Annealer::exchange_homes() {
  const QubitId a = random_qubit(), b = random_qubit();
  if (a == b) return;
  const std::int32_t steps = state_.num_steps();
  std::int32_t begin = 0, end = steps;
  if (rng_.below(3) != 0) {
    const double length = std::exp(rng_.unit() * std::log(static_cast<double>(steps) + 1.0));
    begin = static_cast<std::int32_t>(rng_.below(static_cast<std::uint32_t>(steps) + 1)) -
            static_cast<std::int32_t>(length / 2);
    end = begin + static_cast<std::int32_t>(length);
  }
  const auto [a_begin, a_end] = interval_of(a, begin, end);
  const auto [b_begin, b_end] = interval_of(b, begin, end);
  if (a_begin == a_end || b_begin == b_end) return;
  const QpuId at_a = state_.home(BoundaryId(state_.first_boundary(a).index() + a_begin));
  const QpuId at_b = state_.home(BoundaryId(state_.first_boundary(b).index() + b_begin));
  if (at_a == at_b) return;
  rehome(a, a_begin, a_end, at_b);
  rehome(b, b_begin, b_end, at_a);
}

}  // namespace

void refine(PartitionState& state, const RefineOptions& options, Rng& rng, const Deadline& deadline) {
  Annealer(state, options, rng, deadline).run();
}

}  // namespace dqc
