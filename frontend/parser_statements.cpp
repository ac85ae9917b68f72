// Statements of both dialects.
#include <algorithm>
#include <utility>

#include "frontend/parser.h"

namespace dqc {
namespace {

using ast::StatementKind;

bool is_declaration(StatementKind kind) {
  return kind == StatementKind::qubits || kind == StatementKind::bits || kind == StatementKind::gate ||
         kind == StatementKind::opaque;
}

bool is_identifier_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::uint32_t Parser::statement(Place place) {
  const Depth depth(*this, "statements");
  const int outer = std::exchange(lexical_errors_before_, lexical_errors_before_token_);
  ast::Statement s;
  annotations(s);
  s.begin = token_.begin;
  s.line = token_.line;
  s.kind = StatementKind::empty;
  if (!failed_) dispatch(place, s);
  s.end = previous_end_;
  s.broken = failed_ || lexical_errors_before_token_ > lexical_errors_before_;
  if (s.broken && !is_declaration(s.kind)) s.kind = StatementKind::empty;
  if (failed_) skip_statement(place);
  lexical_errors_before_ = outer;
  tree_->statements.push_back(s);
  return static_cast<std::uint32_t>(tree_->statements.size() - 1);
}

void Parser::annotations(ast::Statement& s) {
  s.annotations.first = static_cast<std::uint32_t>(tree_->annotations.size());
  if (dialect_ != Dialect::qasm3) return;
  SourceRange last;
  while (!failed_ && at(TokenKind::at)) {
    last = lexer_.range(token_);
    const std::string_view line = lexer_.rest_of_line(token_.end);
    std::size_t length = 0;
    while (length < line.size() && (is_identifier_character(line[length]) || line[length] == '.')) ++length;
    if (length == 0) fail(DiagnosticId::unexpected_token, last, "a keyword after '@'", "none");
    std::string_view content = line.substr(length);
    content.remove_prefix(std::min(content.find_first_not_of(" \t"), content.size()));
    tree_->annotations.push_back({line.substr(0, length), content, last});
    ++s.annotations.count;
    advance();
  }
  if (s.annotations.count > 0 && (at(TokenKind::end) || at(TokenKind::right_brace)))
    fail(DiagnosticId::dangling_annotation, last);
}

void Parser::dispatch(Place place, ast::Statement& s) {
  switch (token_.kind) {
    case TokenKind::identifier: return call_or_assignment(place, s);
    case TokenKind::keyword: return keyword_statement(place, s);
    case TokenKind::semicolon: return advance();
    case TokenKind::pragma: return pragma();
    case TokenKind::left_brace:
      if (dialect_ == Dialect::qasm3) return refuse("blocks of their own");
      return fail_expected("a statement");
    case TokenKind::integer:
    case TokenKind::real:
    case TokenKind::string:
    case TokenKind::duration:
    case TokenKind::minus:
    case TokenKind::bang:
    case TokenKind::tilde:
    case TokenKind::left_paren:
      if (dialect_ == Dialect::qasm3 && place != Place::gate_body) return expression_statement(s);
      [[fallthrough]];
    default: return fail_expected("a statement");
  }
}

/// A pragma ends with its line.
void Parser::pragma() {
  refuse("pragmas");
  failed_ = false;
  lexer_.rest_of_line(token_.end);
  advance();
}

void Parser::require_place(bool allowed, Place place, std::string_view what) {
  if (allowed) return;
  fail(DiagnosticId::misplaced_statement, lexer_.range(token_), what,
       place == Place::gate_body    ? "the body of a gate"
       : dialect_ == Dialect::qasm2 ? "an 'if'"
                                    : "a block");
}

void Parser::keyword_statement(Place place, ast::Statement& s) {
  const bool top = place == Place::top_level, in_gate = place == Place::gate_body;
  const bool in_qasm2_if = place == Place::block && dialect_ == Dialect::qasm2;
  const bool in_block = place == Place::block && dialect_ == Dialect::qasm3;
  switch (token_.keyword) {
    case Keyword::openqasm: return fail(DiagnosticId::misplaced_version, lexer_.range(token_));
    case Keyword::include: require_place(top, place, "an 'include'"); return include(s);
    case Keyword::creg:
    case Keyword::qreg:
      require_place(top || (in_block && at(Keyword::creg)), place, "a declaration");
      return old_declaration(s);
    case Keyword::bit:
    case Keyword::qubit:
      require_place(top || (in_block && at(Keyword::bit)), place, "a declaration");
      return declaration(s);
    case Keyword::opaque:
    case Keyword::gate: require_place(top, place, "a gate definition"); return gate_definition(s);
    case Keyword::barrier:
      require_place(!in_qasm2_if, place, "a barrier");
      s.kind = StatementKind::barrier;
      advance();
      if (!at(TokenKind::semicolon)) s.operands = operand_list();
      return end_of_statement();
    case Keyword::reset:
      require_place(!in_gate, place, "a reset");
      s.kind = StatementKind::reset;
      advance();
      s.operands = single_operand("qubits");
      return end_of_statement();
    case Keyword::measure: require_place(!in_gate, place, "a measurement"); return measure(s);
    case Keyword::if_: require_place(!in_gate && !in_qasm2_if, place, "an 'if'"); return if_statement(s);
    case Keyword::pragma: return pragma();
    case Keyword::ctrl:
    case Keyword::negctrl:
    case Keyword::inv:
    case Keyword::pow: return modified_call(place, s);
    default: return classical_statement(place, s);
  }
}

void Parser::include(ast::Statement& s) {
  s.kind = StatementKind::include;
  advance();
  s.name = name_of(token_);
  if (!failed_ && !accept(TokenKind::string)) fail_expected("the name of a file in quotes");
  if (s.name.text.size() >= 2) s.name.text = s.name.text.substr(1, s.name.text.size() - 2);
  end_of_statement();
}

/// qreg q[5]; creg c[5]; without the size, one element.
void Parser::old_declaration(ast::Statement& s) {
  s.kind = at(Keyword::qreg) ? StatementKind::qubits : StatementKind::bits;
  advance();
  s.name = expect_name("the name of a register");
  if (!failed_ && accept(TokenKind::left_bracket)) {
    s.expr = expression();
    if (!failed_) expect(TokenKind::right_bracket);
  }
  end_of_statement();
}

/// qubit[5] q; bit[5] c = measure q;
void Parser::declaration(ast::Statement& s) {
  s.kind = at(Keyword::qubit) ? StatementKind::qubits : StatementKind::bits;
  advance();
  if (!failed_ && accept(TokenKind::left_bracket)) {
    s.expr = expression();
    if (!failed_) expect(TokenKind::right_bracket);
  }
  if (!failed_) s.name = expect_name("the name of a register");
  if (!failed_ && s.kind == StatementKind::bits && accept(TokenKind::assign)) {
    if (at(Keyword::measure)) {
      advance();
      const ast::Operand source = operand("qubits");
      s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 1};
      tree_->operands.push_back(source);
    } else {
      s.value = expression();
    }
  }
  end_of_statement();
}

void Parser::gate_definition(ast::Statement& s) {
  s.kind = at(Keyword::gate) ? StatementKind::gate : StatementKind::opaque;
  advance();
  if (!failed_) s.name = expect_name("the name of a gate");
  if (!failed_ && accept(TokenKind::left_paren)) {
    s.params = name_list(TokenKind::right_paren, "the name of a parameter");
    if (!failed_) expect(TokenKind::right_paren);
  }
  if (failed_) return;
  const bool opaque = s.kind == StatementKind::opaque;
  s.operands = name_list(opaque ? TokenKind::semicolon : TokenKind::left_brace, "the name of a qubit");
  if (!failed_ && s.operands.count == 0) fail_expected("the name of a qubit");
  if (opaque) return end_of_statement();
  if (!failed_ && expect(TokenKind::left_brace)) s.body = block(Place::gate_body);
}

/// Statements up to the '}', which is read too.
ast::List Parser::block(Place place) {
  const std::size_t base = pending_ids_.size();
  while (!at(TokenKind::right_brace) && !at(TokenKind::end)) pending_ids_.push_back(statement(place));
  expect(TokenKind::right_brace);
  return pop_ids(base);
}

void Parser::if_statement(ast::Statement& s) {
  s.kind = StatementKind::if_;
  advance();
  if (!failed_) expect(TokenKind::left_paren);
  if (!failed_) s.expr = expression();
  if (!failed_) expect(TokenKind::right_paren);
  if (failed_) return;
  s.body = branch();
  if (!failed_ && dialect_ == Dialect::qasm3 && at(Keyword::else_)) {
    advance();
    s.otherwise = branch();
  }
}

ast::List Parser::branch() {
  if (dialect_ == Dialect::qasm3 && accept(TokenKind::left_brace)) return block(Place::block);
  const std::size_t base = pending_ids_.size();
  if (at(TokenKind::right_brace) || at(TokenKind::semicolon))
    fail_expected("a statement");
  else
    pending_ids_.push_back(statement(Place::block));
  return pop_ids(base);
}

void Parser::measure(ast::Statement& s) {
  s.kind = StatementKind::measure;
  advance();
  if (failed_) return;
  const ast::Operand source = operand("qubits");
  if (failed_) return;
  if (dialect_ == Dialect::qasm3 && !at(TokenKind::arrow)) {
    s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 1};
    tree_->operands.push_back(source);
    return end_of_statement();
  }
  expect(TokenKind::arrow);
  if (failed_) return;
  const ast::Operand target = operand("classical bits");
  s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 2};
  tree_->operands.push_back(source);
  tree_->operands.push_back(target);
  end_of_statement();
}

void Parser::call_or_assignment(Place place, ast::Statement& s) {
  s.kind = StatementKind::call;
  s.name = name_of(token_);
  const Token name = token_;
  advance();
  if (dialect_ == Dialect::qasm3 && place != Place::gate_body) {
    if (at(TokenKind::left_bracket) || at(TokenKind::assign)) return assignment(s, s.name);
    if (infix().op != ast::Operator::none) {
      if (compound_operator() != ast::Operator::none && next_is(TokenKind::assign))
        return assignment(s, s.name);
      ast::Expr e;
      e.kind = ast::ExprKind::name;
      e.begin = name.begin;
      e.end = name.end;
      e.text = s.name.text;
      return expression_statement(s, add(e));
    }
    if (at(TokenKind::semicolon)) return advance();
  }
  call_arguments(place, s);
}

/// The parameters and operands of a call, after the gate's name.
void Parser::call_arguments(Place place, ast::Statement& s) {
  if (accept(TokenKind::left_paren)) {
    const std::size_t base = pending_ids_.size();
    while (!failed_ && !at(TokenKind::right_paren)) {
      pending_ids_.push_back(expression());
      if (failed_ || !accept(TokenKind::comma)) break;
      if (at(TokenKind::right_paren)) trailing_comma("an expression");
    }
    s.params = pop_ids(base);
    if (!failed_) expect(TokenKind::right_paren);
    // A global phase, or the call of a subroutine.
    if (!failed_ && dialect_ == Dialect::qasm3 && at(TokenKind::semicolon)) return end_of_statement();
  }
  const bool phase = s.name.text == "gphase" && (dialect_ == Dialect::qasm3 || place == Place::gate_body);
  if (!failed_ && !(phase && at(TokenKind::semicolon))) s.operands = operand_list();
  end_of_statement();
}

ast::List Parser::name_list(TokenKind close, std::string_view what) {
  ast::List list{static_cast<std::uint32_t>(tree_->names.size()), 0};
  while (!failed_ && !at(close)) {
    const ast::Name name = expect_name(what);
    if (failed_) break;
    tree_->names.push_back(name);
    ++list.count;
    if (!accept(TokenKind::comma)) break;
    if (at(close)) trailing_comma(what);
  }
  return list;
}

ast::List Parser::operand_list() {
  ast::List list{static_cast<std::uint32_t>(tree_->operands.size()), 0};
  do {
    if (list.count > 0 && at(TokenKind::semicolon)) trailing_comma("a qubit");
    if (failed_ || (list.count > 0 && at(TokenKind::semicolon))) break;
    const ast::Operand o = operand("a qubit");
    tree_->operands.push_back(o);
    ++list.count;
  } while (accept(TokenKind::comma));
  return list;
}

ast::List Parser::single_operand(std::string_view what) {
  const ast::Operand only = operand(what);
  tree_->operands.push_back(only);
  return {static_cast<std::uint32_t>(tree_->operands.size() - 1), 1};
}

ast::Operand Parser::operand(std::string_view what) {
  ast::Operand o;
  if (failed_) return o;
  if (at(TokenKind::hardware_qubit)) {
    o.name = name_of(token_);
    advance();
    return o;
  }
  o.name = expect_name(what);
  if (!failed_) selection(o);
  return o;
}

}  // namespace dqc
