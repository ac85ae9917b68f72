#include "backend/monolithic.h"

#include <fmt/format.h>

#include <iterator>

#include "backend/names.h"
#include "backend/statements.h"
#include "backend/usage.h"
#include "passes/support/line_writer.h"

namespace dqc {
namespace {

class MonolithicWriter : private LineWriter {
 public:
  MonolithicWriter(const Module& module, QasmVersion version)
      : circuit_(module.circuit),
        program_(*module.program),
        num_qpus_(module.network->size()),
        version_(version),
        names_(monolithic_bit_names(module.circuit, version)) {}

  Result<std::string> run() {
    out_ = file_header(version_);
    declare_registers();
    for (const Instruction& instruction : program_.instructions)
      if (Status written = statement(instruction); !written) return written.error();
    return std::move(out_);
  }

 private:
  static std::string name(const PhysicalQubit& q) {
    return fmt::format("{}{}[{}]", q.comm ? 'c' : 'd', q.qpu.value(), q.index);
  }
  std::string name(OutcomeId outcome) const {
    return version_ == QasmVersion::qasm3 ? fmt::format("m{}", outcome.value())
                                          : fmt::format("m{}[0]", outcome.value());
  }

  void declare_registers() {
    const QubitUsage usage = qubit_usage(program_, num_qpus_);
    for (std::size_t i = 0; i < num_qpus_; ++i) {
      declare('d', i, usage.data_size[i]);
      declare('c', i, usage.comm_size[i]);
    }
    const bool qasm3 = version_ == QasmVersion::qasm3;
    for (int i = 0; i < program_.num_outcomes; ++i) qasm3 ? line("bit m{};", i) : line("creg m{}[1];", i);
    for (std::size_t i = 0; i < circuit_.bit_registers.size(); ++i) {
      const Register& r = circuit_.bit_registers[i];
      if (!qasm3)
        line("creg {}[{}];", names_.bit_register(i), r.size);
      else
        line("{}", bit_declaration(r, names_.bit_register(i)));
    }
    out_ += names_.input_declarations();
  }

  void declare(char kind, std::size_t qpu, int size) {
    if (size == 0) return;
    version_ == QasmVersion::qasm3 ? line("qubit[{}] {}{};", size, kind, qpu)
                                   : line("qreg {}{}[{}];", kind, qpu, size);
  }

  Status statement(const Instruction& g) {
    const std::string a = name(g.q[0]);
    const std::string b = g.q[1].valid() ? name(g.q[1]) : std::string();
    switch (g.kind) {
      case InstructionKind::ebit: ebit(g, a, b); break;
      case InstructionKind::parity: line("cx {}, {};", a, b); break;
      case InstructionKind::x_basis: line("h {};", a); break;
      case InstructionKind::outcome:
        append_measure(out_, version_, name(g.outcome), a);
        out_ += '\n';
        break;
      case InstructionKind::relocate: line("reset {};\nswap {}, {};", b, a, b); break;
      case InstructionKind::correct: correction(g, a); break;
      case InstructionKind::gate:
      case InstructionKind::measure:
      case InstructionKind::reset: return source_statement(g, a, b);
    }
    return success();
  }

  void ebit(const Instruction& g, const std::string& a, const std::string& b) {
    line("// dqc.ebit id={} qpus={},{} use={}", g.ebit.value(), g.q[0].qpu.value(), g.q[1].qpu.value(),
         ebit_use(program_.ebits[g.ebit.index()]));
    line("reset {};\nreset {};\nh {};\ncx {}, {};", a, b, a, a, b);
  }

  void correction(const Instruction& g, const std::string& a) {
    const Guard guard = outcome_guard(version_, fmt::format("m{}", g.outcome.value()));
    line("{}{} {};{}", guard.open, traits(g.gate).name, a, guard.close);
  }

  Status source_statement(const Instruction& g, const std::string& a, const std::string& b) {
    Guard guard;
    if (g.condition >= 0) {
      auto found = condition_guard(version_, circuit_,
                                   circuit_.conditions[static_cast<std::size_t>(g.condition)], names_);
      if (!found) return found.error();
      guard = *std::move(found);
    }
    out_ += guard.open;
    append_source_statement(out_, version_, g, a, b, names_);
    out_ += guard.close;
    out_ += '\n';
    return success();
  }

  const Circuit& circuit_;
  const Program& program_;
  std::size_t num_qpus_;
  QasmVersion version_;
  BitNames names_;
};

}  // namespace

std::string monolithic_qasm3(const Module& module) {
  return *MonolithicWriter(module, QasmVersion::qasm3).run();
}

Result<std::string> monolithic_qasm2(const Module& module) {
  if (!module.circuit.inputs.empty())
    return Error{
        ExitCode::bad_input,
        fmt::format("OpenQASM 2 programs cannot have inputs such as '{}'", module.circuit.inputs[0].name),
        "emit OpenQASM 3 instead"};
  for (const Register& r : module.circuit.bit_registers)
    if (!r.initial.empty())
      return Error{ExitCode::bad_input, fmt::format("OpenQASM 2 cannot give '{}' an initial value", r.name),
                   "emit OpenQASM 3 instead"};
  return MonolithicWriter(module, QasmVersion::qasm2).run();
}

}  // namespace dqc
