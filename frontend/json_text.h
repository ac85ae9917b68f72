// JSON texts into documents, with errors that name the place.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/support/result.h"

namespace dqc {

/// The document in `text`; `name` is what messages call it. Errors: bad_input (1) with line and column
/// for a text that is not JSON, and for a key given twice in one object.
Result<nlohmann::json> parse_json(std::string_view text, std::string_view name);

/// What readers of a JSON document share: the first problem is kept, and everything after it is skipped.
class JsonReader {
 protected:
  /// `name` is what messages call the document.
  explicit JsonReader(std::string_view name) : name_(name) {}

  /// Keeps "name: path: message" unless a problem is kept already; always false.
  bool fail(const std::string& path, const std::string& message, std::string hint = "");
  /// `value` is an object that has none but `keys`; fails with what might have been meant.
  bool object(const nlohmann::json& value, const std::string& path, const std::vector<std::string>& keys);

  std::string name_;
  std::optional<Error> error_;
};

}  // namespace dqc
