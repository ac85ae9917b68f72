#include "frontend/expressions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace dqc {
namespace {

using Kind = ParamToken::Kind;
using ast::Operator;

struct Constant {
  std::string_view name;
  double value;
  bool in_qasm2;
};
constexpr Constant constants[] = {
    {"pi", std::numbers::pi, true},
    {"\xCF\x80", std::numbers::pi, false},  // the letter pi
    {"tau", 2 * std::numbers::pi, false},
    {"\xCF\x84", 2 * std::numbers::pi, false},  // the letter tau
    {"euler", std::numbers::e, false},
    {"\xE2\x84\x87", std::numbers::e, false},  // the Euler constant's letter
};

struct Function {
  std::string_view name;
  Kind kind;
  std::uint32_t arguments;
  bool in_qasm2;
  bool in_qasm3;
};
constexpr Function functions[] = {
    {"sin", Kind::sin, 1, true, true},      {"cos", Kind::cos, 1, true, true},
    {"tan", Kind::tan, 1, true, true},      {"exp", Kind::exp, 1, true, true},
    {"ln", Kind::ln, 1, true, true},        {"log", Kind::ln, 1, false, true},
    {"sqrt", Kind::sqrt, 1, true, true},    {"acos", Kind::acos, 1, true, false},
    {"asin", Kind::asin, 1, true, false},   {"atan", Kind::atan, 1, true, false},
    {"arccos", Kind::acos, 1, false, true}, {"arcsin", Kind::asin, 1, false, true},
    {"arctan", Kind::atan, 1, false, true}, {"pow", Kind::pow, 2, false, true},
};

const Constant* find_constant(std::string_view name, Dialect dialect) {
  const auto found = std::ranges::find(constants, name, &Constant::name);
  if (found == std::end(constants) || (dialect == Dialect::qasm2 && !found->in_qasm2)) return nullptr;
  return found;
}

const Function* find_function(std::string_view name, Dialect dialect) {
  const auto found = std::ranges::find(functions, name, &Function::name);
  if (found == std::end(functions)) return nullptr;
  return (dialect == Dialect::qasm2 ? found->in_qasm2 : found->in_qasm3) ? found : nullptr;
}

/// Why `kind` of the constant `a` (and `b`) has no value; "" where it has one.
std::string_view no_value(Kind kind, double a, double b) {
  switch (kind) {
    case Kind::div: return b == 0 ? "division by zero" : "";
    case Kind::ln: return a <= 0 ? "logarithm of a number that is not positive" : "";
    case Kind::sqrt: return a < 0 ? "square root of a negative number" : "";
    case Kind::acos:
    case Kind::asin: return a < -1 || a > 1 ? "arc function of a number outside -1 .. 1" : "";
    case Kind::pow:
      return a == 0 && b < 0               ? "division by zero"
             : a < 0 && b != std::floor(b) ? "power of a negative number with a fractional exponent"
                                           : "";
    default: return "";
  }
}

/// What `evaluate` makes of one operation on constants.
double compute(Kind kind, double a, double b) {
  switch (kind) {
    case Kind::neg: return -a;
    case Kind::add: return a + b;
    case Kind::sub: return a - b;
    case Kind::mul: return a * b;
    case Kind::div: return a / b;
    case Kind::pow: return std::pow(a, b);
    default: return evaluate({{Kind::number, a, 0}, {kind, 0, 0}}, {});
  }
}

/// Whether `kind` makes an int of ints.
bool is_integral(Kind kind, double right) {
  return kind == Kind::neg || kind == Kind::add || kind == Kind::sub || kind == Kind::mul ||
         kind == Kind::div || (kind == Kind::pow && right >= 0);
}

std::string_view spelling(Operator op) {
  switch (op) {
    case Operator::logical_or: return "||";
    case Operator::logical_and: return "&&";
    case Operator::bit_or: return "|";
    case Operator::bit_xor: return "^";
    case Operator::bit_and: return "&";
    case Operator::equal: return "==";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::greater: return ">";
    case Operator::less_equal: return "<=";
    case Operator::greater_equal: return ">=";
    case Operator::shift_left: return "<<";
    case Operator::shift_right: return ">>";
    case Operator::modulo: return "%";
    case Operator::logical_not: return "!";
    case Operator::bit_not: return "~";
    default: return "";
  }
}

}  // namespace

const ParamExpr* ExpressionFolder::fold(const ast::Tree& tree, std::uint32_t expr,
                                        const ParameterNames& parameters) {
  out_.clear();
  stack_.clear();
  for (std::uint32_t i = tree.exprs[expr].first; i <= expr; ++i)
    if (!push(tree, tree.exprs[i], parameters)) return nullptr;
  return &out_;
}

std::optional<std::int64_t> ExpressionFolder::integer(const ast::Tree& tree, std::uint32_t expr,
                                                      std::string_view what) {
  const ast::Expr& e = tree.exprs[expr];
  constexpr double limit = 9007199254740992.0;  // integers up to here are exact as doubles
  if (e.kind == ast::ExprKind::integer)
    return static_cast<std::int64_t>(std::min<std::uint64_t>(e.too_big ? ~0ull : e.integer, 1ull << 62));
  double value = 0;
  bool integral = false;
  if (dialect_ == Dialect::qasm3) {
    static const ParameterNames no_names;
    if (fold(tree, expr, no_names) == nullptr) return std::nullopt;
    integral = stack_.back().integral;
    value = out_.front().number;
  }
  if (integral && std::abs(value) < limit) return static_cast<std::int64_t>(value);
  diagnostics_.report(DiagnosticId::not_an_integer, tree.range(e), what);
  return std::nullopt;
}

bool ExpressionFolder::push(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters) {
  switch (e.kind) {
    case ast::ExprKind::integer:
    case ast::ExprKind::real:
      if (!std::isfinite(e.real)) {
        diagnostics_.report(DiagnosticId::invalid_value, tree.range(e), "number is too large");
        return false;
      }
      push_number(e.real, e.kind == ast::ExprKind::integer && dialect_ == Dialect::qasm3);
      return true;
    case ast::ExprKind::name: return push_name(tree, e, parameters);
    case ast::ExprKind::unary:
    case ast::ExprKind::binary: return push_operator(tree, e);
    case ast::ExprKind::call: return push_call(tree, e);
    case ast::ExprKind::boolean: return refuse(tree, e, "booleans as numbers");
    case ast::ExprKind::index: return refuse(tree, e, "classical bits in expressions");
  }
  return false;
}

bool ExpressionFolder::push_name(const ast::Tree& tree, const ast::Expr& e,
                                 const ParameterNames& parameters) {
  if (const auto found = parameters.find(e.text); found != parameters.end()) {
    stack_.push_back({out_.size(), false});
    out_.push_back({Kind::parameter, 0, found->second});
    return true;
  }
  if (const Constant* constant = find_constant(e.text, dialect_)) {
    push_number(constant->value, false);
    return true;
  }
  diagnostics_.report(DiagnosticId::undefined_name, tree.range(e),
                      parameters.empty() ? "constant" : "parameter", e.text);
  return false;
}

bool ExpressionFolder::push_operator(const ast::Tree& tree, const ast::Expr& e) {
  switch (e.op) {
    case Operator::plus: return true;
    case Operator::negate: return apply(tree, e, Kind::neg, false);
    case Operator::add: return apply(tree, e, Kind::add, true);
    case Operator::subtract: return apply(tree, e, Kind::sub, true);
    case Operator::multiply: return apply(tree, e, Kind::mul, true);
    case Operator::divide: return apply(tree, e, Kind::div, true);
    case Operator::power: return apply(tree, e, Kind::pow, true);
    default: return refuse(tree, e, fmt::format("the operator '{}' in expressions", spelling(e.op)));
  }
}

bool ExpressionFolder::push_call(const ast::Tree& tree, const ast::Expr& e) {
  const Function* function = find_function(e.text, dialect_);
  if (function == nullptr) {
    diagnostics_.report(DiagnosticId::undefined_name, tree.range(e), "function", e.text);
    return false;
  }
  if (e.arguments != function->arguments) {
    diagnostics_.report(
        DiagnosticId::invalid_value, tree.range(e),
        fmt::format("function '{}' takes {} arguments, found {}", e.text, function->arguments, e.arguments));
    return false;
  }
  return apply(tree, e, function->kind, function->arguments == 2);
}

/// Replaces the topmost values by what `kind` makes of them.
bool ExpressionFolder::apply(const ast::Tree& tree, const ast::Expr& e, Kind kind, bool binary) {
  const Value right = stack_.back();
  if (binary) stack_.pop_back();
  const Value left = stack_.back();
  stack_.back().integral = left.integral && right.integral && is_integral(kind, out_.back().number);
  const bool left_constant =
      out_[left.start].kind == Kind::number && (!binary || right.start == left.start + 1);
  const bool right_constant = out_[right.start].kind == Kind::number && out_.size() == right.start + 1;
  const double a = out_[left.start].number, b = out_[right.start].number;
  // A constant right operand can already be wrong where the left one is not known.
  const std::string_view wrong =
      right_constant && (left_constant || kind == Kind::div) ? no_value(kind, left_constant ? a : 1, b) : "";
  out_.push_back({kind, 0, 0});
  if (wrong.empty() && !(left_constant && right_constant)) return true;
  double value = wrong.empty() ? compute(kind, a, b) : 0;
  const bool integral = stack_.back().integral;
  if (integral && kind == Kind::div) value = std::trunc(value);
  out_.resize(left.start);
  stack_.pop_back();
  push_number(value, integral);
  if (wrong.empty() && std::isfinite(value)) return true;
  diagnostics_.report(DiagnosticId::invalid_value, tree.range(e),
                      wrong.empty() ? "value is too large" : wrong);
  return false;
}

void ExpressionFolder::push_number(double value, bool integral) {
  stack_.push_back({out_.size(), integral});
  out_.push_back({Kind::number, value, 0});
}

bool ExpressionFolder::refuse(const ast::Tree& tree, const ast::Expr& e, std::string_view what) {
  diagnostics_.report(DiagnosticId::unsupported, tree.range(e), what);
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
  return find_constant(word, dialect) != nullptr || find_function(word, dialect) != nullptr;
}

}  // namespace dqc
