#include "passes/ir/annotation_fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "passes/support/source_manager.h"

namespace dqc {

Error annotation_error(const Annotation& annotation, std::string_view what) {
  const std::string text = annotation.content.empty()
                               ? fmt::format("@{}", annotation.keyword)
                               : fmt::format("@{} {}", annotation.keyword, annotation.content);
  Error error{ExitCode::bad_input, fmt::format("annotation '{}': {}", text, what), ""};
  if (annotation.line == 0) return error;
  const int end = annotation.column + static_cast<int>(text.size());
  const std::string indented = std::string(static_cast<std::size_t>(annotation.column - 1), ' ') + text;
  error.place = std::make_shared<const SourcePlace>(
      SourcePlace{"", annotation.line, annotation.column, annotation.line, end, indented});
  return error;
}

AnnotationFields::AnnotationFields(const Annotation& annotation) : annotation_(annotation) {
  std::string_view rest = annotation.content;
  for (;;) {
    const auto begin = rest.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return;
    rest.remove_prefix(begin);
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
    rest.remove_prefix(word.size());
    const auto equals = word.find('=');
    if (equals == std::string_view::npos)
      words_.push_back(word);
    else
      fields_.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
}

void AnnotationFields::fail(std::string_view what) {
  if (!error_) error_ = annotation_error(annotation_, what);
}

bool AnnotationFields::has(std::string_view key) const {
  return std::ranges::any_of(fields_, [&](const auto& field) { return field.first == key; });
}

bool AnnotationFields::word(std::string_view word) const {
  return std::ranges::find(words_, word) != words_.end();
}

std::string_view AnnotationFields::text(std::string_view key) {
  const auto found = std::ranges::find_if(fields_, [&](const auto& field) { return field.first == key; });
  if (found != fields_.end()) return found->second;
  fail(fmt::format("{}= is missing", key));
  return {};
}

std::int64_t AnnotationFields::integer(std::string_view key) {
  return has(key) ? number<std::int64_t>(text(key)) : (text(key), 0);
}

double AnnotationFields::real(std::string_view key) {
  return has(key) ? number<double>(text(key)) : (text(key), 0.0);
}

std::vector<std::int64_t> AnnotationFields::integers(std::string_view key) {
  std::vector<std::int64_t> values;
  std::string_view rest = text(key);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    values.push_back(number<std::int64_t>(rest.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return values;
}

std::vector<std::int64_t> AnnotationFields::word_integers() {
  std::vector<std::int64_t> values;
  for (std::string_view word : words_) values.push_back(number<std::int64_t>(word));
  return values;
}

PhysicalQubit AnnotationFields::physical(std::string_view text) {
  const auto bracket = text.find('[');
  if (text.empty() || (text[0] != 'd' && text[0] != 'c') || bracket == std::string_view::npos ||
      text.back() != ']') {
    fail(fmt::format("'{}' is no qubit such as d0[1]", text));
    return {};
  }
  PhysicalQubit q;
  q.comm = text[0] == 'c';
  q.qpu = QpuId(number<std::int32_t>(text.substr(1, bracket - 1)));
  q.index = number<std::int32_t>(text.substr(bracket + 1, text.size() - bracket - 2));
  return q;
}

}  // namespace dqc
