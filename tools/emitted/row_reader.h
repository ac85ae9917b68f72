// What readers of documents in rows share: members by name, numbers in their ranges, and the first problem
// with its place, which is only looked for when all is over.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tools/emitted/flat_json.h"

namespace dqc::emitted {

class RowReader : public FlatJsonReceiver {
 protected:
  static constexpr std::uint32_t missing = std::numeric_limits<std::uint32_t>::max();

  /// A member of an object, or an element of a list and then the list's key.
  struct Field {
    std::string_view key;
    std::uint32_t owner = 0;
    std::uint32_t at = missing;
    bool there() const { return at != missing; }
  };

  /// What is read from now on is `value`: member `name` of the document, or its element `row`.
  void begin(const FlatJson& value, std::string_view name, std::optional<std::size_t> row = std::nullopt) {
    value_ = &value;
    name_ = name;
    row_ = row;
  }
  Field whole(std::string_view key) const { return {key, 0, 0}; }
  FlatJson::Kind kind(Field f) const { return (*value_)[f.at].kind; }
  std::size_t size(Field f) const { return (*value_)[f.at].size; }
  std::string_view key(Field f) const { return value_->key(f.at); }

  /// The members of the object `f` called `names`, in their order. Fails for any other, and one that is
  /// there twice.
  template <std::size_t n>
  std::array<Field, n> members(Field f, const std::string_view (&names)[n]) {
    std::array<Field, n> found;
    for (std::size_t i = 0; i < n; ++i) found[i] = {names[i], f.at};
    fill(f, found.data(), n);
    return found;
  }

  /// Tells `use` of each element of a list or member of an object; fails if `f` is not of `kind`.
  template <class Use>
  void each(Field f, FlatJson::Kind kind, Use use) {
    if (!is(f, kind)) return;
    for (std::uint32_t at = f.at + 1; at < (*value_)[f.at].end && good(); at = (*value_)[at].end)
      use(Field{f.key, f.at, at});
  }
  /// The same for elements.
  template <class Use>
  void each(Field f, Use use) {
    each(f, FlatJson::Kind::list, use);
  }

  bool is(Field f, FlatJson::Kind kind);
  std::int64_t number(Field f) { return is(f, FlatJson::Kind::integer) ? (*value_)[f.at].integer : 0; }
  /// 0 .. 10^9.
  int small(Field f);
  double real(Field f);
  /// Greater than 0 and at most 1.
  double fraction(Field f);
  std::string_view text(Field f) { return is(f, FlatJson::Kind::text) ? value_->text(f.at) : ""; }

  bool good() const { return !problem_; }
  /// Keeps the problem unless there is one already.
  void fail(Field f, std::string message);
  /// One that is about `path` instead of what is being read, or about a key of the object there.
  void fail_at(std::string path, std::string message, std::optional<std::string> key = std::nullopt);
  std::string path(Field f) const;
  /// The problem in the words of `source`. Precondition: !good().
  Error error(const JsonSource& source) const;

 private:
  void fill(Field f, Field* names, std::size_t n);

  struct Problem {
    std::string path, message;
    std::optional<std::string> key;
  };
  const FlatJson* value_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> row_;
  std::optional<Problem> problem_;
};

}  // namespace dqc::emitted
