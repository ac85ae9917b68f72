#include "tools/common/response_file.h"

#include <fmt/format.h>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

constexpr int deepest = 16;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Status expand(const std::vector<std::string>& arguments, int depth, std::vector<std::string>& expanded) {
  for (const std::string& argument : arguments) {
    if (argument.size() < 2 || argument[0] != '@') {
      expanded.push_back(argument);
      continue;
    }
    const auto text = read_file(argument.substr(1));
    if (!text) {
      expanded.push_back(argument);
      continue;
    }
    if (depth == deepest)
      return Error{ExitCode::usage,
                   fmt::format("response files nested more than {} deep at '{}'", deepest, argument),
                   "does the file name itself?"};
    if (Status inner = expand(split_words(*text), depth + 1, expanded); !inner) return inner;
  }
  return success();
}

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!quote && is_space(c)) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    if (c == '\\' && i + 1 < text.size())
      word += text[++i];
    else if (quote == c)
      quote = 0;
    else if (!quote && (c == '\'' || c == '"'))
      quote = c;
    else
      word += c;
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

Result<std::vector<std::string>> expand_response_files(const std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  if (Status done = expand(arguments, 0, expanded); !done) return done.error();
  return expanded;
}

}  // namespace dqc
