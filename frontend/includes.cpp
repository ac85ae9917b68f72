#include "frontend/includes.h"

#include <fmt/format.h>

#include <filesystem>

#include "passes/support/text_io.h"

namespace dqc {

Result<IncludedFile> find_include(std::string_view name, const std::string& directory,
                                  const std::vector<std::string>& include_paths) {
  namespace fs = std::filesystem;
  if (name.empty() || name.find('\0') != std::string_view::npos)
    return Error{ExitCode::bad_input, "the name of an included file is empty or has a NUL byte", ""};
  std::vector<fs::path> places;
  if (fs::path(name).is_absolute()) {
    places.emplace_back();
  } else {
    places.emplace_back(directory.empty() ? "." : directory);
    places.insert(places.end(), include_paths.begin(), include_paths.end());
  }
  std::string searched;
  for (const fs::path& place : places) {
    const fs::path path = (place / name).lexically_normal();
    std::error_code failed;
    if (!fs::exists(path, failed)) {
      if (!searched.empty()) searched += ", ";
      searched += place.string();
      continue;
    }
    if (!fs::is_regular_file(path, failed))
      return Error{ExitCode::bad_input, fmt::format("'{}' is not a file", path.string()), ""};
    auto text = read_file(path.string());
    if (!text) return Error{ExitCode::bad_input, text.error().message, ""};
    return IncludedFile{path.string(), path.parent_path().string(), std::move(*text)};
  }
  return Error{ExitCode::bad_input, fmt::format("cannot find '{}'", name),
               searched.empty() ? "" : fmt::format("looked in {}", searched)};
}

}  // namespace dqc
