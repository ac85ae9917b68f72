#include "passes/distribute/distributor.h"

#include <fmt/core.h>

#include <array>

namespace dqc {

Distributor::Distributor(const Circuit& circuit, const Network& network, const Placement& placement,
                         const Segments& segments, const NetworkDistances& distances)
    : circuit_(circuit),
      network_(network),
      placement_(placement),
      segments_(segments),
      distances_(distances),
      trees_(distances),
      embedding_(placement, segments),
      logical_(circuit.num_qubits()) {
  for (const Qpu& q : network.qpus) memory_.push_back({SlotPool(q.data), SlotPool(q.comm), {}});
}

bool Distributor::embed() {
  embedding_.plan(circuit_, distances_);
  return !embedding_.empty();
}

Result<Program> Distributor::run() {
  index_next_uses();
  if (Status fits = check_ends(); !fits) return fits.error();
  place_initial();
  for (std::size_t i = 0; i < circuit_.num_gates(); ++i)
    if (Status done = emit_gate(GateId(i)); !done) return done.error();
  for (std::size_t q = 0; q < logical_.size(); ++q) {
    const QubitId id(q);
    if (!bring_home(id, placement_.final_[q]))
      return Error{ExitCode::infeasible, "the final homes do not fit the QPUs' memory", ""};
    while (logical_[q].holders.size() > 1) end(id, logical_[q].holders.size() - 1);
  }
  for (const Logical& q : logical_) program_.final_map.push_back(q.holders[0].at);
  return std::move(program_);
}

void Distributor::index_next_uses() {
  next_use_.assign(circuit_.num_gates(), {never, never});
  std::vector<std::int32_t> last(network_.size(), never);
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const auto gates = segments_.gates(segments_[SegmentId(s)]);
    for (std::size_t i = gates.size(); i-- > 0;) {
      const GateId g = gates[i];
      const std::size_t operand = segments_.of_operand(g, 0) == SegmentId(s) ? 0 : 1;
      std::int32_t& next = last[placement_.executor[g.index()].index()];
      next_use_[g.index()][operand] = next;
      next = g.value();
    }
    for (GateId g : gates) last[placement_.executor[g.index()].index()] = never;
  }
}

/// Both ends of the program keep every qubit on a data qubit.
Status Distributor::check_ends() const {
  for (const auto* homes : {&placement_.initial, &placement_.final_}) {
    std::vector<int> room;
    for (const Qpu& q : network_.qpus) room.push_back(q.data);
    for (QpuId home : *homes)
      if (--room[home.index()] < 0)
        return Error{
            ExitCode::infeasible,
            fmt::format("more than the {} data qubits of QPU {} hold a qubit at the {} of the circuit",
                        network_.qpu(home).data, home.value(),
                        homes == &placement_.initial ? "start" : "end"),
            ""};
  }
  return success();
}

void Distributor::place_initial() {
  for (std::size_t q = 0; q < logical_.size(); ++q) {
    const QpuId home = placement_.initial[q];
    const PhysicalQubit at{home, memory_[home.index()].data.take(), false};
    logical_[q].holders.push_back({at, never, {}, false, {}});
    program_.initial_map.push_back(at);
    begin_segment(QubitId(q), segments_.first(QubitId(q)));
  }
}

void Distributor::begin_segment(QubitId q, SegmentId s) {
  Logical& logical = logical_[q.index()];
  logical.segment = s;
  logical.progress = 0;
  logical.packet = PacketId();
  logical.tree_known = false;
  Holder& home = logical.holders[0];
  home.next_use = next_use_at(logical, home.at.qpu);
}

Status Distributor::emit_gate(GateId id) {
  const Gate& g = circuit_.gate(id);
  if (g.kind == GateKind::barrier) return success();
  if (g.kind == GateKind::cp) return emit_cp(id) ? success() : stuck(id);
  if (is_wall(g)) return emit_wall(id) ? success() : stuck(id);
  if (g.kind == GateKind::x) {
    emit_on_holders(id);
  } else {
    emit_source(id, logical_[circuit_.qubit(g).index()].holders[0].at);
  }
  return success();
}

/// Why a gate could not be executed where it was placed, in words that say what to change.
Status Distributor::stuck(GateId id) const {
  const Gate& g = circuit_.gate(id);
  const QpuId qpu = placement_.executor[id.index()];
  const auto name = [&](QpuId q) { return network_.qpu(q).external_id; };
  for (int operand = 0; operand < g.num_qubits; ++operand) {
    const QpuId home = logical_[circuit_.qubit(g, operand).index()].holders[0].at.qpu;
    if (distances_.reachable(home, qpu)) continue;
    for (QpuId end : {home, qpu})
      if (network_.qpu(end).comm == 0)
        return Error{
            ExitCode::infeasible,
            fmt::format("QPU {} has no communication qubits (comm=0), but must share qubits", name(end)),
            "give it at least 1 communication qubit, or enough data qubits to the other QPUs"};
    return Error{ExitCode::infeasible,
                 fmt::format("QPUs {} and {} must share qubits, but no path joins them whose QPUs have the 2 "
                             "communication qubits that entanglement swapping takes",
                             name(home), name(qpu)),
                 "give the QPUs between them at least 2 communication qubits (comm), or add a link"};
  }
  return Error{
      ExitCode::infeasible,
      fmt::format("the {} communication qubits of QPU {} are not enough", network_.qpu(qpu).comm, name(qpu)),
      "give the QPUs of the network more communication qubits (comm)"};
}

bool Distributor::emit_cp(GateId id) {
  const Gate& g = circuit_.gate(id);
  if (embedding_.of_gate(id).valid()) return emit_embedded(id);
  const QpuId qpu = placement_.executor[id.index()];
  const std::array<QubitId, 2> operands{circuit_.qubit(g, 0), circuit_.qubit(g, 1)};
  for (QubitId q : operands)
    if (!share(q, qpu, operands)) return false;
  emit_source(id, holder_at(logical_[operands[0].index()], qpu)->at,
              holder_at(logical_[operands[1].index()], qpu)->at);
  for (std::size_t i = 0; i < 2; ++i) {
    Logical& q = logical_[operands[i].index()];
    ++q.progress;
    Holder* holder = holder_at(q, qpu);
    holder->next_use = embedding_.concerns(q.segment) ? next_use_at(q, qpu) : next_use_[id.index()][i];
    if (holder != &q.holders[0]) {
      holder->served = true;
      if (q.packet.valid()) program_.packets[q.packet.index()].gates.push_back(id);
    }
    retire(operands[i], qpu);
  }
  return true;
}

bool Distributor::emit_wall(GateId id) {
  const Gate& g = circuit_.gate(id);
  const QubitId q = circuit_.qubit(g);
  Logical& logical = logical_[q.index()];
  if (!bring_home(q, placement_.executor[id.index()])) return false;
  if (embedding_.embedded(logical.segment)) {
    leave_embedded(q);
    if (logical.holders[0].at.comm) adopt_home(q);
    return true;
  }
  if (embedding_.embedded(SegmentId(logical.segment.value() + 1)) && enter_embedded(q)) return true;
  while (logical.holders.size() > 1) end(q, logical.holders.size() - 1);
  emit_source(id, logical.holders[0].at);
  begin_segment(q, SegmentId(logical.segment.value() + 1));
  if (logical.holders[0].at.comm) adopt_home(q);
  return true;
}

void Distributor::emit_on_holders(GateId id) {
  for (const Holder& h : logical_[circuit_.qubit(circuit_.gate(id)).index()].holders) emit_source(id, h.at);
}

void Distributor::emit_source(GateId id, PhysicalQubit a, PhysicalQubit b) {
  const Gate& g = circuit_.gate(id);
  Instruction i;
  i.kind = g.kind == GateKind::measure ? InstructionKind::measure
           : g.kind == GateKind::reset ? InstructionKind::reset
                                       : InstructionKind::gate;
  i.q = {a, b};
  i.condition = g.condition;
  i.source = id;
  if (i.kind == InstructionKind::gate) {
    i.gate = g.kind;
    for (int p = 0; p < g.num_params; ++p) i.params[static_cast<std::size_t>(p)] = circuit_.param(g, p);
  } else if (i.kind == InstructionKind::measure) {
    i.bit = BitId(g.detail);
  }
  program_.instructions.push_back(i);
}

OutcomeId Distributor::emit_outcome(PhysicalQubit q) {
  Instruction i;
  i.kind = InstructionKind::outcome;
  i.q[0] = q;
  i.outcome = OutcomeId(program_.num_outcomes++);
  program_.instructions.push_back(i);
  return i.outcome;
}

void Distributor::emit_correction(OutcomeId outcome, GateKind gate, PhysicalQubit q) {
  Instruction i;
  i.kind = InstructionKind::correct;
  i.gate = gate;
  i.q[0] = q;
  i.outcome = outcome;
  program_.instructions.push_back(i);
}

}  // namespace dqc
