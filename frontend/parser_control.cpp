// Statements of OpenQASM 3 that hold others, those that leave them, timing, inputs and outputs.
#include <utility>

#include "frontend/parser.h"

namespace dqc {

using ast::Selector;
using ast::StatementKind;

void Parser::classical_statement(Place place, ast::Statement& s) {
  const bool in_gate = place == Place::gate_body;
  switch (token_.keyword) {
    case Keyword::const_:
    case Keyword::int_:
    case Keyword::uint:
    case Keyword::float_:
    case Keyword::angle:
    case Keyword::duration:
    case Keyword::bool_: require_place(!in_gate, place, "a declaration"); return value_declaration(s);
    case Keyword::let: require_place(!in_gate, place, "an alias"); return alias(s);
    case Keyword::for_: require_place(!in_gate, place, "a 'for'"); return for_statement(s);
    case Keyword::while_: require_place(!in_gate, place, "a 'while'"); return while_statement(s);
    case Keyword::switch_: require_place(!in_gate, place, "a 'switch'"); return switch_statement(s);
    case Keyword::break_: return bare_keyword(s, StatementKind::break_);
    case Keyword::continue_: return bare_keyword(s, StatementKind::continue_);
    case Keyword::box: require_place(!in_gate, place, "a 'box'"); return box(s);
    case Keyword::delay: require_place(!in_gate, place, "a 'delay'"); return delay(s);
    case Keyword::input: require_place(place == Place::top_level, place, "an input"); return input(s);
    case Keyword::output:
      require_place(place == Place::top_level, place, "an output");
      return output(place, s);
    case Keyword::def:
      require_place(place == Place::top_level, place, "the definition of a subroutine");
      return subroutine(s);
    case Keyword::return_: require_place(in_subroutine_, place, "a 'return'"); return return_statement(s);
    case Keyword::nop:
      s.kind = StatementKind::empty;
      advance();
      if (!at(TokenKind::semicolon)) operand_list();
      return end_of_statement();
    case Keyword::true_:
    case Keyword::false_:
      if (!in_gate) return expression_statement(s);
      [[fallthrough]];
    case Keyword::else_:
    case Keyword::case_:
    case Keyword::default_:
    case Keyword::in: return fail_expected("a statement");
    default: return refuse_keyword();
  }
}

/// What no statement that dqcc knows begins with.
void Parser::refuse_keyword() {
  std::string_view instead;
  switch (token_.keyword) {
    case Keyword::array: instead = "use one constant per element"; break;
    case Keyword::extern_: instead = "compute the value beforehand and declare it as a 'const'"; break;
    case Keyword::stretch: instead = "dqcc plans its own times: leave the timing out"; break;
    case Keyword::cal:
    case Keyword::defcal:
    case Keyword::defcalgrammar: instead = "dqcc compiles gates, not pulses: leave calibrations out"; break;
    case Keyword::end: instead = "put what may follow into an 'if'"; break;
    default: break;
  }
  refuse(fmt::format("'{}'", text()), instead);
}

void Parser::bare_keyword(ast::Statement& s, StatementKind kind) {
  s.kind = kind;
  advance();
  end_of_statement();
}

/// for int i in [0:2:8] { } or for int i in {1, 2} { }
void Parser::for_statement(ast::Statement& s) {
  s.kind = StatementKind::for_;
  advance();
  if (!value_type(s.type, s.width)) return;
  ast::Operand over;
  over.name = s.name = expect_name("the name of a loop variable");
  if (!failed_ && !at(Keyword::in)) return fail_expected("'in'");
  if (failed_) return;
  advance();
  if (accept(TokenKind::left_brace)) {
    set(over);
  } else if (accept(TokenKind::left_bracket)) {
    range_or_element(over);
    if (!failed_ && over.selector != Selector::range) fail_expected("':'");
    if (!failed_) expect(TokenKind::right_bracket);
  } else {
    return refuse("'for' over anything but a range or a set of integers", "loop over a range of indices");
  }
  s.operands = {static_cast<std::uint32_t>(tree_->operands.size()), 1};
  tree_->operands.push_back(over);
  if (!failed_) s.body = branch();
}

/// while (i < 3) { }
void Parser::while_statement(ast::Statement& s) {
  s.kind = StatementKind::while_;
  advance();
  if (!expect(TokenKind::left_paren)) return;
  s.expr = expression();
  if (failed_ || !expect(TokenKind::right_paren)) return;
  s.body = branch();
}

/// switch (i) { case 1, 2 { } default { } }
void Parser::switch_statement(ast::Statement& s) {
  s.kind = StatementKind::switch_;
  advance();
  if (!expect(TokenKind::left_paren)) return;
  s.expr = expression();
  if (failed_ || !expect(TokenKind::right_paren) || !expect(TokenKind::left_brace)) return;
  const std::size_t base = pending_ids_.size();
  bool has_default = false;
  while (!failed_ && !at(TokenKind::right_brace)) {
    ast::Statement one;
    if (has_default) fail_expected("'}' after the 'default'");
    has_default = at(Keyword::default_);
    switch_case(one);
    tree_->statements.push_back(one);
    pending_ids_.push_back(static_cast<std::uint32_t>(tree_->statements.size() - 1));
  }
  if (!failed_ && pending_ids_.size() == base) fail_expected("a 'case'");
  s.body = pop_ids(base);
  if (!failed_) expect(TokenKind::right_brace);
}

void Parser::switch_case(ast::Statement& s) {
  s.kind = StatementKind::case_;
  s.begin = token_.begin;
  s.line = token_.line;
  if (!at(Keyword::case_) && !at(Keyword::default_)) return fail_expected("a 'case'");
  const bool labelled = at(Keyword::case_);
  advance();
  if (labelled) {
    const std::size_t base = pending_ids_.size();
    do pending_ids_.push_back(expression());
    while (!failed_ && accept(TokenKind::comma) && !at(TokenKind::left_brace));
    s.params = pop_ids(base);
  }
  if (!failed_ && expect(TokenKind::left_brace)) s.body = block(Place::block);
  s.end = previous_end_;
}

/// box { } or box[300ns] { }
void Parser::box(ast::Statement& s) {
  s.kind = StatementKind::box;
  advance();
  if (accept(TokenKind::left_bracket)) {
    s.expr = expression();
    if (!failed_) expect(TokenKind::right_bracket);
  }
  if (!failed_ && expect(TokenKind::left_brace)) s.body = block(Place::block);
}

/// delay[10ns] q, r;
void Parser::delay(ast::Statement& s) {
  s.kind = StatementKind::delay;
  advance();
  if (!expect(TokenKind::left_bracket)) return;
  s.expr = expression();
  if (failed_ || !expect(TokenKind::right_bracket)) return;
  if (!at(TokenKind::semicolon)) s.operands = operand_list();
  end_of_statement();
}

/// input float[64] theta;
void Parser::input(ast::Statement& s) {
  s.kind = StatementKind::input;
  advance();
  if (!at(Keyword::float_) && !at(Keyword::angle) && at(TokenKind::keyword))
    return refuse(fmt::format("inputs of type '{}'", text()),
                  "make it a 'const', and compile once for each value");
  if (!value_type(s.type, s.width)) return;
  s.name = expect_name("the name of an input");
  end_of_statement();
}

/// output bit[4] c; the bits of a program are its result with and without the word.
void Parser::output(Place place, ast::Statement& s) {
  advance();
  if (!at(Keyword::bit))
    return at(TokenKind::keyword) ? refuse(fmt::format("outputs of type '{}'", text()), "outputs can be bits")
                                  : fail_expected("'bit'");
  require_place(place == Place::top_level, place, "a declaration");
  declaration(s);
}

/// def name(qubit q, int n) -> bit { }
void Parser::subroutine(ast::Statement& s) {
  s.kind = StatementKind::subroutine;
  advance();
  s.name = expect_name("the name of a subroutine");
  if (failed_ || !expect(TokenKind::left_paren)) return;
  std::vector<ast::Argument> arguments;
  while (!failed_ && !at(TokenKind::right_paren)) {
    arguments.push_back(subroutine_argument());
    if (!accept(TokenKind::comma)) break;
  }
  s.arguments = {static_cast<std::uint32_t>(tree_->arguments.size()),
                 static_cast<std::uint32_t>(arguments.size())};
  tree_->arguments.insert(tree_->arguments.end(), arguments.begin(), arguments.end());
  if (failed_ || !expect(TokenKind::right_paren)) return;
  if (accept(TokenKind::arrow)) {
    s.has_result = true;
    if (!value_type(s.type, s.width)) return;
  }
  if (!expect(TokenKind::left_brace)) return;
  const bool outer = std::exchange(in_subroutine_, true);
  s.body = block(Place::block);
  in_subroutine_ = outer;
}

/// `qubit[2] q`, `float x`.
ast::Argument Parser::subroutine_argument() {
  ast::Argument a;
  if (at(Keyword::readonly) || at(Keyword::mutable_) || at(Keyword::array)) {
    refuse("arrays as arguments of a 'def'", "pass one value per element");
    return a;
  }
  if (at(Keyword::const_)) advance();
  a.quantum = at(Keyword::qubit);
  if (!a.quantum) {
    if (!value_type(a.type, a.size)) return a;
  } else {
    advance();
    if (accept(TokenKind::left_bracket)) {
      a.size = expression();
      if (!failed_) expect(TokenKind::right_bracket);
    }
  }
  if (!failed_) a.name = expect_name("the name of an argument");
  return a;
}

void Parser::return_statement(ast::Statement& s) {
  s.kind = StatementKind::return_;
  advance();
  if (at(Keyword::measure))
    return refuse("a 'return' of a measurement", "measure after the call of the subroutine");
  if (!at(TokenKind::semicolon)) s.expr = expression();
  end_of_statement();
}

}  // namespace dqc
