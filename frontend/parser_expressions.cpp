// Expressions of both dialects, by precedence climbing. In OpenQASM 2 `^` is the power, in OpenQASM 3
// it is an exclusive or and `**` is the power.
#include <charconv>
#include <cstdlib>
#include <string>

#include "frontend/parser.h"

namespace dqc {
namespace {

using ast::Operator;

/// Twice the precedence of the operators of one sign; a unary one binds looser than the power.
constexpr int unary_power = 22;
constexpr int power_power = 24;

int radix_of(std::string_view digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  switch (digits[1]) {
    case 'x':
    case 'X': return 16;
    case 'b':
    case 'B': return 2;
    case 'o':
    case 'O': return 8;
    default: return 10;
  }
}

std::string without_underscores(std::string_view digits) {
  std::string copy;
  for (char c : digits)
    if (c != '_') copy += c;
  return copy;
}

/// Too large becomes infinite and too small 0, as in C.
double real_value(std::string_view digits) {
  double value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc()) return value;
  return std::strtod(std::string(digits).c_str(), nullptr);
}

}  // namespace

std::uint32_t Parser::add(ast::Expr e) {
  const auto id = static_cast<std::uint32_t>(tree_->exprs.size());
  const bool leaf = e.left == ast::absent && e.kind != ast::ExprKind::index && e.kind != ast::ExprKind::call;
  if (leaf) e.first = id;
  tree_->exprs.push_back(e);
  return id;
}

Parser::Infix Parser::infix() const {
  const auto left = [](Operator op, int precedence) { return Infix{op, 2 * precedence, 2 * precedence + 1}; };
  const bool qasm3 = dialect_ == Dialect::qasm3;
  switch (token_.kind) {
    case TokenKind::or_or: return left(Operator::logical_or, 1);
    case TokenKind::and_and: return left(Operator::logical_and, 2);
    case TokenKind::pipe: return left(Operator::bit_or, 3);
    case TokenKind::caret:
      return qasm3 ? left(Operator::bit_xor, 4) : Infix{Operator::power, power_power, power_power - 1};
    case TokenKind::amp: return left(Operator::bit_and, 5);
    case TokenKind::equal: return left(Operator::equal, 6);
    case TokenKind::not_equal: return left(Operator::not_equal, 6);
    case TokenKind::less: return left(Operator::less, 7);
    case TokenKind::greater: return left(Operator::greater, 7);
    case TokenKind::less_equal: return left(Operator::less_equal, 7);
    case TokenKind::greater_equal: return left(Operator::greater_equal, 7);
    case TokenKind::shift_left: return left(Operator::shift_left, 8);
    case TokenKind::shift_right: return left(Operator::shift_right, 8);
    case TokenKind::plus: return left(Operator::add, 9);
    case TokenKind::minus: return left(Operator::subtract, 9);
    case TokenKind::star: return left(Operator::multiply, 10);
    case TokenKind::slash: return left(Operator::divide, 10);
    case TokenKind::percent: return left(Operator::modulo, 10);
    case TokenKind::power: return qasm3 ? Infix{Operator::power, power_power, power_power - 1} : Infix{};
    default: return {};
  }
}

std::uint32_t Parser::binary(int min_power) {
  const Depth depth(*this, "expression");
  if (failed_) return ast::absent;
  return binary_after(unary(), min_power);
}

std::uint32_t Parser::binary_after(std::uint32_t lhs, int min_power) {
  while (!failed_) {
    const Infix op = infix();
    if (op.op == Operator::none || op.left < min_power) break;
    advance();
    const std::uint32_t rhs = binary(op.right);
    if (failed_) break;
    ast::Expr e;
    e.kind = ast::ExprKind::binary;
    e.op = op.op;
    e.left = lhs;
    e.right = rhs;
    e.first = tree_->exprs[lhs].first;
    e.begin = tree_->exprs[lhs].begin;
    e.end = tree_->exprs[rhs].end;
    lhs = add(e);
  }
  return lhs;
}

std::uint32_t Parser::unary() {
  ast::Expr e;
  e.kind = ast::ExprKind::unary;
  e.begin = token_.begin;
  switch (token_.kind) {
    case TokenKind::minus: e.op = Operator::negate; break;
    case TokenKind::plus: e.op = Operator::plus; break;
    case TokenKind::bang: e.op = Operator::logical_not; break;
    case TokenKind::tilde: e.op = Operator::bit_not; break;
    default: return primary();
  }
  advance();
  e.left = binary(unary_power);
  if (failed_) return ast::absent;
  e.first = tree_->exprs[e.left].first;
  e.end = tree_->exprs[e.left].end;
  return add(e);
}

std::uint32_t Parser::primary() {
  if (failed_) return ast::absent;
  ast::Expr e;
  e.begin = token_.begin;
  e.end = token_.end;
  e.text = text();
  if (at(TokenKind::integer) || at(TokenKind::real)) return number();
  if (accept(TokenKind::left_paren)) {
    const std::uint32_t inner = expression();
    if (!failed_) expect(TokenKind::right_paren);
    return inner;
  }
  if (at(TokenKind::identifier) || at(TokenKind::hardware_qubit) || at(Keyword::pow)) {
    advance();
    return at(TokenKind::left_paren) ? function_call(e) : name_or_index(e);
  }
  if (at(Keyword::true_) || at(Keyword::false_)) {
    e.kind = ast::ExprKind::boolean;
    e.integer = at(Keyword::true_);
    advance();
    return add(e);
  }
  if (dialect_ == Dialect::qasm3 && at(TokenKind::string)) return bit_string();
  if (at(TokenKind::duration)) return duration();
  if (dialect_ == Dialect::qasm3) {
    const bool type = at(Keyword::int_) || at(Keyword::uint) || at(Keyword::float_) || at(Keyword::angle) ||
                      at(Keyword::bool_) || at(Keyword::bit);
    if (type) return cast();
  }
  if (at(Keyword::measure))
    refuse("measurements inside expressions", "measure into a bit first");
  else if (at(TokenKind::keyword) && !at(Keyword::if_))
    refuse(fmt::format("'{}' in expressions", text()));
  else
    fail_expected("an expression");
  return ast::absent;
}

/// The name `e`, or elements of what it names.
std::uint32_t Parser::name_or_index(ast::Expr e) {
  e.kind = ast::ExprKind::name;
  if (!at(TokenKind::left_bracket)) return add(e);
  const auto first = static_cast<std::uint32_t>(tree_->exprs.size());
  ast::Operand o({e.text, e.begin, e.end});
  selection(o);
  return failed_ ? ast::absent : index_of(o, first);
}

/// The elements that `o` selects; its positions are the expressions from `first` on.
std::uint32_t Parser::index_of(const ast::Operand& o, std::uint32_t first) {
  ast::Expr e;
  e.kind = ast::ExprKind::index;
  e.text = o.name.text;
  e.begin = o.name.begin;
  e.end = previous_end_;
  e.first = first;
  e.selection = static_cast<std::uint32_t>(tree_->selections.size());
  tree_->selections.push_back(o);
  return add(e);
}

/// `int[8](x)` and the like.
std::uint32_t Parser::cast() {
  ast::Expr e;
  e.kind = ast::ExprKind::cast;
  e.begin = token_.begin;
  e.first = static_cast<std::uint32_t>(tree_->exprs.size());
  if (!value_type(e.type, e.right) || !expect(TokenKind::left_paren)) return ast::absent;
  e.left = expression();
  if (failed_ || !expect(TokenKind::right_paren)) return ast::absent;
  if (at(TokenKind::left_bracket)) refuse("an index of an expression", "give the expression a name first");
  e.end = previous_end_;
  return failed_ ? ast::absent : add(e);
}

/// "0101", the last character the lowest bit.
std::uint32_t Parser::bit_string() {
  ast::Expr e;
  e.kind = ast::ExprKind::bit_string;
  e.begin = token_.begin;
  e.end = token_.end;
  e.text = text();
  for (char c : e.text.substr(1, e.text.size() < 2 ? 0 : e.text.size() - 2)) {
    if (c == '_') continue;
    if (c != '0' && c != '1') {
      fail_expected("a string of 0 and 1");
      return ast::absent;
    }
    e.too_big = e.too_big || ++e.arguments > 64;
    e.integer = e.integer << 1 | static_cast<std::uint64_t>(c - '0');
  }
  if (e.arguments == 0) {
    fail_expected("a string of 0 and 1");
    return ast::absent;
  }
  if (e.too_big) {
    refuse("bit strings of more than 64 bits");
    return ast::absent;
  }
  advance();
  return add(e);
}

/// 10ns: in nanoseconds, or samples where the unit is dt.
std::uint32_t Parser::duration() {
  ast::Expr e;
  e.kind = ast::ExprKind::duration;
  e.begin = token_.begin;
  e.end = token_.end;
  e.text = text();
  const std::size_t digits = e.text.find_first_not_of("0123456789._eE+-");
  // The exponent's letter begins no unit.
  const std::string_view unit = e.text.substr(digits);
  e.real = real_value(without_underscores(e.text.substr(0, digits)));
  e.integer = unit == "dt" ? 1 : 0;
  if (unit == "s") e.real *= 1e9;
  if (unit == "ms") e.real *= 1e6;
  if (unit != "ns" && unit != "ms" && unit.ends_with("s") && unit.size() > 1) e.real *= 1e3;
  advance();
  return add(e);
}

std::uint32_t Parser::number() {
  ast::Expr e;
  e.kind = at(TokenKind::integer) ? ast::ExprKind::integer : ast::ExprKind::real;
  e.begin = token_.begin;
  e.end = token_.end;
  e.text = text();
  std::string_view digits = e.text;
  std::string copy;
  if (digits.find('_') != std::string_view::npos) digits = copy = without_underscores(digits);
  if (e.kind == ast::ExprKind::integer) {
    const int radix = radix_of(digits);
    if (radix != 10) digits.remove_prefix(2);
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, e.integer, radix);
    e.too_big = read.ec == std::errc::result_out_of_range;
    if (read.ec == std::errc::invalid_argument || read.ptr != end)
      fail(DiagnosticId::invalid_number, lexer_.range(token_), text());
    e.real = e.too_big && radix == 10 ? real_value(digits) : static_cast<double>(e.integer);
  } else {
    e.real = real_value(digits);
  }
  advance();
  return add(e);
}

std::uint32_t Parser::function_call(ast::Expr call) {
  call.kind = ast::ExprKind::call;
  call.first = static_cast<std::uint32_t>(tree_->exprs.size());
  advance();
  while (!failed_ && !at(TokenKind::right_paren)) {
    call.left = expression();
    ++call.arguments;
    if (failed_ || !accept(TokenKind::comma)) break;
    if (at(TokenKind::right_paren) && !lenient_) fail_expected("an expression");
  }
  call.end = token_.end;
  if (!failed_) expect(TokenKind::right_paren);
  return add(call);
}

}  // namespace dqc
