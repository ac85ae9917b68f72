#include "passes/partition/partition_state.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace dqc {
namespace {

constexpr std::size_t word_bits = 64;

template <class Member>
std::vector<int> capacities(const Network& network, Member capacity) {
  std::vector<int> result;
  for (const Qpu& q : network.qpus) result.push_back(capacity(q));
  return result;
}

/// How many steps beyond capacity a home too many at either end counts for: it takes a move to mend, where
/// one in between often takes a shift in time.
constexpr std::int64_t end_weight = 10;

bool contains(std::span<const QpuId> qpus, QpuId at) {
  return std::find(qpus.begin(), qpus.end(), at) != qpus.end();
}

/// Calls remove(part) and add(part) for what has to go from and to come to one place; two occupancies at the
/// same one keep what they share.
template <class Remove, class Add>
void shift(const Occupancy& gone, const Occupancy& come, Remove&& remove, Add&& add) {
  if (gone == come) return;
  if (gone.qpu != come.qpu || gone.memory != come.memory || gone.end <= come.begin ||
      come.end <= gone.begin) {
    remove(gone);
    add(come);
    return;
  }
  const auto part = [&](std::int32_t begin, std::int32_t end) {
    return Occupancy{begin, end, gone.qpu, gone.memory};
  };
  if (gone.begin < come.begin) remove(part(gone.begin, come.begin));
  if (come.begin < gone.begin) add(part(come.begin, gone.begin));
  if (come.end < gone.end) remove(part(come.end, gone.end));
  if (gone.end < come.end) add(part(gone.end, come.end));
}

/// Calls remove(part) and add(part) for what turns the occupancies `gone` into `come`.
template <class Remove, class Add>
void for_each_difference(std::span<const Occupancy> gone, std::span<const Occupancy> come, Remove&& remove,
                         Add&& add) {
  const std::size_t both = std::min(gone.size(), come.size());
  for (std::size_t i = 0; i < both; ++i) shift(gone[i], come[i], remove, add);
  for (std::size_t i = both; i < gone.size(); ++i) remove(gone[i]);
  for (std::size_t i = both; i < come.size(); ++i) add(come[i]);
}

/// cp gates and walls each take one time step.
std::int32_t count_steps(const Circuit& circuit) {
  return static_cast<std::int32_t>(
      std::count_if(circuit.gates().begin(), circuit.gates().end(),
                    [](const Gate& g) { return g.kind == GateKind::cp || is_wall(g); }));
}

}  // namespace

PartitionState::PartitionState(const Module& module, const Segments& segments,
                               const NetworkDistances& distances, Homes homes)
    : circuit_(module.circuit),
      network_(*module.network),
      segments_(segments),
      distances_(distances),
      trees_(distances),
      k_(network_.size()),
      steps_(count_steps(circuit_)),
      gate_step_(circuit_.num_gates(), 0),
      executor_(circuit_.num_gates()),
      executed_(segments.size() * k_, 0),
      words_((k_ + word_bits - 1) / word_bits),
      executors_(segments.size() * words_, 0),
      homes_on_comm_(homes == Homes::any),
      home_memory_(
          static_cast<std::size_t>(steps_) + 2,
          capacities(network_, [&](const Qpu& q) { return homes_on_comm_ ? q.data + q.comm : q.data; }),
          2 * static_cast<int>(circuit_.num_qubits()) + 2),
      comm_(static_cast<std::size_t>(steps_) + 2, capacities(network_, [](const Qpu& q) { return q.comm; }),
            2 * static_cast<int>(circuit_.num_qubits()) + 2),
      ends_(2, capacities(network_, [](const Qpu& q) { return q.data; }),
            static_cast<int>(circuit_.num_qubits())),
      touched_stamp_(segments.size(), 0),
      first_use_(k_, 0),
      last_use_(k_, -1) {
  std::int32_t step = 0;
  for (std::size_t i = 0; i < circuit_.num_gates(); ++i) {
    const Gate& g = circuit_.gates()[i];
    gate_step_[i] = step;
    if (g.kind == GateKind::cp) cp_gates_.emplace_back(i);
    if (g.kind == GateKind::cp || is_wall(g)) ++step;
  }
  boundary_step_.assign(segments.size() + circuit_.num_qubits(), 0);
  home_.assign(boundary_step_.size(), QpuId(0));
  boundary_qubit_.resize(boundary_step_.size());
  for (std::size_t q = 0; q < circuit_.num_qubits(); ++q)
    boundary_qubit_[first_boundary(QubitId(q)).index()] = QubitId(q);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Segment& segment = segments[SegmentId(s)];
    const std::size_t exit = s + segment.qubit.index() + 1;
    boundary_qubit_[exit] = segment.qubit;
    boundary_step_[exit] = segment.end.valid() ? gate_step_[segment.end.index()] : steps_;
  }
}

void PartitionState::assign(const Placement& placement) {
  executor_ = placement.executor;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const Segment& segment = segments_[SegmentId(s)];
    const std::size_t entry = entry_boundary(SegmentId(s)).index();
    if (!segment.begin.valid()) home_[entry] = placement.initial[segment.qubit.index()];
    home_[entry + 1] = segment.end.valid() ? placement.executor[segment.end.index()]
                                           : placement.final_[segment.qubit.index()];
  }
  std::fill(executed_.begin(), executed_.end(), 0U);
  std::fill(executors_.begin(), executors_.end(), 0U);
  for (GateId g : cp_gates_) count(g, executor_[g.index()], 1);
  for (std::size_t s = 0; s < segments_.size(); ++s)
    for (bool before : {true, false})
      for (QpuId at : used_outside(SegmentId(s), before)) count(SegmentId(s), at, 1);
  home_memory_.clear();
  comm_.clear();
  ends_.clear();
  cost_ = overflow_ = 0;
  kept_cost_.assign(segments_.size(), 0);
  kept_occupancy_.assign(segments_.size(), {});
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    kept_cost_[s] = tree_cost(SegmentId(s));
    cost_ += kept_cost_[s];
    append_occupancy(SegmentId(s), kept_occupancy_[s]);
    exchange_occupancy({}, kept_occupancy_[s]);
  }
}

Placement PartitionState::placement() const {
  Placement p;
  for (std::size_t q = 0; q < circuit_.num_qubits(); ++q) {
    const BoundaryId first = first_boundary(QubitId(q));
    p.initial.push_back(home(first));
    p.final_.push_back(home_[first.index() + segments_.count(QubitId(q))]);
  }
  p.executor = executor_;
  for (std::size_t i = 0; i < circuit_.num_gates(); ++i) {
    const Gate& g = circuit_.gates()[i];
    if (g.kind == GateKind::cp || g.kind == GateKind::barrier) continue;
    const SegmentId s = segments_.of_operand(GateId(i), 0);
    p.executor[i] = is_wall(g) ? exit(s) : entry(s);
  }
  return p;
}

void PartitionState::count(GateId g, QpuId qpu, int change) {
  for (int operand = 0; operand < 2; ++operand) count(segments_.of_operand(g, operand), qpu, change);
}

void PartitionState::count(SegmentId s, QpuId qpu, int change) {
  const std::uint32_t gates = executed_[s.index() * k_ + qpu.index()] += static_cast<std::uint32_t>(change);
  const std::uint64_t bit = std::uint64_t{1} << (qpu.index() % word_bits);
  std::uint64_t& executors = executors_[s.index() * words_ + qpu.index() / word_bits];
  executors = gates > 0 ? executors | bit : executors & ~bit;
}

bool PartitionState::holds_without(SegmentId s, QpuId qpu, GateId gate) const {
  if (entry(s) == qpu || exit(s) == qpu) return true;
  return executed_[s.index() * k_ + qpu.index()] > (executor_[gate.index()] == qpu ? 1U : 0U);
}

std::uint64_t PartitionState::holders_without(SegmentId s, GateId gate) const {
  const std::size_t at = executor_[gate.index()].index();
  std::uint64_t executors = executors_[s.index()];
  if (executed_[s.index() * k_ + at] <= 1) executors &= ~(std::uint64_t{1} << at);
  return executors | std::uint64_t{1} << entry(s).index() | std::uint64_t{1} << exit(s).index();
}

/// best_executor() of a complete network: a QPU with both operands, else one with either.
QpuId PartitionState::best_of_complete(GateId gate, QpuId avoid, std::uint32_t rotation) const {
  const std::uint64_t a = holders_without(segments_.of_operand(gate, 0), gate);
  const std::uint64_t b = holders_without(segments_.of_operand(gate, 1), gate);
  const std::uint64_t allowed = avoid.valid() ? ~(std::uint64_t{1} << avoid.index()) : ~std::uint64_t{0};
  std::uint64_t choice = a & b & allowed;
  if (choice == 0) choice = (a | b) & allowed;
  if (choice == 0) return QpuId();
  const std::uint64_t later = choice & (~std::uint64_t{0} << (rotation % k_));
  return QpuId(static_cast<std::size_t>(std::countr_zero(later != 0 ? later : choice)));
}

QpuId PartitionState::best_executor(GateId gate, QpuId avoid, std::uint32_t rotation) const {
  if (packets_fixed()) return entry(segments_.of_operand(gate, receiver_[gate.index()]));
  if (words_ == 1 && distances_.complete()) return best_of_complete(gate, avoid, rotation);
  const SegmentId a = segments_.of_operand(gate, 0), b = segments_.of_operand(gate, 1);
  const auto added = [&](SegmentId s, QpuId at) {
    if (holds_without(s, at, gate)) return 0;
    return std::min(distances_.distance(entry(s), at), distances_.distance(exit(s), at));
  };
  QpuId best;
  int least = std::numeric_limits<int>::max();
  const auto consider = [&](QpuId at) {
    if (at == avoid) return;
    const int cost = added(a, at) + added(b, at);
    if (cost < least) least = cost, best = at;
  };
  if (k_ > 16) {
    for (QpuId at : {entry(a), entry(b), exit(a), exit(b), executor_[gate.index()]}) consider(at);
    return best;
  }
  for (std::size_t i = 0; i < k_; ++i) consider(QpuId((rotation + i) % k_));
  return best;
}

std::optional<std::int64_t> PartitionState::relocation_cost(GateId gate, QpuId to) {
  if (words_ > 1 || surroundings_) return std::nullopt;
  std::int64_t change = 0;
  for (int operand = 0; operand < 2; ++operand) {
    const SegmentId s = segments_.of_operand(gate, operand);
    change += trees_.cost(holders_without(s, gate) | std::uint64_t{1} << to.index()) - kept_cost_[s.index()];
  }
  return change;
}

std::optional<std::int64_t> PartitionState::relocation_crowding(GateId gate, QpuId to) const {
  const SegmentId segments[] = {segments_.of_operand(gate, 0), segments_.of_operand(gate, 1)};
  for (SegmentId s : segments)
    if (entry(s) != exit(s)) return std::nullopt;
  Timeline::Crowding change;
  for (SegmentId s : segments) {
    add_use(s, gate, executor_[gate.index()], -1, change);
    add_use(s, gate, to, +1, change);
  }
  return std::max(change.beyond, change.full);
}

/// Part of relocation_crowding(): the copy of `s` at one QPU with `gate` less without it, where the home
/// stays.
void PartitionState::add_use(SegmentId s, GateId gate, QpuId at, std::int64_t sign,
                             Timeline::Crowding& found) const {
  const QpuId home = entry(s);
  if (at == home) return;
  const std::int32_t step = gate_step_[gate.index()];
  const auto add = [&](std::int32_t begin, std::int32_t end, QpuId qpu, std::int64_t times) {
    add_crowding({begin, end, qpu.value(), Memory::comm}, times, found);
  };
  std::int32_t first = std::numeric_limits<std::int32_t>::max(), last = -1;
  if (executed_[s.index() * k_ + at.index()] > (executor_[gate.index()] == at ? 1U : 0U)) {
    for (GateId other : segments_.gates(segments_[s])) {
      if (other == gate || executor_[other.index()] != at) continue;
      last = gate_step_[other.index()];
      first = std::min(first, last);
    }
  }
  if (last < 0) {
    add(step, step + 1, at, sign);
    add(step, step + 1, home, sign);
  } else if (step < first) {
    add(step, first, at, sign);
    add(step, step + 1, home, sign);
    add(first, first + 1, home, -sign);
  } else if (step > last) {
    add(last + 1, step + 1, at, sign);
  }
}

void PartitionState::fix_packets(std::vector<std::int8_t> receiver) {
  receiver_ = std::move(receiver);
  begin();
  for (GateId g : cp_gates_) set_executor(g, best_executor(g, QpuId(), 0));
  commit();
}

std::int64_t PartitionState::tree_cost(SegmentId s) {
  const QpuId in = entry(s), out = exit(s);
  if (words_ == 1) return trees_.cost(holders(s));
  const std::uint64_t* executors = executors_.data() + s.index() * words_;
  used_.assign({in});
  if (out != in) used_.push_back(out);
  for (std::size_t word = 0; word < words_; ++word) {
    for (std::uint64_t left = executors[word]; left != 0; left &= left - 1) {
      const QpuId at(word * word_bits + static_cast<std::size_t>(std::countr_zero(left)));
      if (at != in && at != out) used_.push_back(at);
    }
  }
  return trees_.cost(used_);
}

/// The QPUs that execute gates of `s` before or after the circuit.
std::span<const QpuId> PartitionState::used_outside(SegmentId s, bool before) const {
  const Segment& segment = segments_[s];
  if (!surroundings_ || (before ? segment.begin : segment.end).valid()) return {};
  return (before ? surroundings_->used_before : surroundings_->used_after)[segment.qubit.index()];
}

/// Part of append_occupancy(): copies that are used here and outside, or on both sides, stay in between.
void PartitionState::extend_uses(SegmentId s, std::int32_t begin, std::int32_t end) {
  const auto before = used_outside(s, true), after = used_outside(s, false);
  for (QpuId at : after) {
    std::int32_t& last = last_use_[at.index()];
    if (last < 0 && at != entry(s) && !contains(before, at)) continue;
    if (last < 0) first_use_[at.index()] = begin, used_.push_back(at);
    last = end;
  }
  for (QpuId at : before)
    if (last_use_[at.index()] >= 0) first_use_[at.index()] = begin;
}

/// Appends what the holders of `s` occupy.
void PartitionState::append_occupancy(SegmentId s, std::vector<Occupancy>& out) {
  const Segment& segment = segments_[s];
  const BoundaryId in = entry_boundary(s);
  const QpuId from = home_[in.index()], to = home_[in.index() + 1];
  const std::int32_t begin = boundary_step_[in.index()], end = boundary_step_[in.index() + 1];
  used_.clear();
  for (GateId g : segments_.gates(segment)) {
    const QpuId at = executor_[g.index()];
    const std::int32_t step = gate_step_[g.index()];
    if (last_use_[at.index()] < 0) {
      first_use_[at.index()] = step;
      used_.push_back(at);
    }
    last_use_[at.index()] = step;
  }
  const auto before = used_outside(s, true);
  if (surroundings_) extend_uses(s, begin, end);
  const auto occupy = [&](QpuId qpu, std::int32_t first, std::int32_t last, Memory memory) {
    out.push_back({first, last, qpu.value(), memory});
  };
  if (!segment.begin.valid() && !surroundings_) occupy(from, 0, 1, Memory::ends);
  if (!segment.end.valid() && !surroundings_) occupy(to, 1, 2, Memory::ends);
  std::int32_t moved = end;
  if (from == to) {
    occupy(from, begin, end, Memory::any);
  } else {
    // The home moves with the first copy at `to`; what is left at `from` stays there till its last use.
    if (last_use_[to.index()] >= 0) moved = first_use_[to.index()];
    if (contains(before, to)) moved = begin;
    occupy(from, begin, std::max(last_use_[from.index()], moved) + 1, Memory::any);
    occupy(to, moved, end, Memory::any);
    const bool moves_outside =
        contains(before, to) || (surroundings_ && moved == end && !segment.end.valid());
    if (!moves_outside) {
      occupy(from, moved, moved + 1, Memory::comm);
      occupy(to, moved, moved + 1, Memory::arrival);
    }
  }
  for (QpuId at : used_) {
    if (at != from && at != to) {
      const std::int32_t first = first_use_[at.index()];
      occupy(at, first, last_use_[at.index()] + 1, Memory::comm);
      if (!contains(before, at)) occupy(first < moved ? from : to, first, first + 1, Memory::comm);
    }
    last_use_[at.index()] = -1;
  }
}

void PartitionState::find_crowded(std::vector<Occupancy>& out) const {
  constexpr std::size_t most = 64;
  out.clear();
  ends_.append_crowded(Memory::ends, most, out);
  for (Occupancy& o : out)
    if (o.begin > 0) o.begin = steps_, o.end = steps_ + 1;
  home_memory_.append_crowded(Memory::any, 2 * most, out);
  comm_.append_crowded(Memory::comm, 3 * most, out);
}

void PartitionState::begin() {
  ++stamp_;
  cost_change_.reset();
  occupancy_built_ = applied_ = false;
  touched_.clear();
  new_occupancy_.clear();
  home_changes_.clear();
  executor_changes_.clear();
}

void PartitionState::touch(SegmentId s) {
  if (touched_stamp_[s.index()] == stamp_) return;
  touched_stamp_[s.index()] = stamp_;
  Touched t;
  t.segment = s;
  touched_.push_back(t);
}

bool PartitionState::given(SegmentId s) const {
  return surroundings_ && !(segments_[s].begin.valid() && segments_[s].end.valid());
}

void PartitionState::set_home(BoundaryId b, QpuId to) {
  if (home_[b.index()] == to) return;
  const QubitId q = boundary_qubit_[b.index()];
  const std::int32_t after = b.value() - q.value();
  const std::int32_t first = segments_.first(q).value();
  const bool has_before = after > first;
  const bool has_after = after < first + static_cast<std::int32_t>(segments_.count(q));
  if ((has_before && given(SegmentId(after - 1))) || (has_after && given(SegmentId(after)))) return;
  if (has_before) touch(SegmentId(after - 1));
  if (has_after) touch(SegmentId(after));
  cost_change_.reset();
  home_changes_.push_back({b, home_[b.index()]});
  home_[b.index()] = to;
}

void PartitionState::set_executor(GateId g, QpuId to) {
  const QpuId old = executor_[g.index()];
  if (old == to || given(segments_.of_operand(g, 0)) || given(segments_.of_operand(g, 1))) return;
  touch(segments_.of_operand(g, 0));
  touch(segments_.of_operand(g, 1));
  cost_change_.reset();
  executor_changes_.push_back({g, old});
  count(g, old, -1);
  count(g, to, 1);
  executor_[g.index()] = to;
}

std::int64_t PartitionState::cost_change() {
  if (cost_change_) return *cost_change_;
  std::int64_t change = 0;
  for (Touched& t : touched_) {
    t.new_cost = tree_cost(t.segment);
    change += t.new_cost - kept_cost_[t.segment.index()];
  }
  cost_change_ = change;
  return change;
}

void PartitionState::exchange_occupancy(std::span<const Occupancy> gone, std::span<const Occupancy> come) {
  for_each_difference(
      gone, come, [&](const Occupancy& o) { overflow_ -= vacate(o); },
      [&](const Occupancy& o) { overflow_ += occupy(o); });
}

std::int64_t PartitionState::occupy(const Occupancy& o) {
  switch (o.memory) {
    case Memory::any: return home_memory_.add(o);
    case Memory::comm: return (homes_on_comm_ ? home_memory_.add(o) : 0) + comm_.add(o);
    case Memory::arrival: return comm_.add(o);
    case Memory::ends: return end_weight * ends_.add(o);
  }
  return 0;
}

std::int64_t PartitionState::vacate(const Occupancy& o) {
  switch (o.memory) {
    case Memory::any: return home_memory_.remove(o);
    case Memory::comm: return (homes_on_comm_ ? home_memory_.remove(o) : 0) + comm_.remove(o);
    case Memory::arrival: return comm_.remove(o);
    case Memory::ends: return end_weight * ends_.remove(o);
  }
  return 0;
}

void PartitionState::add_crowding(const Occupancy& o, std::int64_t sign, Timeline::Crowding& found) const {
  switch (o.memory) {
    case Memory::any: return home_memory_.add_crowding(o, sign, found);
    case Memory::comm:
      if (homes_on_comm_) home_memory_.add_crowding(o, sign, found);
      return comm_.add_crowding(o, sign, found);
    case Memory::arrival: return comm_.add_crowding(o, sign, found);
    case Memory::ends: return ends_.add_crowding(o, sign * end_weight, found);
  }
}

void PartitionState::build_occupancy() {
  if (occupancy_built_) return;
  for (Touched& t : touched_) {
    t.first_new = static_cast<std::uint32_t>(new_occupancy_.size());
    append_occupancy(t.segment, new_occupancy_);
    t.num_new = static_cast<std::uint32_t>(new_occupancy_.size()) - t.first_new;
  }
  occupancy_built_ = true;
}

/// The overflow of a place and step is convex in its load, so it never falls below its tangents: the one from
/// below, which counts what is beyond capacity, and the one from above, which counts what is full as well.
std::int64_t PartitionState::least_overflow_change() {
  build_occupancy();
  Timeline::Crowding change;
  for (const Touched& t : touched_) {
    for_each_difference(
        kept_occupancy_[t.segment.index()], new_occupancy(t),
        [&](const Occupancy& o) { add_crowding(o, -1, change); },
        [&](const Occupancy& o) { add_crowding(o, +1, change); });
  }
  return std::max(change.beyond, change.full);
}

std::int64_t PartitionState::apply_overflow() {
  const std::int64_t before = overflow_;
  build_occupancy();
  for (const Touched& t : touched_) exchange_occupancy(kept_occupancy_[t.segment.index()], new_occupancy(t));
  applied_ = true;
  return overflow_ - before;
}

void PartitionState::commit() {
  cost_ += cost_change();
  if (!applied_) apply_overflow();
  for (const Touched& t : touched_) {
    kept_cost_[t.segment.index()] = t.new_cost;
    const auto occupancy = new_occupancy(t);
    kept_occupancy_[t.segment.index()].assign(occupancy.begin(), occupancy.end());
  }
}

void PartitionState::rollback() {
  if (applied_)
    for (const Touched& t : touched_)
      exchange_occupancy(new_occupancy(t), kept_occupancy_[t.segment.index()]);
  for (std::size_t i = executor_changes_.size(); i-- > 0;) {
    const auto [gate, old] = executor_changes_[i];
    count(gate, executor_[gate.index()], -1);
    count(gate, old, 1);
    executor_[gate.index()] = old;
  }
  for (std::size_t i = home_changes_.size(); i-- > 0;)
    home_[home_changes_[i].boundary.index()] = home_changes_[i].old;
}

}  // namespace dqc
