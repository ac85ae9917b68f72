// Statements that only OpenQASM 3 has: modified gates, values, assignments, aliases and selections.
#include "frontend/parser.h"

namespace dqc {

using ast::Operator;
using ast::Selector;
using ast::StatementKind;

/// ctrl(2) @ inv @ gate q, r, s;
void Parser::modified_call(Place place, ast::Statement& s) {
  s.kind = StatementKind::call;
  s.modifiers.first = static_cast<std::uint32_t>(tree_->modifiers.size());
  while (!failed_ && (at(Keyword::ctrl) || at(Keyword::negctrl) || at(Keyword::inv) || at(Keyword::pow))) {
    ast::Modifier m;
    m.kind = at(Keyword::ctrl)      ? ast::ModifierKind::ctrl
             : at(Keyword::negctrl) ? ast::ModifierKind::negctrl
             : at(Keyword::inv)     ? ast::ModifierKind::inv
                                    : ast::ModifierKind::pow;
    m.begin = token_.begin;
    advance();
    if (m.kind == ast::ModifierKind::pow && !at(TokenKind::left_paren)) return fail_expected("'('");
    if (m.kind != ast::ModifierKind::inv && accept(TokenKind::left_paren)) {
      m.expr = expression();
      if (!failed_) expect(TokenKind::right_paren);
    }
    m.end = previous_end_;
    if (!failed_) expect(TokenKind::at);
    tree_->modifiers.push_back(m);
    ++s.modifiers.count;
  }
  if (failed_) return;
  s.name = expect_name("the name of a gate");
  if (!failed_) call_arguments(place, s);
}

/// The operator of `+=` and the like; `none` if the token is no such.
Operator Parser::compound_operator() const {
  switch (token_.kind) {
    case TokenKind::plus: return Operator::add;
    case TokenKind::minus: return Operator::subtract;
    case TokenKind::star: return Operator::multiply;
    case TokenKind::slash: return Operator::divide;
    case TokenKind::percent: return Operator::modulo;
    case TokenKind::power: return Operator::power;
    case TokenKind::pipe: return Operator::bit_or;
    case TokenKind::amp: return Operator::bit_and;
    case TokenKind::caret: return Operator::bit_xor;
    case TokenKind::shift_left: return Operator::shift_left;
    case TokenKind::shift_right: return Operator::shift_right;
    default: return Operator::none;
  }
}

/// Whether the token after the current one is of this kind.
bool Parser::next_is(TokenKind kind) const {
  Lexer ahead = lexer_;
  ahead.set_quiet(true);
  return ahead.next().kind == kind;
}

/// c[0] = measure q[0]; i = i + 1; i += 1;
void Parser::assignment(ast::Statement& s, ast::Name name) {
  ast::Operand target;
  target.name = name;
  const auto first = static_cast<std::uint32_t>(tree_->exprs.size());
  selection(target);
  if (failed_) return;
  if (!at(TokenKind::assign) && !(compound_operator() != Operator::none && next_is(TokenKind::assign)))
    return expression_statement(s, index_of(target, first));
  s.op = compound_operator();
  if (s.op != Operator::none) advance();
  if (!failed_) expect(TokenKind::assign);
  if (failed_) return;
  if (s.op == Operator::none && at(Keyword::measure)) {
    s.kind = StatementKind::measure;
    advance();
    const ast::Operand source = operand("qubits");
    s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 2};
    tree_->operands.push_back(source);
    tree_->operands.push_back(target);
    return end_of_statement();
  }
  s.kind = StatementKind::assign;
  s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 1};
  tree_->operands.push_back(target);
  s.expr = expression();
  end_of_statement();
}

/// 1 + f(x); has no effect, but is a statement. `begun`: its first operand, if that was read.
void Parser::expression_statement(ast::Statement& s, std::uint32_t begun) {
  s.kind = StatementKind::expression;
  s.expr = begun == ast::absent ? expression() : binary_after(begun, 0);
  end_of_statement();
}

/// `int[8]` and the like; false after a report.
bool Parser::value_type(ast::ValueType& type, std::uint32_t& width) {
  switch (token_.keyword) {
    case Keyword::int_: type = ast::ValueType::integer; break;
    case Keyword::uint: type = ast::ValueType::unsigned_integer; break;
    case Keyword::float_: type = ast::ValueType::real; break;
    case Keyword::angle: type = ast::ValueType::angle; break;
    case Keyword::bool_: type = ast::ValueType::boolean; break;
    case Keyword::bit: type = ast::ValueType::bits; break;
    case Keyword::duration: type = ast::ValueType::duration; break;
    default:
      if (at(TokenKind::keyword))
        refuse(fmt::format("values of type '{}'", text()));
      else
        fail_expected("a type");
      return false;
  }
  const bool wide = type != ast::ValueType::boolean && type != ast::ValueType::duration;
  advance();
  if (wide && accept(TokenKind::left_bracket)) {
    width = expression();
    if (!failed_) expect(TokenKind::right_bracket);
  }
  return !failed_;
}

/// const int[8] n = 3; float x;
void Parser::value_declaration(ast::Statement& s) {
  s.kind = StatementKind::value;
  s.constant = at(Keyword::const_);
  if (s.constant) advance();
  if (!value_type(s.type, s.width)) return;
  if (at(TokenKind::left_paren)) return refuse("a cast whose value nobody uses");
  s.name = expect_name("the name of a value");
  if (failed_) return;
  if (s.constant || at(TokenKind::assign)) {
    expect(TokenKind::assign);
    if (s.constant && at(Keyword::measure))
      return fail(DiagnosticId::invalid_value, lexer_.range(token_), "a constant cannot be measured");
    if (!failed_) s.expr = expression();
  }
  end_of_statement();
}

/// let name = q[0:2] ++ r;
void Parser::alias(ast::Statement& s) {
  s.kind = StatementKind::alias;
  advance();
  s.name = expect_name("the name of an alias");
  if (!failed_) expect(TokenKind::assign);
  s.operands.first = static_cast<std::uint32_t>(tree_->operands.size());
  do {
    if (failed_) return;
    const ast::Operand o = operand("a register");
    tree_->operands.push_back(o);
    ++s.operands.count;
  } while (accept(TokenKind::concatenate));
  end_of_statement();
}

/// What follows a name in brackets, if anything does; each further pair of brackets selects from
/// what the pairs before it selected.
void Parser::selection(ast::Operand& o) {
  if (!at(TokenKind::left_bracket)) return;
  one_selection(o);
  constexpr int most = 16;
  for (int n = 1; !failed_ && at(TokenKind::left_bracket); ++n) {
    if (dialect_ == Dialect::qasm2 || n == most) return refuse("an index after an index");
    ast::Operand inner(o.name);
    inner.base = static_cast<std::uint32_t>(tree_->selections.size());
    tree_->selections.push_back(o);
    o = inner;
    one_selection(o);
  }
}

/// One pair of brackets.
void Parser::one_selection(ast::Operand& o) {
  advance();
  if (dialect_ == Dialect::qasm3 && accept(TokenKind::left_brace))
    set(o);
  else
    range_or_element(o);
  if (!failed_ && at(TokenKind::comma)) return refuse("indices of several dimensions");
  if (!failed_) expect(TokenKind::right_bracket);
}

/// `a`, or `a:b`, `a:step:b` with any of them absent.
void Parser::range_or_element(ast::Operand& o) {
  o.selector = Selector::element;
  if (!at(TokenKind::colon) || dialect_ == Dialect::qasm2) o.index = expression();
  if (failed_ || dialect_ == Dialect::qasm2 || !accept(TokenKind::colon)) return;
  o.selector = Selector::range;
  const auto present = [&] {
    return !failed_ && !at(TokenKind::right_bracket) && !at(TokenKind::colon) && !at(TokenKind::comma);
  };
  if (present()) o.last = expression();
  if (failed_ || !accept(TokenKind::colon)) return;
  o.step = o.last;
  o.last = ast::absent;
  if (o.step == ast::absent) return fail_expected("a step");
  if (present()) o.last = expression();
}

/// The rest of `{a, b}`.
void Parser::set(ast::Operand& o) {
  o.selector = Selector::set;
  const std::size_t base = pending_ids_.size();
  while (!failed_ && !at(TokenKind::right_brace)) {
    pending_ids_.push_back(expression());
    if (failed_ || !accept(TokenKind::comma)) break;
  }
  o.set = pop_ids(base);
  if (!failed_) expect(TokenKind::right_brace);
}

}  // namespace dqc
