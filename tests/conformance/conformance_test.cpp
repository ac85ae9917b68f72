// Runs the cases of index.csv and compares the verdicts; exceptions.txt lists those that dqcc decides
// otherwise, each with its reason, and only those may differ. LIST=1 prints all that differ.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/frontend.h"
#include "passes/support/diagnostic.h"
#include "passes/support/text_io.h"

namespace {

constexpr int skipped = 77;

struct Case {
  std::string file;
  bool valid = false;
  bool syntax = false;  ///< its suite tests the parser alone: names need no declaration
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// The columns that matter stand before the first one that may be quoted.
std::vector<Case> read_index(std::string_view text) {
  std::vector<Case> cases;
  for (const std::string_view line : split(text, '\n')) {
    const auto fields = split(line, ',');
    if (fields.size() > 4 && fields[0] != "file")
      cases.push_back({std::string(fields[0]), fields[2] == "valid", fields[3] == "syntax"});
  }
  return cases;
}

/// Reasons by file: "file<TAB>reason" lines.
std::map<std::string, std::string> read_exceptions(std::string_view text) {
  std::map<std::string, std::string> exceptions;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    exceptions.emplace(line.substr(0, tab), line.substr(tab + 1));
  }
  return exceptions;
}

bool is_syntax_error(dqc::DiagnosticId id) {
  return id < dqc::DiagnosticId::bad_condition && id != dqc::DiagnosticId::unsupported;
}

/// "" if `c` is decided as its suite decides, else what differs. An invalid program must be refused for
/// what is wrong with it, not for what dqcc lacks.
std::string difference(const Case& c, const std::string& folder) {
  auto text = dqc::read_file(folder + "/" + c.file);
  if (!text) return text.error().message;
  dqc::SourceManager sources;
  const dqc::FileId file = sources.add(c.file, std::move(*text));
  dqc::DiagnosticEngine diagnostics(sources);
  dqc::ParseOptions options;
  options.directory_for_includes = (folder + "/" + c.file).substr(0, (folder + "/" + c.file).rfind('/'));
  const bool accepted = bool(dqc::parse_qasm(file, sources, diagnostics, options));
  std::vector<dqc::Diagnostic> all;
  for (const dqc::Diagnostic& d : diagnostics.all())
    if (d.severity == dqc::Severity::error) all.push_back(d);
  const auto unsupported = [](const dqc::Diagnostic& d) { return d.id == dqc::DiagnosticId::unsupported; };
  if (!c.valid) {
    if (accepted) return "accepted";
    return std::ranges::all_of(all, unsupported) && !c.syntax ? all.front().message : "";
  }
  if (accepted) return "";
  if (!c.syntax) return all.front().message;
  const bool refused_by_name = std::ranges::any_of(all, unsupported);
  const auto wrong = std::ranges::find_if(all, [](const auto& d) { return is_syntax_error(d.id); });
  return wrong == all.end() || refused_by_name ? "" : wrong->message;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  const auto index = dqc::read_file(folder + "/index.csv");
  if (!index) {
    fmt::print("no {}: skipped\n", folder);
    return skipped;
  }
  const auto list = dqc::read_file(argv[2]);
  if (!list) return 2;
  const auto exceptions = read_exceptions(*list);
  const bool print_all = std::getenv("LIST") != nullptr;
  const std::vector<Case> cases = read_index(*index);
  int failures = 0;
  std::size_t used = 0;
  for (const Case& c : cases) {
    const std::string found = difference(c, folder);
    const auto listed = exceptions.find(c.file);
    used += listed != exceptions.end() ? 1 : 0;
    if (print_all && !found.empty()) fmt::print("{}\t{}\n", c.file, found);
    if (found.empty() == (listed == exceptions.end()) || print_all) continue;
    ++failures;
    fmt::print("FAIL {} ({}): {}\n", c.file, c.valid ? "valid" : "invalid",
               found.empty() ? "decided as the suite does, but listed" : found);
  }
  if (used != exceptions.size()) {
    fmt::print("FAIL {} listed files are not in the index\n", exceptions.size() - used);
    ++failures;
  }
  fmt::print("{} cases, {} exceptions, {} failures\n", cases.size(), exceptions.size(), failures);
  return failures == 0 ? 0 : 1;
}
