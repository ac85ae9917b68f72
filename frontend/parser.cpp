#include "frontend/parser.h"

namespace dqc {
namespace {

constexpr int max_depth = 200;

bool starts_statement(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
    case TokenKind::identifier:
    case TokenKind::keyword:
    case TokenKind::at:
    case TokenKind::right_brace:
    case TokenKind::pragma: return true;
    default: return false;
  }
}

}  // namespace

Parser::Parser(FileId file, DiagnosticEngine& diagnostics, int max_errors)
    : file_(file), diagnostics_(diagnostics), max_errors_(max_errors), lexer_(file, diagnostics) {}

void Parser::start() {
  dialect_ = guess_dialect(file_, diagnostics_.sources());
  lexer_.set_dialect(dialect_);
  advance();
  if (at(Keyword::openqasm))
    version_line();
  else if (dialect_ == Dialect::qasm2)
    diagnostics_.report(DiagnosticId::missing_version, lexer_.range(token_)).hint =
        "begin with 'OPENQASM 2.0;'";
}

void Parser::start_included(Dialect dialect, bool lenient) {
  dialect_ = dialect;
  lexer_.set_dialect(dialect);
  advance();
  const Token first = token_;
  if (at(Keyword::openqasm)) version_line();
  if (dialect_ != dialect)
    diagnostics_.report(DiagnosticId::unsupported, lexer_.range(first),
                        "including a file of another OpenQASM version");
  lenient_ = lenient;
}

void Parser::version_line() {
  lenient_ = false;
  advance();
  if (!at(TokenKind::real) && !at(TokenKind::integer)) {
    fail_expected("a version such as 2.0");
    skip_statement(Place::top_level);
    return;
  }
  const std::string_view version = text();
  const std::string_view major = version.substr(0, version.find('.'));
  if (major == "2" || version == "3" || version == "3.0" || version == "3.1") {
    dialect_ = major == "2" ? Dialect::qasm2 : Dialect::qasm3;
    lexer_.set_dialect(dialect_);
  } else {
    fail(DiagnosticId::unsupported_version, lexer_.range(token_), version);
    stopped_ = true;
  }
  advance();
  end_of_statement();
  if (failed_) skip_statement(Place::top_level);
}

bool Parser::next(ast::Tree& tree) {
  tree_ = &tree;
  tree.clear();
  tree.file = file_;
  while (!at(TokenKind::end)) {
    tree.root = statement(Place::top_level);
    if (stopped_) return false;
    return true;
  }
  return false;
}

void Parser::advance() {
  previous_end_ = token_.end;
  if (!stopped_) {
    const int before = diagnostics_.errors();
    token_ = lexer_.next();
    lexical_errors_before_token_ = lexical_errors_;
    lexical_errors_ += diagnostics_.errors() - before;
  }
  if (diagnostics_.errors() >= max_errors_) stopped_ = true;
  if (stopped_) token_ = {TokenKind::end, Keyword::none, true, token_.begin, token_.begin, token_.line};
}

bool Parser::accept(TokenKind kind) {
  if (!at(kind)) return false;
  advance();
  return true;
}

bool Parser::expect(TokenKind kind) {
  if (accept(kind)) return true;
  fail_expected(token_name(kind));
  return false;
}

ast::Name Parser::expect_name(std::string_view what) {
  const ast::Name name = name_of(token_);
  if (accept(TokenKind::identifier)) return name;
  fail_expected(what);
  return {};
}

void Parser::fail_expected(std::string_view what) {
  std::string found(token_name(TokenKind::end));
  if (!at(TokenKind::end)) {
    constexpr std::size_t longest = 40;
    const std::string_view shown = text();
    found = shown.size() <= longest ? fmt::format("'{}'", shown)
                                    : fmt::format("{} of {} bytes", token_name(token_.kind), shown.size());
  }
  const SourceRange range =
      at(TokenKind::end) ? SourceRange{file_, previous_end_, previous_end_} : lexer_.range(token_);
  fail(DiagnosticId::unexpected_token, range, what, found);
}

void Parser::trailing_comma(std::string_view expected) {
  if (!lenient_) return fail_expected(expected);
  diagnostics_.report(DiagnosticId::trailing_comma, SourceRange{file_, previous_end_ - 1, previous_end_});
}

/// A ';' that is missing at the end of a line is reported there, and the next line is read as if it
/// had been given.
void Parser::end_of_statement() {
  if (failed_ || accept(TokenKind::semicolon)) return;
  if (!(token_.after_newline || at(TokenKind::end)) || !starts_statement(token_)) return fail_expected("';'");
  fail(DiagnosticId::unexpected_token, SourceRange{file_, previous_end_, previous_end_}, "';'",
       at(TokenKind::end) ? token_name(TokenKind::end) : "the end of the line");
  failed_ = false;
}

/// Skips to where a statement may start: after the next ';' or the '}' of the next block, or before
/// the '}' that closes the block around. What is skipped is not complained about.
void Parser::skip_statement(Place place) {
  failed_ = false;
  lexer_.set_quiet(true);
  int braces = 0;
  for (; !at(TokenKind::end); advance()) {
    if (at(TokenKind::left_brace)) ++braces;
    if (at(TokenKind::semicolon) && braces == 0) break;
    if (!at(TokenKind::right_brace)) continue;
    if (braces == 0 && place != Place::top_level) return lexer_.set_quiet(false);
    if (--braces <= 0) break;
  }
  lexer_.set_quiet(false);
  advance();
}

ast::List Parser::pop_ids(std::size_t base) {
  const ast::List list{static_cast<std::uint32_t>(tree_->ids.size()),
                       static_cast<std::uint32_t>(pending_ids_.size() - base)};
  tree_->ids.insert(tree_->ids.end(), pending_ids_.begin() + static_cast<std::ptrdiff_t>(base),
                    pending_ids_.end());
  pending_ids_.resize(base);
  return list;
}

Parser::Depth::Depth(Parser& parser, std::string_view what) : parser_(parser) {
  if (++parser_.depth_ > max_depth)
    parser_.fail(DiagnosticId::nesting_too_deep, parser_.lexer_.range(parser_.token_), what, max_depth);
}

}  // namespace dqc
