#include "frontend/expressions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace dqc {
namespace {

using Kind = ParamToken::Kind;
using ast::ExprKind;
using ast::Operator;
using ast::ValueType;

struct NamedConstant {
  std::string_view name;
  double value;
  bool in_qasm2;
};
constexpr NamedConstant constants[] = {
    {"pi", std::numbers::pi, true},
    {"\xCF\x80", std::numbers::pi, false},  // the letter pi
    {"tau", 2 * std::numbers::pi, false},
    {"\xCF\x84", 2 * std::numbers::pi, false},  // the letter tau
    {"euler", std::numbers::e, false},
    {"\xE2\x84\x87", std::numbers::e, false},  // the Euler constant's letter
};

struct ParamFunction {
  std::string_view name;
  Kind kind;
};
/// The functions that an expression over parameters can hold.
constexpr ParamFunction param_functions[] = {
    {"sin", Kind::sin},     {"cos", Kind::cos},   {"tan", Kind::tan},     {"exp", Kind::exp},
    {"ln", Kind::ln},       {"log", Kind::ln},    {"sqrt", Kind::sqrt},   {"acos", Kind::acos},
    {"asin", Kind::asin},   {"atan", Kind::atan}, {"arccos", Kind::acos}, {"arcsin", Kind::asin},
    {"arctan", Kind::atan}, {"pow", Kind::pow},
};

const NamedConstant* find_constant(std::string_view name, Dialect dialect) {
  const auto found = std::ranges::find(constants, name, &NamedConstant::name);
  if (found == std::end(constants) || (dialect == Dialect::qasm2 && !found->in_qasm2)) return nullptr;
  return found;
}

/// Whether expressions of `dialect` have a function of this name.
bool is_function(std::string_view name, Dialect dialect) {
  const auto none = call_function(name, dialect, {});
  return none || !none.error().message.empty();
}

std::optional<Kind> param_operator(Operator op) {
  switch (op) {
    case Operator::negate: return Kind::neg;
    case Operator::add: return Kind::add;
    case Operator::subtract: return Kind::sub;
    case Operator::multiply: return Kind::mul;
    case Operator::divide: return Kind::div;
    case Operator::power: return Kind::pow;
    default: return std::nullopt;
  }
}

}  // namespace

std::vector<std::uint32_t> outer_nodes(const ast::Tree& tree, std::uint32_t expr) {
  std::vector<std::uint32_t> nodes;
  const std::uint32_t first = tree.exprs[expr].first;
  for (std::uint32_t end = expr + 1; end > first;) {
    nodes.push_back(end - 1);
    const ast::Expr& e = tree.exprs[end - 1];
    end = e.kind == ExprKind::index ? e.first : end - 1;
  }
  std::ranges::reverse(nodes);
  return nodes;
}

Constant literal(const ast::Expr& e, Dialect dialect) {
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  switch (e.kind) {
    case ExprKind::boolean: return Constant::boolean(e.integer != 0);
    case ExprKind::bit_string: return Constant::bits(e.integer, static_cast<int>(e.arguments));
    case ExprKind::duration: return Constant::duration(e.real, e.integer != 0);
    case ExprKind::integer:
      if (dialect == Dialect::qasm2 || e.too_big) return Constant::real(e.real);
      if (e.integer > largest) return Constant::unsigned_integer(e.integer);
      return Constant::signed_integer(static_cast<std::int64_t>(e.integer));
    default: return Constant::real(e.real);
  }
}

const ParamExpr* ExpressionFolder::fold(const ast::Tree& tree, std::uint32_t expr,
                                        const ParameterNames& parameters) {
  inputs_allowed_ = !constants_only_;
  const bool legal = run(tree, expr, parameters);
  inputs_allowed_ = false;
  if (!legal) return nullptr;
  const Constant& value = stack_.back().constant;
  if (value.type == ValueType::real || value.type == ValueType::angle || value.is_integer()) return &out_;
  invalid(tree, tree.exprs[expr], fmt::format("expected a number, found {}", describe(value)));
  return nullptr;
}

bool ExpressionFolder::run(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters) {
  out_.clear();
  stack_.clear();
  const std::uint32_t first = tree.exprs[expr].first;
  const auto is_index = [](const ast::Expr& e) { return e.kind == ExprKind::index; };
  const auto begin = tree.exprs.begin() + first, end = tree.exprs.begin() + expr + 1;
  if (std::none_of(begin, end, is_index)) {
    for (std::uint32_t i = first; i <= expr; ++i)
      if (!push(tree, i, parameters)) return false;
    return true;
  }
  return std::ranges::all_of(outer_nodes(tree, expr),
                             [&](std::uint32_t i) { return push(tree, i, parameters); });
}

std::optional<std::int64_t> ExpressionFolder::integer(const ast::Tree& tree, std::uint32_t expr,
                                                      std::string_view what) {
  const ast::Expr& e = tree.exprs[expr];
  constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
  std::optional<Constant> value;
  if (e.kind == ExprKind::integer) {
    value = Constant::unsigned_integer(e.too_big ? ~std::uint64_t{0} : e.integer);
  } else if (dialect_ == Dialect::qasm3) {
    value = constant(tree, expr);
    if (!value) return std::nullopt;
  }
  if (value && value->is_integer()) {
    if (value->is_negative() || value->integer <= largest) return static_cast<std::int64_t>(value->integer);
    invalid(tree, e, "number is too large");
    return std::nullopt;
  }
  diagnostics_.report(DiagnosticId::not_an_integer, tree.range(e), what);
  return std::nullopt;
}

std::optional<Constant> ExpressionFolder::constant(const ast::Tree& tree, std::uint32_t expr) {
  static const ParameterNames no_names;
  if (!run(tree, expr, no_names)) return std::nullopt;
  return stack_.back().constant;
}

bool ExpressionFolder::is_constant(const ast::Tree& tree, std::uint32_t expr) const {
  const std::uint32_t first = tree.exprs[expr].first;
  for (std::uint32_t end = expr + 1; end > first;) {
    const ast::Expr& e = tree.exprs[end - 1];
    const std::uint32_t id = end - 1;
    end = e.kind == ExprKind::index ? e.first : id;
    if (e.kind == ExprKind::index && !known_bits_(tree, id)) return false;
    if (e.kind != ExprKind::name || find_constant(e.text, dialect_) != nullptr) continue;
    const Symbol* symbol = symbols_.find(e.text);
    if (symbol == nullptr) return false;
    if (symbol->kind == SymbolKind::input) continue;  // the folder says that its value is not known
    const bool value = symbol->kind == SymbolKind::value && symbols_.value(*symbol).computed == nullptr;
    if (!value && (symbol->kind != SymbolKind::bits || !known_bits_(tree, id))) return false;
  }
  return true;
}

bool ExpressionFolder::push(const ast::Tree& tree, std::uint32_t id, const ParameterNames& parameters) {
  const ast::Expr& e = tree.exprs[id];
  switch (e.kind) {
    case ExprKind::integer:
    case ExprKind::real: return push_number(tree, e);
    case ExprKind::name: return push_name(tree, id, parameters);
    case ExprKind::unary:
    case ExprKind::binary: return push_operator(tree, e);
    case ExprKind::call: return push_call(tree, e);
    case ExprKind::cast: return push_cast(tree, e);
    case ExprKind::duration: return push_number(tree, e);
    case ExprKind::boolean:
    case ExprKind::bit_string: push_constant(literal(e, dialect_)); return true;
    case ExprKind::index: break;
  }
  // The positions of an index are folded here, too.
  ParamExpr out = std::move(out_);
  std::vector<Value> stack = std::move(stack_);
  const auto bits = known_bits_(tree, id);
  out_ = std::move(out);
  stack_ = std::move(stack);
  if (bits) {
    push_constant(*bits);
    return true;
  }
  const Symbol* symbol = symbols_.find(e.text);
  if (symbol != nullptr && symbol->kind == SymbolKind::bits)
    return refuse(tree, e, "measured bits in expressions other than conditions");
  return refuse(tree, e, "an index of anything but known bits");
}

bool ExpressionFolder::push_number(const ast::Tree& tree, const ast::Expr& e) {
  if (!std::isfinite(e.real)) return invalid(tree, e, "number is too large");
  push_constant(literal(e, dialect_));
  return true;
}

bool ExpressionFolder::push_name(const ast::Tree& tree, std::uint32_t id, const ParameterNames& parameters) {
  const ast::Expr& e = tree.exprs[id];
  if (const auto found = parameters.find(e.text); found != parameters.end()) {
    stack_.push_back({out_.size(), Constant::real(0), false});
    out_.push_back({Kind::parameter, 0, found->second});
    return true;
  }
  if (const NamedConstant* constant = find_constant(e.text, dialect_)) {
    push_constant(Constant::real(constant->value));
    return true;
  }
  const Symbol* symbol = symbols_.find(e.text);
  if (symbol != nullptr && symbol->kind == SymbolKind::input) return push_input(tree, e, *symbol);
  if (symbol != nullptr && symbol->kind == SymbolKind::value) {
    const KnownValue& value = symbols_.value(*symbol);
    if (constants_only_ && !value.constant)
      return invalid(tree, e, fmt::format("'{}' is not a constant", e.text));
    if (value.computed != nullptr)
      return refuse(tree, e, "measured bits in expressions other than conditions");
    if (!value.known) return refuse(tree, e, fmt::format("reading '{}' before it is assigned", e.text));
    push_constant(value.value);
    return true;
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::poisoned) return false;
  if (symbol != nullptr && symbol->kind == SymbolKind::bits && !constants_only_) {
    const auto bits = known_bits_(tree, id);
    if (!bits) return refuse(tree, e, "measured bits in expressions other than conditions");
    push_constant(*bits);
    return true;
  }
  diagnostics_.report(DiagnosticId::undefined_name, tree.range(e),
                      parameters.empty() ? "constant" : "parameter", e.text);
  return false;
}

/// A parameter of the circuit, as it were.
bool ExpressionFolder::push_input(const ast::Tree& tree, const ast::Expr& e, const Symbol& symbol) {
  if (constants_only_) return invalid(tree, e, fmt::format("'{}' is not a constant", e.text));
  if (!inputs_allowed_)
    return refuse(tree, e, fmt::format("an input such as '{}' other than in parameters of gates", e.text));
  stack_.push_back({out_.size(), Constant::real(0), false});
  out_.push_back({Kind::parameter, 0, static_cast<std::int32_t>(symbol.index)});
  return true;
}

bool ExpressionFolder::push_operator(const ast::Tree& tree, const ast::Expr& e) {
  const std::size_t arguments = e.kind == ExprKind::binary ? 2 : 1;
  const Value& right = stack_.back();
  const Value& left = stack_[stack_.size() - arguments];
  const auto kind = param_operator(e.op);
  if (dialect_ == Dialect::qasm2 && !kind && e.op != Operator::plus)
    return refuse(tree, e, fmt::format("the operator '{}' in expressions", spelling(e.op)));
  if (left.known && right.known)
    return replace(tree, e, arguments, apply(e.op, left.constant, right.constant));
  if (e.op == Operator::plus) return true;
  if (!kind) return refuse(tree, e, fmt::format("the operator '{}' of parameters", spelling(e.op)));
  // Already wrong whatever the other operand is.
  if (e.op == Operator::divide && right.known && right.constant.number == 0)
    return invalid(tree, e, "division by zero");
  return push_unknown(tree, e, *kind, arguments);
}

bool ExpressionFolder::push_call(const ast::Tree& tree, const ast::Expr& e) {
  const std::size_t count = e.arguments;
  bool known = true;
  std::vector<Constant> arguments;
  for (std::size_t i = stack_.size() - count; i < stack_.size(); ++i) {
    known = known && stack_[i].known;
    arguments.push_back(stack_[i].constant);
  }
  if (!is_function(e.text, dialect_)) {
    const Symbol* symbol = symbols_.find(e.text);
    if (symbol != nullptr && symbol->kind == SymbolKind::subroutine)
      return refuse(tree, e, "calls of a 'def' inside expressions");
    if (symbol == nullptr || symbol->kind != SymbolKind::poisoned)
      diagnostics_.report(DiagnosticId::undefined_name, tree.range(e), "function", e.text);
    return false;
  }
  if (known) return replace(tree, e, count, call_function(e.text, dialect_, arguments));
  const auto function = std::ranges::find(param_functions, e.text, &ParamFunction::name);
  if (function == std::end(param_functions))
    return refuse(tree, e, fmt::format("the function '{}' of parameters", e.text));
  if (count != (e.text == "pow" ? 2u : 1u))
    return invalid(tree, e, call_function(e.text, dialect_, arguments).error().message);
  return push_unknown(tree, e, function->kind, count);
}

/// The stack holds the width, if one is given, below the operand.
bool ExpressionFolder::push_cast(const ast::Tree& tree, const ast::Expr& e) {
  const Value operand = stack_.back();
  std::size_t arguments = 1;
  std::int64_t width = e.type == ValueType::bits ? 1 : 0;
  if (e.right != ast::absent) {
    ++arguments;
    const Value& given = stack_[stack_.size() - 2];
    if (!given.known || !can_be_width(given.constant))
      return invalid(tree, tree.exprs[e.right], "a type cannot have this width");
    width = static_cast<std::int64_t>(given.constant.integer);
  }
  constexpr int widest_bits = 64;
  if (e.type == ValueType::bits && width > widest_bits) return refuse(tree, e, "values of more than 64 bits");
  if (operand.known)
    return replace(tree, e, arguments, cast(e.type, static_cast<int>(width), operand.constant));
  if (arguments == 1 && (e.type == ValueType::real || e.type == ValueType::angle)) return true;
  return refuse(tree, e, "casts of parameters");
}

/// Replaces the topmost values, not all of them known, by what `kind` makes of them.
bool ExpressionFolder::push_unknown(const ast::Tree& tree, const ast::Expr& e, Kind kind,
                                    std::size_t arguments) {
  for (std::size_t i = stack_.size() - arguments; i < stack_.size(); ++i) {
    const Constant& c = stack_[i].constant;
    if (c.type != ValueType::real && c.type != ValueType::angle && !c.is_integer())
      return invalid(tree, e, fmt::format("expected numbers, found {}", describe(c)));
  }
  stack_.resize(stack_.size() - (arguments - 1));
  stack_.back().constant = Constant::real(0);
  stack_.back().known = false;
  out_.push_back({kind, 0, 0});
  return true;
}

/// Replaces the topmost values by `value`, or reports why there is none.
bool ExpressionFolder::replace(const ast::Tree& tree, const ast::Expr& e, std::size_t arguments,
                               const Result<Constant>& value) {
  if (!value) return invalid(tree, e, value.error().message);
  out_.resize(stack_[stack_.size() - arguments].start);
  stack_.resize(stack_.size() - arguments);
  push_constant(*value);
  return true;
}

void ExpressionFolder::push_constant(const Constant& value) {
  stack_.push_back({out_.size(), value, true});
  out_.push_back({Kind::number, value.number, 0});
}

bool ExpressionFolder::refuse(const ast::Tree& tree, const ast::Expr& e, std::string_view what) {
  diagnostics_.report(DiagnosticId::unsupported, tree.range(e), what);
  return false;
}

bool ExpressionFolder::invalid(const ast::Tree& tree, const ast::Expr& e, std::string_view why) {
  diagnostics_.report(DiagnosticId::invalid_value, tree.range(e), why);
  return false;
}

bool is_partial(const ParamExpr& expr) {
  for (std::size_t i = 0; i < expr.size(); ++i) {
    const Kind kind = expr[i].kind;
    if (kind == Kind::div && expr[i - 1].kind != Kind::number) return true;
    if (kind == Kind::pow || kind == Kind::exp || kind == Kind::ln || kind == Kind::sqrt ||
        kind == Kind::acos || kind == Kind::asin)
      return true;
  }
  return false;
}

bool is_reserved_in_expressions(std::string_view word, Dialect dialect) {
  return find_constant(word, dialect) != nullptr || is_function(word, dialect);
}

}  // namespace dqc
