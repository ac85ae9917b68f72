// Tokens: their kinds and extents, keywords by dialect, lines, and what is skipped.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "frontend/lexer.h"

namespace dqc {
namespace {

struct Lexed {
  std::vector<std::string> words;
  std::vector<TokenKind> kinds;
  std::vector<int> lines;
  int errors = 0;
};

Lexed lex(const std::string& text, Dialect dialect = Dialect::qasm3) {
  SourceManager sources;
  const FileId file = sources.add("test", text);
  DiagnosticEngine diagnostics(sources);
  Lexer lexer(file, diagnostics);
  lexer.set_dialect(dialect);
  Lexed result;
  for (Token t = lexer.next(); t.kind != TokenKind::end; t = lexer.next()) {
    result.words.emplace_back(lexer.text(t));
    result.kinds.push_back(t.kind);
    result.lines.push_back(static_cast<int>(t.line));
  }
  result.errors = diagnostics.errors();
  return result;
}

Dialect guess(const std::string& text) {
  SourceManager sources;
  return guess_dialect(sources.add("test", text), sources);
}

}  // namespace

TEST_CASE("lexer: words, numbers and operators") {
  const Lexed t = lex("cx q[0],r_1; a->b ** .5 1. 2.5e-3 1E3 == && !x");
  const std::vector<std::string> expected = {"cx", "q",  "[",  "0",  "]",      ",",   "r_1", ";",  "a", "->",
                                             "b",  "**", ".5", "1.", "2.5e-3", "1E3", "==",  "&&", "!", "x"};
  CHECK(t.words == expected);
  CHECK(t.kinds[9] == TokenKind::arrow);
  CHECK(t.kinds[11] == TokenKind::power);
  CHECK(t.kinds[12] == TokenKind::real);
  CHECK(t.kinds[13] == TokenKind::real);
  CHECK(t.errors == 0);
}

TEST_CASE("lexer: comments, blank lines and carriage returns do not disturb line numbers") {
  const Lexed t = lex("a // x\r\n/* y\n z */ b\n\n\tc//end");
  CHECK(t.words == std::vector<std::string>{"a", "b", "c"});
  CHECK(t.lines == std::vector<int>{1, 3, 5});
  CHECK(t.errors == 0);
}

TEST_CASE("lexer: keywords depend on the dialect") {
  CHECK(find_keyword("while", Dialect::qasm3) == Keyword::while_);
  CHECK(find_keyword("while", Dialect::qasm2) == Keyword::none);
  CHECK(find_keyword("qreg", Dialect::qasm2) == Keyword::qreg);
  CHECK(find_keyword("Gate", Dialect::qasm2) == Keyword::none);
  CHECK(find_keyword("OPENQASM", Dialect::qasm2) == Keyword::openqasm);
}

TEST_CASE("lexer: numbers of OpenQASM 3") {
  const Lexed t = lex("0x1F 0b101 0o17 1_000 $3");
  CHECK(t.words == std::vector<std::string>{"0x1F", "0b101", "0o17", "1_000", "$3"});
  CHECK(t.kinds[0] == TokenKind::integer);
  CHECK(t.kinds[4] == TokenKind::hardware_qubit);
  CHECK(t.errors == 0);
  CHECK(lex("0x1F", Dialect::qasm2).errors == 1);
}

TEST_CASE("lexer: letters beyond ASCII are for OpenQASM 3") {
  CHECK(lex("\xCF\x88_1").words == std::vector<std::string>{"\xCF\x88_1"});
  CHECK(lex("\xCF\x88_1").errors == 0);
  CHECK(lex("\xCF\x88_1", Dialect::qasm2).errors == 1);
  CHECK(lex("\xFF\xFE\xFF a").errors == 1);  // one report for the run
  CHECK(lex("\xFF\xFE\xFF a").words == std::vector<std::string>{"a"});
}

TEST_CASE("lexer: a byte order mark is not part of the program") {
  CHECK(lex("\xEF\xBB\xBFqreg").words == std::vector<std::string>{"qreg"});
}

TEST_CASE("lexer: the dialect of a program without a version line") {
  CHECK(guess("qreg q[1]; bit c;") == Dialect::qasm2);
  CHECK(guess("include \"qelib1.inc\"; qubit q;") == Dialect::qasm2);
  CHECK(guess("include \"stdgates.inc\";") == Dialect::qasm3);
  CHECK(guess("gate g a { U(0,0,0) a; } qubit q;") == Dialect::qasm3);
  CHECK(guess("gate inv a { U(0,0,0) a; } qreg q[1];") == Dialect::qasm2);
  CHECK(guess("const int n = 3;") == Dialect::qasm3);
  CHECK(guess("") == Dialect::qasm2);
}

}  // namespace dqc
