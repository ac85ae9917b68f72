#include "passes/ir/program_reader.h"

#include <fmt/core.h>

#include <limits>
#include <map>
#include <memory>

#include "passes/ir/annotation_fields.h"
#include "passes/ir/link_ebits.h"
#include "passes/ir/text_form.h"
#include "passes/support/source_manager.h"

namespace dqc {
namespace {

class ProgramReader {
 public:
  ProgramReader(const Circuit& text, Module& module) : text_(text), module_(module) {}

  Status read() {
    module_.program.emplace();
    if (module_.stage == Stage::scheduled) module_.schedule.emplace();
    if (Status done = registers(); !done) return done;
    auto annotation = text_.annotations.begin();
    for (; annotation != text_.annotations.end() && annotation->target != Annotation::Target::gate;
         ++annotation)
      if (Status done = header(*annotation); !done) return done;
    while (gate_ < text_.num_gates()) {
      note_.reset();
      time_.reset();
      for (; annotation != text_.annotations.end() && static_cast<std::size_t>(annotation->index) == gate_;
           ++annotation)
        if (Status done = instruction_annotation(*annotation); !done) return done;
      if (annotation != text_.annotations.end() && static_cast<std::size_t>(annotation->index) < gate_)
        return broken("an annotation stands inside an instruction");
      if (Status done = instruction(); !done) return done;
      if (Status done = keep_time(); !done) return done;
    }
    return success();
  }

 private:
  Error broken(std::string_view what) const {
    const std::int32_t line = gate_ < text_.num_gates() ? text_.gate(GateId(gate_)).line : 0;
    return {ExitCode::bad_input, std::string(what), "",
            std::make_shared<const SourcePlace>(SourcePlace{"", line, 1, line, 1, ""})};
  }

  /// d<i>, c<i>: physical qubits. All bit registers but m are the source's.
  Status registers() {
    for (const Register& r : text_.qubit_registers) {
      std::int32_t qpu = -1;
      const char* end = r.name.data() + r.name.size();
      const bool legal = r.name.size() >= 2 && (r.name[0] == 'd' || r.name[0] == 'c') &&
                         std::from_chars(r.name.data() + 1, end, qpu).ptr == end && qpu >= 0;
      if (!legal)
        return Error{ExitCode::bad_input,
                     fmt::format("register '{}' of a program is neither d<QPU> nor c<QPU>", r.name), ""};
      for (std::int32_t i = 0; i < r.size; ++i) physical_.push_back({QpuId(qpu), i, r.name[0] == 'c'});
    }
    for (const Register& r : text_.bit_registers) {
      if (r.name == "m" && &r == &text_.bit_registers.back()) {
        first_outcome_ = r.first;
        module_.program->num_outcomes = r.size;
      } else if (r.name != carrier_register) {
        module_.circuit.add_bit_register(r.name, r.size, r.scalar);
      }
    }
    module_.circuit.inputs = text_.inputs;
    module_.circuit.angles = text_.angles;
    if (first_outcome_ < 0) first_outcome_ = static_cast<std::int32_t>(text_.num_bits());
    return success();
  }

  Status header(const Annotation& a) {
    AnnotationFields f(a);
    Program& program = *module_.program;
    if (a.keyword == "dqc.source_qubits") {
      const std::int64_t size = f.integer("size");
      if (size < 1 || size > 1 << 24)
        f.fail("the size is out of range");
      else
        module_.circuit.add_qubit_register(unescaped(f.text("name")), static_cast<int>(size),
                                           f.integer("scalar") != 0);
    } else if (a.keyword == "dqc.initial_map") {
      for (std::string_view q : f.words()) program.initial_map.push_back(f.physical(q));
    } else if (a.keyword == "dqc.final_map") {
      for (std::string_view q : f.words()) program.final_map.push_back(f.physical(q));
    } else if (a.keyword == "dqc.swapped") {
      ebit(f);
    } else if (a.keyword == "dqc.packet") {
      program.packets.push_back({f.id<QubitId>("root"), f.id<QpuId>("qpu"), f.ids<EbitId>("tree"),
                                 f.ids<GateId>("gates"), f.ids<OutcomeId>("endings")});
    } else if (a.keyword == "dqc.teleport") {
      program.teleports.push_back({f.id<QubitId>("qubit"), f.physical(f.text("from")),
                                   f.physical(f.text("to")), f.id<EbitId>("ebit"), f.id<OutcomeId>("z")});
    } else if (a.keyword == "dqc.makespan" && module_.schedule) {
      const auto values = f.word_integers();
      if (values.size() != 1)
        f.fail("expected one number");
      else
        module_.schedule->makespan = values[0];
    } else if (a.keyword.starts_with("dqc.")) {
      f.fail("is unknown in front of a register of a program");
    }
    return f.status();
  }

  EbitId ebit(AnnotationFields& f) {
    const auto id = f.id<EbitId>("id");
    const auto ends = f.ids<QpuId>("qpus");
    if (!id.valid() || id.index() >= text_.num_gates() + text_.annotations.size() || ends.size() != 2) {
      f.fail("needs an id and two QPUs");
      return {};
    }
    Ebit e;
    e.qpus = {ends[0], ends[1]};
    e.path = f.ids<QpuId>("path");
    const std::string_view use = f.text("use");
    for (EbitPurpose p : {EbitPurpose::cat, EbitPurpose::teleport, EbitPurpose::swap})
      if (use == purpose_name(p)) e.purpose = p;
    if (use != purpose_name(e.purpose)) f.fail("use is cat, teleport or swap");
    e.packet = f.id<PacketId>("packet");
    e.teleport = f.id<TeleportId>("teleport");
    e.whole = f.id<EbitId>("whole");
    if (f.has("parts")) e.parts = f.ids<EbitId>("parts");
    if (f.has("outcomes")) e.outcomes = f.ids<OutcomeId>("outcomes");
    if (f.has("rounds")) purification(f, e);
    auto& ebits = module_.program->ebits;
    if (ebits.size() <= id.index()) ebits.resize(id.index() + 1);
    ebits[id.index()] = std::move(e);
    return id;
  }

  static void purification(AnnotationFields& f, Ebit& e) {
    const std::int64_t rounds = f.integer("rounds");
    if (rounds < 1 || rounds > most_rounds) return f.fail("the number of rounds is out of range");
    e.rounds = static_cast<int>(rounds);
    for (std::size_t side : {0, 1})
      for (const std::int64_t index : f.integers(side == 0 ? "spare0" : "spare1")) {
        if (index < 0 || index > std::numeric_limits<std::int32_t>::max()) return f.fail("no such qubit");
        e.spare[side].push_back(static_cast<std::int32_t>(index));
      }
  }

  Status instruction_annotation(const Annotation& a) {
    AnnotationFields f(a);
    if (a.keyword == "dqc.time") {
      const auto values = f.word_integers();
      if (values.size() == 2)
        time_ = Interval{values[0], values[1]};
      else
        f.fail("expected start and end");
    } else if (a.keyword.starts_with("dqc.")) {
      note_ = Instruction{};
      if (a.keyword == "dqc.ebit") {
        note_->kind = InstructionKind::ebit;
        note_->ebit = ebit(f);
      } else if (a.keyword == "dqc.parity") {
        note_->kind = InstructionKind::parity;
      } else if (a.keyword == "dqc.x_basis") {
        note_->kind = InstructionKind::x_basis;
      } else if (a.keyword == "dqc.relocate") {
        note_->kind = InstructionKind::relocate;
      } else if (a.keyword == "dqc.swap") {
        note_->gate = GateKind::swap;
      } else if (a.keyword == "dqc.source") {
        const auto values = f.word_integers();
        if (values.size() == 1)
          note_->source = GateId(static_cast<std::int32_t>(values[0]));
        else
          f.fail("expected the number of a gate");
      } else {
        f.fail("is unknown in front of a statement of a program");
      }
    }
    return f.status();
  }

  // Instructions. next() takes the statement that has to come now.
  bool next(GateKind kind, std::span<const PhysicalQubit> operands) {
    if (gate_ == text_.num_gates()) return false;
    const Gate& g = text_.gate(GateId(gate_));
    if (g.kind != kind || g.condition >= 0 || g.num_qubits != operands.size()) return false;
    for (int i = 0; i < g.num_qubits; ++i)
      if (physical(g, i) != operands[static_cast<std::size_t>(i)]) return false;
    ++gate_;
    return true;
  }
  PhysicalQubit physical(const Gate& g, int i) const { return physical_[text_.qubit(g, i).index()]; }

  Status instruction() {
    const Gate& g = text_.gate(GateId(gate_));
    if (!note_) return plain_instruction(g);
    Instruction i = *note_;
    using K = InstructionKind;
    for (int k = 0; k < std::min<int>(g.num_qubits, 2); ++k)
      i.q[static_cast<std::size_t>(k)] = physical(g, k);
    bool legal = true;
    if (i.kind == K::ebit) {
      legal = gate_ + 1 < text_.num_gates() && text_.gate(GateId(gate_ + 1)).num_qubits == 1;
      if (legal) i.q[1] = physical(text_.gate(GateId(gate_ + 1)), 0);
      legal = legal && next(GateKind::reset, {{i.q[0]}}) && next(GateKind::reset, {{i.q[1]}}) &&
              next(GateKind::h, {{i.q[0]}}) && next(GateKind::cx, i.q);
    } else if (i.kind == K::parity) {
      legal = next(GateKind::cx, i.q);
    } else if (i.kind == K::x_basis) {
      legal = next(GateKind::h, {{i.q[0]}});
    } else if (i.kind == K::relocate) {
      i.q[1] = i.q[0];
      legal = gate_ + 1 < text_.num_gates() && text_.gate(GateId(gate_ + 1)).num_qubits == 2;
      if (legal) i.q[0] = physical(text_.gate(GateId(gate_ + 1)), 0);
      legal = legal && next(GateKind::reset, {{i.q[1]}}) && next(GateKind::swap, i.q);
    } else if (i.gate == GateKind::swap) {
      legal = next(GateKind::swap, i.q);
    } else {
      legal = source(g, i);
      ++gate_;
    }
    if (!legal) return broken("the statements are not those of the annotated instruction");
    module_.program->instructions.push_back(i);
    return success();
  }

  /// A gate, measurement or reset of the source.
  bool source(const Gate& g, Instruction& i) {
    if (g.num_qubits > 2 || g.num_params > 3 || g.num_qubits == 0) return false;
    if (g.kind == GateKind::measure) {
      i.kind = InstructionKind::measure;
      i.bit = BitId(g.detail);
      if (g.detail >= first_outcome_) return false;
    } else if (g.kind == GateKind::reset) {
      i.kind = InstructionKind::reset;
    } else if (g.kind < GateKind::call) {
      i.kind = InstructionKind::gate;
      i.gate = g.kind;
      for (int p = 0; p < g.num_params; ++p) i.params[static_cast<std::size_t>(p)] = text_.param(g, p);
    } else {
      return false;
    }
    return g.condition < 0 || condition(g.condition, i);
  }

  bool condition(std::int32_t index, Instruction& i) {
    const Condition& c = text_.conditions[static_cast<std::size_t>(index)];
    for (const ConditionTerm& term : c.terms)
      if (text_.bit_registers[static_cast<std::size_t>(term.bit_register)].first >= first_outcome_)
        return false;
    const auto [known, is_new] =
        conditions_.emplace(index, static_cast<std::int32_t>(module_.circuit.conditions.size()));
    if (is_new) module_.circuit.conditions.push_back(c);
    i.condition = known->second;
    return true;
  }

  /// `m[j] = measure q;` or `if (m[j]) { x q; }`.
  Status plain_instruction(const Gate& g) {
    Instruction i;
    if (g.num_qubits != 1) return broken("the statement is no instruction of a program");
    i.q[0] = physical(g, 0);
    if (g.kind == GateKind::measure && g.condition < 0 && g.detail >= first_outcome_) {
      i.kind = InstructionKind::outcome;
      i.outcome = OutcomeId(g.detail - first_outcome_);
    } else if (g.condition >= 0 && (g.kind == GateKind::x || g.kind == GateKind::z)) {
      const auto& terms = text_.conditions[static_cast<std::size_t>(g.condition)].terms;
      if (terms.size() != 1 || terms[0].bit.value() < first_outcome_ || terms[0].value != 1)
        return broken("a gate under a condition lacks '@dqc.source'");
      i.kind = InstructionKind::correct;
      i.gate = g.kind;
      i.outcome = OutcomeId(terms[0].bit.value() - first_outcome_);
    } else {
      return broken("the statement is no instruction of a program");
    }
    ++gate_;
    module_.program->instructions.push_back(i);
    return success();
  }

  Status keep_time() {
    if (module_.schedule.has_value() != time_.has_value())
      return broken(time_ ? "a time in a module that is not scheduled" : "an instruction lacks '@dqc.time'");
    if (time_) module_.schedule->times.push_back(*time_);
    return success();
  }

  const Circuit& text_;
  Module& module_;
  std::vector<PhysicalQubit> physical_;              ///< by qubit of the text
  std::int32_t first_outcome_ = -1;                  ///< bits of the text from here on are outcomes
  std::map<std::int32_t, std::int32_t> conditions_;  ///< of the module, by that of the text
  std::size_t gate_ = 0;
  std::optional<Instruction> note_;  ///< what an annotation says about the instruction to come
  std::optional<Interval> time_;
};

}  // namespace

Status read_program(const Circuit& text, Module& module) { return ProgramReader(text, module).read(); }

}  // namespace dqc
