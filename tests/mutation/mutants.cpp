#include "tests/mutation/mutants.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace dqc::test {
namespace {

using Kind = InstructionKind;

constexpr const char* kind_names[] = {"gate",    "measure", "reset",   "ebit",    "parity",
                                      "x_basis", "outcome", "correct", "relocate"};

using Use = std::function<void(const std::string&, const std::string&, const Module&)>;

/// The construct that an instruction belongs to.
std::string construct_of(const Program& program, std::size_t at) {
  const Instruction& g = program.instructions[at];
  if (g.condition >= 0) return "statement under a condition";
  const auto later = [&](auto&& is) {
    return std::any_of(program.instructions.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       program.instructions.end(), is);
  };
  const auto touches = [&](const Instruction& i) { return i.q[0] == g.q[0] || i.q[1] == g.q[0]; };
  switch (g.kind) {
    case Kind::gate: {
      const GateShape shape = traits(g.gate).shape;
      const bool on_copy = g.q[0].comm || (g.q[1].valid() && g.q[1].comm);
      if (shape == GateShape::antidiagonal)
        return on_copy ? "antidiagonal gate on a copy" : "antidiagonal gate";
      return on_copy                        ? "gate on a communication qubit"
             : shape == GateShape::diagonal ? "diagonal gate"
                                            : "other gate";
    }
    case Kind::measure: return later(touches) ? "measurement in mid-circuit" : "measurement at the end";
    case Kind::reset: return "reset of the source";
    case Kind::ebit:
      switch (program.ebits[g.ebit.index()].purpose) {
        case EbitPurpose::cat: return "e-bit of a packet";
        case EbitPurpose::teleport: return "e-bit of a move";
        case EbitPurpose::swap: return "e-bit to be swapped";
      }
      return "e-bit of a packet";
    case Kind::parity: return g.q[0].comm ? "parity between communication qubits" : "starting process";
    case Kind::x_basis:
    case Kind::outcome: return "measurement of a process";
    case Kind::correct: return "correction";
    case Kind::relocate: return "move to a data qubit";
  }
  return {};
}

/// Every outcome is measured by one instruction, before it is read.
bool emittable(const Program& program) {
  std::set<OutcomeId> measured;
  for (const Instruction& g : program.instructions) {
    if (g.kind == Kind::outcome && !measured.insert(g.outcome).second) return false;
    if (g.kind == Kind::correct && !measured.contains(g.outcome)) return false;
  }
  return true;
}

class ProgramMutants {
 public:
  ProgramMutants(const Module& module, const Use& use) : module_(module), use_(use) {}

  void run() {
    for (at_ = 0; at_ < instructions().size(); ++at_) {
      const Instruction& g = instructions()[at_];
      drop();
      twice();
      exchange();
      switch (g.kind) {
        case Kind::gate: gate(g); break;
        case Kind::measure:
          change("another bit", [&](Instruction& i) {
            i.bit = BitId((i.bit.index() + 1) % std::max<std::size_t>(2, module_.circuit.num_bits()));
          });
          break;
        case Kind::correct: correction(g); break;
        case Kind::parity:
        case Kind::relocate:
          change("operands exchanged", [](Instruction& i) { std::swap(i.q[0], i.q[1]); });
          break;
        default: break;
      }
      if (g.condition >= 0) condition(g);
      if (g.kind != Kind::ebit && g.kind != Kind::relocate) other_operands(g);
    }
    maps();
  }

 private:
  const std::vector<Instruction>& instructions() const { return module_.program->instructions; }

  void emit(const std::string& what, const Module& mutant) {
    if (!emittable(*mutant.program) || *mutant.program == *module_.program) return;
    const std::string name =
        at_ < instructions().size() ? kind_names[static_cast<std::size_t>(instructions()[at_].kind)] : "map";
    const std::string construct = at_ < instructions().size() ? construct_of(*module_.program, at_) : "maps";
    use_(construct, fmt::format("{} {}: {}", name, at_, what), mutant);
  }

  template <class Edit>
  void change(const std::string& what, Edit edit) {
    Module mutant = module_;
    edit(mutant.program->instructions[at_]);
    emit(what, mutant);
  }

  void drop() {
    Module mutant = module_;
    const auto at = static_cast<std::ptrdiff_t>(at_);
    mutant.program->instructions.erase(mutant.program->instructions.begin() + at);
    mutant.schedule->times.erase(mutant.schedule->times.begin() + at);
    emit("dropped", mutant);
  }

  void twice() {
    if (instructions()[at_].kind == Kind::ebit) return;
    Module mutant = module_;
    const auto at = static_cast<std::ptrdiff_t>(at_);
    mutant.program->instructions.insert(mutant.program->instructions.begin() + at, instructions()[at_]);
    mutant.schedule->times.insert(mutant.schedule->times.begin() + at, module_.schedule->times[at_]);
    emit("twice", mutant);
  }

  void exchange() {
    if (at_ + 1 == instructions().size()) return;
    Module mutant = module_;
    std::swap(mutant.program->instructions[at_], mutant.program->instructions[at_ + 1]);
    emit("exchanged with the next", mutant);
  }

  void gate(const Instruction& g) {
    const int params = traits(g.gate).params;
    for (std::size_t k = 0; k < static_cast<std::size_t>(params); ++k) {
      change("angle a little more", [k](Instruction& i) { i.params[k] += 1e-6; });
      change("angle the other way", [k](Instruction& i) { i.params[k] = -i.params[k]; });
    }
    if (g.gate == GateKind::h) change("x for h", [](Instruction& i) { i.gate = GateKind::x; });
    if (g.gate == GateKind::x) change("h for x", [](Instruction& i) { i.gate = GateKind::h; });
    if (!g.q[1].valid() && params == 0) change("a t for it", [](Instruction& i) { i.gate = GateKind::t; });
    if (g.condition >= 0) change("condition dropped", [](Instruction& i) { i.condition = -1; });
  }

  void correction(const Instruction& g) {
    change("x for z", [](Instruction& i) { i.gate = i.gate == GateKind::x ? GateKind::z : GateKind::x; });
    int others = 0;
    for (std::size_t i = at_; i-- > 0 && others < 2;) {
      if (instructions()[i].kind != Kind::outcome || instructions()[i].outcome == g.outcome) continue;
      ++others;
      change("of another outcome", [&](Instruction& c) { c.outcome = instructions()[i].outcome; });
    }
  }

  void condition(const Instruction& g) {
    Module mutant = module_;
    Condition other = mutant.circuit.conditions[static_cast<std::size_t>(g.condition)];
    for (ConditionTerm& t : other.terms) {
      t.value ^= 1;
      mutant.program->instructions[at_].condition = mutant.circuit.add_condition(other);
      emit("another value in its condition", mutant);
    }
  }

  /// Each operand moved to other qubits of its QPU that the program uses.
  void other_operands(const Instruction& g) {
    for (const std::size_t k : {0u, 1u}) {
      if (!g.q[k].valid()) continue;
      for (const bool comm : {false, true})
        for (std::int32_t index = 0; index < 2; ++index) {
          const PhysicalQubit q{g.q[k].qpu, index, comm};
          if (q == g.q[0] || q == g.q[1]) continue;
          change(fmt::format("on {}[{}]", comm ? "c" : "d", index), [&](Instruction& i) { i.q[k] = q; });
        }
    }
    if (g.q[1].valid() && g.kind == Kind::gate && !is_diagonal(g.gate))
      change("operands exchanged", [](Instruction& i) { std::swap(i.q[0], i.q[1]); });
  }

  void maps() {
    for (const bool final : {false, true}) {
      const auto& map = final ? module_.program->final_map : module_.program->initial_map;
      for (std::size_t i = 0; i + 1 < map.size(); ++i) {
        Module mutant = module_;
        auto& changed = final ? mutant.program->final_map : mutant.program->initial_map;
        std::swap(changed[i], changed[i + 1]);
        emit(fmt::format("{} places of qubits {} and {} exchanged", final ? "final" : "initial", i, i + 1),
             mutant);
      }
    }
  }

  const Module& module_;
  const Use& use_;
  std::size_t at_ = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether so many digits stand before this one that it need not change the number read.
bool is_rounded_away(const std::string& line, std::size_t k) {
  std::size_t before = 0;
  while (k-- > 0 && (is_digit(line[k]) || line[k] == '.')) ++before;
  return before >= 14;
}

bool says_nothing(const std::string& line) {
  for (const char* start : {"OPENQASM", "include", "bit", "//"})
    if (line.starts_with(start)) return true;
  return line.empty();
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

const std::vector<std::string>& constructs() {
  static const std::vector<std::string> all = {"antidiagonal gate",
                                               "antidiagonal gate on a copy",
                                               "diagonal gate",
                                               "other gate",
                                               "gate on a communication qubit",
                                               "statement under a condition",
                                               "measurement in mid-circuit",
                                               "measurement at the end",
                                               "reset of the source",
                                               "e-bit of a packet",
                                               "e-bit of a move",
                                               "e-bit to be swapped",
                                               "starting process",
                                               "parity between communication qubits",
                                               "measurement of a process",
                                               "correction",
                                               "move to a data qubit",
                                               "maps"};
  return all;
}

void for_each_program_mutant(const Module& module, const Use& use) { ProgramMutants(module, use).run(); }

void for_each_text_mutant(const std::string& text, Rng& rng,
                          const std::function<void(const std::string&, const std::string&)>& use) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (says_nothing(lines[i])) continue;
    auto mutant = lines;
    mutant.erase(mutant.begin() + static_cast<std::ptrdiff_t>(i));
    use(fmt::format("line {} dropped: {}", i + 1, lines[i]), joined(mutant));
    mutant = lines;
    mutant.insert(mutant.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    use(fmt::format("line {} twice: {}", i + 1, lines[i]), joined(mutant));
    const bool annotations = lines[i][0] == '@' && i + 1 < lines.size() && lines[i + 1][0] == '@';
    if (i + 1 < lines.size() && !says_nothing(lines[i + 1]) && lines[i] != lines[i + 1] && !annotations) {
      mutant = lines;
      std::swap(mutant[i], mutant[i + 1]);
      use(fmt::format("line {} exchanged with the next: {}", i + 1, lines[i]), joined(mutant));
    }
    std::vector<std::size_t> digits;
    for (std::size_t k = 0; k < lines[i].size(); ++k)
      if (is_digit(lines[i][k]) && !is_rounded_away(lines[i], k)) digits.push_back(k);
    if (digits.empty()) continue;
    mutant = lines;
    char& digit = mutant[i][digits[rng.below(static_cast<std::uint32_t>(digits.size()))]];
    digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(rng.below(9))) % 10);
    use(fmt::format("line {} '{}' for: {}", i + 1, mutant[i], lines[i]), joined(mutant));
  }
}

}  // namespace dqc::test
