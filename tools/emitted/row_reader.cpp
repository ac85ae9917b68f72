#include "tools/emitted/row_reader.h"

#include <fmt/format.h>

#include <span>
#include <vector>

namespace dqc::emitted {
namespace {

std::string_view kind_name(FlatJson::Kind kind) {
  switch (kind) {
    case FlatJson::Kind::null: return "null";
    case FlatJson::Kind::boolean: return "true or false";
    case FlatJson::Kind::integer: return "a whole number";
    case FlatJson::Kind::real: return "a number";
    case FlatJson::Kind::text: return "a text";
    case FlatJson::Kind::list: return "a list";
    case FlatJson::Kind::object: return "an object";
  }
  return "";
}

}  // namespace

/// Rows of one kind have their members in one order: the next name is tried first.
void RowReader::fill(Field f, Field* names, std::size_t n) {
  std::size_t next = 0;
  each(f, FlatJson::Kind::object, [&](Field member) {
    const std::string_view name = key(member);
    std::size_t tried = 0;
    while (tried < n && names[(next + tried) % n].key != name) ++tried;
    if (tried == n) {
      std::vector<std::string_view> known;
      for (const Field& there : std::span(names, n)) known.push_back(there.key);
      return fail_at(path(f),
                     fmt::format("unknown key '{}', expected {}", name.substr(0, 64), fmt::join(known, ", ")),
                     std::string(name));
    }
    Field& found = names[(next + tried) % n];
    if (found.there())
      return fail_at(path(f), fmt::format("key '{}' is given twice in one object", name), std::string(name));
    found.at = member.at;
    next = (next + tried + 1) % n;
  });
}

bool RowReader::is(Field f, FlatJson::Kind expected) {
  if (!good()) return false;
  if (f.there() && kind(f) == expected) return true;
  fail(f, fmt::format("expected {}", kind_name(expected)));
  return false;
}

int RowReader::small(Field f) {
  const std::int64_t n = number(f);
  if (n >= 0 && n <= 1'000'000'000) return static_cast<int>(n);
  fail(f, fmt::format("{} is not in 0 .. 10^9", n));
  return 0;
}

double RowReader::real(Field f) {
  if (f.there() && (kind(f) == FlatJson::Kind::integer || kind(f) == FlatJson::Kind::real))
    return (*value_)[f.at].real;
  fail(f, "expected a number");
  return 0;
}

double RowReader::fraction(Field f) {
  const double x = real(f);
  if (x > 0 && x <= 1) return x;
  fail(f, fmt::format("{} is not greater than 0 and at most 1", x));
  return 1;
}

void RowReader::fail(Field f, std::string message) {
  if (!good()) return;
  if (f.there())
    fail_at(path(f), std::move(message));
  else
    fail_at(path({"", 0, f.owner}), fmt::format("field '{}' is missing", f.key));
}

void RowReader::fail_at(std::string path, std::string message, std::optional<std::string> key) {
  if (good()) problem_ = {std::move(path), std::move(message), std::move(key)};
}

std::string RowReader::path(Field f) const {
  std::string path(name_);
  if (row_) path += fmt::format("[{}]", *row_);
  return path + value_->path(f.at);
}

Error RowReader::error(const JsonSource& source) const {
  const Problem& p = *problem_;
  const TextRange there =
      p.key ? find_json_key(source.text, p.path, *p.key) : find_json_value(source.text, p.path);
  return source.error_at(there, p.path.empty() ? p.message : fmt::format("{}: {}", p.path, p.message));
}

}  // namespace dqc::emitted
