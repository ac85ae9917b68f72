#include "frontend/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "passes/support/source_manager.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Json = nlohmann::json;

/// nlohmann's message without its own position and number: "[json.exception.parse_error.101] parse error
/// at line 1, column 2: syntax error while ..." becomes "syntax error while ...".
std::string reason(std::string_view what) {
  const std::size_t colon = what.find(": ");
  if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
  std::string shown;
  for (char c : what) shown += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return shown;
}

}  // namespace

Error JsonSource::error_at(TextRange range, std::string message, std::string hint) const {
  SourceManager sources;
  const FileId file = sources.add(std::string(name), std::string(text));
  const SourceRange there{file, static_cast<std::uint32_t>(range.begin),
                          static_cast<std::uint32_t>(range.end)};
  return {ExitCode::bad_input, std::move(message), std::move(hint),
          std::make_shared<const SourcePlace>(sources.place(there))};
}

Error JsonSource::syntax_error(std::size_t byte, std::string_view what) const {
  const std::size_t offset = std::min(byte > 0 ? byte - 1 : 0, text.size());
  return error_at({offset, offset}, reason(what));
}

Result<Json> parse_json(const JsonSource& source) {
  try {
    Json document = Json::parse(source.text);
    const auto twice = find_duplicate_json_key(source.text);
    if (!twice) return document;
    const std::string_view key = source.text.substr(twice->begin + 1, twice->end - twice->begin - 2);
    return source.error_at(*twice, fmt::format("key '{}' is given twice in one object", key));
  } catch (const Json::parse_error& error) {
    return source.syntax_error(error.byte, error.what());
  } catch (const Json::exception& error) {
    return source.error_at({}, reason(error.what()));
  }
}

bool JsonReader::fail(const std::string& path, const std::string& message, std::string hint) {
  return !error_ && fail_at(find_json_value(source_.text, path), path, message, std::move(hint));
}

bool JsonReader::fail_at(TextRange range, const std::string& path, const std::string& message,
                         std::string hint) {
  error_ =
      source_.error_at(range, path.empty() ? message : fmt::format("{}: {}", path, message), std::move(hint));
  return false;
}

bool JsonReader::object(const Json& value, const std::string& path, const std::vector<std::string>& keys) {
  if (!value.is_object()) return fail(path, "expected an object");
  for (const auto& [key, ignored] : value.items()) {
    if (std::ranges::find(keys, key) != keys.end()) continue;
    const std::string meant = key.size() < 64 ? did_you_mean(key, keys) : "";
    return !error_ &&
           fail_at(find_json_key(source_.text, path, key), path,
                   fmt::format("unknown key '{}', expected {}", key.substr(0, 64), fmt::join(keys, ", ")),
                   meant.empty() ? "" : fmt::format("did you mean '{}'?", meant));
  }
  return true;
}

}  // namespace dqc
