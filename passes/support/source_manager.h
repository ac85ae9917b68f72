// The texts that messages quote, and how they came to be read.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dqc {

using FileId = std::uint32_t;

/// Bytes `begin` .. `end` (exclusive) of a file of the SourceManager.
struct SourceRange {
  FileId file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A place in a text and the line it is in, for messages that quote it.
struct SourcePlace {
  std::string file;
  int line = 0;      ///< 1-based
  int column = 0;    ///< 1-based, in bytes
  int end_line = 0;  ///< where the place ends: one column after its last byte
  int end_column = 0;
  std::string line_text;  ///< without its end
};

/// Texts by FileId; keeps them alive for as long as diagnostics may quote them.
class SourceManager {
 public:
  /// `name` as messages show it ("<stdin>" for standard input); `included_from`: the name of the file in
  /// the statement that includes it.
  FileId add(std::string name, std::string text, std::optional<SourceRange> included_from = std::nullopt);
  std::size_t size() const { return files_.size(); }
  std::string_view text(FileId file) const { return files_[file].text; }
  const std::string& name(FileId file) const { return files_[file].name; }
  const std::optional<SourceRange>& included_from(FileId file) const { return files_[file].included_from; }
  /// 1-based line and column (bytes) of an offset. Cost: logarithmic in the file's lines.
  std::pair<int, int> line_and_column(FileId file, std::uint32_t offset) const;
  std::string_view line_text(FileId file, int line) const;
  /// All of it, to be shown.
  SourcePlace place(SourceRange range) const;

 private:
  struct File {
    std::string name;
    std::string text;
    std::optional<SourceRange> included_from;
    mutable std::vector<std::uint32_t> line_starts;  ///< made when first asked for
  };
  const std::vector<std::uint32_t>& line_starts(FileId file) const;

  std::deque<File> files_;  // texts stay where they are when a file is added
};

}  // namespace dqc
