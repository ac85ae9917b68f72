// JSON objects too large to be held as a tree: members and rows of lists are written as they come, in the
// layout of nlohmann's dump(1), so that only one row is a tree at a time.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace dqc {

class JsonRows {
 public:
  using Json = nlohmann::ordered_json;

  /// A member that is small enough to be a tree.
  void member(std::string_view key, const Json& value) {
    name(key);
    append(value, 1);
  }

  /// A member that is a list of what `rows` gives to row(). No other member may be written meanwhile.
  template <class Rows>
  void list(std::string_view key, Rows rows) {
    name(key);
    first_row_ = true;
    rows();
    text_ += first_row_ ? "[]" : "\n ]";
  }

  /// The next row of the list that is being written.
  void row(const Json& value) {
    text_ += first_row_ ? "[\n  " : ",\n  ";
    first_row_ = false;
    append(value, 2);
  }

  /// Ends the object, which has one member or more, and gives its text.
  std::string finish() { return std::move(text_ += "\n}\n"); }

 private:
  void name(std::string_view key) {
    text_ += text_.empty() ? "{\n " : ",\n ";
    text_ += Json(key).dump();
    text_ += ": ";
  }

  /// A string of JSON holds no line break, so each one starts a line of the layout.
  void append(const Json& value, std::size_t depth) {
    for (char c : value.dump(1)) {
      text_ += c;
      if (c == '\n') text_.append(depth, ' ');
    }
  }

  std::string text_;
  bool first_row_ = true;
};

}  // namespace dqc
