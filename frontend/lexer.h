// Tokens of OpenQASM 2 and 3, cut from the text on demand; nothing is copied or allocated.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "passes/support/diagnostic.h"

namespace dqc {

enum class Dialect : std::uint8_t { qasm2, qasm3 };

enum class Keyword : std::uint8_t {
  none,
#define KEYWORD(id, spelling, dialects) id,
#include "frontend/keyword.def"
};

/// The keyword that `word` is in `dialect`, or `none`.
Keyword find_keyword(std::string_view word, Dialect dialect);

enum class TokenKind : std::uint8_t {
  end,
  identifier,
  keyword,
  integer,
  real,
  duration,        ///< a number and its unit
  string,          ///< with its quotes
  hardware_qubit,  ///< $0
  pragma,          ///< #pragma or #dim, the word alone
  left_paren,
  right_paren,
  left_bracket,
  right_bracket,
  left_brace,
  right_brace,
  comma,
  semicolon,
  colon,
  dot,
  at,
  arrow,
  assign,
  equal,
  not_equal,
  less,
  greater,
  less_equal,
  greater_equal,
  plus,
  concatenate,  ///< "++", in OpenQASM 3
  minus,
  star,
  slash,
  percent,
  caret,
  power,
  tilde,
  bang,
  amp,
  and_and,
  pipe,
  or_or,
  shift_left,
  shift_right,
};

struct Token {
  TokenKind kind = TokenKind::end;
  Keyword keyword = Keyword::none;
  bool after_newline = false;  ///< first of its line
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 1;
};

/// Cuts one file; bad characters, numbers, strings and comments are reported here and skipped.
class Lexer {
 public:
  Lexer(FileId file, DiagnosticEngine& diagnostics);

  void set_dialect(Dialect dialect) { dialect_ = dialect; }
  /// Quiet, it skips what is wrong without a report.
  void set_quiet(bool quiet) { quiet_ = quiet; }
  Token next();
  /// The rest of the line from `offset` on; the next token starts after it.
  std::string_view rest_of_line(std::uint32_t offset);
  std::string_view text(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  SourceRange range(const Token& token) const { return {file_, token.begin, token.end}; }

 private:
  template <class... Args>
  void report(DiagnosticId id, SourceRange range, Args&&... args) {
    if (!quiet_) diagnostics_.report(id, range, std::forward<Args>(args)...);
  }
  void skip_blanks();
  void skip_block_comment();
  Token identifier(Token token);
  Token number(Token token);
  Token string(Token token, char quote);
  Token after_dollar_or_hash(Token token);
  Token punctuation(Token token);
  void skip_digits(bool hexadecimal = false);
  void report_invalid_characters();
  bool at_identifier_character() const;
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }

  FileId file_;
  std::string_view text_;
  DiagnosticEngine& diagnostics_;
  Dialect dialect_ = Dialect::qasm2;
  std::uint32_t position_ = 0;
  std::uint32_t line_ = 1;
  bool newline_ = true;
  bool quiet_ = false;
};

/// What messages call a token of this kind: "';'", "a name".
std::string_view token_name(TokenKind kind);

/// The dialect of a program without a version line, by the first word that only one dialect uses;
/// OpenQASM 2 if there is none. Cost: linear in the text before that word.
Dialect guess_dialect(FileId file, const SourceManager& sources);

}  // namespace dqc
