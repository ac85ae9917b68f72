#include "frontend/json_places.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace dqc {
namespace {

/// A bracket, colon or comma, a string ('"'), another scalar ('v'), or the end of the text ('\0').
struct Token {
  char kind = '\0';
  TextRange range;
};

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {}

  Token next() {
    constexpr std::string_view space = " \t\r\n\xEF\xBB\xBF", punctuation = "{}[]:,";
    at_ = std::min(text_.find_first_not_of(space, at_), text_.size());
    const std::size_t begin = at_;
    if (begin == text_.size()) return {'\0', {begin, begin}};
    const char first = text_[begin];
    if (punctuation.find(first) != std::string_view::npos) {
      ++at_;
      return {first, {begin, at_}};
    }
    if (first == '"') return {first, {begin, at_ = end_of_string(begin)}};
    at_ = std::min(text_.find_first_of("{}[]:,\" \t\r\n", begin), text_.size());
    return {'v', {begin, at_}};
  }

  /// Goes past the value that begins with `first`.
  void skip(const Token& first) {
    int depth = first.kind == '{' || first.kind == '[' ? 1 : 0;
    while (depth > 0) {
      const char kind = next().kind;
      if (kind == '\0') return;
      if (kind == '{' || kind == '[') ++depth;
      if (kind == '}' || kind == ']') --depth;
    }
  }

  /// What a string says.
  std::string content(const Token& string) const {
    const auto quoted = text_.substr(string.range.begin, string.range.end - string.range.begin);
    if (quoted.size() < 2) return "";
    if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
    const auto parsed = nlohmann::json::parse(quoted, nullptr, false);
    return parsed.is_string() ? parsed.get<std::string>() : "";
  }

 private:
  std::size_t end_of_string(std::size_t begin) const {
    for (std::size_t i = begin + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\')
        ++i;
      else if (text_[i] == '"')
        return i + 1;
    }
    return text_.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Member {
  Token key, value;
};

/// The member `key` of an object whose opening bracket was read; the tokens stand behind the first token of
/// its value.
std::optional<Member> find_member(Tokens& tokens, std::string_view key) {
  for (Token name = tokens.next(); name.kind == '"'; name = tokens.next()) {
    tokens.next();  // the colon
    const Token value = tokens.next();
    if (tokens.content(name) == key) return Member{name, value};
    tokens.skip(value);
    if (tokens.next().kind != ',') break;
  }
  return std::nullopt;
}

/// The first token of element `index` of an array whose opening bracket was read.
std::optional<Token> find_element(Tokens& tokens, std::size_t index) {
  for (Token value = tokens.next(); value.kind != ']' && value.kind != '\0'; value = tokens.next()) {
    if (index-- == 0) return value;
    tokens.skip(value);
    if (tokens.next().kind != ',') break;
  }
  return std::nullopt;
}

/// Takes the next step off `path`: "qpus", or "[3]" as the index.
std::optional<Token> take_step(Tokens& tokens, const Token& owner, std::string_view& path) {
  if (path.front() == '[') {
    std::size_t index = 0;
    std::from_chars(path.data() + 1, path.data() + path.size(), index);
    path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
    return owner.kind == '[' ? find_element(tokens, index) : std::nullopt;
  }
  if (path.front() == '.') path.remove_prefix(1);
  const std::string_view key = path.substr(0, path.find_first_of(".["));
  path.remove_prefix(key.size());
  if (owner.kind != '{') return std::nullopt;
  const auto member = find_member(tokens, key);
  return member ? std::optional(member->value) : std::nullopt;
}

/// The first token of the value at `path`, as find_json_value() says; `tokens` stand behind it.
Token first_token(Tokens& tokens, std::string_view path) {
  Token at = tokens.next();
  while (!path.empty()) {
    const auto step = take_step(tokens, at, path);
    if (!step) break;
    at = *step;
  }
  return at;
}

}  // namespace

TextRange find_json_value(std::string_view text, std::string_view path) {
  Tokens tokens(text);
  return first_token(tokens, path).range;
}

TextRange find_json_key(std::string_view text, std::string_view path, std::string_view key) {
  Tokens tokens(text);
  const Token owner = first_token(tokens, path);
  const auto member = owner.kind == '{' ? find_member(tokens, key) : std::nullopt;
  return member ? member->key.range : owner.range;
}

std::optional<TextRange> find_duplicate_json_key(std::string_view text) {
  Tokens tokens(text);
  std::vector<std::set<std::string>> open;  // the keys of each open object; of an array none
  bool key_next = false;
  for (Token token = tokens.next(); token.kind != '\0'; token = tokens.next()) {
    if (token.kind == '"' && key_next && !open.empty()) {
      const Token after = tokens.next();
      if (after.kind == ':' && !open.back().insert(tokens.content(token)).second) return token.range;
      token = after;
    }
    if (token.kind == '{' || token.kind == '[') open.emplace_back();
    if ((token.kind == '}' || token.kind == ']') && !open.empty()) open.pop_back();
    key_next = token.kind == '{' || token.kind == ',';
  }
  return std::nullopt;
}

}  // namespace dqc
