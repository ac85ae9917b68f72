// `if`: nested conditions become one conjunction of comparisons of registers and bits.
#include <algorithm>
#include <map>
#include <utility>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::ExprKind;
using ast::Operator;

constexpr std::size_t max_terms = 1024;

}  // namespace

void Lowering::if_statement(const Tree& tree, const Statement& s) {
  if (dialect_ == Dialect::qasm3 && folder_->is_constant(tree, s.expr)) {
    const auto value = folder_->constant(tree, s.expr);
    if (value && value->truth())
      branch(tree, *value->truth() ? s.body : s.otherwise);
    else if (value)
      add_note(report(DiagnosticId::bad_condition, tree.range(tree.exprs[s.expr])),
               fmt::format("this is {}", describe(*value)));
    return;
  }
  if (dialect_ == Dialect::qasm3 && (!is_conjunction(tree, s.expr, false) ||
                                     (s.otherwise.count > 0 && !is_conjunction(tree, s.expr, true))))
    return if_by_cases(tree, s);
  Frame frame;
  if (!condition(tree, s.expr, false, frame.terms)) return;
  std::size_t terms = frame.terms.size();
  for (const Frame& outer_frame : frames_) terms += outer_frame.terms.size();
  if (terms > max_terms) {
    report(DiagnosticId::limit_exceeded, tree.range(tree.exprs[s.expr]), "the terms of a condition",
           max_terms);
    return;
  }
  const bool one_bit = frame.terms.size() == 1;  // where there is an `else`
  const std::int32_t outer = condition_;
  frames_.push_back(std::move(frame));
  condition_ = not_numbered;
  branch(tree, s.body);
  if (s.otherwise.count > 0) {
    if (one_bit) {
      frames_.back().terms[0].value ^= 1;
      condition_ = not_numbered;
      branch(tree, s.otherwise);
    } else {
      report(DiagnosticId::bad_condition, tree.range(tree.exprs[s.expr]));
    }
  }
  frames_.pop_back();
  condition_ = outer;
}

void Lowering::branch(const Tree& tree, ast::List body) {
  symbols_->enter_scope();
  for (std::uint32_t id : Tree::slice(tree.ids, body)) statement(tree, id);
  symbols_->leave_scope();
}

/// Whether the name or index `expr` stands for a register or one bit that is measured, not computed.
bool Lowering::is_measured(const Tree& tree, std::uint32_t expr) const {
  const ast::Expr& e = tree.exprs[expr];
  if (e.kind != ExprKind::name && e.kind != ExprKind::index) return false;
  const Symbol* symbol = symbols_->find(e.text);
  if (symbol == nullptr) return true;  // wrong either way
  if (symbol->kind != SymbolKind::bits) return symbol->kind != SymbolKind::value;
  if (any_known(*symbol)) return false;
  if (e.kind == ExprKind::name) return true;
  const ast::Operand& selection = tree.selections[e.selection];
  return selection.selector == ast::Selector::element && selection.base == ast::absent;
}

/// Whether `expr`, or its negation, is one conjunction of comparisons that a Condition can hold.
bool Lowering::is_conjunction(const Tree& tree, std::uint32_t expr, bool negated) const {
  for (;;) {
    const ast::Expr& e = tree.exprs[expr];
    if (e.kind == ExprKind::name || e.kind == ExprKind::index) return is_measured(tree, expr);
    if (e.kind == ExprKind::unary && e.op == Operator::logical_not) {
      negated = !negated;
      expr = e.left;
      continue;
    }
    if (e.kind != ExprKind::binary) return false;
    if (e.op == Operator::logical_and && !negated) {
      if (!is_conjunction(tree, e.right, false)) return false;
      expr = e.left;
      continue;
    }
    if (e.op != Operator::equal && e.op != Operator::not_equal) return false;
    const bool swapped = folder_->is_constant(tree, e.left);
    const std::uint32_t subject = swapped ? e.right : e.left;
    if (!folder_->is_constant(tree, swapped ? e.left : e.right) || !is_measured(tree, subject)) return false;
    const ast::Expr& register_or_bit = tree.exprs[subject];
    if (register_or_bit.kind == ExprKind::index) return true;
    const Symbol* symbol = symbols_->find(register_or_bit.text);
    if (symbol == nullptr || symbol->kind != SymbolKind::bits) return true;  // wrong either way
    return symbol->list == nullptr && (symbol->size == 1 || negated == (e.op == Operator::not_equal));
  }
}

/// Appends the terms of the condition `expr`; false after a report.
bool Lowering::condition(const Tree& tree, std::uint32_t expr, bool negated,
                         std::vector<ConditionTerm>& terms) {
  // A chain of && is as deep on its left as it is long, so that side is a loop.
  for (;;) {
    const ast::Expr& e = tree.exprs[expr];
    if (e.kind == ExprKind::unary && e.op == Operator::logical_not && dialect_ == Dialect::qasm3) {
      negated = !negated;
      expr = e.left;
      continue;
    }
    if (e.kind == ExprKind::binary && (e.op == Operator::equal || e.op == Operator::not_equal))
      return comparison(tree, e, negated, terms);
    if (dialect_ == Dialect::qasm3) {
      if (e.kind == ExprKind::name || e.kind == ExprKind::index)
        return bit_condition(tree, expr, negated ? 0 : 1, terms);
      if (e.kind == ExprKind::binary && e.op == Operator::logical_and && !negated) {
        if (!condition(tree, e.right, false, terms)) return false;
        expr = e.left;
        continue;
      }
      if (e.kind == ExprKind::binary && e.op != Operator::add && e.op != Operator::subtract) {
        report(DiagnosticId::unsupported, tree.range(e),
               "conditions other than ==, != and && of classical bits");
        return false;
      }
    }
    report(DiagnosticId::bad_condition, tree.range(e));
    return false;
  }
}

/// `register == integer` and `bit == 0|1|true|false`, either way round, and != of a bit.
bool Lowering::comparison(const Tree& tree, const ast::Expr& e, bool negated,
                          std::vector<ConditionTerm>& terms) {
  const auto bad = [&] {
    report(DiagnosticId::bad_condition, tree.range(e));
    return false;
  };
  const bool qasm3 = dialect_ == Dialect::qasm3;
  if (!qasm3 && e.op == Operator::not_equal) return bad();
  const bool swapped = qasm3 && folder_->is_constant(tree, e.left);
  const std::uint32_t subject = swapped ? e.right : e.left;
  const std::uint32_t value = swapped ? e.left : e.right;
  const ast::Expr& literal = tree.exprs[value];
  const bool integer_literal = literal.kind == ExprKind::integer;
  if (qasm3 ? !folder_->is_constant(tree, value) : !integer_literal) return bad();
  negated = negated != (e.op == Operator::not_equal);
  const ast::Expr& left = tree.exprs[subject];
  const Symbol* symbol = left.kind == ExprKind::name ? condition_register(tree, left) : nullptr;
  if (left.kind == ExprKind::name && symbol == nullptr) return false;
  const bool whole = symbol != nullptr && !symbol->scalar;
  const std::uint32_t width = whole ? symbol->size : 1;
  if (integer_literal && literal.too_big && width > 64) {
    refuse(tree.range(literal), "comparisons with more than 64 bits", "compare slices of the register");
    return false;
  }
  std::uint64_t wanted = literal.integer;
  if (!integer_literal) {
    const auto constant = folder_->constant(tree, value);
    if (!constant) return false;
    const bool bits = constant->type == ast::ValueType::bits;
    const bool truth = constant->type == ast::ValueType::boolean && width == 1;
    if (!constant->is_integer() && !truth && !(bits && constant->width == static_cast<int>(width))) {
      add_note(report(DiagnosticId::bad_condition, tree.range(e)),
               fmt::format("{} cannot be compared with {}", counted(width, "bit"), describe(*constant)));
      return false;
    }
    wanted = constant->integer;
  }
  if ((integer_literal && literal.too_big) || (width < 64 && wanted >> width != 0)) {
    report(DiagnosticId::condition_value, tree.range(literal), source_text(tree, literal),
           source_text(tree, left), counted(width, "bit"));
    return false;
  }
  if (!whole) return bit_condition(tree, subject, wanted ^ (negated ? 1 : 0), terms);
  if (symbol->size == 0 || (negated && symbol->size > 1)) {
    refuse(tree.range(e), negated ? "'!=' of a register" : "a condition on an empty register");
    return false;
  }
  terms.push_back({static_cast<std::int32_t>(symbol->index), BitId(), wanted ^ (negated ? 1 : 0)});
  return true;
}

/// One bit: `name` of a scalar or of a register of one bit, or `name[index]`.
bool Lowering::bit_condition(const Tree& tree, std::uint32_t expr, std::uint64_t value,
                             std::vector<ConditionTerm>& terms) {
  const ast::Expr& e = tree.exprs[expr];
  const bool indexed = e.kind == ExprKind::index && tree.selections[e.selection].base == ast::absent &&
                       tree.selections[e.selection].selector == ast::Selector::element;
  if (e.kind != ExprKind::name && (dialect_ == Dialect::qasm2 || !indexed)) {
    report(DiagnosticId::bad_condition, tree.range(e));
    return false;
  }
  const Symbol* symbol = condition_register(tree, e);
  if (symbol == nullptr) return false;
  if (!indexed && symbol->size != 1) {
    auto* diagnostic = report(DiagnosticId::bad_condition, tree.range(e));
    add_note(diagnostic, fmt::format("'{}' has {} bits", e.text, symbol->size));
    return false;
  }
  const ast::Operand operand =
      indexed ? tree.selections[e.selection] : ast::Operand({e.text, e.begin, e.end});
  const auto bit = elements(tree, operand, SymbolKind::bits);
  if (!bit) return false;
  const BitId id(bit->first);
  const std::size_t in = symbol->list != nullptr ? circuit_.register_of(id) : symbol->index;
  terms.push_back({static_cast<std::int32_t>(in), id, value});
  return true;
}

const Symbol* Lowering::condition_register(const Tree& tree, const ast::Expr& name) {
  ast::Name word{name.text, name.begin, name.end};
  if (name.kind == ExprKind::index) word = tree.selections[name.selection].name;
  const Symbol* symbol = symbols_->find(name.text);
  if (symbol == nullptr) {
    report_undefined(tree, word, SymbolKind::bits);
    return nullptr;
  }
  if (symbol->kind == SymbolKind::bits) return symbol;
  if (symbol->kind != SymbolKind::poisoned) report_wrong_kind(tree, word, symbol->kind, SymbolKind::bits);
  return nullptr;
}

/// The index of the conjunction of all frames, each term once; -1 if it is empty.
std::int32_t Lowering::current_condition() {
  Condition all;
  std::string key;
  std::map<std::pair<std::int32_t, BitId>, std::uint64_t> wanted;  // by register or bit
  bool never = false;
  const bool several = frames_.size() != 1 || frames_[0].terms.size() > 1;
  for (const Frame& frame : frames_)
    for (const ConditionTerm& term : frame.terms) {
      if (several) {
        const auto [known, is_new] = wanted.emplace(std::pair(term.bit_register, term.bit), term.value);
        if (!is_new && known->second == term.value) continue;
        never = never || !is_new;
      }
      all.terms.push_back(term);
      fmt::format_to(std::back_inserter(key), "{},{},{};", term.bit_register, term.bit.value(), term.value);
    }
  if (all.terms.empty()) return -1;  // it always holds
  const auto index = static_cast<std::int32_t>(circuit_.conditions.size());
  const auto [place, is_new] = condition_index_.emplace(std::move(key), index);
  if (is_new) circuit_.conditions.push_back(std::move(all));
  if (is_new && never) never_.insert(index);
  return place->second;
}

/// Marks the frames whose condition reads `bit`: what follows inside them would test its new value.
void Lowering::note_written(BitId bit) {
  for (Frame& frame : frames_) {
    frame.overwritten = frame.overwritten || std::ranges::find(frame.tested, bit) != frame.tested.end();
    for (const ConditionTerm& term : frame.terms) {
      const Register& r = circuit_.bit_registers[static_cast<std::size_t>(term.bit_register)];
      const bool reads =
          term.bit.valid() ? term.bit == bit : bit.value() >= r.first && bit.value() < r.first + r.size;
      frame.overwritten = frame.overwritten || reads;
    }
  }
}

}  // namespace dqc
