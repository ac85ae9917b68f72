// The table of diagnostics, and what the options -W... make of its warnings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// The names of all warnings, in the order of the table.
std::vector<std::string> warning_names();

/// All warnings are shown unless told otherwise; as with compilers, a later word overrules an earlier one
/// about the same warning, and one about a single warning overrules `error`.
class WarningPolicy {
 public:
  /// Applies the word after -W: NAME, no-NAME, error, no-error, error=NAME or no-error=NAME. The answer is
  /// the name in it that no warning has, or "".
  std::string_view apply(std::string_view word);

  /// What a diagnostic of this row is reported as; nullopt: not at all.
  std::optional<Severity> severity(DiagnosticId id) const;

 private:
  struct Setting {
    DiagnosticId id;
    bool shown = true;
    std::optional<bool> error;
  };
  const Setting* find(DiagnosticId id) const;
  Setting* setting(std::string_view name);

  std::vector<Setting> settings_;
  bool all_errors_ = false;
};

}  // namespace dqc
