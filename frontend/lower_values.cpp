// Constants and variables whose values are known while compiling, and loops, which are unrolled.
#include <cmath>
#include <numbers>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::ValueType;

std::string_view spelling(ValueType type) {
  switch (type) {
    case ValueType::boolean: return "bool";
    case ValueType::integer: return "int";
    case ValueType::unsigned_integer: return "uint";
    case ValueType::real: return "float";
    case ValueType::angle: return "angle";
  }
  return "";
}

bool is_integer(ValueType type) { return type == ValueType::integer || type == ValueType::unsigned_integer; }

/// Whether a value of type `from` becomes a `to` without a cast (OpenQASM 3, "Types and casting").
bool converts(ValueType from, ValueType to) {
  if (from == to || (is_integer(from) && is_integer(to))) return true;
  if (to == ValueType::real) return is_integer(from);
  return to == ValueType::angle && (from == ValueType::real || is_integer(from));
}

/// An angle of `width` bits is a multiple of 2 pi / 2^width in 0 .. 2 pi.
double as_angle(double value, int width) {
  constexpr double turn = 2 * std::numbers::pi;
  double turns = value / turn - std::floor(value / turn);
  constexpr int finest = 53;
  if (width > 0 && width < finest) turns = std::round(std::ldexp(turns, width)) / std::ldexp(1, width);
  return turns >= 1 ? 0 : turns * turn;
}

bool fits(double value, ValueType type, int width) {
  if (type == ValueType::unsigned_integer) return value >= 0 && (width == 0 || value < std::ldexp(1, width));
  return width == 0 || (value >= -std::ldexp(1, width - 1) && value < std::ldexp(1, width - 1));
}

}  // namespace

void Lowering::declare_value(const Tree& tree, const Statement& s) {
  if (!is_free(tree, s.name, false)) return;
  KnownValue value;
  value.type = s.type;
  value.constant = s.constant;
  value.ifs = frames_.size();
  bool ok = true;
  if (s.width != ast::absent) {
    constexpr std::int64_t widest = 1 << 20;
    const auto width = folder_->integer(tree, s.width, fmt::format("the width of '{}'", s.name.text));
    ok = width && *width > 0 && *width <= widest;
    if (width && !ok)
      report(DiagnosticId::invalid_value, tree.range(s.name),
             fmt::format("'{}' cannot be {} bits wide", s.name.text, *width));
    value.width = ok ? static_cast<int>(*width) : 0;
  }
  value.known = s.expr != ast::absent;
  ok = ok && (!value.known || store(tree, s, s.name.text, value));
  if (!ok) return symbols_->define(s.name.text, Symbol{});
  symbols_->define_value(s.name.text, tree.range(s.name), value);
}

/// Gives `value` what the statement's expression is; false after a report.
bool Lowering::store(const Tree& tree, const Statement& s, std::string_view name, KnownValue& value) {
  const SourceRange at = tree.range(tree.exprs[s.expr]);
  const auto given = folder_->constant(tree, s.expr);
  if (!given) return false;
  if (!converts(given->type, value.type)) {
    report(DiagnosticId::invalid_value, at,
           fmt::format("'{}' is of type {}, but is given a {}", name, spelling(value.type),
                       spelling(given->type)));
    return false;
  }
  double number = given->number;
  switch (s.op) {
    case ast::Operator::add: number = value.number + number; break;
    case ast::Operator::subtract: number = value.number - number; break;
    case ast::Operator::multiply: number = value.number * number; break;
    case ast::Operator::divide:
      number = is_integer(value.type) ? std::trunc(value.number / number) : value.number / number;
      break;
    default: break;
  }
  if (value.type == ValueType::angle) number = as_angle(number, value.width);
  if (!std::isfinite(number) || (is_integer(value.type) && !fits(number, value.type, value.width))) {
    report(DiagnosticId::invalid_value, at, fmt::format("{} does not fit in '{}'", number, name));
    return false;
  }
  value.number = number;
  value.known = true;
  return true;
}

void Lowering::assign(const Tree& tree, const Statement& s) {
  const ast::Operand& target = tree.operands[s.operands.first];
  const Symbol* symbol = symbols_->find(target.name.text);
  if (symbol == nullptr) return report_undefined(tree, target.name, SymbolKind::value);
  if (symbol->kind == SymbolKind::poisoned) return;
  if (symbol->kind == SymbolKind::bits) {
    if (!folder_->is_constant(tree, s.expr) || folder_->constant(tree, s.expr))
      report(DiagnosticId::unsupported, tree.range(s), "assignments to bits of anything but a measurement");
    return;
  }
  if (symbol->kind != SymbolKind::value)
    return report_wrong_kind(tree, target.name, symbol->kind, SymbolKind::value);
  KnownValue value = symbols_->value(*symbol);
  if (target.selector != ast::Selector::all) {
    report(DiagnosticId::unsupported, tree.range(s), "assignments to bits of a value");
  } else if (value.constant) {
    report(DiagnosticId::invalid_value, tree.range(target.name),
           fmt::format("'{}' is a constant, so nothing can be assigned to it", target.name.text));
  } else if (s.op != ast::Operator::none && !value.known) {
    report(DiagnosticId::unsupported, tree.range(s),
           fmt::format("reading '{}' before it is assigned", target.name.text));
  } else if (value.ifs != frames_.size()) {
    report(DiagnosticId::unsupported, tree.range(s), "variables that an 'if' on measured bits assigns");
  } else if (store(tree, s, target.name.text, value)) {
    symbols_->value(*symbols_->find(target.name.text)) = value;
  }
}

void Lowering::for_statement(const Tree& tree, const Statement& s) {
  const ast::Operand over = tree.operands[s.operands.first];
  std::vector<std::int64_t> values;
  if (!is_integer(s.type)) {
    report(DiagnosticId::unsupported, tree.range(s.name), "loop variables that are not integers");
    return;
  }
  if (over.selector == ast::Selector::range) {
    if (over.index == ast::absent || over.last == ast::absent) {
      report(DiagnosticId::invalid_value, tree.range(over.name), "the range of a loop needs both its ends");
      return;
    }
    const auto first = folder_->integer(tree, over.index, "the start of a range");
    const auto last = folder_->integer(tree, over.last, "the end of a range");
    if (!first || !last) return;
    const auto all = range(tree, over, *first, *last);
    if (!all) return;
    values = *all;
  }
  for (std::uint32_t id : Tree::slice(tree.ids, over.set)) {
    const auto value = folder_->integer(tree, id, "an element of a set");
    if (!value) return;
    values.push_back(*value);
  }
  const int errors = diagnostics_.errors();
  for (std::int64_t value : values) {
    if (stopped_ || diagnostics_.errors() > errors) return;  // the same again
    if (++iterations_ > options_.max_gates) {
      report(DiagnosticId::limit_exceeded, tree.range(s.name), "the iterations of all loops",
             options_.max_gates);
      stopped_ = true;
      return;
    }
    symbols_->enter_scope();
    KnownValue variable;
    variable.type = s.type;
    variable.number = static_cast<double>(value);
    variable.ifs = frames_.size();
    symbols_->define_value(s.name.text, tree.range(s.name), variable);
    branch(tree, s.body);
    symbols_->leave_scope();
  }
}

}  // namespace dqc
