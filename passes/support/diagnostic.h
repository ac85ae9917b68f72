// Messages with a place in a source: `file:line:col: error: ...`, the line, a caret, and what to do.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dqc {

enum class Severity : std::uint8_t { note, warning, error };

enum class DiagnosticId : std::uint16_t {
#define DIAGNOSTIC(id, name, severity, format) id,
#include "passes/support/diagnostic.def"
};

struct DiagnosticRow {
  std::string_view name;
  Severity severity;
  std::string_view format;
};
const DiagnosticRow& row(DiagnosticId id);

using FileId = std::uint32_t;

/// Bytes `begin` .. `end` (exclusive) of a file of the SourceManager.
struct SourceRange {
  FileId file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Texts by FileId; keeps them alive for as long as diagnostics may quote them.
class SourceManager {
 public:
  /// `name` as messages show it ("<stdin>" for standard input).
  FileId add(std::string name, std::string text);
  std::size_t size() const { return files_.size(); }
  std::string_view text(FileId file) const { return files_[file].text; }
  const std::string& name(FileId file) const { return files_[file].name; }
  /// 1-based line and column (bytes) of an offset. Cost: logarithmic in the file's lines.
  std::pair<int, int> line_and_column(FileId file, std::uint32_t offset) const;
  std::string_view line_text(FileId file, int line) const;

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;  // texts stay where they are when a file is added
};

struct Note {
  std::string message;
};

struct Diagnostic {
  DiagnosticId id;
  SourceRange range;
  std::string message;
  std::vector<Note> notes;
};

/// Collects diagnostics in the order they were found.
class DiagnosticEngine {
 public:
  explicit DiagnosticEngine(const SourceManager& sources) : sources_(sources) {}

  /// Reports `id` at `range` with the format's arguments; returns it for `notes` to be added.
  template <class... Args>
  Diagnostic& report(DiagnosticId id, SourceRange range, Args&&... args) {
    return add(id, range, fmt::format(fmt::runtime(row(id).format), std::forward<Args>(args)...));
  }

  int errors() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  const SourceManager& sources() const { return sources_; }

  /// clang's form, one block per diagnostic; ANSI colours if `color`.
  std::string render(bool color) const;

 private:
  Diagnostic& add(DiagnosticId id, SourceRange range, std::string message);

  const SourceManager& sources_;
  std::vector<Diagnostic> diagnostics_;
  int errors_ = 0;
};

}  // namespace dqc
