#include "passes/ir/printer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "passes/ir/device_text.h"
#include "passes/ir/program_printer.h"
#include "passes/ir/routing.h"
#include "passes/ir/text_form.h"
#include "passes/support/line_writer.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

class ModulePrinter : private LineWriter {
 public:
  ModulePrinter(const Module& module, bool annotated)
      : annotated_(annotated),
        module_(module),
        circuit_(module.circuit),
        names_(module),
        helpers_(helper_gates(module.circuit)) {}

  std::string print() && {
    out_ = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";
    header();
    if (annotated_ && module_.program) {
      print_program(module_, names_, out_);
      return std::move(out_);
    }
    if (header_needed() && circuit_.qubit_registers.empty() && circuit_.bit_registers.empty())
      line("bit {};", carrier_register);
    registers();
    out_ += input_declarations(circuit_, names_);
    definitions();
    for (std::size_t i = 0; i < circuit_.num_gates(); ++i) gate(GateId(i));
    return std::move(out_);
  }

 private:
  bool conditions_in_order() const {
    const auto order = conditions_by_use(module_);
    return std::ranges::is_sorted(order);
  }

  bool header_needed() const {
    if (!annotated_) return false;
    return module_.stage != Stage::circuit || module_.network || module_.device ||
           !names_.changed().empty() || !helpers_.empty() || !conditions_in_order() || routing_of(circuit_) ||
           std::ranges::any_of(circuit_.definitions, &GateDefinition::opaque);
  }

  /// Annotations of the module as a whole; they stand before the first declaration.
  void header() {
    if (!header_needed()) return;
    line("@dqc.module version=1 stage={}", stage_name(module_.stage));
    for (const auto& [printed, original] : names_.changed()) line("@dqc.name {}={}", printed, original);
    std::vector<std::string_view> names;
    for (GateKind kind : helpers_) names.push_back(traits(kind).name);
    if (!names.empty()) line("@dqc.helpers {}", fmt::join(names, " "));
    names.clear();
    for (const GateDefinition& d : circuit_.definitions)
      if (d.opaque) names.push_back(names_(d.name));
    if (!names.empty()) line("@dqc.opaque {}", fmt::join(names, " "));
    if (!conditions_in_order()) line("@dqc.conditions {}", fmt::join(conditions_by_use(module_), " "));
    if (module_.network) network(*module_.network);
    print_device(module_, out_);
  }

  void network(const Network& network) {
    for (const Qpu& q : network.qpus) {
      const Latency& l = q.latency;
      const std::string name = q.name.empty() ? "" : " name=" + escaped(q.name);
      const std::string device = q.device.empty() ? "" : " device=" + escaped(q.device);
      line("@dqc.qpu id={} data={} comm={} q1={} q2={} measure={} reset={} epr={} hop={}{}{}{}",
           q.external_id, q.data, q.comm, l.q1, l.q2, l.measure, l.reset, l.epr, l.hop, name, device,
           q.withheld > 0 ? fmt::format(" withheld={}", q.withheld) : "");
    }
    for (const Link& l : network.links) {
      const std::string cost = l.cost > 0 ? fmt::format(" cost={}", l.cost) : "";
      line("@dqc.link qpus={},{} ebit_latency={} p_success={} fidelity={} capacity={}{}", l.a.value(),
           l.b.value(), l.ebit_latency, format_real(l.p_success), format_real(l.fidelity), l.capacity, cost);
    }
    if (const EbitDemand& d = network.demand; d != EbitDemand())
      line("@dqc.demand min_fidelity={} purification={} quantile={} max_age={}", format_real(d.min_fidelity),
           purification_name(d.purification), format_real(d.quantile), d.max_age);
    // A network without QPUs must differ from no network.
    if (network.qpus.empty()) line("@dqc.empty_network");
  }

  void registers() {
    for (std::size_t i = 0; i < circuit_.qubit_registers.size(); ++i) {
      const Register& r = circuit_.qubit_registers[i];
      annotations(Annotation::Target::qubit_register, i);
      if (annotated_ && module_.placement) {
        homes("initial", module_.placement->initial, r);
        homes("final", module_.placement->final_, r);
      }
      if (r.scalar)
        line("qubit {};", names_(r.name));
      else
        line("qubit[{}] {};", r.size, names_(r.name));
    }
    for (std::size_t i = 0; i < circuit_.bit_registers.size(); ++i) {
      annotations(Annotation::Target::bit_register, i);
      line("{}", bit_declaration(circuit_.bit_registers[i], names_(circuit_.bit_registers[i].name)));
    }
  }

  void homes(std::string_view which, const std::vector<QpuId>& by_qubit, const Register& r) {
    std::vector<std::int32_t> values;
    for (std::int32_t i = 0; i < r.size; ++i)
      values.push_back(by_qubit[static_cast<std::size_t>(r.first + i)].value());
    line("@dqc.{} {}", which, fmt::join(values, " "));
  }

  /// Those of the source. They are in program order, so one walk serves registers and gates.
  void annotations(Annotation::Target target, std::size_t index) {
    const auto& all = circuit_.annotations;
    for (; next_annotation_ < all.size(); ++next_annotation_) {
      const Annotation& a = all[next_annotation_];
      if (a.target != target || static_cast<std::size_t>(a.index) != index) return;
      if (!annotated_ && a.keyword == routing_keyword) continue;
      line("@{}{}{}", a.keyword, a.content.empty() ? "" : " ", a.content);
    }
  }

  void definitions() {
    for (GateKind kind : helpers_) line("{}", helper_definition(kind));
    for (const GateDefinition& d : circuit_.definitions) {
      if (d.opaque && !annotated_) continue;  // without the annotation it would be an identity
      std::vector<std::string> params, qubits;
      for (const std::string& p : d.params) params.push_back(names_(p));
      for (const std::string& q : d.qubits) qubits.push_back(names_(q));
      const std::string list = params.empty() ? "" : fmt::format("({})", fmt::join(params, ", "));
      line("gate {}{} {} {{", names_(d.name), list, fmt::join(qubits, ", "));
      for (const BodyGate& g : d.body) body_gate(d, g, qubits);
      out_ += "}\n";
    }
  }

  void body_gate(const GateDefinition& definition, const BodyGate& g,
                 const std::vector<std::string>& qubits) {
    std::vector<std::string> params, operands;
    const auto name = [&](std::int32_t i) { return names_(definition.params[static_cast<std::size_t>(i)]); };
    for (const ParamExpr& e : g.params) params.push_back(expression_text(e, name));
    for (std::int32_t q : g.qubits) operands.push_back(qubits[static_cast<std::size_t>(q)]);
    const std::string list = params.empty() ? "" : fmt::format("({})", fmt::join(params, ", "));
    line("  {}{} {};", gate_name(g.kind, g.callee), list, fmt::join(operands, ", "));
  }

  std::string_view gate_name(GateKind kind, std::int32_t callee) const {
    if (kind != GateKind::call) return printed_gate_name(kind);
    return names_(circuit_.definitions[static_cast<std::size_t>(callee)].name);
  }

  void gate(GateId id) {
    const Gate& g = circuit_.gate(id);
    annotations(Annotation::Target::gate, id.index());
    if (annotated_ && module_.placement && g.kind != GateKind::barrier)
      line("@dqc.at {}", module_.placement->executor[id.index()].value());
    const std::size_t terms = open_condition(circuit_, names_, g.condition, out_);
    statement(g);
    for (std::size_t i = 0; i < terms; ++i) out_ += " }";
    out_ += '\n';
  }

  void statement(const Gate& g) {
    if (g.kind == GateKind::measure)
      out_ += bit_name(circuit_, names_, BitId(g.detail)) + " = measure";
    else
      out_ += gate_name(g.kind, g.detail);
    for (int i = 0; i < g.num_params; ++i) {
      out_ += i == 0 ? "(" : ", ";
      out_ += angle_text(circuit_, names_, circuit_.param(g, i));
    }
    if (g.num_params > 0) out_ += ')';
    for (int i = 0; i < g.num_qubits; ++i) {
      out_ += i == 0 ? " " : ", ";
      append_qubit(circuit_.qubit(g, i));
    }
    out_ += ';';
  }

  void append_qubit(QubitId q) {
    const auto& registers = circuit_.qubit_registers;
    const auto after = std::ranges::upper_bound(registers, q.value(), {}, &Register::first);
    const Register& r = *(after - 1);
    out_ += names_(r.name);
    if (!r.scalar) fmt::format_to(std::back_inserter(out_), "[{}]", q.value() - r.first);
  }

  bool annotated_;  ///< with what the module has beside its circuit
  const Module& module_;
  const Circuit& circuit_;
  PrintedNames names_;
  std::vector<GateKind> helpers_;
  std::size_t next_annotation_ = 0;
};

}  // namespace

std::string print_module(const Module& module) { return ModulePrinter(module, true).print(); }

std::string print_circuit(const Module& module) { return ModulePrinter(module, false).print(); }

}  // namespace dqc
