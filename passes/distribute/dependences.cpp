#include "passes/distribute/dependences.h"

#include <algorithm>

#include "passes/distribute/link_table.h"
#include "passes/ir/link_ebits.h"
#include "passes/ir/messages.h"

namespace dqc {
namespace {

/// Whether operand `k` of `instruction` acts on its qubit in the computational basis only.
bool diagonal_on(const Instruction& instruction, int k) {
  switch (instruction.kind) {
    case InstructionKind::gate:
      return is_diagonal(instruction.gate) || (instruction.gate == GateKind::cx && k == 0);
    case InstructionKind::parity: return k == 0;
    case InstructionKind::correct: return instruction.gate == GateKind::z;
    default: return false;
  }
}

/// A cx is of an embedded segment; those of the source were decomposed.
bool is_embedded(const Instruction& i) { return i.kind == InstructionKind::gate && i.gate == GateKind::cx; }

bool frees_first(const Instruction& i) {
  return (i.kind == InstructionKind::outcome || i.kind == InstructionKind::relocate) && i.q[0].comm;
}

}  // namespace

std::int64_t duration_of(const Instruction& i, const Network& network, std::int64_t generation) {
  const Latency& latency = network.qpu(i.q[0].qpu).latency;
  switch (i.kind) {
    case InstructionKind::ebit: return generation;
    case InstructionKind::measure:
    case InstructionKind::outcome: return latency.measure;
    case InstructionKind::reset: return latency.reset;
    case InstructionKind::relocate: return 3 * latency.q2;
    case InstructionKind::gate:
      if (i.gate == GateKind::swap) return 3 * latency.q2;
      [[fallthrough]];
    default: return i.q[1].valid() ? latency.q2 : latency.q1;
  }
}

void separate_comm_qubits(Program& program, std::size_t num_qpus) {
  std::vector<TeleportId> of_ebit(program.ebits.size());
  std::vector<TeleportId> of_outcome(static_cast<std::size_t>(program.num_outcomes));
  for (std::size_t t = 0; t < program.teleports.size(); ++t) {
    const Teleport& teleport = program.teleports[t];
    if (teleport.z_outcome.valid()) of_outcome[teleport.z_outcome.index()] = TeleportId(t);
    if (!teleport.ebit.valid()) continue;
    of_ebit[teleport.ebit.index()] = TeleportId(t);
    for (EbitId part : program.ebits[teleport.ebit.index()].parts) of_ebit[part.index()] = TeleportId(t);
  }
  std::vector<std::vector<std::int32_t>> name(num_qpus);  // by QPU and given index
  std::vector<std::int32_t> used(num_qpus, 0);
  const auto renamed = [&](PhysicalQubit q) {
    if (q.valid() && q.comm) q.index = name[q.qpu.index()][static_cast<std::size_t>(q.index)];
    return q;
  };
  const auto fresh = [&](PhysicalQubit q) {
    auto& names = name[q.qpu.index()];
    if (static_cast<std::size_t>(q.index) >= names.size())
      names.resize(static_cast<std::size_t>(q.index) + 1);
    names[static_cast<std::size_t>(q.index)] = used[q.qpu.index()]++;
  };
  for (Instruction& i : program.instructions) {
    const auto given = i.q;
    if (i.kind == InstructionKind::ebit) fresh(given[0]), fresh(given[1]);
    i.q[0] = renamed(given[0]);
    if (i.kind == InstructionKind::relocate && given[1].comm) fresh(given[1]);
    i.q[1] = renamed(given[1]);
    if (i.kind == InstructionKind::ebit)
      if (const TeleportId t = of_ebit[i.ebit.index()]; t.valid())
        for (std::size_t end : {0, 1})
          if (PhysicalQubit& to = program.teleports[t.index()].to; to == given[end]) to = i.q[end];
    if (i.kind == InstructionKind::outcome)
      if (const TeleportId t = of_outcome[i.outcome.index()]; t.valid())
        if (PhysicalQubit& from = program.teleports[t.index()].from; from == given[0]) from = i.q[0];
  }
  for (PhysicalQubit& q : program.final_map) q = renamed(q);
}

/// Walks the program once; what an instruction must wait for is known from what came before on its qubits,
/// its outcome and its bits.
class Dependences::Builder {
 public:
  Builder(Dependences& out, const Circuit& circuit, const Network& network, const Program& program)
      : out_(out),
        circuit_(circuit),
        network_(network),
        program_(program),
        links_(network),
        delays_(network),
        outcome_(static_cast<std::size_t>(program.num_outcomes), -1),
        bits_(circuit.num_bits()),
        condition_bits_(circuit.conditions.size()) {}

  void run() {
    number_slots();
    slot_state_.resize(out_.num_slots_);
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) row(i);
    pack();
  }

 private:
  struct Pending {
    std::int32_t from, to;
    std::int64_t delay;
  };
  /// What was done to a qubit: the last instruction that does not commute, and the diagonal ones since.
  struct SlotState {
    std::int32_t last = -1;
    std::vector<std::int32_t> diagonal;
    std::vector<std::int32_t> joint;  ///< the cx onto all copies that `last` is one of
    std::int32_t ebit = -1;           ///< row of the e-bit whose half this is
    std::int32_t side = 0;
  };
  struct BitState {
    std::int32_t writer = -1;
    std::vector<std::int32_t> readers;
  };

  void number_slots() {
    std::vector<std::array<std::int32_t, 2>> size(network_.size(), {0, 0});
    const auto see = [&](PhysicalQubit q) {
      if (q.valid()) {
        auto& s = size[q.qpu.index()][q.comm ? 1 : 0];
        s = std::max(s, q.index + 1);
      }
    };
    for (const Instruction& i : program_.instructions) see(i.q[0]), see(i.q[1]);
    base_.resize(network_.size());
    std::int32_t next = 0;
    for (std::size_t p = 0; p < network_.size(); ++p)
      for (std::size_t kind : {0, 1}) {
        base_[p][kind] = next;
        next += size[p][kind];
      }
    out_.num_slots_ = static_cast<std::size_t>(next);
  }

  std::int32_t slot(PhysicalQubit q) const {
    return q.valid() ? base_[q.qpu.index()][q.comm ? 1 : 0] + q.index : -1;
  }
  QpuId qpu_of(std::int32_t i) const { return program_.instructions[static_cast<std::size_t>(i)].q[0].qpu; }
  void wait(std::int32_t from, std::size_t to, std::int64_t delay = 0) {
    if (from >= 0) pending_.push_back({from, static_cast<std::int32_t>(to), delay});
  }

  void row(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    const auto index = static_cast<std::int32_t>(i);
    out_.slots_.push_back({slot(g.q[0]), slot(g.q[1])});
    out_.ebit_of_.push_back(-1);
    out_.frees_.push_back(frees_first(g) ? g.q[0].qpu : QpuId());
    std::int64_t generation = 0;
    if (g.kind == InstructionKind::ebit) {
      generation = add_ebit(i);
    } else {
      if (is_embedded(g))
        use_jointly(i);
      else
        for (int k : {0, 1}) use(i, k);
      if (g.kind == InstructionKind::relocate) move_half(g);
    }
    out_.duration_.push_back(duration_of(g, network_, generation));
    if (g.kind == InstructionKind::outcome) outcome_[g.outcome.index()] = index;
    if (g.kind == InstructionKind::correct) {
      const std::int32_t from = outcome_[g.outcome.index()];
      wait(from, i, delays_.ticks(qpu_of(from), g.q[0].qpu));
    }
    if (g.condition >= 0) read_condition(i);
    if (g.kind == InstructionKind::measure) write_bit(i);
    if (frees_first(g)) {
      const SlotState& s = slot_state_[static_cast<std::size_t>(slot(g.q[0]))];
      if (g.kind == InstructionKind::outcome && s.ebit >= 0) half(s).release = index;
    }
  }

  Half& half(const SlotState& s) {
    return out_.ebits_[static_cast<std::size_t>(s.ebit)].halves[static_cast<std::size_t>(s.side)];
  }

  /// A move between communication qubits frees one and takes one: the half goes on on the other qubit.
  void move_half(const Instruction& g) {
    SlotState& from = slot_state_[static_cast<std::size_t>(slot(g.q[0]))];
    if (!g.q[0].comm || from.ebit < 0) return;
    if (g.q[1].comm) {
      SlotState& to = slot_state_[static_cast<std::size_t>(slot(g.q[1]))];
      to.ebit = from.ebit, to.side = from.side;
    } else {
      half(from).release = static_cast<std::int32_t>(out_.slots_.size()) - 1;
    }
  }

  std::int64_t add_ebit(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    EbitRow row;
    const int rounds = program_.ebits[g.ebit.index()].rounds;
    row.spare = {spare_qubits(rounds), spare_qubits(rounds)};
    row.instruction = static_cast<std::int32_t>(i);
    row.link = links_.between(g.q[0].qpu, g.q[1].qpu);
    for (std::size_t k : {0, 1}) {
      row.halves[k].qpu = g.q[k].qpu;
      SlotState& s = slot_state_[static_cast<std::size_t>(slot(g.q[k]))];
      s.last = static_cast<std::int32_t>(i);
      s.ebit = static_cast<std::int32_t>(out_.ebits_.size());
      s.side = static_cast<std::int32_t>(k);
    }
    out_.ebit_of_.back() = static_cast<std::int32_t>(out_.ebits_.size());
    out_.ebits_.push_back(row);
    return generation_time(network_, network_.links[row.link.index()], rounds);
  }

  void use(std::size_t i, int k) {
    const Instruction& g = program_.instructions[i];
    const PhysicalQubit q = g.q[static_cast<std::size_t>(k)];
    if (!q.valid()) return;
    SlotState& s = slot_state_[static_cast<std::size_t>(slot(q))];
    const std::int64_t reset =
        g.kind == InstructionKind::relocate && k == 1 ? network_.qpu(q.qpu).latency.reset : 0;
    for (std::int32_t member : s.joint) wait(member, i, reset);
    if (diagonal_on(g, k)) {
      wait(s.last, i);
      s.diagonal.push_back(static_cast<std::int32_t>(i));
      return;
    }
    for (std::int32_t before : s.diagonal) wait(before, i, reset);
    if (s.diagonal.empty()) wait(s.last, i, reset);
    s.diagonal.clear();
    s.joint.clear();
    s.last = static_cast<std::int32_t>(i);
  }

  /// A cx of an embedded segment onto all copies of a qubit, one instruction a copy: what changes or tests
  /// one of the copies comes before all of them or after all of them, and so does what changes a control.
  void use_jointly(std::size_t i) {
    const auto& all = program_.instructions;
    const auto same = [&](std::size_t k) { return is_embedded(all[k]) && all[k].source == all[i].source; };
    if (i == 0 || !same(i - 1)) {
      joint_.clear(), joint_before_.clear();
      for (std::size_t k = i; k < all.size() && same(k); ++k) {
        joint_.push_back(static_cast<std::int32_t>(k));
        const SlotState& control = slot_state_[static_cast<std::size_t>(slot(all[k].q[0]))];
        const SlotState& target = slot_state_[static_cast<std::size_t>(slot(all[k].q[1]))];
        joint_before_.insert(joint_before_.end(), {control.last, target.last});
        for (const auto* list : {&control.joint, &target.joint, &target.diagonal})
          joint_before_.insert(joint_before_.end(), list->begin(), list->end());
      }
      std::ranges::sort(joint_before_);
      joint_before_.erase(std::unique(joint_before_.begin(), joint_before_.end()), joint_before_.end());
    }
    for (std::int32_t before : joint_before_) wait(before, i);
    if (static_cast<std::size_t>(joint_.back()) != i) return;
    for (const std::int32_t member : joint_) {
      const auto& q = all[static_cast<std::size_t>(member)].q;
      auto& commuting = slot_state_[static_cast<std::size_t>(slot(q[0]))].diagonal;
      commuting.insert(commuting.end(), joint_.begin(), joint_.end());
      SlotState& target = slot_state_[static_cast<std::size_t>(slot(q[1]))];
      target.last = member;
      target.diagonal.clear();
      target.joint = joint_;
    }
  }

  void read_condition(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    const auto c = static_cast<std::size_t>(g.condition);
    if (condition_bits_[c].empty()) condition_bits_[c] = circuit_.bits_of(circuit_.conditions[c]);
    for (BitId bit : condition_bits_[c]) read_bit(bit, i);
    if (g.kind == InstructionKind::measure) read_bit(g.bit, i);
  }
  void read_bit(BitId bit, std::size_t i) {
    BitState& b = bits_[bit.index()];
    if (b.writer >= 0) wait(b.writer, i, delays_.ticks(qpu_of(b.writer), program_.instructions[i].q[0].qpu));
    b.readers.push_back(static_cast<std::int32_t>(i));
  }
  void write_bit(std::size_t i) {
    BitState& b = bits_[program_.instructions[i].bit.index()];
    wait(b.writer, i);
    for (std::int32_t reader : b.readers)
      if (reader != static_cast<std::int32_t>(i)) wait(reader, i);
    b = {static_cast<std::int32_t>(i), {}};
  }

  void pack() {
    const std::size_t n = program_.instructions.size();
    out_.first_.assign(n + 1, 0);
    out_.back_first_.assign(n + 1, 0);
    for (const Pending& p : pending_) {
      ++out_.first_[static_cast<std::size_t>(p.from) + 1];
      ++out_.back_first_[static_cast<std::size_t>(p.to) + 1];
    }
    for (std::size_t i = 0; i < n; ++i) {
      out_.first_[i + 1] += out_.first_[i];
      out_.back_first_[i + 1] += out_.back_first_[i];
    }
    out_.arcs_.resize(pending_.size());
    out_.back_.resize(pending_.size());
    auto next = out_.first_;
    auto back = out_.back_first_;
    for (const Pending& p : pending_) {
      out_.arcs_[next[static_cast<std::size_t>(p.from)]++] = {p.to, p.delay};
      out_.back_[back[static_cast<std::size_t>(p.to)]++] = {p.from, p.delay};
    }
  }

  Dependences& out_;
  const Circuit& circuit_;
  const Network& network_;
  const Program& program_;
  LinkTable links_;
  MessageDelays delays_;
  std::vector<std::array<std::int32_t, 2>> base_;
  std::vector<SlotState> slot_state_;
  std::vector<std::int32_t> outcome_;  ///< by outcome: the instruction that measured it
  std::vector<BitState> bits_;
  std::vector<std::vector<BitId>> condition_bits_;
  std::vector<std::int32_t> joint_, joint_before_;  ///< see use_jointly()
  std::vector<Pending> pending_;
};

Dependences::Dependences(const Circuit& circuit, const Network& network, const Program& program) {
  Builder(*this, circuit, network, program).run();
}

}  // namespace dqc
