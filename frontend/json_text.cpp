#include "frontend/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Json = nlohmann::json;

/// "net.json:3:7: ..." for a byte offset.
std::string place_in(std::string_view text, std::string_view name, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("{}:{}:{}", name, line, before.size() - line_start + 1);
}

/// nlohmann's message without its own position and number: "[json.exception.parse_error.101] parse error
/// at line 1, column 2: syntax error while ..." becomes "syntax error while ...".
std::string reason(std::string_view what) {
  const std::size_t colon = what.find(": ");
  if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
  std::string shown;
  for (char c : what) shown += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return shown;
}

/// Remembers the keys of the open objects, to find one that is given twice.
class DuplicateKeys {
 public:
  void see(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second &&
        duplicate_.empty())
      duplicate_ = parsed.get<std::string>();
  }
  const std::string& duplicate() const { return duplicate_; }

 private:
  std::vector<std::set<std::string>> open_;
  std::string duplicate_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view name) {
  DuplicateKeys keys;
  try {
    Json document = Json::parse(text, [&](int, Json::parse_event_t event, Json& parsed) {
      keys.see(event, parsed);
      return true;
    });
    if (keys.duplicate().empty()) return document;
    return Error{ExitCode::bad_input,
                 fmt::format("{}: key '{}' is given twice in one object", name, keys.duplicate()), ""};
  } catch (const Json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    return Error{ExitCode::bad_input,
                 fmt::format("{}: {}", place_in(text, name, offset), reason(error.what())), ""};
  } catch (const Json::exception& error) {
    return Error{ExitCode::bad_input, fmt::format("{}: {}", name, reason(error.what())), ""};
  }
}

bool JsonReader::fail(const std::string& path, const std::string& message, std::string hint) {
  if (!error_)
    error_ = Error{ExitCode::bad_input,
                   path.empty() ? fmt::format("{}: {}", name_, message)
                                : fmt::format("{}: {}: {}", name_, path, message),
                   std::move(hint)};
  return false;
}

bool JsonReader::object(const Json& value, const std::string& path, const std::vector<std::string>& keys) {
  if (!value.is_object()) return fail(path, "expected an object");
  for (const auto& [key, ignored] : value.items()) {
    if (std::ranges::find(keys, key) != keys.end()) continue;
    const std::string meant = key.size() < 64 ? did_you_mean(key, keys) : "";
    return fail(path, fmt::format("unknown key '{}', expected {}", key.substr(0, 64), fmt::join(keys, ", ")),
                meant.empty() ? "" : fmt::format("did you mean '{}'?", meant));
  }
  return true;
}

}  // namespace dqc
