// Gates, measurements, resets and barriers, broadcast over registers.
#include <algorithm>
#include <cmath>
#include <limits>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::StatementKind;

/// How many gates of definitions are looked into to find a parameter without a value.
constexpr int value_check_budget = 10000;
constexpr std::size_t max_operands = std::numeric_limits<std::uint16_t>::max();

/// Keeps the first of each qubit.
void drop_repeated(std::vector<QubitId>& qubits) {
  std::vector<QubitId> sorted = qubits;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) return;
  std::vector<char> seen(sorted.back().index() + 1, 0);
  std::erase_if(qubits, [&](QubitId q) { return std::exchange(seen[q.index()], 1) != 0; });
}

}  // namespace

void Lowering::call(const Tree& tree, const Statement& s) {
  if (s.operands.count == 0 && s.modifiers.count == 0) {
    const Symbol* symbol = symbols_->find(s.name.text);
    if (symbol != nullptr && symbol->kind == SymbolKind::subroutine) {
      call_subroutine(tree, s, s.name, Tree::slice(tree.ids, s.params));
      return;
    }
    // `x;` is an expression whose value nobody uses.
    const bool name = s.params.count == 0 && dialect_ == Dialect::qasm3;
    if (name && symbol != nullptr ? symbol->kind != SymbolKind::gate
                                  : name && is_reserved_in_expressions(s.name.text, dialect_))
      return;
  }
  if (is_global_phase(s) && s.modifiers.count == 0) return global_phase(tree, s, {});
  const GateSignature* gate = applied_gate(tree, s);
  if (gate == nullptr || !parameters(tree, s) || !operands(tree, s, s.name.text)) return;
  if (gate->qubits == 0) return;  // a global phase
  if (gate->partial && std::ranges::none_of(params_, is_symbolic)) {
    int budget = value_check_budget;
    if (!has_values(circuit_.definitions[static_cast<std::size_t>(gate->definition)], params_, budget)) {
      report(DiagnosticId::invalid_value, tree.range(s.name),
             fmt::format("a parameter inside gate '{}' has no value for these arguments", s.name.text));
      return;
    }
  }
  std::uint32_t count = 1;
  for (const Elements& e : elements_)
    if (e.whole) count = e.size;
  qubits_.resize(elements_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < elements_.size(); ++k)
      qubits_[k] = QubitId(elements_[k].at(elements_[k].whole ? i : 0));
    if (!all_differ(tree, s)) return;
    if (!emit(tree, s, gate->kind, qubits_, params_, gate->definition, gate->expanded_size)) return;
  }
}

/// The values of the call's parameters in params_; false after a report.
bool Lowering::parameters(const Tree& tree, const Statement& s) {
  static const ParameterNames no_names;
  params_.clear();
  for (std::uint32_t id : Tree::slice(tree.ids, s.params)) {
    const ParamExpr* value = folder_->fold(tree, id, no_names);
    if (value == nullptr) return false;
    const bool number = value->size() == 1 && value->front().kind == ParamToken::Kind::number;
    params_.push_back(number ? value->front().number : symbolic(*value));
    if (std::isfinite(params_.back()) || is_symbolic(params_.back())) continue;
    refuse(tree.range(tree.exprs[id]), "so large an expression of inputs");
    return false;
  }
  return true;
}

/// The angle that `expr` over the inputs is.
double Lowering::symbolic(const ParamExpr& expr) {
  while (input_angles_.size() < circuit_.inputs.size())
    input_angles_.push_back(circuit_.angles.input(static_cast<std::int32_t>(input_angles_.size())));
  return circuit_.angles.evaluate(expr, input_angles_);
}

/// Whether every parameter inside is finite, as far as the budget reaches.
bool Lowering::has_values(const GateDefinition& definition, std::span<const double> arguments,
                          int& budget) const {
  for (const BodyGate& gate : definition.body) {
    if (--budget < 0) return true;
    std::vector<double> values;
    for (const ParamExpr& expr : gate.params) {
      values.push_back(evaluate(expr, arguments));
      if (!std::isfinite(values.back())) return false;
    }
    if (gate.callee >= 0 &&
        !has_values(circuit_.definitions[static_cast<std::size_t>(gate.callee)], values, budget))
      return false;
  }
  return true;
}

/// The operands of `gate` in elements_, checked against each other; false after a report.
bool Lowering::operands(const Tree& tree, const Statement& s, std::string_view gate) {
  elements_.clear();
  std::size_t whole = 0;  // one more than the position of the first register
  const auto list = Tree::slice(tree.operands, s.operands);
  for (const ast::Operand& operand : list) {
    const auto found = elements(tree, operand, SymbolKind::qubits);
    if (!found) return false;
    elements_.push_back(*found);
    if (!found->whole) continue;
    if (whole == 0) whole = elements_.size();
    const Elements& other = elements_[whole - 1];
    if (s.kind == StatementKind::call && found->size != other.size) {
      report(DiagnosticId::size_mismatch, tree.range(operand.name), list[whole - 1].name.text,
             counted(other.size, "element"), operand.name.text, found->size);
      return false;
    }
  }
  return s.kind == StatementKind::barrier || has_lists() || distinct(tree, s, gate);
}

bool Lowering::has_lists() const {
  return std::ranges::any_of(elements_, [](const Elements& e) { return e.list != nullptr; });
}

/// Where slices overlap, each single gate must have different qubits.
bool Lowering::all_differ(const Tree& tree, const Statement& s) {
  if (!has_lists()) return true;
  std::vector<QubitId> sorted = qubits_;
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice == sorted.end()) return true;
  report(DiagnosticId::duplicate_qubit, tree.range(s), circuit_.qubit_name(*twice), s.name.text);
  return false;
}

bool Lowering::distinct(const Tree& tree, const Statement& s, std::string_view gate) {
  const auto overlap = [](const Elements& a, const Elements& b) {
    return a.first < b.first + static_cast<std::int32_t>(b.size) &&
           b.first < a.first + static_cast<std::int32_t>(a.size);
  };
  constexpr std::size_t few = 8;
  if (elements_.size() <= few) {
    for (std::size_t i = 0; i < elements_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (overlap(elements_[i], elements_[j])) {
          const auto& operand = tree.operands[s.operands.first + i];
          const Elements& single = elements_[i].whole ? elements_[j] : elements_[i];
          report(DiagnosticId::duplicate_qubit, tree.range(operand.name),
                 circuit_.qubit_name(QubitId(single.first)), gate);
          return false;
        }
    return true;
  }
  std::vector<Elements> sorted = elements_;
  std::ranges::sort(sorted, {}, &Elements::first);
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (overlap(sorted[i - 1], sorted[i])) {
      report(DiagnosticId::duplicate_qubit, tree.range(s), circuit_.qubit_name(QubitId(sorted[i].first)),
             gate);
      return false;
    }
  return true;
}

/// `target` nullptr: the outcomes are not kept.
void Lowering::measure(const Tree& tree, const Statement& s, const ast::Operand& source,
                       const ast::Operand* target) {
  const auto qubits = elements(tree, source, SymbolKind::qubits);
  if (target == nullptr && unkept_ < 0 && qubits) {
    local_registers_.push_back(circuit_.bit_registers.size());
    unkept_ = circuit_.add_bit_register("unkept", 1, true).value();
  }
  const auto bits = target != nullptr ? elements(tree, *target, SymbolKind::bits)
                                      : std::optional(Elements{unkept_, qubits ? qubits->size : 1});
  if (!qubits || !bits) return;
  if (qubits->size != bits->size) {
    const bool one_qubit = source.selector == ast::Selector::element;
    const bool one_bit = target->selector == ast::Selector::element;
    report(DiagnosticId::size_mismatch, tree.range(target->name),
           one_qubit ? circuit_.qubit_name(QubitId(qubits->first)) : std::string(source.name.text),
           counted(qubits->size, "element"),
           one_bit ? circuit_.bit_name(BitId(bits->first)) : std::string(target->name.text), bits->size);
    return;
  }
  for (std::uint32_t i = 0; i < qubits->size; ++i) {
    const QubitId qubit(qubits->at(i));
    const BitId bit(target != nullptr ? bits->at(i) : unkept_);
    if (!emit(tree, s, GateKind::measure, {&qubit, 1}, {}, bit.value(), 1)) return;
    note_measured(bit);
  }
}

void Lowering::reset(const Tree& tree, const Statement& s) {
  const auto qubits = elements(tree, tree.operands[s.operands.first], SymbolKind::qubits);
  if (!qubits) return;
  for (std::uint32_t i = 0; i < qubits->size; ++i) {
    const QubitId qubit(qubits->at(i));
    if (!emit(tree, s, GateKind::reset, {&qubit, 1}, {}, -1, 1)) return;
  }
}

/// A barrier fences each of its qubits, so it may be cut where it has more than a gate can hold, and it
/// needs no condition.
void Lowering::barrier(const Tree& tree, const Statement& s) {
  if (!operands(tree, s, "barrier")) return;
  if (s.operands.count == 0)
    elements_.push_back({0, static_cast<std::uint32_t>(circuit_.num_qubits()), true});
  qubits_.clear();
  for (const Elements& e : elements_)
    for (std::uint32_t i = 0; i < e.size; ++i) {
      qubits_.emplace_back(e.at(i));
      if (qubits_.size() > options_.max_qubits) return too_many_gates(tree, s);
    }
  drop_repeated(qubits_);
  count_elements(qubits_.size());
  const std::int32_t condition = std::exchange(condition_, -1);
  for (std::size_t i = 0; i < qubits_.size(); i += max_operands) {
    const std::size_t count = std::min(max_operands, qubits_.size() - i);
    if (!emit(tree, s, GateKind::barrier, {&qubits_[i], count}, {}, -1, count)) break;
  }
  condition_ = condition;
}

void Lowering::too_many_gates(const Tree& tree, const Statement& s) {
  report(DiagnosticId::limit_exceeded, tree.range(s), "the gates of the program", options_.max_gates);
  stopped_ = true;
}

/// Appends a gate under the current condition; false after a report.
bool Lowering::emit(const Tree& tree, const Statement& s, GateKind kind, std::span<const QubitId> qubits,
                    std::span<const double> params, std::int32_t detail, std::uint64_t expanded_size) {
  if (expanded_size > options_.max_gates - gates_) {
    too_many_gates(tree, s);
    return false;
  }
  if (condition_ == not_numbered) condition_ = current_condition();
  if (condition_ >= 0 && std::ranges::any_of(frames_, &Frame::overwritten)) {
    report(DiagnosticId::unsupported, tree.range(s),
           "operations after a measurement into a bit that the 'if' around them tests");
    return false;
  }
  gates_ += expanded_size;
  if (never_.contains(condition_) && pending_annotations_.empty()) return true;
  const auto line = include_line_ > 0 ? include_line_ : static_cast<std::int32_t>(s.line);
  const GateId id = circuit_.add_gate(kind, qubits, params, detail, condition_, line);
  if (!pending_annotations_.empty()) attach_annotations(Annotation::Target::gate, id.value());
  return true;
}

}  // namespace dqc
