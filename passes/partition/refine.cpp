#include "passes/partition/refine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <tuple>

#include "passes/partition/home_path.h"

namespace dqc {
namespace {

class Annealer {
 public:
  Annealer(PartitionState& state, const RefineOptions& options, Rng& rng, const Deadline& deadline)
      : state_(state), options_(options), rng_(rng), deadline_(deadline) {}

  void run();

 private:
  void try_move();
  std::int64_t extra_moves() const;
  void find_crowded(double progress, std::int64_t batch);
  void propose();
  void relocate_gate();
  bool relocation_may_pass(GateId g, QpuId to);
  void dissolve_packet();
  void gather_packet();
  void move_home();
  void exchange_homes();
  void reroute_homes();
  void relieve();
  void relieve_end(QpuId at, bool last);
  void reroute_around(QubitId q, std::size_t position, std::span<const QpuId> also = {});
  void find_room(const Occupancy& place);

  void replace_gates(SegmentId s, QpuId from, QpuId avoid);
  void rehome(QubitId q, std::size_t begin, std::size_t end, QpuId to);
  void rehome(QubitId q, std::size_t begin, const std::vector<QpuId>& to);
  double attachment(QubitId q, std::size_t begin, std::size_t end, QpuId at) const;
  std::pair<std::size_t, std::size_t> block_around(SegmentId s, QubitId partner) const;
  std::pair<std::size_t, std::size_t> interval_of(QubitId q, std::int32_t begin, std::int32_t end) const;
  QubitId random_qubit() { return QubitId(static_cast<std::size_t>(rng_.below(num_qubits()))); }
  GateId random_gate() {
    const auto& gates = state_.two_qubit_gates();
    return gates[rng_.below(static_cast<std::uint32_t>(gates.size()))];
  }
  GateId remote_gate();
  std::uint32_t num_qubits() const { return static_cast<std::uint32_t>(state_.circuit().num_qubits()); }
  bool accept();
  bool within_threshold(double change);
  double overflow_weight(double progress) const;
  double energy() const {
    return static_cast<double>(state_.cost()) + weight_ * static_cast<double>(state_.overflow());
  }
  void remember();

  static constexpr std::int64_t moves_per_batch = 256;

  PartitionState& state_;
  const RefineOptions& options_;
  Rng& rng_;
  const Deadline& deadline_;
  double temperature_ = 1;
  double draw_ = 1;                  ///< of this move, uniform in (0, 1]
  std::optional<double> threshold_;  ///< the largest change of energy that it may make, once worked out
  double weight_ = 1;
  bool overdue_ = false;  ///< all moves asked for are made, but no legal partition is found
  Placement best_;
  std::int64_t best_cost_ = 0;
  bool best_legal_ = false;
  double best_energy_ = 0;
  bool have_best_ = false;
  HomePath path_{state_};
  std::vector<QpuId> old_homes_, new_homes_;  ///< scratch of rehome()
  std::vector<Occupancy> crowded_;            ///< places to be relieved; may be out of date
  std::vector<QpuId> room_;                   ///< of find_room()
};

void Annealer::run() {
  if (state_.num_qpus() < 2 || state_.two_qubit_gates().empty()) return;
  remember();
  const double ratio = options_.end_temperature / options_.start_temperature;
  std::int64_t batch = 0;
  for (std::int64_t done = 0; done < options_.moves + extra_moves(); done += moves_per_batch, ++batch) {
    const double progress =
        std::max(static_cast<double>(done) / static_cast<double>(options_.moves), deadline_.used());
    if (deadline_.used() >= 1) break;
    temperature_ = options_.start_temperature * std::pow(ratio, std::min(progress, 1.0));
    weight_ = overflow_weight(progress);
    overdue_ = progress >= 1;
    find_crowded(progress, batch);
    for (std::int64_t i = 0; i < moves_per_batch; ++i) try_move();
    if (progress > 0.5 || done == 0) remember();
  }
  remember();
  state_.assign(best_);
}

/// More moves than asked for, while no legal partition has been met since the end came near.
std::int64_t Annealer::extra_moves() const { return state_.overflow() > 0 ? options_.moves / 4 : 0; }

void Annealer::try_move() {
  draw_ = rng_.unit() + 1e-300;
  threshold_.reset();
  state_.begin();
  propose();
  if (accept()) {
    state_.commit();
  } else {
    state_.rollback();
  }
}

/// Near the end, what is still crowded is found and aimed at; on large networks not in every batch.
void Annealer::find_crowded(double progress, std::int64_t batch) {
  constexpr double late = 0.8;
  constexpr std::size_t places_per_batch = 1 << 18;
  if (progress < late || state_.overflow() == 0) return crowded_.clear();
  const std::size_t places = state_.num_qpus() * static_cast<std::size_t>(state_.num_steps());
  if (batch % static_cast<std::int64_t>(1 + places / places_per_batch) == 0) state_.find_crowded(crowded_);
}

/// Loose at first, so that the search passes through crowded partitions; prohibitive at the end.
double Annealer::overflow_weight(double progress) const {
  constexpr double hardening = 0.9;
  const double from = options_.start_overflow_weight, to = options_.end_overflow_weight;
  return progress < hardening ? from * std::pow(to / from, progress / hardening) : 10 * to;
}

/// Metropolis' rule for a change of energy. What a glance at the drawn number decides needs no logarithm.
bool Annealer::within_threshold(double change) {
  if (change <= 0) return true;
  if (!threshold_) {
    constexpr double margin = 1 + 1e-9;
    const double at_most = temperature_ * margin * std::numbers::ln2 * -std::ilogb(draw_);
    if (change > at_most) return false;
    threshold_ = -temperature_ * std::log(draw_);
  }
  return change <= *threshold_;
}

/// The number is drawn before the move, so that most rejections never touch the time steps: overflow falls to
/// nothing at best, and seldom by more than what a look at the steps tells.
bool Annealer::accept() {
  const auto change = static_cast<double>(state_.cost_change());
  if (!within_threshold(change - weight_ * static_cast<double>(state_.overflow()))) return false;
  if (!within_threshold(change + weight_ * static_cast<double>(state_.least_overflow_change()))) return false;
  return within_threshold(change + weight_ * static_cast<double>(state_.apply_overflow()));
}

void Annealer::remember() {
  const bool legal = state_.overflow() == 0;
  const bool better = !have_best_ || (legal && !best_legal_) ||
                      (legal && state_.cost() < best_cost_ + (options_.wander ? 1 : 0)) ||
                      (!legal && !best_legal_ && energy() < best_energy_);
  if (!better) return;
  have_best_ = true;
  best_ = state_.placement();
  best_cost_ = state_.cost();
  best_legal_ = legal;
  best_energy_ = energy();
}

void Annealer::propose() {
  if (!crowded_.empty() && rng_.below(overdue_ ? 2 : 8) == 0) return relieve();
  constexpr std::uint32_t gate_moves = 66;
  const std::uint32_t kind =
      state_.packets_fixed() ? gate_moves + rng_.below(100 - gate_moves) : rng_.below(100);
  if (kind < 45) return relocate_gate();
  if (kind < 55) return dissolve_packet();
  if (kind < gate_moves) return gather_packet();
  if (kind < 90) return move_home();
  if (kind < 94) return exchange_homes();
  return reroute_homes();
}

void Annealer::relocate_gate() {
  const GateId g = remote_gate();
  const SegmentId s = state_.segments().of_operand(g, static_cast<int>(rng_.below(2)));
  const auto gates = state_.segments().gates(state_.segments()[s]);
  QpuId to = state_.executor(gates[rng_.below(static_cast<std::uint32_t>(gates.size()))]);
  if (to == state_.executor(g)) to = state_.best_executor(g, to, rng_.below(64));
  if (!to.valid()) return;
  if (!relocation_may_pass(g, to)) return;
  state_.set_executor(g, to);
}

/// Whether accept() may take the gate at `to`, as far as that is seen without placing it there.
bool Annealer::relocation_may_pass(GateId g, QpuId to) {
  const auto cost = state_.relocation_cost(g, to);
  if (!cost) return true;
  const auto change = static_cast<double>(*cost);
  if (!within_threshold(change - weight_ * static_cast<double>(state_.overflow()))) return false;
  const auto crowding = state_.relocation_crowding(g, to);
  return !crowding || within_threshold(change + weight_ * static_cast<double>(*crowding));
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
  const GateId g = remote_gate();
  const SegmentId s = state_.segments().of_operand(g, static_cast<int>(rng_.below(2)));
  const QpuId at = state_.executor(g);
  replace_gates(s, at, at);
}

/// Brings all gates of a segment whose partner lives at one QPU to that QPU.
void Annealer::gather_packet() {
  const GateId g = remote_gate();
  const int operand = static_cast<int>(rng_.below(2));
  const SegmentId s = state_.segments().of_operand(g, operand);
  const QpuId to = state_.entry(state_.segments().of_operand(g, 1 - operand));
  for (GateId other : state_.segments().gates(state_.segments()[s])) {
    const bool first = state_.segments().of_operand(other, 0) == s;
    const SegmentId partner = state_.segments().of_operand(other, first ? 1 : 0);
    if (state_.holds_without(partner, to, other)) state_.set_executor(other, to);
  }
}

/// A gate whose operands have different homes, if a few tries find one.
GateId Annealer::remote_gate() {
  GateId g = random_gate();
  for (int tries = 0; tries < 6; ++tries) {
    const SegmentId a = state_.segments().of_operand(g, 0), b = state_.segments().of_operand(g, 1);
    if (state_.entry(a) != state_.entry(b) || state_.exit(a) != state_.exit(b)) break;
    g = random_gate();
  }
  return g;
}

/// Sets the boundaries of `q` from `begin` on, counted from its first, and lets the gates that were
/// executed at its former homes find new places.
void Annealer::rehome(QubitId q, std::size_t begin, const std::vector<QpuId>& to) {
  const std::size_t first = state_.first_boundary(q).index(), end = begin + to.size();
  const std::size_t first_segment = state_.segments().first(q).index();
  const std::size_t from_segment = begin > 0 ? begin - 1 : 0;
  const std::size_t to_segment = std::min(end, state_.num_boundaries(q) - 1);
  old_homes_.clear();
  for (std::size_t b = from_segment; b <= to_segment; ++b)
    old_homes_.push_back(state_.home(BoundaryId(first + b)));
  for (std::size_t b = begin; b < end; ++b) state_.set_home(BoundaryId(first + b), to[b - begin]);
  for (std::size_t s = from_segment; s < to_segment; ++s) {
    const SegmentId id(first_segment + s);
    const QpuId entered = old_homes_[s - from_segment], left = old_homes_[s - from_segment + 1];
    if (entered == state_.entry(id) && left == state_.exit(id)) continue;
    replace_gates(id, entered, QpuId());
    if (left != entered) replace_gates(id, left, QpuId());
  }
}

void Annealer::rehome(QubitId q, std::size_t begin, std::size_t end, QpuId to) {
  new_homes_.assign(end - begin, to);
  rehome(q, begin, new_homes_);
}

/// The boundaries, entry and exit included, of the longest run of segments around `s` whose gates are all
/// with `partner`: a two-qubit block. Counted from the qubit's first boundary, half-open.
std::pair<std::size_t, std::size_t> Annealer::block_around(SegmentId s, QubitId partner) const {
  const Segments& segments = state_.segments();
  const std::size_t first = segments.first(segments[s].qubit).index();
  const std::size_t count = segments.count(segments[s].qubit);
  const auto belongs = [&](std::size_t position) {
    const SegmentId id(first + position);
    const auto gates = segments.gates(segments[id]);
    return std::all_of(gates.begin(), gates.end(), [&](GateId g) {
      const int other = segments.of_operand(g, 0) == id ? 1 : 0;
      return segments[segments.of_operand(g, other)].qubit == partner;
    });
  };
  std::size_t begin = s.index() - first, end = begin + 1;
  while (begin > 0 && belongs(begin - 1)) --begin;
  while (end < count && belongs(end)) ++end;
  return {begin, end + 1};
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

/// Takes one operand of a gate to where the other one is, for an interval around the gate.
void Annealer::move_home() {
  const GateId g = remote_gate();
  const int operand = static_cast<int>(rng_.below(2));
  const SegmentId s = state_.segments().of_operand(g, operand);
  const SegmentId partner = state_.segments().of_operand(g, 1 - operand);
  const QubitId q = state_.segments()[s].qubit;
  const std::size_t count = state_.num_boundaries(q);
  const std::size_t first = state_.first_boundary(q).index();
  std::size_t begin = state_.entry_boundary(s).index() - first + rng_.below(2), end = begin + 1;
  const QpuId here = state_.home(BoundaryId(first + begin));
  const std::uint32_t shape = rng_.below(8);
  if (shape == 0) {
    begin = 0, end = count;
  } else if (shape < 3) {
    std::tie(begin, end) = block_around(s, state_.segments()[partner].qubit);
    if (end - begin > 2) {  // with or without the moves at its ends
      begin += rng_.below(2);
      end -= rng_.below(2);
    }
  } else if (shape < 5) {  // the whole stay
    while (begin > 0 && state_.home(BoundaryId(first + begin - 1)) == here) --begin;
    while (end < count && state_.home(BoundaryId(first + end)) == here) ++end;
  } else {
    while (end < count && rng_.below(3) != 0) ++end;
    while (begin > 0 && rng_.below(3) != 0) --begin;
  }
  QpuId to = rng_.below(2) == 0 ? state_.entry(partner) : state_.exit(partner);
  if (to == here)
    to = rng_.below(2) == 0 ? state_.executor(g)
                            : QpuId(std::size_t{rng_.below(static_cast<std::uint32_t>(state_.num_qpus()))});
  rehome(q, begin, end, to);
}

/// Takes one operand of a gate to where the other one is and a qubit from there back, for an interval.
void Annealer::exchange_homes() {
  const GateId g = remote_gate();
  const int operand = static_cast<int>(rng_.below(2));
  const SegmentId s = state_.segments().of_operand(g, operand);
  const SegmentId partner = state_.segments().of_operand(g, 1 - operand);
  const QubitId a = state_.segments()[s].qubit;
  const QpuId to = state_.entry(partner);
  const std::int32_t steps = state_.num_steps(), center = state_.step_of(g);
  std::int32_t begin = 0, end = steps;
  const std::uint32_t shape = rng_.below(8);
  if (shape < 3) {
    const auto [block_begin, block_end] = block_around(s, state_.segments()[partner].qubit);
    const std::size_t first = state_.first_boundary(a).index();
    begin = state_.step_of(BoundaryId(first + block_begin + rng_.below(2)));
    end = state_.step_of(BoundaryId(first + block_end - 1 - rng_.below(2)));
  } else if (shape < 7) {
    const double scale = std::log(static_cast<double>(steps) + 1.0);
    begin = center - static_cast<std::int32_t>(std::exp(rng_.unit() * scale));
    end = center + static_cast<std::int32_t>(std::exp(rng_.unit() * scale));
  }
  const auto [a_begin, a_end] = interval_of(a, begin, end);
  if (a_begin == a_end) return;
  const QpuId at_a = state_.home(BoundaryId(state_.first_boundary(a).index() + a_begin));
  if (at_a == to) return;
  QubitId back;
  double least = std::numeric_limits<double>::infinity();
  for (std::uint32_t tries = 0; tries < 3 * num_qubits() && tries < 24; ++tries) {
    const QubitId b = random_qubit();
    const auto [b_begin, b_end] = interval_of(b, begin, end);
    if (a == b || b_begin == b_end) continue;
    if (state_.home(BoundaryId(state_.first_boundary(b).index() + b_begin)) != to) continue;
    const double loss = attachment(b, b_begin, b_end, to) - attachment(b, b_begin, b_end, at_a) + rng_.unit();
    if (loss < least) least = loss, back = b;
  }
  if (!back.valid()) return;
  const auto [b_begin, b_end] = interval_of(back, begin, end);
  rehome(a, a_begin, a_end, to);
  rehome(back, b_begin, b_end, at_a);
}

/// Segments of `q` between the boundaries [begin, end) with a partner that enters at `at`; a sample of
/// them where there are many.
double Annealer::attachment(QubitId q, std::size_t begin, std::size_t end, QpuId at) const {
  constexpr std::size_t most = 16;
  const Segments& segments = state_.segments();
  const std::size_t first = segments.first(q).index();
  end = std::min(end, segments.count(q));
  const std::size_t stride = 1 + (end - begin) / most;
  double found = 0;
  for (std::size_t i = begin; i < end; i += stride) {
    const SegmentId s(first + i);
    const auto gates = segments.gates(segments[s]);
    const bool attached = std::any_of(gates.begin(), gates.end(), [&](GateId g) {
      return state_.entry(segments.of_operand(g, segments.of_operand(g, 0) == s ? 1 : 0)) == at;
    });
    found += attached ? static_cast<double>(stride) : 0;
  }
  return found;
}

/// The shortest path of one operand's homes around a gate.
void Annealer::reroute_homes() {
  const GateId g = remote_gate();
  const SegmentId s = state_.segments().of_operand(g, static_cast<int>(rng_.below(2)));
  const QubitId q = state_.segments()[s].qubit;
  reroute_around(q, s.index() - state_.segments().first(q).index());
}

/// The shortest path of the homes of `q` for some segments on both sides of the one at `position`.
void Annealer::reroute_around(QubitId q, std::size_t position, std::span<const QpuId> also) {
  const std::size_t count = state_.num_boundaries(q);
  const auto reach = static_cast<std::size_t>(
      std::exp(rng_.unit() * std::log(static_cast<double>(std::min<std::size_t>(count, 32)) + 1.0)));
  const std::size_t begin = position > reach ? position - reach : 0;
  const std::size_t end = std::min(count, position + reach + 1);
  rehome(q, begin, path_.find(q, begin, end, weight_, temperature_, rng_, also));
}

/// The QPUs nearest to a crowded place that have room at its time.
void Annealer::find_room(const Occupancy& place) {
  constexpr std::size_t enough = 3;
  const QpuId at(static_cast<std::size_t>(place.qpu));
  const auto distance = [&](QpuId p) { return state_.distances().distance(at, p); };
  room_.clear();
  for (std::size_t p = 0; p < state_.num_qpus(); ++p) {
    const QpuId there(p);
    if (there == at || (room_.size() == enough && distance(there) >= distance(room_.back()))) continue;
    if (state_.memory().steps_beyond(there, place.begin, place.begin + 1, true) > 0) continue;
    if (room_.size() == enough) room_.pop_back();
    room_.insert(std::ranges::upper_bound(room_, distance(there), {}, distance), there);
  }
}

/// Takes a qubit that is at a crowded QPU elsewhere: its home, or the gates that need its copy.
void Annealer::relieve() {
  const Occupancy place = crowded_[rng_.below(static_cast<std::uint32_t>(crowded_.size()))];
  const QpuId at(static_cast<std::size_t>(place.qpu));
  constexpr std::size_t many_qpus = 16;
  if (place.memory == Memory::ends && state_.num_qpus() > many_qpus && rng_.below(2) == 0)
    return relieve_end(at, place.begin > 0);
  for (std::uint32_t tries = 0; tries < 2 * num_qubits(); ++tries) {
    const QubitId q = random_qubit();
    const std::size_t first = state_.segments().first(q).index();
    const std::size_t after = interval_of(q, 0, place.begin).second;  // boundaries up to the crowded step
    const std::size_t position = std::min(after > 0 ? after - 1 : 0, state_.segments().count(q) - 1);
    const SegmentId s(first + position);
    const bool home = state_.entry(s) == at || state_.exit(s) == at;
    if (home != (place.memory == Memory::ends || rng_.below(2) == 0)) continue;
    if (home) {
      find_room(place);
      if (!overdue_ || room_.empty()) return reroute_around(q, position, room_);
      const std::size_t begin = position - std::min<std::size_t>(position, rng_.below(3));
      const std::size_t end = std::min(state_.num_boundaries(q), position + 1 + rng_.below(3));
      return rehome(q, begin, end, room_[rng_.below(static_cast<std::uint32_t>(room_.size()))]);
    }
    if (state_.executes(s, at)) return replace_gates(s, at, at);
  }
}

/// Takes the first or last homes of a qubit that is at a crowded QPU then to any other one: among many QPUs
/// those with room may be far from all its partners.
void Annealer::relieve_end(QpuId at, bool last) {
  for (std::uint32_t tries = 0; tries < 2 * num_qubits(); ++tries) {
    const QubitId q = random_qubit();
    const std::size_t count = state_.num_boundaries(q);
    if (state_.home(BoundaryId(state_.first_boundary(q).index() + (last ? count - 1 : 0))) != at) continue;
    const std::size_t moved = 1 + rng_.below(static_cast<std::uint32_t>(std::min<std::size_t>(count, 4)));
    const QpuId to(std::size_t{rng_.below(static_cast<std::uint32_t>(state_.num_qpus()))});
    return rehome(q, last ? count - moved : 0, last ? count : moved, to);
  }
}

}  // namespace

void refine(PartitionState& state, const RefineOptions& options, Rng& rng, const Deadline& deadline) {
  Annealer(state, options, rng, deadline).run();
}

}  // namespace dqc
