#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "tools/run/dependencies.h"
#include "tools/run/executable.h"
#include "tools/run/link_map.h"
#include "tools/run/purification.h"

namespace dqc::run {
namespace {

using emitted::AnnotatedProgram;
using emitted::Role;
using emitted::ScheduleFile;

/// The factors of gates, on qubits shifted to the numbers of all QPUs.
class FactorSink : public emitted::GateSink {
 public:
  FactorSink(std::vector<Factor>& out, int first_qubit) : out_(out), first_(first_qubit) {}
  void frame(bool) override {}
  void phase(QubitId q, double angle) override { add({Factor::Kind::phase, at(q), -1, angle, {}}); }
  void one_qubit(QubitId q, const emitted::Matrix2& u) override {
    add({Factor::Kind::matrix, at(q), -1, 0, u});
  }
  void cp(QubitId a, QubitId b, double angle) override { add({Factor::Kind::cp, at(a), at(b), angle, {}}); }

 private:
  int at(QubitId q) const { return first_ + q.value(); }
  void add(const Factor& factor) { out_.push_back(factor); }
  std::vector<Factor>& out_;
  int first_;
};

template <class T>
std::uint32_t size32(const std::vector<T>& v) {
  return static_cast<std::uint32_t>(v.size());
}

class Linker {
 public:
  Linker(const ScheduleFile& schedule, const std::vector<AnnotatedProgram>& programs, IssueOrder order)
      : schedule_(schedule), programs_(programs), order_(order), links_(schedule) {}

  Result<Executable> run() {
    if (programs_.size() != schedule_.qpus.size())
      fail(fmt::format("{} programs for {} QPUs", programs_.size(), schedule_.qpus.size()));
    for (std::size_t qpu = 0; error_.empty() && qpu < programs_.size(); ++qpu) program(qpu);
    exe_.begins.push_back(size32(exe_.steps));
    if (error_.empty()) match_ebits();
    if (error_.empty()) match_messages();
    if (error_.empty()) find_results();
    if (!error_.empty()) return Error{ExitCode::bad_input, error_, ""};
    exe_.links = schedule_.links;
    exe_.max_age = schedule_.demand.max_age;
    find_rounds();
    if (const auto found = schedule_.totals.find("makespan"); found != schedule_.totals.end())
      exe_.planned_makespan = found->second;
    return std::move(exe_);
  }

 private:
  struct Half {
    std::uint32_t step = 0;
    const emitted::EbitNote* note = nullptr;
  };
  struct Received {
    std::uint32_t step = 0;
    int bit = -1;
    int qpu = 0;
    const emitted::ReceiveNote* note = nullptr;
  };
  struct Sending {
    std::uint32_t step = 0;
    const emitted::SendNote* note = nullptr;
  };

  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }
  void fail_at(const Step& step, const std::string& message) { fail(exe_.where(step) + ": " + message); }

  void program(std::size_t qpu) {
    const AnnotatedProgram& p = programs_[qpu];
    exe_.files.push_back(schedule_.qpus[qpu].program);
    exe_.begins.push_back(size32(exe_.steps));
    exe_.comm.push_back(schedule_.qpus[qpu].comm);
    first_qubit_.push_back(static_cast<int>(exe_.num_qubits()));
    first_bit_.push_back(static_cast<int>(exe_.num_bits));
    if (p.qpu != static_cast<int>(qpu) || p.qpus != static_cast<int>(programs_.size()))
      return fail(fmt::format("{}: says it is program {} of {}", exe_.files.back(), p.qpu, p.qpus));
    if (!declare(p, qpu)) return;
    exe_.num_bits += p.circuit.num_bits();
    Dependencies dependencies(p.circuit.num_qubits(), p.circuit.num_bits());
    std::vector<int> condition_of(p.circuit.conditions.size(), -1);
    for (std::size_t i = 0; error_.empty() && i < p.circuit.num_gates(); ++i) {
      dependencies.add_step(order_);
      step(p, qpu, i, condition_of, dependencies);
    }
    add_edges(exe_.begins.back(), dependencies);
  }

  bool declare(const AnnotatedProgram& p, std::size_t qpu) {
    std::array<int, 2> sizes = {};
    for (std::size_t i = 0; i < p.circuit.qubit_registers.size(); ++i) {
      const Register& r = p.circuit.qubit_registers[i];
      const bool comm = p.qubit_roles[i] == Role::comm;
      sizes[comm] += r.size;
      for (std::int32_t k = 0; k < r.size; ++k) {
        exe_.qpu_of_qubit.push_back(static_cast<int>(qpu));
        exe_.is_comm.push_back(comm);
        exe_.qubit_name.push_back(p.circuit.qubit_name(QubitId(r.first + k)));
      }
    }
    const std::array<int, 2> capacity = {schedule_.qpus[qpu].data, schedule_.qpus[qpu].comm};
    for (const std::size_t comm : {0u, 1u})
      if (sizes[comm] > capacity[comm])
        fail(fmt::format("{}: memory overrun: {} {} qubits, QPU {} has {}", exe_.files[qpu], sizes[comm],
                         comm ? "communication" : "data", qpu, capacity[comm]));
    return error_.empty();
  }

  void step(const AnnotatedProgram& p, std::size_t qpu, std::size_t i, std::vector<int>& condition_of,
            Dependencies& dependencies) {
    const Circuit& c = p.circuit;
    const Gate& g = c.gates()[i];
    const std::uint32_t index = size32(exe_.steps);
    Step& s = exe_.steps.emplace_back();
    s.qpu = static_cast<int>(qpu);
    s.line = g.line;
    s.qubits.begin = size32(exe_.operands);
    for (const QubitId q : c.qubits(g)) {
      exe_.operands.push_back(first_qubit_[qpu] + q.value());
      dependencies.use_qubit(q.value());
    }
    s.qubits.end = size32(exe_.operands);
    s.ticks = duration(schedule_.qpus[qpu].latency, g);
    if (g.condition >= 0) s.condition = condition(c, g.condition, first_bit_[qpu], condition_of);
    receive(p, i, index, dependencies);
    read_bits(c, g, dependencies);
    meaning(p, g, s);
    if (g.kind == GateKind::measure) {
      s.bit = first_bit_[qpu] + g.detail;
      s.frees = p.bit_roles[c.register_of(BitId(g.detail))] == Role::local;
      dependencies.write_bit(g.detail);
    }
    if (const emitted::EbitNote* note = p.ebits.find(i)) {
      s.kind = StepKind::ebit;
      halves_[note->id].push_back({index, note});
      if (!exe_.is_comm[static_cast<std::size_t>(exe_.operands[s.qubits.begin])])
        fail_at(s, fmt::format("e-bit {} on a data qubit", note->id));
      for (const int spare : note->spare) {
        const int q = comm_qubit(p, spare);
        if (q < 0) return fail_at(s, fmt::format("e-bit {} needs communication qubit {}", note->id, spare));
        exe_.operands.push_back(first_qubit_[qpu] + q);
        dependencies.use_qubit(q);
      }
      s.qubits.end = size32(exe_.operands);
    }
    if (const emitted::SendNote* note = p.sends.find(i))
      if (!sendings_.emplace(note->message, Sending{index, note}).second)
        fail_at(s, fmt::format("message {} is sent twice", note->message));
  }

  /// The qubit of `p` that is its communication qubit `index`; -1: there is none.
  static int comm_qubit(const AnnotatedProgram& p, int index) {
    for (std::size_t i = 0; i < p.circuit.qubit_registers.size(); ++i)
      if (const Register& r = p.circuit.qubit_registers[i]; p.qubit_roles[i] == Role::comm && index < r.size)
        return r.first + index;
    return -1;
  }

  static std::int64_t duration(const Latency& latency, const Gate& g) {
    switch (g.kind) {
      case GateKind::measure: return latency.measure;
      case GateKind::reset: return latency.reset;
      case GateKind::barrier: return 0;
      case GateKind::swap: return 3 * latency.q2;
      default: return g.num_qubits > 1 ? latency.q2 : latency.q1;
    }
  }

  /// What the step does to the quantum state.
  void meaning(const AnnotatedProgram& p, const Gate& g, Step& s) {
    s.factors = {size32(exe_.factors), size32(exe_.factors)};
    if (g.kind == GateKind::measure) {
      s.kind = StepKind::measure;
    } else if (g.kind == GateKind::reset) {
      s.kind = StepKind::reset;
    } else if (g.kind != GateKind::barrier) {
      s.kind = g.kind == GateKind::swap && g.condition < 0 ? StepKind::swap : StepKind::gate;
      FactorSink sink(exe_.factors, first_qubit_.back());
      if (!emitted::expand(p.circuit, g, sink)) fail_at(s, "the gate has no meaning");
      s.factors.end = size32(exe_.factors);
    }
  }

  int condition(const Circuit& c, std::int32_t index, int first_bit, std::vector<int>& condition_of) {
    int& known = condition_of[static_cast<std::size_t>(index)];
    if (known >= 0) return known;
    std::vector<Term> terms;
    for (const ConditionTerm& t : c.conditions[static_cast<std::size_t>(index)].terms) {
      const Register& r = c.bit_registers[static_cast<std::size_t>(t.bit_register)];
      const std::int32_t first = t.bit.valid() ? t.bit.value() : r.first;
      const std::int32_t size = t.bit.valid() ? 1 : r.size;
      for (std::int32_t i = 0; i < size; ++i)
        terms.push_back({first_bit + first + i, i < 64 && ((t.value >> i) & 1) != 0});
      if (size < 64 && (t.value >> size) != 0) terms.push_back({-1, true});
    }
    exe_.conditions.push_back(std::move(terms));
    return known = static_cast<int>(exe_.conditions.size()) - 1;
  }

  void receive(const AnnotatedProgram& p, std::size_t i, std::uint32_t index, Dependencies& dependencies) {
    const Gate& g = p.circuit.gates()[i];
    for (const emitted::ReceiveNote& note : p.receives.all(i)) {
      int bit = note.bit;
      if (bit < 0 && g.condition >= 0) {
        const auto bits = p.circuit.bits_of(p.circuit.conditions[static_cast<std::size_t>(g.condition)]);
        if (bits.size() == 1) bit = bits.front().value();
      }
      if (bit < 0)
        return fail_at(exe_.steps[index], fmt::format("message {} fills no bit that is read", note.message));
      dependencies.receive_bit(bit);
      received_[note.message].push_back({index, first_bit_.back() + bit, p.qpu, &note});
    }
  }

  /// Those of the condition; a measurement under a condition may also keep the bit as it was.
  static void read_bits(const Circuit& c, const Gate& g, Dependencies& dependencies) {
    if (g.condition < 0) return;
    for (const BitId bit : c.bits_of(c.conditions[static_cast<std::size_t>(g.condition)]))
      dependencies.read_bit(bit.value());
    if (g.kind == GateKind::measure) dependencies.read_bit(g.detail);
  }

  void add_edges(std::uint32_t begin, const Dependencies& dependencies) {
    for (std::size_t i = 0; i < dependencies.size(); ++i) {
      Step& s = exe_.steps[begin + i];
      s.waits += dependencies.waits(i);
      s.successors.begin = size32(exe_.edges);
      for (const Edge& e : dependencies.successors(i)) exe_.edges.push_back({begin + e.step, e.after_start});
      s.successors.end = size32(exe_.edges);
    }
  }

  void match_ebits() {
    for (const auto& [id, halves] : halves_) {
      const Step& first = exe_.steps[halves[0].step];
      if (halves.size() != 2)
        return fail_at(first, fmt::format("e-bit {} has {} instead of two halves", id, halves.size()));
      const Step& second = exe_.steps[halves[1].step];
      const emitted::EbitNote& a = *halves[0].note;
      const emitted::EbitNote& b = *halves[1].note;
      if (first.qpu == second.qpu || a.peer != second.qpu || b.peer != first.qpu || a.use != b.use ||
          a.rounds != b.rounds)
        return fail_at(
            first, fmt::format("e-bit {}: its halves do not match: for QPU {} as {} here, for QPU {} as "
                               "{} at {}",
                               id, a.peer, described(a.use), b.peer, described(b.use), exe_.where(second)));
      const int link = links_.between(first.qpu, second.qpu);
      if (link < 0)
        return fail_at(first,
                       fmt::format("e-bit {}: QPUs {} and {} have no link", id, first.qpu, second.qpu));
      for (const Half& half : halves) exe_.steps[half.step].ebit = static_cast<int>(exe_.ebits.size());
      exe_.ebits.push_back({id, {halves[0].step, halves[1].step}, link, a.rounds});
    }
  }

  void find_rounds() {
    std::vector<int> most(exe_.links.size(), 0);
    for (const EbitLine& e : exe_.ebits) {
      int& known = most[static_cast<std::size_t>(e.link)];
      known = std::max(known, e.rounds);
    }
    for (std::size_t l = 0; l < exe_.links.size(); ++l) {
      const auto& link = exe_.links[l];
      exe_.round_successes.push_back(round_successes(link.fidelity, schedule_.demand.bbpssw, most[l]));
      std::int64_t ticks = 0;
      for (const int qpu : link.qpus) {
        const Latency& t = schedule_.qpus[static_cast<std::size_t>(qpu)].latency;
        ticks = std::max(ticks, t.q1 + t.q2 + t.measure + t.hop);
      }
      exe_.round_ticks.push_back(ticks);
    }
  }

  void match_messages() {
    std::map<std::uint32_t, std::vector<Receipt>> by_step;
    for (const auto& [id, sending] : sendings_) {
      const int from = exe_.steps[sending.step].qpu;
      const int message = static_cast<int>(exe_.messages.size());
      exe_.steps[sending.step].message = message;
      exe_.messages.push_back({id, from, {}});
      std::vector<Received> readers;
      if (auto node = received_.extract(id)) readers = std::move(node.mapped());
      for (const int to : sending.note->to)
        if (std::ranges::count(readers, to, &Received::qpu) != 1)
          return fail_at(exe_.steps[sending.step],
                         fmt::format("message {} is not received once by QPU {}", id, to));
      for (const Received& r : readers) {
        if (r.note->from != from || std::ranges::count(sending.note->to, r.qpu) != 1) return never_arrives(r);
        const int hops = links_.hops(from, r.qpu);
        if (hops < 0) return never_arrives(r);
        const auto& sender = schedule_.qpus[static_cast<std::size_t>(from)];
        by_step[r.step].push_back({r.step, message, r.bit, hops * sender.latency.hop});
      }
    }
    for (const auto& [id, readers] : received_)
      if (!readers.empty()) return never_arrives(readers.front());
    store_receipts(by_step);
  }

  void never_arrives(const Received& r) {
    fail_at(exe_.steps[r.step], fmt::format("message {} never arrives: QPU {} does not send it to QPU {}",
                                            r.note->message, r.note->from, r.qpu));
  }

  /// Receipts lie by message; a step finds its own through them, so each step keeps a range of its own.
  void store_receipts(const std::map<std::uint32_t, std::vector<Receipt>>& by_step) {
    for (const auto& [index, receipts] : by_step) {
      Step& s = exe_.steps[index];
      s.receipts.begin = size32(exe_.receipts);
      for (const Receipt& r : receipts) exe_.receipts.push_back(r);
      s.receipts.end = size32(exe_.receipts);
      s.waits += static_cast<int>(receipts.size());
    }
    std::vector<std::vector<std::uint32_t>> of_message(exe_.messages.size());
    for (std::uint32_t r = 0; r < exe_.receipts.size(); ++r)
      of_message[static_cast<std::size_t>(exe_.receipts[r].message)].push_back(r);
    for (std::size_t m = 0; m < of_message.size(); ++m) {
      exe_.messages[m].receipts.begin = size32(exe_.deliveries);
      exe_.deliveries.insert(exe_.deliveries.end(), of_message[m].begin(), of_message[m].end());
      exe_.messages[m].receipts.end = size32(exe_.deliveries);
    }
  }

  /// Where the source's qubits and bits end.
  void find_results() {
    for (const ScheduleFile::Place& place : schedule_.initial_map)
      exe_.initial_qubits.push_back(qubit_at(place));
    for (const ScheduleFile::Place& place : schedule_.final_map) exe_.final_qubits.push_back(qubit_at(place));
    if (!error_.empty()) return;
    for (const ScheduleFile::SourceRegister& r : schedule_.final_bits) {
      SourceRegister& out = exe_.registers.emplace_back();
      out.name = r.name;
      for (const ScheduleFile::FinalBit& bit : r.bits) {
        int found = -1;
        if (bit.qpu >= 0) {
          const auto qpu = static_cast<std::size_t>(bit.qpu);
          found = emitted::bit_named(programs_[qpu].circuit, bit.name);
          if (found < 0)
            return fail(fmt::format("schedule.json: {} has no bit {}", exe_.files[qpu], bit.name));
          found += first_bit_[qpu];
        }
        out.bits.push_back(found);
      }
    }
  }

  int qubit_at(const ScheduleFile::Place& place) {
    const auto qpu = static_cast<std::size_t>(place.qpu);
    const AnnotatedProgram& p = programs_[qpu];
    for (std::size_t i = 0; i < p.circuit.qubit_registers.size(); ++i) {
      const Register& r = p.circuit.qubit_registers[i];
      if ((p.qubit_roles[i] == Role::comm) == place.comm && place.index < r.size)
        return first_qubit_[qpu] + r.first + place.index;
    }
    fail(fmt::format("schedule.json: the maps name a qubit that {} does not have", exe_.files[qpu]));
    return -1;
  }

  const ScheduleFile& schedule_;
  const std::vector<AnnotatedProgram>& programs_;
  IssueOrder order_;
  LinkMap links_;
  Executable exe_;
  std::vector<int> first_qubit_, first_bit_;  // by QPU
  std::map<int, std::vector<Half>> halves_;
  std::map<int, Sending> sendings_;
  std::map<int, std::vector<Received>> received_;
  std::string error_;
};

}  // namespace

Result<Executable> link_programs(const ScheduleFile& schedule, const std::vector<AnnotatedProgram>& programs,
                                 IssueOrder order) {
  return Linker(schedule, programs, order).run();
}

}  // namespace dqc::run
