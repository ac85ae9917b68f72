#include "frontend/expressions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace dqc {
namespace {

using Kind = ParamToken::Kind;
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

const NamedConstant* find_constant(std::string_view name, Dialect dialect) {
  const auto found = std::ranges::find(constants, name, &NamedConstant::name);
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

bool is_integer(ValueType type) { return type == ValueType::integer || type == ValueType::unsigned_integer; }

/// The type of what `kind` makes of a `left` and a `right`, whose value is `b`.
ValueType result_type(Kind kind, ValueType left, ValueType right, double b) {
  const bool sum = kind == Kind::neg || kind == Kind::add || kind == Kind::sub;
  const bool ring = sum || kind == Kind::mul || kind == Kind::div;
  if (is_integer(left) && is_integer(right))
    return !ring && !(kind == Kind::pow && b >= 0) ? ValueType::real
           : left == right                         ? left
                                                   : ValueType::unsigned_integer;
  const bool angle = left == ValueType::angle || right == ValueType::angle;
  return angle && ring ? ValueType::angle : ValueType::real;
}

/// 0 <= result < 2 pi.
double wrapped(double angle) {
  const double turns = std::fmod(angle, 2 * std::numbers::pi);
  return turns < 0 ? turns + 2 * std::numbers::pi : turns;
}

constexpr double exact_integers = 9007199254740992.0;  // integers up to here are exact as doubles

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
  if (!run(tree, expr, parameters)) return nullptr;
  if (stack_.back().type != ValueType::boolean) return &out_;
  refuse(tree, tree.exprs[expr], "booleans as numbers");
  return nullptr;
}

bool ExpressionFolder::run(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters) {
  out_.clear();
  stack_.clear();
  for (std::uint32_t i = tree.exprs[expr].first; i <= expr; ++i)
    if (!push(tree, tree.exprs[i], parameters)) return false;
  return true;
}

std::optional<std::int64_t> ExpressionFolder::integer(const ast::Tree& tree, std::uint32_t expr,
                                                      std::string_view what) {
  const ast::Expr& e = tree.exprs[expr];
  if (e.kind == ast::ExprKind::integer)
    return static_cast<std::int64_t>(std::min<std::uint64_t>(e.too_big ? ~0ull : e.integer, 1ull << 62));
  if (dialect_ == Dialect::qasm3) {
    const auto value = constant(tree, expr);
    if (!value) return std::nullopt;
    if (is_integer(value->type)) return static_cast<std::int64_t>(value->number);
  }
  diagnostics_.report(DiagnosticId::not_an_integer, tree.range(e), what);
  return std::nullopt;
}

std::optional<ExpressionFolder::Constant> ExpressionFolder::constant(const ast::Tree& tree,
                                                                     std::uint32_t expr) {
  static const ParameterNames no_names;
  if (!run(tree, expr, no_names)) return std::nullopt;
  return Constant{out_.front().number, stack_.back().type};
}

bool ExpressionFolder::is_constant(const ast::Tree& tree, std::uint32_t expr) const {
  for (std::uint32_t i = tree.exprs[expr].first; i <= expr; ++i) {
    const ast::Expr& e = tree.exprs[i];
    if (e.kind == ast::ExprKind::index) return false;
    if (e.kind != ast::ExprKind::name || find_constant(e.text, dialect_) != nullptr) continue;
    const Symbol* symbol = symbols_.find(e.text);
    if (symbol == nullptr || symbol->kind != SymbolKind::value) return false;
  }
  return true;
}

bool ExpressionFolder::push(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters) {
  switch (e.kind) {
    case ast::ExprKind::integer:
    case ast::ExprKind::real:
      if (!std::isfinite(e.real)) {
        diagnostics_.report(DiagnosticId::invalid_value, tree.range(e), "number is too large");
        return false;
      }
      push_number(e.real, e.kind == ast::ExprKind::integer && dialect_ == Dialect::qasm3 ? ValueType::integer
                                                                                         : ValueType::real);
      return true;
    case ast::ExprKind::name: return push_name(tree, e, parameters);
    case ast::ExprKind::unary:
    case ast::ExprKind::binary: return push_operator(tree, e);
    case ast::ExprKind::call: return push_call(tree, e);
    case ast::ExprKind::boolean: push_number(static_cast<double>(e.integer), ValueType::boolean); return true;
    case ast::ExprKind::index: return refuse(tree, e, "classical bits in expressions");
  }
  return false;
}

bool ExpressionFolder::push_name(const ast::Tree& tree, const ast::Expr& e,
                                 const ParameterNames& parameters) {
  if (const auto found = parameters.find(e.text); found != parameters.end()) {
    stack_.push_back({out_.size(), ValueType::real});
    out_.push_back({Kind::parameter, 0, found->second});
    return true;
  }
  if (const NamedConstant* constant = find_constant(e.text, dialect_)) {
    push_number(constant->value, ValueType::real);
    return true;
  }
  const Symbol* symbol = symbols_.find(e.text);
  if (symbol != nullptr && symbol->kind == SymbolKind::value) {
    const KnownValue& value = symbols_.value(*symbol);
    if (!value.known) return refuse(tree, e, fmt::format("reading '{}' before it is assigned", e.text));
    if (value.constant || !constants_only_) {
      push_number(value.number, value.type);
      return true;
    }
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::poisoned) return false;
  if (symbol != nullptr && symbol->kind == SymbolKind::bits && !constants_only_)
    return refuse(tree, e, "classical bits in expressions");
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
    default: return apply_discrete(tree, e);
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
  if (left.type == ValueType::boolean || right.type == ValueType::boolean)
    return refuse(tree, e, "booleans as numbers");
  const ValueType type = result_type(kind, left.type, right.type, out_.back().number);
  stack_.back().type = type;
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
  if (is_integer(type) && kind == Kind::div) value = std::trunc(value);
  if (type == ValueType::angle) value = wrapped(value);
  if (type == ValueType::unsigned_integer && value < 0)
    return refuse(tree, e, "unsigned integers that wrap around");
  out_.resize(left.start);
  stack_.pop_back();
  push_number(value, type);
  if (wrong.empty() && std::isfinite(value) && !(is_integer(type) && std::abs(value) > exact_integers))
    return true;
  diagnostics_.report(DiagnosticId::invalid_value, tree.range(e),
                      wrong.empty() ? "value is too large" : wrong);
  return false;
}

/// Operators that need both values: comparisons, those of bits and booleans, shifts and remainders.
bool ExpressionFolder::apply_discrete(const ast::Tree& tree, const ast::Expr& e) {
  const bool binary = e.kind == ast::ExprKind::binary;
  const auto unknown = [this](const Value& v) { return out_[v.start].kind != Kind::number; };
  const Value right = stack_.back();
  const Value left = binary ? stack_[stack_.size() - 2] : right;
  const auto unsupported = [&] {
    return refuse(tree, e, fmt::format("the operator '{}' in expressions", spelling(e.op)));
  };
  if (unknown(left) || unknown(right) || out_.size() != right.start + 1 || dialect_ == Dialect::qasm2 ||
      (binary && right.start != left.start + 1))
    return unsupported();
  const double a = out_[left.start].number, b = out_[right.start].number;
  const bool numbers = left.type != ValueType::boolean && right.type != ValueType::boolean;
  constexpr double past_integers = 0x1p64;
  const bool integers = is_integer(left.type) && is_integer(right.type) && a >= 0 && b >= 0 &&
                        a < past_integers && b < past_integers;
  const bool alike = numbers || left.type == right.type;
  const auto x = static_cast<std::uint64_t>(integers ? a : 0),
             y = static_cast<std::uint64_t>(integers ? b : 0);
  double value = 0;
  ValueType type = ValueType::boolean;
  bool known = alike;
  switch (e.op) {
    case Operator::logical_not: value = a == 0, known = !numbers; break;
    case Operator::logical_and: value = a != 0 && b != 0, known = alike && !numbers; break;
    case Operator::logical_or: value = a != 0 || b != 0, known = alike && !numbers; break;
    case Operator::equal: value = a == b; break;
    case Operator::not_equal: value = a != b; break;
    case Operator::less: value = a < b, known = numbers; break;
    case Operator::greater: value = a > b, known = numbers; break;
    case Operator::less_equal: value = a <= b, known = numbers; break;
    case Operator::greater_equal: value = a >= b, known = numbers; break;
    default:
      type = left.type;
      known = integers;
      if (e.op == Operator::bit_and)
        value = static_cast<double>(x & y);
      else if (e.op == Operator::bit_or)
        value = static_cast<double>(x | y);
      else if (e.op == Operator::bit_xor)
        value = static_cast<double>(x ^ y);
      else if (e.op == Operator::modulo && y != 0)
        value = static_cast<double>(x % y);
      else if (e.op == Operator::shift_left && y < 64)
        value = std::ldexp(a, static_cast<int>(y));
      else if (e.op == Operator::shift_right && y < 64)
        value = static_cast<double>(x >> y);
      else
        known = false;
      known = known && value <= exact_integers;
  }
  if (!known) return unsupported();
  out_.resize(left.start);
  stack_.resize(stack_.size() - (binary ? 2 : 1));
  push_number(value, type);
  return true;
}

void ExpressionFolder::push_number(double value, ValueType type) {
  stack_.push_back({out_.size(), type});
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
