#include "backend/circuit_qasm2.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "backend/names.h"
#include "backend/statements.h"
#include "passes/ir/param_expr_qasm2.h"
#include "passes/support/line_writer.h"
#include "passes/support/source_manager.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

class Writer : private LineWriter {
 public:
  explicit Writer(const Circuit& circuit)
      : circuit_(circuit),
        names_(declared_names(circuit)),
        bits_(circuit, bit_register_names(), QasmVersion::qasm2) {}

  Result<std::string> run() {
    if (!circuit_.inputs.empty())
      return no_words(0, fmt::format("has no 'input {}'", circuit_.inputs.front().name));
    out_ = file_header(QasmVersion::qasm2);
    for (std::size_t i = 0; i < circuit_.definitions.size(); ++i)
      if (Status done = definition(i); !done) return done.error();
    for (std::size_t i = 0; i < circuit_.qubit_registers.size(); ++i)
      line("qreg {}[{}];", qubit_register(i), circuit_.qubit_registers[i].size);
    for (std::size_t i = 0; i < circuit_.bit_registers.size(); ++i) {
      if (!circuit_.bit_registers[i].initial.empty())
        return no_words(0, fmt::format("cannot give '{}' an initial value", circuit_.bit_registers[i].name));
      line("creg {}[{}];", bits_.bit_register(i), circuit_.bit_registers[i].size);
    }
    for (const Gate& g : circuit_.gates())
      if (Status done = gate(g); !done) return done.error();
    return std::move(out_);
  }

 private:
  /// Gates, then registers of qubits, then of bits: OpenQASM 2 has one space of names.
  static std::vector<std::string> declared_names(const Circuit& circuit) {
    std::vector<std::string> names;
    for (const GateDefinition& d : circuit.definitions) names.push_back(d.name);
    for (const Register& r : circuit.qubit_registers) names.push_back(r.name);
    for (const Register& r : circuit.bit_registers) names.push_back(r.name);
    return safe_names(names, QasmVersion::qasm2, [](std::string_view) { return false; });
  }
  const std::string& gate_name(std::size_t definition) const { return names_[definition]; }
  const std::string& qubit_register(std::size_t i) const { return names_[circuit_.definitions.size() + i]; }
  std::vector<std::string> bit_register_names() const {
    return {names_.end() - static_cast<std::ptrdiff_t>(circuit_.bit_registers.size()), names_.end()};
  }

  static Error no_words(std::int32_t line, std::string_view what) {
    Error error{ExitCode::bad_input, fmt::format("OpenQASM 2 {}", what), "emit OpenQASM 3 instead"};
    if (line > 0) error.place = std::make_shared<const SourcePlace>(SourcePlace{"", line, 1, line, 1, ""});
    return error;
  }

  Status definition(std::size_t index) {
    const GateDefinition& d = circuit_.definitions[index];
    std::vector<std::string> originals(d.params.begin(), d.params.end());
    originals.insert(originals.end(), d.qubits.begin(), d.qubits.end());
    const std::span<const std::string> gates(names_.data(), circuit_.definitions.size());
    const auto names = safe_names(originals, QasmVersion::qasm2, [&](std::string_view name) {
      return std::ranges::find(gates, name) != gates.end();
    });
    const auto first_qubit = names.begin() + static_cast<std::ptrdiff_t>(d.params.size());
    const std::string head =
        fmt::format("{}{} {}", gate_name(index), list(std::vector<std::string>(names.begin(), first_qubit)),
                    fmt::join(first_qubit, names.end(), ", "));
    if (d.opaque) return line("opaque {};", head), success();
    line("gate {} {{", head);
    for (const BodyGate& g : d.body) {
      std::vector<std::string> params, qubits;
      for (const ParamExpr& e : g.params) {
        const auto text =
            expression_qasm2(e, [&](std::int32_t i) { return names[static_cast<std::size_t>(i)]; });
        if (!text) return no_words(0, fmt::format("has no arc functions, which '{}' uses", d.name));
        params.push_back(*text);
      }
      for (std::int32_t q : g.qubits) qubits.push_back(*(first_qubit + q));
      apply("  ", g.kind, g.callee, params, qubits);
    }
    return line("}}"), success();
  }

  Status gate(const Gate& g) {
    std::string guard;
    if (g.condition >= 0 && g.kind != GateKind::barrier) {
      auto found = condition_guard(QasmVersion::qasm2, circuit_,
                                   circuit_.conditions[static_cast<std::size_t>(g.condition)], bits_);
      if (!found) {
        Error error = found.error();
        error.place = no_words(g.line, "").place;
        return error;
      }
      guard = found->open;
    }
    std::vector<std::string> params, qubits;
    for (double p : circuit_.params(g)) params.push_back(format_angle(p));
    for (QubitId q : circuit_.qubits(g)) qubits.push_back(qubit(q));
    if (g.kind != GateKind::measure) return apply(guard, g.kind, g.detail, params, qubits), success();
    out_ += guard;
    append_measure(out_, QasmVersion::qasm2, bits_.bit(BitId(g.detail)), qubits.front());
    out_ += '\n';
    return success();
  }

  void apply(std::string_view before, GateKind kind, std::int32_t callee,
             const std::vector<std::string>& params, const std::vector<std::string>& qubits) {
    if (kind == GateKind::ccz) {  // qelib1.inc has none
      line("{}h {};", before, qubits[2]);
      line("{}ccx {};", before, fmt::join(qubits, ", "));
      return line("{}h {};", before, qubits[2]);
    }
    const std::string_view name = kind == GateKind::call
                                      ? std::string_view(gate_name(static_cast<std::size_t>(callee)))
                                      : traits(kind).name;
    line("{}{}{} {};", before, name, list(params), fmt::join(qubits, ", "));
  }

  static std::string list(const std::vector<std::string>& params) {
    return params.empty() ? "" : fmt::format("({})", fmt::join(params, ", "));
  }

  std::string qubit(QubitId q) const {
    const auto& registers = circuit_.qubit_registers;
    const auto after = std::ranges::upper_bound(registers, q.value(), {}, &Register::first);
    const auto index = static_cast<std::size_t>(after - registers.begin() - 1);
    return fmt::format("{}[{}]", qubit_register(index), q.value() - registers[index].first);
  }

  const Circuit& circuit_;
  std::vector<std::string> names_;
  BitNames bits_;
};

}  // namespace

Result<std::string> circuit_qasm2(const Circuit& circuit) { return Writer(circuit).run(); }

}  // namespace dqc
