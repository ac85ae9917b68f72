// JSON texts into documents, with errors that name the place.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/json_places.h"
#include "passes/support/result.h"

namespace dqc {

/// A text and what messages call it.
struct JsonSource {
  std::string_view text;
  std::string_view name;

  /// `message` about a part of the text.
  Error error_at(TextRange range, std::string message, std::string hint = "") const;
  /// What nlohmann says of a text that is no JSON; `byte`: how many it read.
  Error syntax_error(std::size_t byte, std::string_view what) const;
};

/// The document in `source`. Errors: bad_input (1) with the place for a text that is not JSON, and for a key
/// given twice in one object.
Result<nlohmann::json> parse_json(const JsonSource& source);

/// What readers of a JSON document share: the first problem is kept, and everything after it is skipped.
class JsonReader {
 protected:
  explicit JsonReader(const JsonSource& source) : source_(source) {}

  /// Keeps "path: message" with the place of `path` unless a problem is kept already; always false.
  bool fail(const std::string& path, const std::string& message, std::string hint = "");
  /// `value` is an object that has none but `keys`; fails with what might have been meant.
  bool object(const nlohmann::json& value, const std::string& path, const std::vector<std::string>& keys);

  JsonSource source_;
  std::optional<Error> error_;

 private:
  bool fail_at(TextRange range, const std::string& path, const std::string& message, std::string hint);
};

}  // namespace dqc
