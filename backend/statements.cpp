#include "backend/statements.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <numbers>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

constexpr double pi = std::numbers::pi;

/// The parameterless gate that equals a Z rotation by `angle` up to a global phase, if it has a name.
std::string_view phase_gate_named(double angle) {
  if (std::abs(angle) == pi) return "z";
  if (angle == pi / 2) return "s";
  if (angle == -pi / 2) return "sdg";
  if (angle == pi / 4) return "t";
  if (angle == -pi / 4) return "tdg";
  return {};
}

struct GateText {
  std::string_view name;
  int params;
};

GateText gate_text(QasmVersion version, const Instruction& g) {
  const bool qasm2 = version == QasmVersion::qasm2;
  switch (g.gate) {
    case GateKind::rz:
    case GateKind::p:
    case GateKind::u1:
      if (const auto name = phase_gate_named(g.params[0]); !name.empty()) return {name, 0};
      return {g.gate == GateKind::rz ? "rz" : qasm2 ? "u1" : "p", 1};
    case GateKind::cp:
    case GateKind::cu1:
      if (std::abs(g.params[0]) == pi) return {"cz", 0};
      return {qasm2 ? "cu1" : "cp", 1};
    case GateKind::u:
    case GateKind::u3: return {"u3", 3};
    default: return {traits(g.gate).name, traits(g.gate).params};
  }
}

Error no_qasm2_words(const std::string& what) {
  return {ExitCode::bad_input, fmt::format("OpenQASM 2 cannot test {}", what), "emit OpenQASM 3 instead"};
}

Result<std::string> qasm2_test(const Circuit& circuit, const Condition& condition, const BitNames& names) {
  if (condition.terms.size() != 1)
    return no_qasm2_words(fmt::format("{} conditions at once", condition.terms.size()));
  const ConditionTerm& term = condition.terms.front();
  const auto index = static_cast<std::size_t>(term.bit_register);
  if (term.bit.valid() && circuit.bit_registers[index].size != 1)
    return no_qasm2_words(fmt::format("bit {} apart from its register of {}", circuit.bit_name(term.bit),
                                      circuit.bit_registers[index].size));
  return fmt::format("{}=={}", names.bit_register(index), term.value);
}

std::string qasm3_test(const Circuit& circuit, const ConditionTerm& term, const BitNames& names) {
  const auto index = static_cast<std::size_t>(term.bit_register);
  const Register& r = circuit.bit_registers[index];
  const bool one_bit = term.bit.valid() || r.scalar;
  if (one_bit && term.value <= 1) {
    const std::string bit = names.bit(term.bit.valid() ? term.bit : BitId(r.first));
    return term.value == 1 ? bit : "!" + bit;
  }
  return fmt::format("{} == {}", names.bit_register(index), term.value);
}

}  // namespace

std::string_view file_header(QasmVersion version) {
  return version == QasmVersion::qasm3 ? "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n"
                                       : "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";
}

void append_gate(std::string& out, QasmVersion version, const Instruction& gate, std::string_view a,
                 std::string_view b, const BitNames& names) {
  const GateText text = gate_text(version, gate);
  out += text.name;
  for (int i = 0; i < text.params; ++i) {
    out += i == 0 ? "(" : ", ";
    out += names.angle(gate.params[static_cast<std::size_t>(i)]);
  }
  out += text.params > 0 ? ") " : " ";
  out += a;
  if (gate.q[1].valid()) out.append(", ").append(b);
  out += ';';
}

void append_measure(std::string& out, QasmVersion version, std::string_view bit, std::string_view qubit) {
  if (version == QasmVersion::qasm3)
    out.append(bit).append(" = measure ").append(qubit);
  else
    out.append("measure ").append(qubit).append(" -> ").append(bit);
  out += ';';
}

void append_source_statement(std::string& out, QasmVersion version, const Instruction& statement,
                             std::string_view a, std::string_view b, const BitNames& names) {
  if (statement.kind == InstructionKind::measure)
    append_measure(out, version, names.bit(statement.bit), a);
  else if (statement.kind == InstructionKind::reset)
    out.append("reset ").append(a).append(";");
  else
    append_gate(out, version, statement, a, b, names);
}

Guard outcome_guard(QasmVersion version, std::string_view bit) {
  if (version == QasmVersion::qasm2) return {fmt::format("if({}==1) ", bit), ""};
  return {fmt::format("if ({}) {{ ", bit), " }"};
}

Result<Guard> condition_guard(QasmVersion version, const Circuit& circuit, const Condition& condition,
                              const BitNames& names) {
  Guard guard;
  if (version == QasmVersion::qasm2) {
    const auto test = qasm2_test(circuit, condition, names);
    if (!test) return test.error();
    guard.open = fmt::format("if({}) ", *test);
    return guard;
  }
  for (const ConditionTerm& term : condition.terms) {
    guard.open += fmt::format("if ({}) {{ ", qasm3_test(circuit, term, names));
    guard.close += " }";
  }
  return guard;
}

std::string ebit_use(const Ebit& ebit) {
  switch (ebit.purpose) {
    case EbitPurpose::cat: return fmt::format("cat:P{}", ebit.packet.value());
    case EbitPurpose::teleport: return fmt::format("teleport:T{}", ebit.teleport.value());
    case EbitPurpose::swap: return fmt::format("swap:E{}", ebit.whole.value());
  }
  return {};
}

}  // namespace dqc
