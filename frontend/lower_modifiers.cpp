// Gate modifiers: a modified gate becomes a built-in one where there is one, else a definition.
#include <cmath>
#include <limits>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::Modifier;
using ast::ModifierKind;

constexpr std::int64_t max_controls = 1000;

/// `kind` under one more control; `none` where no built-in gate is that.
GateKind controlled(GateKind kind) {
  switch (kind) {
    case GateKind::x: return GateKind::cx;
    case GateKind::y: return GateKind::cy;
    case GateKind::z: return GateKind::cz;
    case GateKind::h: return GateKind::ch;
    case GateKind::sx: return GateKind::csx;
    case GateKind::p:
    case GateKind::u1: return GateKind::cp;
    case GateKind::rx: return GateKind::crx;
    case GateKind::ry: return GateKind::cry;
    case GateKind::rz: return GateKind::crz;
    case GateKind::u:
    case GateKind::u3: return GateKind::cu3;
    case GateKind::swap: return GateKind::cswap;
    case GateKind::cx: return GateKind::ccx;
    case GateKind::cz: return GateKind::ccz;
    case GateKind::ccx: return GateKind::c3x;
    case GateKind::c3x: return GateKind::c4x;
    default: return GateKind::none;
  }
}

/// The built-in gate that `modifiers` make of `kind`, or none. `inverted`: with negated parameters.
GateKind built_in(GateKind kind, const std::vector<Modifier>& modifiers,
                  const std::vector<std::int32_t>& controls, bool& inverted) {
  for (std::size_t i = modifiers.size(); i-- > 0 && kind != GateKind::none && kind != GateKind::call;) {
    if (modifiers[i].kind == ModifierKind::inv) {
      kind = traits(kind).inverse;
      inverted = !inverted;
    } else if (modifiers[i].kind == ModifierKind::ctrl) {
      for (std::int32_t k = 0; k < controls[i]; ++k)
        if (kind != GateKind::none) kind = controlled(kind);
    } else {
      return GateKind::none;
    }
  }
  return kind == GateKind::call ? GateKind::none : kind;
}

}  // namespace

/// The gate that `s` applies, modifiers included, its counts checked; nullptr after a report. A result
/// on no qubits is a global phase.
const GateSignature* Lowering::applied_gate(const Tree& tree, const Statement& s) {
  if (s.modifiers.count == 0) {
    const GateSignature* gate = find_gate(tree, s.name);
    return gate != nullptr && counts_match(tree, s, *gate) ? gate : nullptr;
  }
  if (!is_global_phase(s)) {
    const GateSignature* gate = find_gate(tree, s.name);
    if (gate == nullptr) return nullptr;
    const GateSignature copy = *gate;
    return modified_gate(tree, s, copy);
  }
  GateSignature phase;
  phase.params = 1;
  return modified_gate(tree, s, phase);
}

const GateSignature* Lowering::modified_gate(const Tree& tree, const Statement& s,
                                             const GateSignature& gate) {
  std::string key = fmt::format("{} {}", static_cast<int>(gate.kind), gate.definition);
  std::int64_t controls = 0;
  for (const Modifier& m : Tree::slice(tree.modifiers, s.modifiers)) {
    key += fmt::format(" {}", static_cast<int>(m.kind));
    if (m.kind == ModifierKind::inv) continue;
    if (m.kind == ModifierKind::pow) {
      const auto value = exponent(tree, m);
      if (!value) return nullptr;
      key += fmt::format(" {}", *value);
      continue;
    }
    const auto count = control_count(tree, m);
    if (!count) return nullptr;
    controls += *count;
    key += fmt::format(" {}", *count);
  }
  GateSignature wanted = gate;
  wanted.qubits += static_cast<std::uint32_t>(controls);
  if (controls > max_controls) {
    report(DiagnosticId::limit_exceeded, tree.range(s.name), "the controls of a gate", max_controls);
    return nullptr;
  }
  if (!counts_match(tree, s, wanted)) return nullptr;
  if (const auto known = modified_gates_.find(key); known != modified_gates_.end()) return &known->second;
  const auto made = modified(tree, s, gate, static_cast<std::int32_t>(controls));
  return made ? &modified_gates_.emplace(std::move(key), *made).first->second : nullptr;
}

std::optional<std::int32_t> Lowering::control_count(const Tree& tree, const Modifier& m) {
  if (m.expr == ast::absent) return 1;
  const auto count = folder_->integer(tree, m.expr, "the number of controls");
  if (!count) return std::nullopt;
  if (*count >= 1 && *count <= max_controls) return static_cast<std::int32_t>(*count);
  report(DiagnosticId::invalid_value, tree.range(m),
         fmt::format("the number of controls is {}, expected 1 to {}", *count, max_controls));
  return std::nullopt;
}

std::optional<double> Lowering::exponent(const Tree& tree, const Modifier& m) {
  const auto value = folder_->constant(tree, m.expr);
  if (!value) return std::nullopt;
  if (value->is_integer() || value->type == ast::ValueType::real) return value->number;
  report(DiagnosticId::invalid_value, tree.range(m), "the exponent of a gate must be a number");
  return std::nullopt;
}

/// What the modifiers of `s` make of `gate`; nullopt after a report.
std::optional<GateSignature> Lowering::modified(const Tree& tree, const Statement& s,
                                                const GateSignature& gate, std::int32_t total) {
  const auto list = Tree::slice(tree.modifiers, s.modifiers);
  const std::vector<Modifier> modifiers(list.begin(), list.end());
  std::vector<std::int32_t> controls;
  for (const Modifier& m : modifiers) {
    const bool counted = m.kind == ModifierKind::ctrl || m.kind == ModifierKind::negctrl;
    controls.push_back(counted ? control_count(tree, m).value_or(1) : 0);
  }
  const auto qubits = static_cast<std::int32_t>(gate.qubits) + total;
  bool inverted = false;
  const GateKind direct = built_in(gate.kind, modifiers, controls, inverted);
  if (direct != GateKind::none) {
    BodyGate only;
    only.kind = direct;
    for (std::int32_t q = 0; q < qubits; ++q) only.qubits.push_back(q);
    for (std::uint32_t p = 0; p < gate.params; ++p) {
      const ParamExpr own{{ParamToken::Kind::parameter, 0, static_cast<std::int32_t>(p)}};
      only.params.push_back(scaled(own, inverted ? -1 : 1));
    }
    GateSignature signature;
    signature.kind = direct;
    signature.qubits = static_cast<std::uint32_t>(qubits);
    signature.params = gate.params;
    if (!inverted || gate.params == 0) return signature;
    return add_definition(s.name.text, gate.params, qubits, {only}, {});
  }
  std::optional<PhaseForm> form = gate.kind == GateKind::none
                                      ? PhaseForm{{GateKind::none, {}, {{ParamToken::Kind::parameter, 0, 0}}}}
                                      : phase_form(circuit_, definition_phases_, gate.kind, gate.definition);
  for (std::size_t i = modifiers.size(); form && i-- > 0;) {
    const Modifier& m = modifiers[i];
    if (m.kind == ModifierKind::inv) {
      invert(*form);
    } else if (m.kind != ModifierKind::pow) {
      add_controls(*form, controls[i], m.kind == ModifierKind::ctrl);
    } else if (!raise(*form, exponent(tree, m).value_or(1))) {
      report(DiagnosticId::unsupported, tree.range(m),
             "large powers, or fractional powers of a gate that is not diagonal,");
      return std::nullopt;
    }
  }
  std::vector<ParamExpr> global;
  auto body = form ? gates_of(*form, global) : std::nullopt;
  if (body) return add_definition(s.name.text, gate.params, qubits, std::move(*body), std::move(global));
  report(DiagnosticId::unsupported, tree.range(s),
         fmt::format("modifiers of a gate such as '{}'", s.name.text));
  return std::nullopt;
}

/// A definition made here, under a name that the program does not use.
GateSignature Lowering::add_definition(std::string_view name, std::uint32_t params, std::int32_t qubits,
                                       std::vector<BodyGate> body, std::vector<ParamExpr> global) {
  GateSignature signature;
  signature.kind = GateKind::call;
  signature.definition = static_cast<std::int32_t>(circuit_.definitions.size());
  signature.qubits = static_cast<std::uint32_t>(qubits);
  signature.params = params;
  signature.depth = 1;
  signature.expanded_size = std::max<std::uint64_t>(body.size(), 1);
  GateDefinition definition;
  std::string& chosen = names_.emplace_back(fmt::format("{}_modified{}", name, circuit_.definitions.size()));
  while (symbols_->find(chosen) != nullptr) chosen += '_';
  definition.name = chosen;
  // In alphabetical order, in which Qiskit's importer binds them.
  for (std::uint32_t p = 0; p < params; ++p) definition.params.push_back(fmt::format("p{:05}", p));
  for (std::int32_t q = 0; q < qubits; ++q) definition.qubits.push_back(fmt::format("q{}", q));
  for (const BodyGate& gate : body)
    for (const ParamExpr& expr : gate.params) signature.partial = signature.partial || is_partial(expr);
  definition.body = std::move(body);
  if (!global.empty()) definition_phases_[signature.definition] = std::move(global);
  // A result without qubits is only a phase, which is kept aside.
  if (qubits == 0) definition.qubits.push_back("q0");
  circuit_.definitions.push_back(std::move(definition));
  Symbol taken;
  symbols_->define_everywhere(chosen, taken);
  return signature;
}

}  // namespace dqc
