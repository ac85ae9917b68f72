#include "passes/support/source_manager.h"

#include <algorithm>

namespace dqc {

FileId SourceManager::add(std::string name, std::string text, std::optional<SourceRange> included_from) {
  files_.push_back({std::move(name), std::move(text), included_from, {}});
  return static_cast<FileId>(files_.size() - 1);
}

const std::vector<std::uint32_t>& SourceManager::line_starts(FileId file) const {
  const File& f = files_[file];
  if (!f.line_starts.empty()) return f.line_starts;
  f.line_starts.push_back(0);
  for (std::size_t at = f.text.find('\n'); at != std::string::npos; at = f.text.find('\n', at + 1))
    f.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
  return f.line_starts;
}

std::pair<int, int> SourceManager::line_and_column(FileId file, std::uint32_t offset) const {
  const auto& starts = line_starts(file);
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<int>(after - starts.begin());
  return {line, static_cast<int>(offset - *(after - 1)) + 1};
}

std::string_view SourceManager::line_text(FileId file, int line) const {
  const std::size_t begin = line_starts(file)[static_cast<std::size_t>(line - 1)];
  std::string_view rest = std::string_view(files_[file].text).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

SourcePlace SourceManager::place(SourceRange range) const {
  const auto [line, column] = line_and_column(range.file, range.begin);
  const auto [end_line, end_column] = line_and_column(range.file, std::max(range.begin, range.end));
  return {name(range.file), line, column, end_line, end_column, std::string(line_text(range.file, line))};
}

}  // namespace dqc
