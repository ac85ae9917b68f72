#include "backend/copy_programs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <numbers>
#include <span>
#include <string_view>

#include "backend/names.h"
#include "backend/statements.h"
#include "passes/ir/text_form.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

/// The circuit's classical registers once per copy, and its conditions over them.
Circuit classical_part(const Circuit& source, std::size_t copies, bool numbered) {
  Circuit out;
  for (std::size_t i = 0; i < copies; ++i)
    for (const Register& r : source.bit_registers)
      out.add_bit_register(numbered ? fmt::format("{}_{}", r.name, i) : r.name, r.size, r.scalar);
  out.inputs = source.inputs;
  out.angles = source.angles;
  return out;
}

class ProgramPrinter {
 public:
  ProgramPrinter(const Module& module, QubitStyle style, std::span<const Layout> copies, bool numbered)
      : source_(module.circuit),
        copies_(copies),
        style_(style),
        classical_(classical_part(source_, copies.size(), numbered)),
        names_(classical_, source_names(classical_, QasmVersion::qasm3,
                                        [](std::string_view name) { return name == "q"; })) {
    const std::string numbers = numbered ? fmt::format("ies 0 to {}", copies.size() - 1)
                                         : fmt::format("y {}", &copies[0] - module.copies->layouts.data());
    out_ = fmt::format("{}{} on {}\n", copy_program_mark, numbers,
                       module.device->name.empty() ? "a device" : module.device->name);
    out_ += file_header(QasmVersion::qasm3);
    for (GateKind kind : helper_gates(source_)) out_.append(helper_definition(kind)).append("\n");
    if (style_ == QubitStyle::device_register) out_ += fmt::format("qubit[{}] q;\n", module.device->size());
    for (std::size_t i = 0; i < classical_.bit_registers.size(); ++i) {
      const Register& r = classical_.bit_registers[i];
      out_ += r.scalar ? fmt::format("bit {};\n", names_.bit_register(i))
                       : fmt::format("bit[{}] {};\n", r.size, names_.bit_register(i));
    }
    out_ += names_.input_declarations();
  }

  std::string print() && {
    for (std::size_t copy = 0; copy < copies_.size(); ++copy)
      for (const Gate& gate : source_.gates()) print(gate, copy);
    return std::move(out_);
  }

 private:
  void print(const Gate& gate, std::size_t copy) {
    std::vector<std::string> operands;
    for (QubitId q : source_.qubits(gate))
      if (const int place = copies_[copy].qubits[q.index()]; place >= 0)
        operands.push_back(style_ == QubitStyle::hardware ? fmt::format("${}", place)
                                                          : fmt::format("q[{}]", place));
    if (operands.empty()) return;  // a barrier over qubits that nothing uses
    std::string close;
    if (gate.condition >= 0) {
      const auto guard = condition_guard(QasmVersion::qasm3, classical_, condition_of(gate, copy), names_);
      out_ += guard->open, close = guard->close;
    }
    if (gate.kind == GateKind::measure)
      append_measure(out_, QasmVersion::qasm3, names_.bit(bit_of(gate, copy)), operands[0]);
    else
      out_ += fmt::format("{} {};", gate_text(gate), fmt::join(operands, ", "));
    out_ += close + "\n";
  }

  /// The gate's name and angles; cp(pi) under the name that devices know.
  std::string gate_text(const Gate& gate) const {
    const bool is_cz = gate.kind == GateKind::cp && std::abs(source_.param(gate)) == std::numbers::pi;
    if (is_cz) return "cz";
    std::vector<std::string> angles;
    for (double angle : source_.params(gate)) angles.push_back(names_.angle(angle));
    const std::string_view name = printed_gate_name(gate.kind);
    return angles.empty() ? std::string(name) : fmt::format("{}({})", name, fmt::join(angles, ", "));
  }

  BitId bit_of(const Gate& gate, std::size_t copy) const {
    return BitId(static_cast<std::size_t>(gate.detail) + copy * source_.num_bits());
  }

  Condition condition_of(const Gate& gate, std::size_t copy) const {
    Condition condition = source_.conditions[static_cast<std::size_t>(gate.condition)];
    for (ConditionTerm& term : condition.terms) {
      term.bit_register += static_cast<std::int32_t>(copy * source_.bit_registers.size());
      if (term.bit.valid()) term.bit = BitId(term.bit.index() + copy * source_.num_bits());
    }
    return condition;
  }

  const Circuit& source_;
  std::span<const Layout> copies_;
  QubitStyle style_;
  Circuit classical_;
  BitNames names_;
  std::string out_;
};

}  // namespace

std::vector<std::string> copy_programs(const Module& module, QubitStyle style) {
  std::vector<std::string> programs;
  for (const Layout& copy : module.copies->layouts)
    programs.push_back(ProgramPrinter(module, style, {&copy, 1}, false).print());
  return programs;
}

std::string combined_program(const Module& module, QubitStyle style) {
  return ProgramPrinter(module, style, module.copies->layouts, true).print();
}

std::string copy_program_name(std::size_t copy) { return fmt::format("copy{}.qasm", copy); }

}  // namespace dqc
