// Messages with a place in a source: `file:line:col: error: ...`, the line, a caret, and what to do.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passes/support/result.h"
#include "passes/support/source_manager.h"
#include "passes/support/warning_policy.h"

namespace dqc {

struct Note {
  std::string message;
  std::optional<SourceRange> range = std::nullopt;
};

struct Diagnostic {
  DiagnosticId id;
  Severity severity;  ///< of the row, or what the WarningPolicy made of it
  SourceRange range;
  std::string message;
  std::vector<Note> notes;
  std::string hint;  ///< what to write instead; may be empty
};

/// Collects diagnostics in the order they were found.
class DiagnosticEngine {
 public:
  explicit DiagnosticEngine(const SourceManager& sources, const WarningPolicy& policy = {})
      : sources_(sources), policy_(policy) {}

  /// Reports `id` at `range` with the format's arguments; returns it for notes and a hint to be added.
  template <class... Args>
  Diagnostic& report(DiagnosticId id, SourceRange range, Args&&... args) {
    return add(id, range, fmt::format(fmt::runtime(row(id).format), std::forward<Args>(args)...));
  }

  /// Drops all errors beyond so many.
  void limit_errors(int most) { max_errors_ = most; }

  /// Warnings that the policy makes errors count.
  int errors() const { return errors_; }
  /// Without what was dropped.
  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  const SourceManager& sources() const { return sources_; }

  /// clang's form, one block per diagnostic; ANSI colours if `color`.
  std::string render(bool color) const;

 private:
  Diagnostic& add(DiagnosticId id, SourceRange range, std::string message);

  const SourceManager& sources_;
  WarningPolicy policy_;
  std::vector<Diagnostic> diagnostics_;
  std::optional<Diagnostic> dropped_;  ///< the last one, for who adds notes to it
  int errors_ = 0;
  int max_errors_ = std::numeric_limits<int>::max();
};

/// "error", "warning", "note".
std::string_view severity_name(Severity severity);

/// " [-Wname]" or " [-Werror,-Wname]" for a warning of the table, "" for the others.
std::string warning_tag(DiagnosticId id, Severity severity);

/// "error: MESSAGE" in clang's form: before it the place, if there is one, or else `program`; after it the
/// line and a caret. Ends in a newline. What is not fit for a terminal is replaced (see printable.h).
std::string render_message(std::string_view program, const SourcePlace* place, Severity severity,
                           std::string_view message, bool color);
/// An error that now names `file`: as the file of its place, or else before its message.
Error in_file(std::string_view file, Error error);
/// "file:line:col: MESSAGE", or the message alone of an error without a place.
std::string located_message(const Error& error);
/// "hint: MESSAGE", behind `program` if that is not empty.
std::string render_hint(std::string_view program, std::string_view message, bool color);

}  // namespace dqc
