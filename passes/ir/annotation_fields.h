// The content of an annotation taken apart: "id=7 qpus=0,1" or "3 1 2".
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/program.h"
#include "passes/support/result.h"

namespace dqc {

/// bad_input at `annotation`: "annotation '@dqc.at 3': WHAT". Its place has no file, see in_file().
Error annotation_error(const Annotation& annotation, std::string_view what);

/// Reads values and remembers the first thing that was wrong, so that a whole annotation is read before
/// asking. Values that were wrong are 0 or empty.
class AnnotationFields {
 public:
  explicit AnnotationFields(const Annotation& annotation);

  bool has(std::string_view key) const;
  std::string_view text(std::string_view key);
  std::int64_t integer(std::string_view key);
  double real(std::string_view key);
  std::vector<std::int64_t> integers(std::string_view key);  ///< separated by commas; may be empty
  /// The id `key`; absent or negative: an invalid one.
  template <class AnyId>
  AnyId id(std::string_view key) {
    return has(key) ? AnyId(static_cast<std::int32_t>(integer(key))) : AnyId();
  }
  template <class AnyId>
  std::vector<AnyId> ids(std::string_view key) {
    std::vector<AnyId> all;
    for (std::int64_t i : integers(key)) all.emplace_back(static_cast<std::int32_t>(i));
    return all;
  }

  /// Words without a key, in order.
  const std::vector<std::string_view>& words() const { return words_; }
  /// Whether `word` is one of them.
  bool word(std::string_view word) const;
  std::vector<std::int64_t> word_integers();
  PhysicalQubit physical(std::string_view text);

  void fail(std::string_view what);
  /// What was wrong first, or success.
  Status status() const { return error_ ? Status(*error_) : success(); }

 private:
  template <class Number>
  Number number(std::string_view text) {
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size()) fail("a number is malformed");
    return value;
  }

  const Annotation& annotation_;
  std::vector<std::pair<std::string_view, std::string_view>> fields_;
  std::vector<std::string_view> words_;
  std::optional<Error> error_;
};

}  // namespace dqc
