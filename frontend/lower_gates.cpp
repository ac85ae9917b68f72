// Definitions of gates.
#include <algorithm>
#include <limits>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::StatementKind;

constexpr std::uint32_t max_definition_depth = 500;
constexpr std::size_t max_operands = std::numeric_limits<std::uint16_t>::max();

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b ? std::numeric_limits<std::uint64_t>::max()
                                                           : a + b;
}

}  // namespace

bool Lowering::is_global_phase(const Statement& s) const {
  return s.name.text == "gphase" && symbols_->find(s.name.text) == nullptr &&
         (dialect_ == Dialect::qasm3 || s.operands.count == 0);
}

/// A Circuit keeps no global phase; those of definitions are kept aside for what controls them.
void Lowering::global_phase(const Tree& tree, const Statement& s, const ParameterNames& names) {
  GateSignature phase;
  phase.params = 1;
  if (!counts_match(tree, s, phase)) return;
  const ParamExpr* angle = folder_->fold(tree, tree.ids[s.params.first], names);
  if (angle != nullptr) global_phases_.push_back(*angle);
}

void Lowering::define_gate(const Tree& tree, const Statement& s) {
  if (s.name.text.empty() || !is_free(tree, s.name, true)) return;
  Symbol poison;
  poison.range = tree.range(s.name);
  GateDefinition definition;
  definition.name = s.name.text;
  definition.opaque = s.kind == StatementKind::opaque;
  if (s.broken || !gate_names(tree, s, definition)) return symbols_->define(s.name.text, poison);
  GateSignature signature;
  signature.kind = GateKind::call;
  signature.qubits = s.operands.count;
  signature.params = s.params.count;
  signature.opaque = definition.opaque;
  signature.expanded_size = 0;
  global_phases_.clear();
  folder_->set_constants_only(true);
  for (std::uint32_t id : Tree::slice(tree.ids, s.body))
    if (diagnostics_.errors() < options_.max_errors)
      body_statement(tree, tree.statements[id], definition, signature);
  folder_->set_constants_only(false);
  if (++signature.depth > max_definition_depth) {
    report(DiagnosticId::limit_exceeded, tree.range(s.name), "gate definitions inside each other",
           max_definition_depth);
    return symbols_->define(s.name.text, poison);
  }
  gate_name_ = {};
  signature.expanded_size = std::max<std::uint64_t>(signature.expanded_size, 1);  // expanding it is work, too
  signature.definition = static_cast<std::int32_t>(circuit_.definitions.size());
  if (!global_phases_.empty()) definition_phases_[signature.definition] = global_phases_;
  circuit_.definitions.push_back(std::move(definition));
  symbols_->define_gate(s.name.text, tree.range(s.name), signature);
}

/// Takes over the names of parameters and qubits, which must differ.
bool Lowering::gate_names(const Tree& tree, const Statement& s, GateDefinition& definition) {
  parameter_names_.clear();
  qubit_names_.clear();
  gate_name_ = s.name.text;
  bool ok = true;
  if (s.params.count > max_operands || s.operands.count > max_operands) {
    report(DiagnosticId::limit_exceeded, tree.range(s.name), "the parameters or qubits of a gate",
           max_operands);
    return false;
  }
  const auto add = [&](const ast::Name& name, auto& names, std::vector<std::string>& list) {
    const bool is_new = !parameter_names_.contains(name.text) && !qubit_names_.contains(name.text);
    if (!is_new) report(DiagnosticId::redefined, tree.range(name), name.text);
    ok = ok && is_new;
    names.emplace(name.text, static_cast<std::int32_t>(list.size()));
    list.emplace_back(name.text);
  };
  for (const ast::Name& name : Tree::slice(tree.names, s.params))
    add(name, parameter_names_, definition.params);
  for (const ast::Name& name : Tree::slice(tree.names, s.operands))
    add(name, qubit_names_, definition.qubits);
  return ok;
}

/// Appends what `s` does to `definition` and adds it up in `sum`.
void Lowering::body_statement(const Tree& tree, const Statement& s, GateDefinition& definition,
                              GateSignature& sum) {
  if (s.broken || (s.kind != StatementKind::barrier && s.kind != StatementKind::call)) return;
  BodyGate gate;
  if (s.kind == StatementKind::barrier) {
    gate.kind = GateKind::barrier;
    if (!body_operands(tree, s, gate)) return;
    if (s.operands.count == 0)
      for (std::size_t i = 0; i < definition.qubits.size(); ++i)
        gate.qubits.push_back(static_cast<std::int32_t>(i));
    definition.body.push_back(std::move(gate));
    sum.expanded_size = saturating_add(sum.expanded_size, 1);
    return;
  }
  if (is_global_phase(s) && s.modifiers.count == 0) {
    global_phase(tree, s, parameter_names_);
    return;
  }
  const GateSignature* signature = applied_gate(tree, s);
  if (signature == nullptr || !body_operands(tree, s, gate)) return;
  for (std::uint32_t id : Tree::slice(tree.ids, s.params)) {
    const ParamExpr* value = folder_->fold(tree, id, parameter_names_);
    if (value == nullptr) return;
    sum.partial = sum.partial || is_partial(*value);
    gate.params.push_back(*value);
  }
  if (signature->qubits == 0)
    for (const ParamExpr& angle : definition_phases_[signature->definition])
      global_phases_.push_back(substituted(angle, gate.params));
  if (signature->qubits == 0) return;
  gate.kind = signature->kind;
  gate.callee = signature->definition;
  sum.partial = sum.partial || signature->partial;
  sum.depth = std::max(sum.depth, signature->depth);
  sum.expanded_size = saturating_add(sum.expanded_size, signature->expanded_size);
  definition.body.push_back(std::move(gate));
}

bool Lowering::body_operands(const Tree& tree, const Statement& s, BodyGate& gate) {
  for (const ast::Operand& operand : Tree::slice(tree.operands, s.operands)) {
    const auto found = qubit_names_.find(operand.name.text);
    if (found == qubit_names_.end()) {
      auto* diagnostic =
          report(DiagnosticId::undefined_name, tree.range(operand.name), "qubit", operand.name.text);
      add_note(diagnostic, "the body of a gate sees only the qubits of its own definition");
      return false;
    }
    if (operand.selector != ast::Selector::all) {
      report(DiagnosticId::wrong_kind, tree.range(operand.name), operand.name.text, "one qubit of this gate",
             "a register where an index follows");
      return false;
    }
    if (std::ranges::find(gate.qubits, found->second) != gate.qubits.end()) {
      if (s.kind == StatementKind::barrier) continue;
      report(DiagnosticId::duplicate_qubit, tree.range(operand.name), operand.name.text, s.name.text);
      return false;
    }
    gate.qubits.push_back(found->second);
  }
  return true;
}

/// The gate that `name` means where a gate is applied; nullptr after a report.
const GateSignature* Lowering::find_gate(const Tree& tree, const ast::Name& name) {
  const Symbol* symbol = symbols_->find(name.text);
  if (symbol == nullptr) {
    report_undefined(tree, name, SymbolKind::gate);
    return nullptr;
  }
  if (symbol->kind == SymbolKind::gate) {
    const GateSignature& signature = symbols_->gate(*symbol);
    if (!signature.opaque) return &signature;
    report(DiagnosticId::opaque_applied, tree.range(name), name.text);
  } else if (symbol->kind != SymbolKind::poisoned) {
    report_wrong_kind(tree, name, symbol->kind, SymbolKind::gate);
  }
  return nullptr;
}

bool Lowering::counts_match(const Tree& tree, const Statement& s, const GateSignature& gate) {
  if (s.params.count != gate.params)
    report(DiagnosticId::wrong_parameter_count, tree.range(s.name), s.name.text,
           counted(gate.params, "parameter"), s.params.count);
  else if (s.operands.count != gate.qubits)
    report(DiagnosticId::wrong_qubit_count, tree.range(s.name), s.name.text, counted(gate.qubits, "qubit"),
           s.operands.count);
  else
    return true;
  return false;
}

}  // namespace dqc
