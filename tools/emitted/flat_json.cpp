#include "tools/emitted/flat_json.h"

#include <fmt/core.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace dqc::emitted {

using Json = nlohmann::json;

std::string FlatJson::path(std::size_t node) const {
  std::string path;
  for (std::size_t owner = 0; owner != node;) {
    std::size_t index = 0, child = owner + 1;
    for (; nodes_[child].end <= node; child = nodes_[child].end) ++index;
    path += nodes_[owner].kind == Kind::list ? fmt::format("[{}]", index) : fmt::format(".{}", key(child));
    owner = child;
  }
  return path;
}

/// The SAX events of nlohmann into values for the receiver.
class FlatJsonBuilder {
 public:
  explicit FlatJsonBuilder(FlatJsonReceiver& receiver) : receiver_(receiver) {}

  bool null() { return scalar({}); }
  bool boolean(bool /*value*/) { return scalar({.kind = Kind::boolean}); }
  bool number_integer(std::int64_t value) {
    return scalar({.kind = Kind::integer, .integer = value, .real = static_cast<double>(value)});
  }
  bool number_unsigned(std::uint64_t value) {
    const bool fits = value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return fits ? number_integer(static_cast<std::int64_t>(value))
                : number_float(static_cast<double>(value), "");
  }
  bool number_float(double value, const std::string& /*digits*/) {
    return scalar({.kind = Kind::real, .real = value});
  }
  bool string(const std::string& text) {
    const std::uint32_t begin = append(text);
    return scalar({.kind = Kind::text, .size = static_cast<std::uint32_t>(text.size()), .text = begin});
  }
  bool binary(const Json::binary_t& /*bytes*/) { return false; }

  bool start_object(std::size_t /*members*/) {
    if (in_document_) return open(Kind::object);
    return in_document_ = true;
  }
  bool start_array(std::size_t /*elements*/) {
    if (!in_document_) return false;
    if (!open_.empty() || in_rows_) return open(Kind::list);
    add({.kind = Kind::list});
    if (!deliver()) return false;
    return in_rows_ = true;
  }
  bool end_object() { return open_.empty() || close(); }
  bool end_array() {
    if (!open_.empty()) return close();
    in_rows_ = false;
    return true;
  }
  bool key(const std::string& key) {
    if (open_.empty()) {
      member_ = key;
    } else {
      key_ = append(key);
      key_size_ = static_cast<std::uint32_t>(key.size());
    }
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& /*token*/, const Json::exception& error) {
    syntax_error_ = {byte, error.what()};
    return false;
  }

  struct SyntaxError {
    std::size_t byte = 0;  ///< the last one read, from 1
    std::string what;
  };
  const std::optional<SyntaxError>& syntax_error() const { return syntax_error_; }
  /// Whether an object was begun.
  bool in_document() const { return in_document_; }

 private:
  using Kind = FlatJson::Kind;
  using Node = FlatJson::Node;

  std::uint32_t append(const std::string& bytes) {
    const auto begin = static_cast<std::uint32_t>(value_.bytes_.size());
    value_.bytes_ += bytes;
    return begin;
  }

  void add(Node node) {
    auto& nodes = value_.nodes_;
    if (!open_.empty()) ++nodes[open_.back()].size;
    node.key = key_;
    node.key_size = std::exchange(key_size_, 0);
    node.end = static_cast<std::uint32_t>(nodes.size() + 1);
    nodes.push_back(node);
  }
  bool scalar(Node node) {
    if (!in_document_) return false;
    add(node);
    return !open_.empty() || deliver();
  }
  bool open(Kind kind) {
    add({.kind = kind});
    open_.push_back(value_.nodes_.size() - 1);
    return true;
  }
  bool close() {
    value_.nodes_[open_.back()].end = static_cast<std::uint32_t>(value_.nodes_.size());
    open_.pop_back();
    return !open_.empty() || deliver();
  }
  bool deliver() {
    const bool more = in_rows_ ? receiver_.row(value_) : receiver_.member(member_, value_);
    value_.nodes_.clear();
    value_.bytes_.clear();
    return more;
  }

  FlatJsonReceiver& receiver_;
  FlatJson value_;                 ///< the one that is being read
  std::vector<std::size_t> open_;  ///< its objects and lists that have not ended
  std::uint32_t key_ = 0, key_size_ = 0;
  std::string member_;  ///< of the document
  bool in_document_ = false, in_rows_ = false;
  std::optional<SyntaxError> syntax_error_;
};

Status read_flat_json(const JsonSource& source, FlatJsonReceiver& receiver) {
  if (source.text.size() > std::numeric_limits<std::uint32_t>::max())
    return Error{ExitCode::bad_input, fmt::format("{} is larger than 4 GiB", source.name), ""};
  FlatJsonBuilder builder(receiver);
  Json::sax_parse(source.text, &builder);
  if (const auto& error = builder.syntax_error()) return source.syntax_error(error->byte, error->what);
  if (!builder.in_document()) return source.error_at(find_json_value(source.text, ""), "expected an object");
  return success();
}

}  // namespace dqc::emitted
