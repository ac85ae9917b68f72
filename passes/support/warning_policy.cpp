#include "passes/support/warning_policy.h"

#include <algorithm>
#include <iterator>

namespace dqc {
namespace {

constexpr DiagnosticRow rows[] = {
#define DIAGNOSTIC(id, name, severity, format) {name, Severity::severity, format},
#include "passes/support/diagnostic.def"
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

const DiagnosticRow& row(DiagnosticId id) { return rows[static_cast<std::size_t>(id)]; }

std::vector<std::string> warning_names() {
  std::vector<std::string> names;
  for (const DiagnosticRow& r : rows)
    if (r.severity == Severity::warning) names.emplace_back(r.name);
  return names;
}

const WarningPolicy::Setting* WarningPolicy::find(DiagnosticId id) const {
  const auto found = std::ranges::find(settings_, id, &Setting::id);
  return found == settings_.end() ? nullptr : &*found;
}

/// nullptr if no warning has this name.
WarningPolicy::Setting* WarningPolicy::setting(std::string_view name) {
  const auto found = std::ranges::find_if(
      rows, [name](const DiagnosticRow& r) { return r.name == name && r.severity == Severity::warning; });
  if (found == std::end(rows)) return nullptr;
  const auto id = static_cast<DiagnosticId>(found - std::begin(rows));
  const auto known = std::ranges::find(settings_, id, &Setting::id);
  return known != settings_.end() ? &*known : &settings_.emplace_back(Setting{id, true, std::nullopt});
}

std::string_view WarningPolicy::apply(std::string_view word) {
  if (word == "error" || word == "no-error") {
    all_errors_ = word == "error";
    return "";
  }
  std::string_view name = word;
  const bool no = take_prefix(name, "no-");
  const bool error = take_prefix(name, "error=");
  Setting* s = setting(name);
  if (s == nullptr) return name;
  if (error) {
    s->error = !no;
    s->shown = s->shown || !no;
  } else {
    s->shown = !no;
  }
  return "";
}

std::optional<Severity> WarningPolicy::severity(DiagnosticId id) const {
  const Severity usual = row(id).severity;
  if (usual != Severity::warning) return usual;
  const Setting* s = find(id);
  if (s != nullptr && !s->shown) return std::nullopt;
  return (s != nullptr && s->error ? *s->error : all_errors_) ? Severity::error : Severity::warning;
}

}  // namespace dqc
