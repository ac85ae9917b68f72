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
  if (e.left == ast::absent && e.arguments == 0) e.first = id;
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
  std::uint32_t lhs = unary();
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
  if (at(TokenKind::identifier) || at(Keyword::pow)) {
    advance();
    if (at(TokenKind::left_paren)) return function_call(e);
    e.kind = ast::ExprKind::name;
    return indexed(add(e));
  }
  if (at(Keyword::true_) || at(Keyword::false_)) {
    e.kind = ast::ExprKind::boolean;
    e.integer = at(Keyword::true_);
    advance();
    return add(e);
  }
  if (at(TokenKind::string))
    refuse("bit strings");
  else if (at(Keyword::measure))
    refuse("measurements inside expressions");
  else if (at(TokenKind::keyword) && !at(Keyword::if_))
    refuse(fmt::format("'{}' in expressions", text()));
  else
    fail_expected("an expression");
  return ast::absent;
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

std::uint32_t Parser::indexed(std::uint32_t base) {
  while (!failed_ && accept(TokenKind::left_bracket)) {
    ast::Expr e;
    e.kind = ast::ExprKind::index;
    e.left = base;
    e.right = expression();
    e.first = tree_->exprs[base].first;
    e.begin = tree_->exprs[base].begin;
    e.end = token_.end;
    if (!failed_ && at(TokenKind::colon)) refuse("ranges of elements");
    if (!failed_) expect(TokenKind::right_bracket);
    if (!failed_) base = add(e);
  }
  return base;
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
