// JSON objects too large to be held as a tree: members and rows of lists are written as they come, and rows
// without trees. Each row, and each member of a member, stands on one line.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "backend/json_line.h"

namespace dqc {

class JsonRows {
 public:
  using Json = nlohmann::ordered_json;

  /// A member that is small enough to be a tree.
  void member(std::string_view key, const Json& value) {
    if (!value.is_structured() || value.empty()) {
      name(key);
      append(value);
      return;
    }
    const char* brackets = value.is_object() ? "{}" : "[]";
    list(
        key,
        [&] {
          for (const auto& item : value.items()) row(item.value(), value.is_object() ? &item.key() : nullptr);
        },
        brackets);
  }

  /// A member that is a list of what `rows` writes to row(), or with the brackets "{}" an object of it. No
  /// other member may be written meanwhile.
  template <class Rows>
  void list(std::string_view key, Rows rows, const char* brackets = "[]") {
    name(key);
    text_ += brackets[0];
    first_row_ = true;
    rows();
    if (!first_row_) text_ += "\n ";
    text_ += brackets[1];
  }

  /// The next row of the list that is being written, which is to be written to what this returns.
  JsonLine row() {
    begin_row();
    return JsonLine(text_);
  }

  /// Ends the object, which has one member or more, and gives its text.
  std::string finish() { return std::move(text_ += "\n}\n"); }

 private:
  void begin_row() {
    text_ += first_row_ ? "\n  " : ",\n  ";
    first_row_ = false;
  }

  void row(const Json& value, const std::string* key) {
    begin_row();
    if (key) append_key(*key);
    append(value);
  }

  void name(std::string_view key) {
    text_ += text_.empty() ? "{\n " : ",\n ";
    append_key(key);
  }

  void append_key(std::string_view key) {
    text_ += Json(key).dump();
    text_ += ": ";
  }

  void append(const Json& value) {
    if (!value.is_structured()) {
      text_ += value.dump();
      return;
    }
    text_ += value.is_object() ? '{' : '[';
    bool first = true;
    for (const auto& item : value.items()) {
      if (!std::exchange(first, false)) text_ += ", ";
      if (value.is_object()) append_key(item.key());
      append(item.value());
    }
    text_ += value.is_object() ? '}' : ']';
  }

  std::string text_;
  bool first_row_ = true;
};

}  // namespace dqc
