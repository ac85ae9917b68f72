// Recursive descent over both dialects, one top-level statement at a time. What dqcc does not support
// is refused here by name; what a statement means is left to lower.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "frontend/ast.h"
#include "frontend/lexer.h"
#include "passes/support/diagnostic.h"

namespace dqc {

class Parser {
 public:
  /// A `max_errors` that is reached ends the file early.
  Parser(FileId file, DiagnosticEngine& diagnostics, int max_errors);

  /// Reads the version line, if there is one; call this or `start_included` once, before `next`.
  void start();
  /// Likewise for a file that a program of `dialect` includes.
  void start_included(Dialect dialect, bool lenient);
  Dialect dialect() const { return dialect_; }
  /// No version line: small slips that only a strict reader refuses (trailing commas, empty registers)
  /// are let through, as Qiskit does.
  bool lenient() const { return lenient_; }

  /// The next top-level statement in `tree`, which is cleared first; false at the end. Statements with
  /// syntax errors are reported and skipped.
  bool next(ast::Tree& tree);

 private:
  enum class Place : std::uint8_t { top_level, gate_body, block };

  // Tokens.
  void advance();
  bool at(TokenKind kind) const { return token_.kind == kind; }
  bool at(Keyword keyword) const { return token_.keyword == keyword; }
  bool accept(TokenKind kind);
  bool expect(TokenKind kind);
  ast::Name expect_name(std::string_view what);
  std::string_view text() const { return lexer_.text(token_); }
  ast::Name name_of(const Token& token) const { return {lexer_.text(token), token.begin, token.end}; }

  // Errors: the first one of a statement is reported, then the statement is abandoned.
  template <class... Args>
  void fail(DiagnosticId id, SourceRange range, Args&&... args) {
    fail_with_hint("", id, range, std::forward<Args>(args)...);
  }
  /// `hint`: what to write instead.
  template <class... Args>
  void fail_with_hint(std::string_view hint, DiagnosticId id, SourceRange range, Args&&... args) {
    const bool follows_lexical_error = lexical_errors_ > lexical_errors_before_;
    if (!failed_ && !stopped_ && !follows_lexical_error)
      diagnostics_.report(id, range, std::forward<Args>(args)...).hint = hint;
    failed_ = true;
    stopped_ = stopped_ || at(TokenKind::end);  // all that is open would be missed again
  }
  void fail_expected(std::string_view what);
  /// Refuses `what` at the current token.
  void refuse(std::string_view what, std::string_view hint = "") {
    fail_with_hint(hint, DiagnosticId::unsupported, lexer_.range(token_), what);
  }
  void refuse_keyword();
  /// At the end of a list, after a comma. Only lenient programs may end so.
  void trailing_comma(std::string_view expected);
  void skip_statement(Place place);

  // Statements. A statement that fails is `broken` in the tree.
  void version_line();
  std::uint32_t statement(Place place);
  void annotations(ast::Statement& s);
  void dispatch(Place place, ast::Statement& s);
  void keyword_statement(Place place, ast::Statement& s);
  void classical_statement(Place place, ast::Statement& s);
  void pragma();
  void require_place(bool allowed, Place place, std::string_view what);
  void include(ast::Statement& s);
  void old_declaration(ast::Statement& s);
  void declaration(ast::Statement& s);
  void gate_definition(ast::Statement& s);
  void call_or_assignment(Place place, ast::Statement& s);
  ast::Operator compound_operator() const;
  bool next_is(TokenKind kind) const;
  void expression_statement(ast::Statement& s, std::uint32_t begun = ast::absent);
  void modified_call(Place place, ast::Statement& s);
  void call_arguments(Place place, ast::Statement& s);
  void assignment(ast::Statement& s, ast::Name target);
  void value_declaration(ast::Statement& s);
  bool value_type(ast::ValueType& type, std::uint32_t& width);
  void alias(ast::Statement& s);
  void for_statement(ast::Statement& s);
  void while_statement(ast::Statement& s);
  void switch_statement(ast::Statement& s);
  void switch_case(ast::Statement& s);
  void box(ast::Statement& s);
  void delay(ast::Statement& s);
  void input(ast::Statement& s);
  void output(Place place, ast::Statement& s);
  void subroutine(ast::Statement& s);
  ast::Argument subroutine_argument();
  void return_statement(ast::Statement& s);
  void bare_keyword(ast::Statement& s, ast::StatementKind kind);
  void measure(ast::Statement& s);
  void if_statement(ast::Statement& s);
  ast::List branch();
  ast::List block(Place place);
  ast::List name_list(TokenKind close, std::string_view what);
  ast::List operand_list();
  ast::List single_operand(std::string_view what);
  ast::Operand operand(std::string_view what);
  void selection(ast::Operand& o);
  void one_selection(ast::Operand& o);
  void range_or_element(ast::Operand& o);
  void set(ast::Operand& o);
  void end_of_statement();
  /// Moves the ids pushed since `base` to the tree.
  ast::List pop_ids(std::size_t base);

  // Expressions. Each returns a position in Tree::exprs; on a failure it is worthless.
  std::uint32_t expression() { return binary(0); }
  std::uint32_t binary(int min_power);
  std::uint32_t binary_after(std::uint32_t lhs, int min_power);
  std::uint32_t unary();
  std::uint32_t primary();
  std::uint32_t name_or_index(ast::Expr e);
  std::uint32_t index_of(const ast::Operand& o, std::uint32_t first);
  std::uint32_t function_call(ast::Expr call);
  std::uint32_t cast();
  std::uint32_t bit_string();
  std::uint32_t duration();
  std::uint32_t number();
  std::uint32_t add(ast::Expr e);
  struct Infix {
    ast::Operator op = ast::Operator::none;
    int left = 0;  ///< binding powers
    int right = 0;
  };
  Infix infix() const;

  /// Counts recursion while it lives; too deep, it fails the statement.
  class Depth {
   public:
    Depth(Parser& parser, std::string_view what);
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  FileId file_;
  DiagnosticEngine& diagnostics_;
  int max_errors_;
  Lexer lexer_;
  Dialect dialect_ = Dialect::qasm2;
  bool lenient_ = true;
  Token token_;
  std::uint32_t previous_end_ = 0;
  bool failed_ = false;
  bool stopped_ = false;
  int depth_ = 0;
  bool in_subroutine_ = false;
  int lexical_errors_ = 0;               ///< reported by the lexer so far
  int lexical_errors_before_token_ = 0;  ///< ... before it cut the current token
  int lexical_errors_before_ = 0;        ///< ... before the current statement
  std::vector<std::uint32_t> pending_ids_;
  ast::Tree* tree_ = nullptr;
};

}  // namespace dqc
