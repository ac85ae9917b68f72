// The state of a temporal partition under search: homes at segment boundaries, the executor of every
// gate, what the sharing trees cost, and how many data and communication qubits each QPU needs at every
// time step. Changes are made in transactions that can be taken back.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/analysis/segments.h"
#include "passes/analysis/steiner_trees.h"
#include "passes/ir/module.h"
#include "passes/partition/timeline.h"

namespace dqc {

/// A segment boundary: before a qubit's first segment, between two, or after its last. A qubit with m
/// segments has m + 1 boundaries, numbered from first_boundary on.
using BoundaryId = Id<struct BoundaryTag>;

/// What lies beyond the ends of a circuit that is a part of a longer one. Segments that reach beyond are
/// given.
struct Surroundings {
  /// By qubit: QPUs that execute a gate of its first segment earlier, of its last segment later.
  std::vector<std::vector<QpuId>> used_before, used_after;
};

class PartitionState {
 public:
  /// On which qubits homes rest between the two ends of the circuit; at the ends it is always data qubits.
  enum class Homes : std::uint8_t {
    data,  ///< data qubits
    any    ///< data qubits or, while none is free, communication qubits
  };

  PartitionState(const Module& module, const Segments& segments, const NetworkDistances& distances,
                 Homes homes = Homes::data);

  /// Makes the circuit a part of a longer one. Precondition: before assign(), both lists by qubit.
  void embed(Surroundings surroundings) { surroundings_ = std::move(surroundings); }
  /// Takes over homes and executors; forgets what was there.
  void assign(const Placement& placement);
  Placement placement() const;

  /// E-bits of all sharing trees.
  std::int64_t cost() const { return cost_; }
  /// Qubits needed beyond capacity, summed over QPUs and time steps. 0: the partition is legal.
  std::int64_t overflow() const { return overflow_; }

  /// Some of the places where a QPU needs more qubits than it has; none only if overflow() is 0.
  /// Cost: QPUs times steps.
  void find_crowded(std::vector<Occupancy>& out) const;

  std::size_t num_qpus() const { return k_; }
  const Segments& segments() const { return segments_; }
  const NetworkDistances& distances() const { return distances_; }
  /// Qubits on which homes may rest that are needed.
  const Timeline& memory() const { return home_memory_; }
  const Circuit& circuit() const { return circuit_; }
  const std::vector<GateId>& two_qubit_gates() const { return cp_gates_; }
  BoundaryId first_boundary(QubitId q) const { return BoundaryId(segments_.first(q).value() + q.value()); }
  std::size_t num_boundaries(QubitId q) const { return segments_.count(q) + 1; }
  QpuId home(BoundaryId b) const { return home_[b.index()]; }
  QpuId executor(GateId g) const { return executor_[g.index()]; }
  /// The time step of a boundary: 0 before the first gate, num_steps() after the last.
  std::int32_t step_of(BoundaryId b) const { return boundary_step_[b.index()]; }
  std::int32_t step_of(GateId g) const { return gate_step_[g.index()]; }
  std::int32_t num_steps() const { return steps_; }
  QpuId entry(SegmentId s) const { return home_[entry_boundary(s).index()]; }
  QpuId exit(SegmentId s) const { return home_[entry_boundary(s).index() + 1]; }
  BoundaryId entry_boundary(SegmentId s) const { return BoundaryId(s.value() + segments_[s].qubit.value()); }

  /// Whether a gate of `s` is executed at `qpu`.
  bool executes(SegmentId s, QpuId qpu) const { return executed_[s.index() * k_ + qpu.index()] > 0; }
  /// Whether `s` has a holder at `qpu` even if one gate executed there did not count.
  bool holds_without(SegmentId s, QpuId qpu, GateId gate) const;
  /// Whether sets of QPUs fit one word, as holders() needs.
  bool few_qpus() const { return words_ == 1; }
  /// The QPUs where `s` has a holder, as a set: bit i stands for QPU i. Precondition: at most 64 QPUs.
  std::uint64_t holders(SegmentId s) const {
    return executors_[s.index()] | std::uint64_t{1} << entry(s).index() | std::uint64_t{1} << exit(s).index();
  }
  /// Those that would be left if `gate` were not executed. Precondition: at most 64 QPUs.
  std::uint64_t holders_without(SegmentId s, GateId gate) const;
  /// The executor that adds least to the cost of the two segments of `gate`, all else unchanged;
  /// `avoid` is not considered. Ties: the first one from `rotation` on.
  QpuId best_executor(GateId gate, QpuId avoid, std::uint32_t rotation) const;

  /// From now on best_executor() is the home of one operand, `receiver` by gate (0 or 1), where the operand's
  /// segment begins; and every gate is executed there. Not within a transaction.
  void fix_packets(std::vector<std::int8_t> receiver);
  bool packets_fixed() const { return !receiver_.empty(); }

  /// What cost() would change by if `gate` alone were executed at `to`, where that is quickly seen: on at
  /// most 64 QPUs, in a whole circuit.
  std::optional<std::int64_t> relocation_cost(GateId gate, QpuId to);
  /// What least_overflow_change() would be after that, where no home of the gate's qubits moves meanwhile.
  /// Precondition: relocation_cost() tells.
  std::optional<std::int64_t> relocation_crowding(GateId gate, QpuId to) const;

  /// Within a transaction; a change outside one is an error of ours. Given segments stay as they are.
  void begin();
  void set_home(BoundaryId b, QpuId to);
  void set_executor(GateId g, QpuId to);
  /// Change of cost() so far in this transaction.
  std::int64_t cost_change();
  /// No more than the change of overflow() by this transaction, which is complete, will be. Cheaper than to
  /// apply it.
  std::int64_t least_overflow_change();
  /// Applies the transaction's time steps; returns the change of overflow().
  std::int64_t apply_overflow();
  void commit();
  void rollback();

 private:
  struct Touched {
    SegmentId segment;
    std::int64_t new_cost = 0;
    std::uint32_t first_new = 0, num_new = 0;
  };
  struct HomeChange {
    BoundaryId boundary;
    QpuId old;
  };
  struct ExecutorChange {
    GateId gate;
    QpuId old;
  };

  void touch(SegmentId s);
  bool given(SegmentId s) const;
  std::span<const QpuId> used_outside(SegmentId s, bool before) const;
  void extend_uses(SegmentId s, std::int32_t begin, std::int32_t end);
  std::int64_t tree_cost(SegmentId s);
  QpuId best_of_complete(GateId gate, QpuId avoid, std::uint32_t rotation) const;
  void add_use(SegmentId s, GateId gate, QpuId at, std::int64_t sign, Timeline::Crowding& found) const;
  void append_occupancy(SegmentId s, std::vector<Occupancy>& out);
  void count(GateId g, QpuId qpu, int change);
  void count(SegmentId s, QpuId qpu, int change);
  void build_occupancy();
  void exchange_occupancy(std::span<const Occupancy> gone, std::span<const Occupancy> come);
  std::int64_t occupy(const Occupancy& o);
  std::int64_t vacate(const Occupancy& o);
  void add_crowding(const Occupancy& o, std::int64_t sign, Timeline::Crowding& found) const;
  std::span<const Occupancy> new_occupancy(const Touched& t) const {
    return {new_occupancy_.data() + t.first_new, t.num_new};
  }

  const Circuit& circuit_;
  const Network& network_;
  const Segments& segments_;
  const NetworkDistances& distances_;
  SteinerTrees trees_;
  std::optional<Surroundings> surroundings_;
  std::size_t k_;
  std::int32_t steps_ = 0;
  std::vector<GateId> cp_gates_;
  std::vector<std::int32_t> gate_step_;
  std::vector<std::int32_t> boundary_step_;
  std::vector<QubitId> boundary_qubit_;

  std::vector<QpuId> home_;
  std::vector<QpuId> executor_;
  std::vector<std::int8_t> receiver_;     ///< by gate; empty unless packets are fixed
  std::vector<std::uint32_t> executed_;   ///< by segment and QPU: gates of the segment executed there
  std::size_t words_;                     ///< of a set of QPUs
  std::vector<std::uint64_t> executors_;  ///< by segment: the set of QPUs that execute a gate of it
  bool homes_on_comm_;                    ///< Homes::any
  Timeline home_memory_;                  ///< data qubits; together with communication qubits for Homes::any
  Timeline comm_;                         ///< what must be on communication qubits
  Timeline ends_;                         ///< homes before the first and after the last gate, on data qubits
  std::vector<std::int64_t> kept_cost_;   ///< by segment, as before the transaction
  std::vector<std::vector<Occupancy>> kept_occupancy_;  ///< the same
  std::int64_t cost_ = 0;
  std::int64_t overflow_ = 0;

  std::vector<Touched> touched_;
  std::vector<std::uint32_t> touched_stamp_;
  std::uint32_t stamp_ = 0;
  std::optional<std::int64_t> cost_change_;  ///< of the transaction, if known
  bool occupancy_built_ = false;             ///< `new_occupancy_` is that of the transaction
  bool applied_ = false;
  std::vector<Occupancy> new_occupancy_;
  std::vector<HomeChange> home_changes_;
  std::vector<ExecutorChange> executor_changes_;
  std::vector<std::int32_t> first_use_, last_use_;  ///< scratch of append_occupancy(), by QPU
  std::vector<QpuId> used_;                         ///< scratch of append_occupancy() and tree_cost()
};

}  // namespace dqc
