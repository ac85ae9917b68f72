#include "frontend/lexer.h"

#include <algorithm>
#include <array>

namespace dqc {
namespace {

struct KeywordRow {
  std::string_view spelling;
  bool in_qasm2;
};

constexpr KeywordRow keyword_rows[] = {
    {"", false},
#define both true
#define qasm3 false
#define KEYWORD(id, spelling, dialects) {spelling, dialects},
#include "frontend/keyword.def"
#undef both
#undef qasm3
};

/// Per first character, the rows of keywords that begin with it: [first, last).
struct RowRange {
  std::uint8_t first = 0;
  std::uint8_t last = 0;
};

constexpr std::array<RowRange, 128> index_rows() {
  std::array<RowRange, 128> ranges{};
  for (std::size_t i = 1; i < std::size(keyword_rows); ++i) {
    auto& range = ranges[static_cast<std::size_t>(keyword_rows[i].spelling[0])];
    if (range.first == 0) range.first = static_cast<std::uint8_t>(i);
    range.last = static_cast<std::uint8_t>(i + 1);
  }
  return ranges;
}
constexpr auto rows_by_first = index_rows();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_hexadecimal(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Length of the UTF-8 sequence of a non-ASCII character that `text` starts with; 0 if it is malformed.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty() || byte(0) < 0xC2 || byte(0) > 0xF4) return 0;
  const std::size_t length = byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  return length;
}

struct Punctuation {
  std::string_view spelling;
  TokenKind kind;
};

/// Longer spellings stand before their prefixes.
constexpr Punctuation punctuation_table[] = {
    {"->", TokenKind::arrow},       {"==", TokenKind::equal},         {"!=", TokenKind::not_equal},
    {"<=", TokenKind::less_equal},  {">=", TokenKind::greater_equal}, {"<<", TokenKind::shift_left},
    {">>", TokenKind::shift_right}, {"**", TokenKind::power},         {"++", TokenKind::concatenate},
    {"&&", TokenKind::and_and},     {"||", TokenKind::or_or},         {"(", TokenKind::left_paren},
    {")", TokenKind::right_paren},  {"[", TokenKind::left_bracket},   {"]", TokenKind::right_bracket},
    {"{", TokenKind::left_brace},   {"}", TokenKind::right_brace},    {",", TokenKind::comma},
    {";", TokenKind::semicolon},    {":", TokenKind::colon},          {".", TokenKind::dot},
    {"@", TokenKind::at},           {"=", TokenKind::assign},         {"<", TokenKind::less},
    {">", TokenKind::greater},      {"+", TokenKind::plus},           {"-", TokenKind::minus},
    {"*", TokenKind::star},         {"/", TokenKind::slash},          {"%", TokenKind::percent},
    {"^", TokenKind::caret},        {"~", TokenKind::tilde},          {"!", TokenKind::bang},
    {"&", TokenKind::amp},          {"|", TokenKind::pipe},
};

/// The single-character tokens that fill most of a program; `next` stands behind `c`.
constexpr TokenKind common_punctuation(char c, char next) {
  switch (c) {
    case '[': return TokenKind::left_bracket;
    case ']': return TokenKind::right_bracket;
    case '(': return TokenKind::left_paren;
    case ')': return TokenKind::right_paren;
    case ',': return TokenKind::comma;
    case ';': return TokenKind::semicolon;
    case '{': return TokenKind::left_brace;
    case '}': return TokenKind::right_brace;
    case '@': return TokenKind::at;
    case '=': return next == '=' ? TokenKind::end : TokenKind::assign;
    default: return TokenKind::end;
  }
}

bool starts_punctuation(char c) {
  return std::ranges::any_of(punctuation_table, [c](const Punctuation& p) { return p.spelling[0] == c; });
}

}  // namespace

Keyword find_keyword(std::string_view word, Dialect dialect) {
  const auto first = static_cast<unsigned char>(word[0]);
  if (first >= 128) return Keyword::none;
  const RowRange range = rows_by_first[first];
  for (std::size_t i = range.first; i < range.last; ++i)
    if (keyword_rows[i].spelling == word)
      return dialect == Dialect::qasm3 || keyword_rows[i].in_qasm2 ? static_cast<Keyword>(i) : Keyword::none;
  return Keyword::none;
}

Lexer::Lexer(FileId file, DiagnosticEngine& diagnostics)
    : file_(file), text_(diagnostics.sources().text(file)), diagnostics_(diagnostics) {
  if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;  // a byte order mark
}

Token Lexer::next() {
  for (;;) {
    skip_blanks();
    Token token;
    token.begin = token.end = position_;
    token.line = line_;
    token.after_newline = newline_;
    newline_ = false;
    if (position_ >= text_.size()) return token;
    const char c = text_[position_];
    if (is_letter(c)) return identifier(token);
    if (const TokenKind kind = common_punctuation(c, peek(1)); kind != TokenKind::end) {
      token.kind = kind;
      token.end = ++position_;
      return token;
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(token);
    if (c == '"' || c == '\'') return string(token, c);
    if (c == '$' || c == '#')
      token = after_dollar_or_hash(token);
    else if (at_identifier_character())
      return identifier(token);
    else
      token = punctuation(token);
    if (token.kind != TokenKind::end) return token;
    newline_ = token.after_newline;
    report_invalid_characters();
  }
}

std::string_view Lexer::rest_of_line(std::uint32_t offset) {
  const std::size_t found = text_.find('\n', offset);
  const std::size_t end = found == std::string_view::npos ? text_.size() : found;
  position_ = static_cast<std::uint32_t>(end);
  std::string_view line = text_.substr(offset, end - offset);
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && blank(line.back())) line.remove_suffix(1);
  while (!line.empty() && blank(line.front())) line.remove_prefix(1);
  return line;
}

void Lexer::skip_blanks() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == '\n') {
      ++line_;
      newline_ = true;
      ++position_;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++position_;
    } else if (c == '/' && peek(1) == '/') {
      const std::size_t end = text_.find('\n', position_);
      position_ = static_cast<std::uint32_t>(std::min(end, text_.size()));
    } else if (c == '/' && peek(1) == '*') {
      skip_block_comment();
    } else {
      return;
    }
  }
}

void Lexer::skip_block_comment() {
  const std::size_t found = text_.find("*/", position_ + 2);
  if (found == std::string_view::npos)
    report(DiagnosticId::unterminated_comment, {file_, position_, position_ + 2});
  const std::size_t end = found == std::string_view::npos ? text_.size() : found + 2;
  const auto lines = std::ranges::count(text_.substr(position_, end - position_), '\n');
  line_ += static_cast<std::uint32_t>(lines);
  newline_ = newline_ || lines > 0;
  position_ = static_cast<std::uint32_t>(end);
}

bool Lexer::at_identifier_character() const {
  if (position_ >= text_.size()) return false;
  const char c = text_[position_];
  if (is_letter(c) || is_digit(c)) return true;
  return dialect_ == Dialect::qasm3 && utf8_length(text_.substr(position_)) != 0;
}

Token Lexer::identifier(Token token) {
  while (at_identifier_character()) {
    const char c = text_[position_];
    position_ +=
        is_letter(c) || is_digit(c) ? 1 : static_cast<std::uint32_t>(utf8_length(text_.substr(position_)));
  }
  token.end = position_;
  token.keyword = find_keyword(text(token), dialect_);
  token.kind = token.keyword == Keyword::none ? TokenKind::identifier : TokenKind::keyword;
  return token;
}

void Lexer::skip_digits(bool hexadecimal) {
  const auto digit = [&](char c) { return is_digit(c) || (hexadecimal && is_hexadecimal(c)); };
  while (digit(peek()) || (dialect_ == Dialect::qasm3 && peek() == '_')) ++position_;
}

Token Lexer::number(Token token) {
  token.kind = TokenKind::integer;
  const char radix = peek(1);
  if (dialect_ == Dialect::qasm3 && peek() == '0' &&
      (radix == 'x' || radix == 'X' || radix == 'b' || radix == 'B' || radix == 'o' || radix == 'O')) {
    position_ += 2;
    skip_digits(true);
  } else {
    skip_digits();
    if (peek() == '.') {
      token.kind = TokenKind::real;
      ++position_;
      skip_digits();
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(sign))) {
      token.kind = TokenKind::real;
      position_ += static_cast<std::uint32_t>(sign);
      skip_digits();
    }
  }
  token.end = position_;
  if (at_identifier_character()) {
    const std::uint32_t suffix = position_;
    while (at_identifier_character()) ++position_;
    const std::string_view unit = text_.substr(suffix, position_ - suffix);
    constexpr std::string_view units[] = {"ns", "us", "\xC2\xB5s", "\xCE\xBCs", "ms", "s", "dt"};
    const SourceRange whole{file_, token.begin, position_};
    if (dialect_ == Dialect::qasm3 && std::ranges::find(units, unit) != std::end(units)) {
      token.kind = TokenKind::duration;
      token.end = position_;
      return token;
    }
    if (dialect_ == Dialect::qasm3 && unit == "im")
      report(DiagnosticId::unsupported, whole, "imaginary numbers");
    else
      report(DiagnosticId::invalid_number, whole, text_.substr(token.begin, position_ - token.begin));
    token.end = suffix;
  }
  return token;
}

Token Lexer::string(Token token, char quote) {
  const std::size_t close = text_.find_first_of(quote == '"' ? "\"\n" : "'\n", position_ + 1);
  token.kind = TokenKind::string;
  if (close != std::string_view::npos && text_[close] == quote) {
    position_ = static_cast<std::uint32_t>(close + 1);
  } else {
    position_ = static_cast<std::uint32_t>(std::min(close, text_.size()));
    report(DiagnosticId::unterminated_string, {file_, token.begin, position_});
  }
  token.end = position_;
  return token;
}

Token Lexer::after_dollar_or_hash(Token token) {
  const bool dollar = text_[position_] == '$';
  std::size_t end = position_ + 1;
  while (end < text_.size() && (dollar ? is_digit(text_[end]) : is_letter(text_[end]))) ++end;
  const std::string_view word = text_.substr(position_ + 1, end - position_ - 1);
  if (dialect_ != Dialect::qasm3 || word.empty() || (!dollar && word != "pragma" && word != "dim"))
    return token;
  token.kind = dollar ? TokenKind::hardware_qubit : TokenKind::pragma;
  position_ = token.end = static_cast<std::uint32_t>(end);
  return token;
}

Token Lexer::punctuation(Token token) {
  const std::string_view rest = text_.substr(position_, 2);
  for (const Punctuation& p : punctuation_table) {
    if (!rest.starts_with(p.spelling)) continue;
    if (p.kind == TokenKind::concatenate && dialect_ == Dialect::qasm2) continue;
    token.kind = p.kind;
    position_ += static_cast<std::uint32_t>(p.spelling.size());
    token.end = position_;
    break;
  }
  return token;
}

void Lexer::report_invalid_characters() {
  const std::uint32_t begin = position_;
  const auto invalid = [this] {
    if (position_ >= text_.size() || at_identifier_character()) return false;
    const char c = text_[position_];
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte < 0x20 && (byte < '\t' || byte > '\r')) || byte == 0x7F ||
           (byte > 0x20 && !starts_punctuation(c) && c != '"' && c != '\'');
  };
  do ++position_;
  while (invalid());
  const auto first = static_cast<unsigned char>(text_[begin]);
  const bool printable = first > 0x20 && first < 0x7F;
  const std::size_t sequence = utf8_length(text_.substr(begin));
  const std::string shown = printable      ? fmt::format("'{}'", text_[begin])
                            : sequence > 0 ? fmt::format("'{}'", text_.substr(begin, sequence))
                                           : fmt::format("0x{:02x}", first);
  report(DiagnosticId::invalid_character, {file_, begin, position_}, shown);
}

std::string_view token_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::end: return "the end of the file";
    case TokenKind::identifier: return "a name";
    case TokenKind::keyword: return "a keyword";
    case TokenKind::integer: return "an integer";
    case TokenKind::real: return "a number";
    case TokenKind::duration: return "a duration";
    case TokenKind::string: return "a string";
    case TokenKind::hardware_qubit: return "a hardware qubit";
    case TokenKind::pragma: return "a pragma";
    case TokenKind::left_paren: return "'('";
    case TokenKind::right_paren: return "')'";
    case TokenKind::left_bracket: return "'['";
    case TokenKind::right_bracket: return "']'";
    case TokenKind::left_brace: return "'{'";
    case TokenKind::right_brace: return "'}'";
    case TokenKind::comma: return "','";
    case TokenKind::semicolon: return "';'";
    case TokenKind::arrow: return "'->'";
    case TokenKind::assign: return "'='";
    default: return "an operator";
  }
}

Dialect guess_dialect(FileId file, const SourceManager& sources) {
  DiagnosticEngine ignored(sources);
  Lexer lexer(file, ignored);
  lexer.set_dialect(Dialect::qasm3);
  constexpr int enough_errors = 100;
  TokenKind before = TokenKind::semicolon;
  for (Token t = lexer.next(); t.kind != TokenKind::end && ignored.errors() < enough_errors;
       t = lexer.next()) {
    const std::string_view word = lexer.text(t);
    const bool starts_statement =
        before == TokenKind::semicolon || before == TokenKind::left_brace || before == TokenKind::right_brace;
    const bool qasm2_keyword = t.keyword != Keyword::none && find_keyword(word, Dialect::qasm2) == t.keyword;
    if (t.kind == TokenKind::at || t.kind == TokenKind::hardware_qubit || t.kind == TokenKind::assign ||
        (t.kind >= TokenKind::not_equal && t.kind <= TokenKind::concatenate && t.kind != TokenKind::plus) ||
        t.kind == TokenKind::power || t.kind >= TokenKind::tilde ||
        (starts_statement &&
         (t.kind == TokenKind::integer || t.kind == TokenKind::left_paren || t.kind == TokenKind::minus)) ||
        t.keyword == Keyword::qubit || t.keyword == Keyword::bit || word == "\"stdgates.inc\"" ||
        (starts_statement && t.keyword != Keyword::none && !qasm2_keyword))
      return Dialect::qasm3;
    if (t.keyword == Keyword::openqasm || t.keyword == Keyword::qreg || t.keyword == Keyword::creg ||
        t.keyword == Keyword::opaque || word == "\"qelib1.inc\"")
      return Dialect::qasm2;
    before = t.kind;
  }
  return Dialect::qasm2;
}

}  // namespace dqc
