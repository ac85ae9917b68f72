#include "passes/ir/program_verifier.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

/// What a physical qubit is in the middle of.
enum class State : std::uint8_t {
  free,
  busy,
  parity,   ///< about to be measured by a starting process
  x_basis,  ///< about to be measured by an ending process
};

class ProgramVerifier {
 public:
  explicit ProgramVerifier(const Module& module)
      : circuit_(module.circuit),
        network_(*module.network),
        program_(*module.program),
        routed_(module.stage >= Stage::routed),
        data_(network_.size()),
        comm_(network_.size()),
        measured_(static_cast<std::size_t>(std::max(program_.num_outcomes, 0)), 0) {
    for (const Link& l : network_.links) links_.emplace(l.a, l.b);
  }

  Status verify() {
    if (Status legal = initial_map(); !legal) return legal;
    for (at_ = 0; at_ < program_.instructions.size(); ++at_)
      if (Status legal = instruction(program_.instructions[at_]); !legal) return legal;
    if (Status legal = final_map(); !legal) return legal;
    return tables();
  }

 private:
  template <class... Args>
  Error broken(fmt::format_string<Args...> format, Args&&... args) const {
    return {ExitCode::internal,
            fmt::format("instruction {}: {}", at_, fmt::format(format, std::forward<Args>(args)...)), ""};
  }
  template <class... Args>
  static Error wrong(fmt::format_string<Args...> format, Args&&... args) {
    return {ExitCode::internal, fmt::format(format, std::forward<Args>(args)...), ""};
  }
  static std::string name(PhysicalQubit q) {
    return fmt::format("{}{}[{}]", q.comm ? 'c' : 'd', q.qpu.value(), q.index);
  }

  // Memory.
  bool exists(PhysicalQubit q) const {
    if (!q.valid() || !q.qpu.valid() || q.qpu.index() >= network_.size()) return false;
    return q.index < (q.comm ? network_.qpu(q.qpu).comm : network_.qpu(q.qpu).data);
  }
  State& state(PhysicalQubit q) {
    auto& states = (q.comm ? comm_ : data_)[q.qpu.index()];
    const auto index = static_cast<std::size_t>(q.index);
    if (index >= states.size()) states.resize(index + 1, State::free);
    return states[index];
  }
  Status expect(PhysicalQubit q, State wanted) {
    if (!exists(q)) return broken("{} is beyond the capacity of its QPU", name(q));
    if (state(q) == wanted) return success();
    switch (wanted) {
      case State::free: return broken("{} is not free", name(q));
      case State::busy: return broken("{} holds no state that could be used", name(q));
      default: return broken("{} is measured without the step before", name(q));
    }
  }
  Status expect_pair(const Instruction& i, State first, State second) {
    if (Status legal = expect(i.q[0], first); !legal) return legal;
    if (Status legal = expect(i.q[1], second); !legal) return legal;
    if (i.q[0].qpu != i.q[1].qpu) return broken("{} and {} are on two QPUs", name(i.q[0]), name(i.q[1]));
    return i.q[0] == i.q[1] ? Status(broken("{} is used twice", name(i.q[0]))) : success();
  }

  Status initial_map() {
    if (program_.initial_map.size() != circuit_.num_qubits())
      return wrong("the initial map has {} qubits of {}", program_.initial_map.size(), circuit_.num_qubits());
    for (PhysicalQubit q : program_.initial_map) {
      if (!exists(q) || q.comm)
        return wrong("a qubit starts on {}, which is no data qubit of the network", name(q));
      if (state(q) != State::free) return wrong("two qubits start on {}", name(q));
      state(q) = State::busy;
    }
    return success();
  }

  Status final_map() {
    if (program_.final_map.size() != circuit_.num_qubits())
      return wrong("the final map has {} qubits of {}", program_.final_map.size(), circuit_.num_qubits());
    for (PhysicalQubit q : program_.final_map) {
      if (!exists(q) || state(q) != State::busy)
        return wrong("a qubit ends on {}, which holds no state or another qubit", name(q));
      state(q) = State::free;
    }
    for (std::size_t p = 0; p < network_.size(); ++p)
      for (const auto* states : {&data_[p], &comm_[p]})
        if (std::ranges::any_of(*states, [](State s) { return s != State::free; }))
          return wrong("QPU {} still holds a copy or half of an e-bit at the end", p);
    return success();
  }

  // Instructions.
  Status instruction(const Instruction& i) {
    const bool one_qubit = i.kind == InstructionKind::x_basis || i.kind == InstructionKind::outcome ||
                           i.kind == InstructionKind::correct || i.kind == InstructionKind::measure ||
                           i.kind == InstructionKind::reset;
    if (one_qubit && i.q[1].valid()) return broken("two operands where one belongs");
    switch (i.kind) {
      case InstructionKind::ebit: return ebit(i);
      case InstructionKind::parity: return parity(i);
      case InstructionKind::x_basis: {
        const Status legal = expect(i.q[0], State::busy);
        if (legal) state(i.q[0]) = State::x_basis;
        return legal;
      }
      case InstructionKind::outcome: return outcome(i);
      case InstructionKind::correct: return correct(i);
      case InstructionKind::relocate: return relocate(i);
      default: return source_statement(i);
    }
  }

  Status ebit(const Instruction& i) {
    if (i.ebit.value() != next_ebit_ || i.ebit.index() >= program_.ebits.size())
      return broken("e-bit {} where {} is the next", i.ebit.value(), next_ebit_);
    ++next_ebit_;
    for (PhysicalQubit q : i.q) {
      if (Status legal = expect(q, State::free); !legal) return legal;
      if (!q.comm) return broken("{} is no communication qubit", name(q));
    }
    if (i.q[0].qpu == i.q[1].qpu) return broken("an e-bit inside QPU {}", i.q[0].qpu.value());
    const Ebit& e = program_.ebits[i.ebit.index()];
    if (e.qpus[0] != i.q[0].qpu || e.qpus[1] != i.q[1].qpu)
      return broken("e-bit {} is between other QPUs", i.ebit.value());
    if (routed_ && e.path.size() != 2)
      return broken("e-bit {} spans {} links after routing", i.ebit.value(), e.path.size() - 1);
    state(i.q[0]) = state(i.q[1]) = State::busy;
    return spare_qubits_of(e);
  }

  /// Raw pairs wait on qubits that nothing else uses.
  Status spare_qubits_of(const Ebit& e) {
    if (e.rounds < 0 || e.rounds > most_rounds) return broken("{} rounds of purification", e.rounds);
    for (std::size_t side : {0, 1}) {
      if (e.spare[side].size() != static_cast<std::size_t>(spare_qubits(e.rounds)))
        return broken("{} further communication qubits for {} rounds of purification", e.spare[side].size(),
                      e.rounds);
      std::set<std::int32_t> seen;
      for (const std::int32_t index : e.spare[side]) {
        if (Status legal = expect({e.qpus[side], index, true}, State::free); !legal) return legal;
        if (!seen.insert(index).second) return broken("c{}[{}] is used twice", e.qpus[side].value(), index);
      }
    }
    return success();
  }

  Status parity(const Instruction& i) {
    if (Status legal = expect_pair(i, State::busy, State::busy); !legal) return legal;
    state(i.q[1]) = State::parity;
    return success();
  }

  Status outcome(const Instruction& i) {
    if (!exists(i.q[0])) return expect(i.q[0], State::parity);
    if (state(i.q[0]) != State::x_basis)
      if (Status legal = expect(i.q[0], State::parity); !legal) return legal;
    if (i.outcome.value() != next_outcome_ || i.outcome.index() >= measured_.size())
      return broken("outcome {} where {} is the next of {}", i.outcome.value(), next_outcome_,
                    measured_.size());
    ++next_outcome_;
    measured_[i.outcome.index()] = 1;
    state(i.q[0]) = State::free;
    return success();
  }

  Status correct(const Instruction& i) {
    if (i.gate != GateKind::x && i.gate != GateKind::z)
      return broken("a correction is x or z, not '{}'", traits(i.gate).name);
    if (!i.outcome.valid() || i.outcome.index() >= measured_.size() || !measured_[i.outcome.index()])
      return broken("outcome {} is read before it is measured", i.outcome.value());
    return expect(i.q[0], State::busy);
  }

  Status relocate(const Instruction& i) {
    if (Status legal = expect_pair(i, State::busy, State::free); !legal) return legal;
    state(i.q[0]) = State::free;
    state(i.q[1]) = State::busy;
    return success();
  }

  Status source_statement(const Instruction& i) {
    if (i.condition < -1 || i.condition >= static_cast<std::int32_t>(circuit_.conditions.size()))
      return broken("a condition that does not exist");
    if (i.kind == InstructionKind::measure && (!i.bit.valid() || i.bit.index() >= circuit_.num_bits()))
      return broken("it measures into a bit that does not exist");
    if (i.kind == InstructionKind::gate) {
      const bool local_swap = i.gate == GateKind::swap && i.condition < 0 && !i.source.valid();
      if (i.gate != GateKind::cx && !local_swap && (!is_normalized_kind(i.gate) || !is_unitary(i.gate)))
        return broken("'{}' is no gate of a normalized circuit", traits(i.gate).name);
      if ((traits(i.gate).qubits == 2) != i.q[1].valid())
        return broken("'{}' has the wrong number of operands", traits(i.gate).name);
      for (double a : i.params)
        if (!circuit_.angles.holds(a, circuit_.inputs.size())) return broken("a parameter is not finite");
      if (i.q[1].valid()) return expect_pair(i, State::busy, State::busy);
    }
    return expect(i.q[0], State::busy);
  }

  // Tables.
  bool is_path(const Ebit& e) const {
    if (e.path.size() < 2 || e.path.front() != e.qpus[0] || e.path.back() != e.qpus[1]) return false;
    for (std::size_t i = 1; i < e.path.size(); ++i)
      if (!links_.contains(std::minmax(e.path[i - 1], e.path[i]))) return false;
    return true;
  }
  template <class AnyId>
  static bool in(AnyId id, std::size_t size) {
    return id.valid() && id.index() < size;
  }
  template <class Ids>
  static bool all_in(const Ids& ids, std::size_t size) {
    return std::ranges::all_of(ids, [&](auto id) { return in(id, size); });
  }

  Status tables() const {
    for (std::size_t i = 0; i < program_.ebits.size(); ++i)
      if (Status legal = ebit_row(i); !legal) return legal;
    if (next_outcome_ != program_.num_outcomes)
      return wrong("{} outcomes of {} are measured", next_outcome_, program_.num_outcomes);
    for (std::size_t i = 0; i < program_.packets.size(); ++i) {
      const Packet& p = program_.packets[i];
      if (!in(p.root, circuit_.num_qubits()) || !in(p.root_qpu, network_.size()) ||
          !all_in(p.tree, program_.ebits.size()) || !all_in(p.endings, measured_.size()))
        return wrong("packet {} names a qubit, QPU, e-bit or outcome that does not exist", i);
    }
    for (std::size_t i = 0; i < program_.teleports.size(); ++i) {
      const Teleport& t = program_.teleports[i];
      if (!in(t.qubit, circuit_.num_qubits()) || !exists(t.from) || !exists(t.to) ||
          !in(t.ebit, program_.ebits.size()) || !in(t.z_outcome, measured_.size()))
        return wrong("teleport {} names a qubit, e-bit or outcome that does not exist", i);
    }
    return success();
  }

  Status ebit_row(std::size_t i) const {
    const Ebit& e = program_.ebits[i];
    if (!is_path(e)) return wrong("the path of e-bit {} does not follow links from end to end", i);
    const bool made = static_cast<std::int32_t>(i) < next_ebit_;
    if (!made &&
        (!routed_ || e.parts.size() + 1 != e.path.size() || e.outcomes.size() != 2 * (e.parts.size() - 1)))
      return wrong("e-bit {} is neither made nor put together by swaps along its path", i);
    if (made && (!e.parts.empty() || !e.outcomes.empty())) return wrong("e-bit {} is made and has parts", i);
    if (!all_in(e.parts, static_cast<std::size_t>(next_ebit_)) || !all_in(e.outcomes, measured_.size()))
      return wrong("e-bit {} names a part or outcome that does not exist", i);
    for (EbitId part : e.parts)
      if (program_.ebits[part.index()].whole.index() != i)
        return wrong("part {} of e-bit {} is a part of another", part.value(), i);
    if (e.purpose == EbitPurpose::swap
            ? !in(e.whole, program_.ebits.size())
            : !in(e.packet, program_.packets.size()) && !in(e.teleport, program_.teleports.size()))
      return wrong("e-bit {} serves nothing", i);
    return success();
  }

  const Circuit& circuit_;
  const Network& network_;
  const Program& program_;
  bool routed_;
  std::set<std::pair<QpuId, QpuId>> links_;
  std::vector<std::vector<State>> data_, comm_;  ///< by QPU and index
  std::vector<char> measured_;                   ///< by outcome
  std::int32_t next_ebit_ = 0;
  std::int32_t next_outcome_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

Status verify_program(const Module& module) { return ProgramVerifier(module).verify(); }

}  // namespace dqc
