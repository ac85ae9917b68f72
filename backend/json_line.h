// One value of a JSON text on one line, written part by part without a tree: "{"a": 1, "b": [2, 3]}".
#pragma once

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dqc {

/// Precondition: keys and texts have nothing that JSON escapes, and brackets and keys stand where they may.
class JsonLine {
 public:
  /// Appends to `text`.
  explicit JsonLine(std::string& text) : text_(text) {}

  JsonLine& open(char bracket) {
    separate();
    text_ += bracket;
    first_ = true;
    return *this;
  }
  JsonLine& close(char bracket) {
    text_ += bracket;
    first_ = false;
    return *this;
  }
  JsonLine& key(std::string_view key) {
    text(key);
    text_ += ": ";
    first_ = true;
    return *this;
  }
  /// A key that is a number.
  JsonLine& key(std::int64_t number) {
    separate();
    text_ += '"';
    append(number);
    text_ += "\": ";
    first_ = true;
    return *this;
  }
  JsonLine& text(std::string_view text) {
    separate();
    text_ += '"';
    text_ += text;
    text_ += '"';
    return *this;
  }
  /// The text "P3".
  JsonLine& label(char kind, std::int64_t number) {
    separate();
    (text_ += '"') += kind;
    append(number);
    text_ += '"';
    return *this;
  }
  JsonLine& number(std::int64_t value) {
    separate();
    append(value);
    return *this;
  }
  JsonLine& real(double value) {
    separate();
    text_ += nlohmann::json(value).dump();
    return *this;
  }
  JsonLine& numbers(std::span<const int> values) {
    open('[');
    for (const int value : values) number(value);
    return close(']');
  }
  /// Ids.
  template <class Ids>
  JsonLine& ids(const Ids& ids) {
    open('[');
    for (const auto id : ids) number(id.value());
    return close(']');
  }

 private:
  void separate() {
    if (!std::exchange(first_, false)) text_ += ", ";
  }
  void append(std::int64_t value) {
    char digits[24];
    text_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }

  std::string& text_;
  bool first_ = true;
};

}  // namespace dqc
