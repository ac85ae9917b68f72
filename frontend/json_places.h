// Where things stand in a JSON text, for messages that quote it. Only looked for when something is wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace dqc {

/// Bytes `begin` .. `end` (exclusive) of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The value at `path` of the document `text`: "links[3].qpus[0]", or "" for the document itself. Of an
/// object or array it is the opening bracket. Where the path leads nowhere: the last value on it that is
/// there. Precondition: `text` is JSON. Cost: linear in the text.
TextRange find_json_value(std::string_view text, std::string_view path);

/// The key `key`, quotes included, of the object at `path`; the object if it has no such key.
TextRange find_json_key(std::string_view text, std::string_view path, std::string_view key);

/// The first key that its object has already, if there is one.
std::optional<TextRange> find_duplicate_json_key(std::string_view text);

}  // namespace dqc
