#include "passes/ir/program_printer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

template <class Ids>
std::string list(const Ids& ids) {
  std::string text;
  for (const auto& id : ids) {
    if (!text.empty()) text += ',';
    text += std::to_string(id.value());
  }
  return text;
}

class ProgramPrinter {
 public:
  ProgramPrinter(const Module& module, const PrintedNames& names, std::string& out)
      : module_(module), circuit_(module.circuit), program_(*module.program), names_(names), out_(out) {}

  void print() {
    header();
    registers();
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) {
      if (module_.schedule)
        line("@dqc.time {} {}", module_.schedule->times[i].start, module_.schedule->times[i].end);
      instruction(program_.instructions[i]);
    }
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  void header() {
    for (const Register& r : circuit_.qubit_registers)
      line("@dqc.source_qubits name={} size={} scalar={}", escaped(r.name), r.size, r.scalar ? 1 : 0);
    map("initial_map", program_.initial_map);
    map("final_map", program_.final_map);
    for (std::size_t i = 0; i < program_.ebits.size(); ++i)
      if (!has_instruction(EbitId(i))) ebit_row("swapped", EbitId(i));
    for (const Packet& p : program_.packets)
      line("@dqc.packet root={} qpu={} tree={} gates={} endings={}", p.root.value(), p.root_qpu.value(),
           list(p.tree), list(p.gates), list(p.endings));
    for (const Teleport& t : program_.teleports)
      line("@dqc.teleport qubit={} from={} to={} ebit={} z={}", t.qubit.value(), physical_name(t.from),
           physical_name(t.to), t.ebit.value(), t.z_outcome.value());
    if (module_.schedule) line("@dqc.makespan {}", module_.schedule->makespan);
  }

  void map(std::string_view which, const std::vector<PhysicalQubit>& by_qubit) {
    out_ += fmt::format("@dqc.{}", which);
    for (PhysicalQubit q : by_qubit) out_ += " " + physical_name(q);
    out_ += '\n';
  }

  bool has_instruction(EbitId id) {
    if (made_.empty()) {
      made_.assign(program_.ebits.size(), 0);
      for (const Instruction& i : program_.instructions)
        if (i.kind == InstructionKind::ebit) made_[i.ebit.index()] = 1;
    }
    return made_[id.index()] != 0;
  }

  void ebit_row(std::string_view keyword, EbitId id) {
    const Ebit& e = program_.ebits[id.index()];
    out_ += fmt::format("@dqc.{} id={} qpus={} path={} use={}", keyword, id.value(), list(e.qpus),
                        list(e.path), purpose_name(e.purpose));
    if (e.packet.valid()) out_ += fmt::format(" packet={}", e.packet.value());
    if (e.teleport.valid()) out_ += fmt::format(" teleport={}", e.teleport.value());
    if (e.whole.valid()) out_ += fmt::format(" whole={}", e.whole.value());
    if (!e.parts.empty()) out_ += fmt::format(" parts={}", list(e.parts));
    if (!e.outcomes.empty()) out_ += fmt::format(" outcomes={}", list(e.outcomes));
    if (e.rounds > 0)
      out_ += fmt::format(" rounds={} spare0={} spare1={}", e.rounds, fmt::join(e.spare[0], ","),
                          fmt::join(e.spare[1], ","));
    out_ += '\n';
  }

  /// d<i> and c<i> as large as the program uses them, then the source's bits, then the outcomes m. If there
  /// is none of them, a register of its own carries the header.
  void registers() {
    std::vector<std::array<std::int32_t, 2>> sizes(module_.network ? module_.network->size() : 0);
    const auto use = [&](PhysicalQubit q) {
      if (!q.valid()) return;
      if (q.qpu.index() >= sizes.size()) sizes.resize(q.qpu.index() + 1);
      auto& size = sizes[q.qpu.index()][q.comm ? 1 : 0];
      size = std::max(size, q.index + 1);
    };
    for (const Instruction& i : program_.instructions) use(i.q[0]), use(i.q[1]);
    bool any = !circuit_.bit_registers.empty() || program_.num_outcomes > 0;
    for (std::size_t p = 0; p < sizes.size(); ++p) {
      if (sizes[p][0] > 0) line("qubit[{}] d{};", sizes[p][0], p);
      if (sizes[p][1] > 0) line("qubit[{}] c{};", sizes[p][1], p);
      any |= sizes[p][0] > 0 || sizes[p][1] > 0;
    }
    for (const Register& r : circuit_.bit_registers) line("{}", bit_declaration(r, names_(r.name)));
    if (program_.num_outcomes > 0) line("bit[{}] m;", program_.num_outcomes);
    if (!any) line("bit {};", carrier_register);
    out_ += input_declarations(circuit_, names_);
  }

  void instruction(const Instruction& i) {
    const std::string a = physical_name(i.q[0]);
    const std::string b = i.q[1].valid() ? physical_name(i.q[1]) : "";
    switch (i.kind) {
      case InstructionKind::ebit:
        ebit_row("ebit", i.ebit);
        line("reset {};\nreset {};\nh {};\ncx {}, {};", a, b, a, a, b);
        break;
      case InstructionKind::parity: line("@dqc.parity\ncx {}, {};", a, b); break;
      case InstructionKind::x_basis: line("@dqc.x_basis\nh {};", a); break;
      case InstructionKind::outcome: line("m[{}] = measure {};", i.outcome.value(), a); break;
      case InstructionKind::correct:
        line("if (m[{}]) {{ {} {}; }}", i.outcome.value(), printed_gate_name(i.gate), a);
        break;
      case InstructionKind::relocate: line("@dqc.relocate\nreset {};\nswap {}, {};", b, a, b); break;
      default: source_statement(i, a, b);
    }
  }

  void source_statement(const Instruction& i, const std::string& a, const std::string& b) {
    if (i.gate == GateKind::swap && !i.source.valid())
      line("@dqc.swap");
    else
      line("@dqc.source {}", i.source.value());
    const std::size_t terms = open_condition(circuit_, names_, i.condition, out_);
    if (i.kind == InstructionKind::measure) {
      out_ += fmt::format("{} = measure {};", bit_name(circuit_, names_, i.bit), a);
    } else if (i.kind == InstructionKind::reset) {
      out_ += fmt::format("reset {};", a);
    } else {
      out_ += printed_gate_name(i.gate);
      for (int p = 0; p < traits(i.gate).params; ++p)
        out_ += (p == 0 ? "(" : ", ") + angle_text(circuit_, names_, i.params[static_cast<std::size_t>(p)]);
      out_ += traits(i.gate).params > 0 ? ") " : " ";
      out_ += b.empty() ? a + ";" : a + ", " + b + ";";
    }
    for (std::size_t t = 0; t < terms; ++t) out_ += " }";
    out_ += '\n';
  }

  const Module& module_;
  const Circuit& circuit_;
  const Program& program_;
  const PrintedNames& names_;
  std::string& out_;
  std::vector<char> made_;  ///< by e-bit: has an instruction
};

}  // namespace

std::string bit_name(const Circuit& circuit, const PrintedNames& names, BitId bit) {
  const Register& r = circuit.bit_registers[circuit.register_of(bit)];
  return r.scalar ? names(r.name) : fmt::format("{}[{}]", names(r.name), bit.value() - r.first);
}

std::size_t open_condition(const Circuit& circuit, const PrintedNames& names, std::int32_t condition,
                           std::string& out) {
  if (condition < 0) return 0;
  const auto& terms = circuit.conditions[static_cast<std::size_t>(condition)].terms;
  for (const ConditionTerm& term : terms) {
    const std::string& whole = names(circuit.bit_registers[static_cast<std::size_t>(term.bit_register)].name);
    if (!term.bit.valid()) {
      out += fmt::format("if ({} == {}) {{ ", whole, term.value);
    } else {
      out += fmt::format("if ({}{}) {{ ", term.value == 0 ? "!" : "", bit_name(circuit, names, term.bit));
    }
  }
  return terms.size();
}

void print_program(const Module& module, const PrintedNames& names, std::string& out) {
  ProgramPrinter(module, names, out).print();
}

}  // namespace dqc
