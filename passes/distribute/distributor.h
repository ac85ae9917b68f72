// Turns a placed circuit into a distributed program: starting processes where a gate needs a copy,
// ending processes right after a copy's last use, teleports at the segment boundaries where the home
// changes. Communication qubits are allotted like registers: when a QPU has none left, the copy whose
// next use is farthest away ends early and is shared again later (Belady, IBM Systems Journal 5, 1966),
// so capacities hold at every instruction, and a memory too small costs e-bits instead of legality.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/analysis/segments.h"
#include "passes/analysis/steiner_trees.h"
#include "passes/distribute/embedding.h"
#include "passes/distribute/qpu_memory.h"
#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

class Distributor {
 public:
  Distributor(const Circuit& circuit, const Network& network, const Placement& placement,
              const Segments& segments, const NetworkDistances& distances);

  /// Before run(): embeds segments where that shortens the sharing trees of the placement. False: nowhere.
  bool embed();
  /// The program. Errors: infeasible, where a QPU's memory cannot hold even what one gate needs.
  /// Cost: linear in gates, plus the copies on a QPU for each copy that has to end early there.
  Result<Program> run();

 private:
  static constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();

  /// One place that holds a logical qubit's value in the computational basis.
  struct Holder {
    PhysicalQubit at;
    std::int32_t next_use = never;  ///< gate at which this copy is needed next
    EbitId ebit;                    ///< what made it; invalid for the first home
    bool served = false;            ///< a gate was executed on it while it was a copy
    TeleportId leaving;             ///< set on a former home: its teleport
  };
  /// holders[0] is the home.
  struct Logical {
    std::vector<Holder> holders;
    SegmentId segment;
    std::uint32_t progress = 0;  ///< gates of the segment already executed
    PacketId packet;             ///< of this segment, once shared
    std::vector<std::pair<QpuId, QpuId>> tree;
    bool tree_known = false;
  };
  /// The path of one end-to-end e-bit, from a holder to where the next copy goes.
  using Hop = std::vector<QpuId>;

  // Plan: what the placement says about the rest of a segment.
  void index_next_uses();
  QpuId target(const Logical& q) const;
  std::int32_t next_use_at(const Logical& q, QpuId qpu) const;
  bool unshared_use_ahead(const Logical& q) const;
  bool carries_on(const Logical& q, QpuId qpu) const;

  // Memory.
  Holder* holder_at(Logical& q, QpuId qpu);
  bool reserve(QpuId qpu, int count, std::span<const QubitId> pinned);
  bool evict_one(QpuId qpu, std::span<const QubitId> pinned);
  PhysicalQubit take_comm(QpuId qpu) { return {qpu, memory_[qpu.index()].comm.take(), true}; }
  void release(QubitId q, PhysicalQubit at);

  // Processes.
  std::vector<Hop> route(QubitId q, QpuId to);
  Hop direct_hop(QubitId q, QpuId to);
  bool share(QubitId q, QpuId to, std::span<const QubitId> pinned);
  bool start(QubitId q, const Hop& hop, std::span<const QubitId> pinned);
  void end(QubitId q, std::size_t holder);
  void retire(QubitId q, QpuId qpu);
  void drop_idle_branches(QubitId q);
  void relocate(QubitId q, Holder& holder);
  bool adopt_home(QubitId q);
  void depart(QubitId q);
  void make_home(QubitId q, std::size_t holder);
  void settle_arrivals(QpuId qpu);
  void make_room(QpuId qpu, QubitId arriving);
  bool bring_home(QubitId q, QpuId to);

  // Gates.
  Status check_ends() const;
  void place_initial();
  Status emit_gate(GateId id);
  bool emit_cp(GateId id);
  bool emit_wall(GateId id);
  void carry_on(QubitId q);
  bool enter_embedded(QubitId q);
  void leave_embedded(QubitId q);
  bool follow(QubitId control, QubitId target);
  bool emit_embedded(GateId id);
  void emit_on_holders(GateId id);
  Status stuck(GateId id) const;
  void emit_source(GateId id, PhysicalQubit a, PhysicalQubit b = {});
  OutcomeId emit_outcome(PhysicalQubit q);
  void emit_correction(OutcomeId outcome, GateKind gate, PhysicalQubit q);
  void begin_segment(QubitId q, SegmentId s);

  const Circuit& circuit_;
  const Network& network_;
  const Placement& placement_;
  const Segments& segments_;
  const NetworkDistances& distances_;
  SteinerTrees trees_;
  Embedding embedding_;
  Program program_;
  std::vector<Logical> logical_;
  std::vector<QpuMemory> memory_;
  std::vector<std::array<std::int32_t, 2>> next_use_;  ///< by gate and operand, at the same QPU
};

}  // namespace dqc
