#include "backend/timeline.h"

#include <algorithm>
#include <array>
#include <limits>

namespace dqc {
namespace {

/// One of the two qubits of an e-bit.
struct Half {
  EbitId ebit;
  std::size_t side = 0;
};

/// A starting process of which the parity gate has been seen, but not the outcome yet.
struct PendingStart {
  EbitId ebit;
  std::int64_t start = 0;
};

void extend(Interval& interval, std::int64_t start, std::int64_t end) {
  interval.start = std::min(interval.start, start);
  interval.end = std::max(interval.end, end);
}

constexpr Interval unset{std::numeric_limits<std::int64_t>::max(), 0};

class TimelineWalk {
 public:
  explicit TimelineWalk(const Module& module)
      : program_(*module.program),
        schedule_(*module.schedule),
        swap_of_(static_cast<std::size_t>(program_.num_outcomes)),
        ending_of_(swap_of_.size()),
        start_of_(swap_of_.size()),
        teleport_of_outcome_(swap_of_.size()),
        halves_{Table<Half>(module.network->size()), Table<Half>(module.network->size())},
        pending_{Table<PendingStart>(module.network->size()), Table<PendingStart>(module.network->size())} {
    line_.ebits.resize(program_.ebits.size());
    line_.packets.assign(program_.packets.size(), unset);
    line_.teleports.assign(program_.teleports.size(), unset);
    line_.start_outcomes.resize(program_.ebits.size());
    for (std::size_t e = 0; e < program_.ebits.size(); ++e)
      for (OutcomeId o : program_.ebits[e].outcomes) swap_of_[o.index()] = EbitId(e);
    for (std::size_t p = 0; p < program_.packets.size(); ++p)
      for (OutcomeId o : program_.packets[p].endings) ending_of_[o.index()] = PacketId(p);
    for (std::size_t t = 0; t < program_.teleports.size(); ++t)
      if (const OutcomeId z = program_.teleports[t].z_outcome; z.valid())
        teleport_of_outcome_[z.index()] = TeleportId(t);
  }

  Timeline run() {
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) {
      const Instruction& g = program_.instructions[i];
      const Interval& time = schedule_.times[i];
      if (g.kind == InstructionKind::ebit) {
        generate(g, time);
        continue;
      }
      use(g, time);
      switch (g.kind) {
        case InstructionKind::parity: parity(g, time); break;
        case InstructionKind::outcome: outcome(g, time); break;
        case InstructionKind::correct: correct(g, time); break;
        case InstructionKind::relocate: relocate(g, time); break;
        case InstructionKind::gate:
          if (g.gate == GateKind::swap) exchange(g, time);
          break;
        default: break;
      }
    }
    finish();
    return std::move(line_);
  }

 private:
  template <class T>
  using Table = std::vector<std::vector<T>>;  ///< by QPU and index

  template <class T>
  static T& slot(std::array<Table<T>, 2>& tables, const PhysicalQubit& q) {
    auto& row = tables[q.comm ? 1 : 0][q.qpu.index()];
    const auto i = static_cast<std::size_t>(q.index);
    if (i >= row.size()) row.resize(i + 1);
    return row[i];
  }
  Half half_at(const PhysicalQubit& q) { return q.valid() ? slot(halves_, q) : Half(); }

  /// The e-bit that a process uses: the end-to-end one where `e` is a link's part of it.
  EbitId whole(EbitId e) const {
    const EbitId w = program_.ebits[e.index()].whole;
    return w.valid() ? w : e;
  }

  void generate(const Instruction& g, const Interval& time) {
    EbitTimes& times = line_.ebits[g.ebit.index()];
    times.generation = time;
    for (const PhysicalQubit& q : g.q) {
      const std::size_t side = q.qpu == program_.ebits[g.ebit.index()].qpus[0] ? 0 : 1;
      times.comm[side] = q.index;
      slot(halves_, q) = {g.ebit, side};
      slot(pending_, q) = {};
    }
  }

  void use(const Instruction& g, const Interval& time) {
    for (const PhysicalQubit& q : g.q) {
      const Half half = half_at(q);
      if (!half.ebit.valid()) continue;
      auto& first = line_.ebits[half.ebit.index()].first_use;
      first = first ? std::min(*first, time.start) : time.start;
    }
  }

  /// What is at `q` leaves it at `end`: the communication qubit that a half was made on is free.
  void release(const PhysicalQubit& q, std::int64_t end) {
    const Half half = half_at(q);
    if (!half.ebit.valid()) return;
    auto& release = line_.ebits[half.ebit.index()].release[half.side];
    if (!release) release = end;
    slot(halves_, q) = {};
  }

  void parity(const Instruction& g, const Interval& time) {
    const Half half = half_at(g.q[1]);
    if (half.ebit.valid()) slot(pending_, g.q[1]) = {whole(half.ebit), time.start};
  }

  void outcome(const Instruction& g, const Interval& time) {
    const PhysicalQubit& q = g.q[0];
    if (const PacketId p = ending_of_[g.outcome.index()]; p.valid())
      extend(line_.packets[p.index()], time.start, time.end);
    const PendingStart start = slot(pending_, q);
    if (start.ebit.valid() && !swap_of_[g.outcome.index()].valid()) begin(start, g.outcome, time.end);
    slot(pending_, q) = {};
    release(q, time.end);
  }

  void begin(const PendingStart& start, OutcomeId outcome, std::int64_t end) {
    const Ebit& ebit = program_.ebits[start.ebit.index()];
    start_of_[outcome.index()] = start.ebit;
    line_.start_outcomes[start.ebit.index()] = outcome;
    if (ebit.packet.valid()) extend(line_.packets[ebit.packet.index()], start.start, end);
    if (ebit.teleport.valid()) extend(line_.teleports[ebit.teleport.index()], start.start, end);
  }

  void correct(const Instruction& g, const Interval& time) {
    const std::size_t o = g.outcome.index();
    if (swap_of_[o].valid()) {
      auto& end = line_.ebits[swap_of_[o].index()].generation.end;
      end = std::max(end, time.end);
    }
    if (ending_of_[o].valid()) extend(line_.packets[ending_of_[o].index()], time.start, time.end);
    if (const TeleportId t = teleport_of_outcome_[o]; t.valid())
      extend(line_.teleports[t.index()], time.start, time.end);
    if (!start_of_[o].valid()) return;
    const Ebit& ebit = program_.ebits[start_of_[o].index()];
    if (ebit.packet.valid()) extend(line_.packets[ebit.packet.index()], time.start, time.end);
    if (ebit.teleport.valid()) extend(line_.teleports[ebit.teleport.index()], time.start, time.end);
  }

  void relocate(const Instruction& g, const Interval& time) {
    const Half half = half_at(g.q[0]);
    if (!half.ebit.valid()) return;
    const TeleportId t = program_.ebits[whole(half.ebit).index()].teleport;
    const bool arrives = !line_.ebits[half.ebit.index()].release[half.side];
    if (t.valid() && arrives) extend(line_.teleports[t.index()], time.start, time.end);
    release(g.q[0], time.end);
    slot(halves_, g.q[1]) = half;
  }

  void exchange(const Instruction& g, const Interval& time) {
    const Half first = half_at(g.q[0]), second = half_at(g.q[1]);
    for (const PhysicalQubit& q : g.q) release(q, time.end);
    slot(halves_, g.q[0]) = second;
    slot(halves_, g.q[1]) = first;
  }

  /// End-to-end e-bits made by swapping span their parts.
  void finish() {
    for (std::size_t e = 0; e < program_.ebits.size(); ++e) {
      const Ebit& ebit = program_.ebits[e];
      if (ebit.parts.empty()) continue;
      EbitTimes& times = line_.ebits[e];
      times.generation.start = std::numeric_limits<std::int64_t>::max();
      for (EbitId part : ebit.parts)
        extend(times.generation, line_.ebits[part.index()].generation.start,
               line_.ebits[part.index()].generation.end);
      times.comm = {end_comm(ebit.parts.front(), ebit.qpus[0]), end_comm(ebit.parts.back(), ebit.qpus[1])};
    }
    for (auto* list : {&line_.packets, &line_.teleports})
      for (Interval& interval : *list)
        if (interval == unset) interval = {};
  }

  std::int32_t end_comm(EbitId part, QpuId qpu) const {
    return line_.ebits[part.index()].comm[program_.ebits[part.index()].qpus[0] == qpu ? 0 : 1];
  }

  const Program& program_;
  const Schedule& schedule_;
  std::vector<EbitId> swap_of_;      ///< by outcome: the end-to-end e-bit whose swap made it
  std::vector<PacketId> ending_of_;  ///< by outcome
  std::vector<EbitId> start_of_;     ///< by outcome: the e-bit of its starting process
  std::vector<TeleportId> teleport_of_outcome_;
  std::array<Table<Half>, 2> halves_;           ///< by data (0) or communication qubit (1)
  std::array<Table<PendingStart>, 2> pending_;  ///< likewise
  Timeline line_;
};

}  // namespace

Timeline timeline_of(const Module& module) { return TimelineWalk(module).run(); }

}  // namespace dqc
