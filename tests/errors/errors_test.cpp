// Walks this folder: every NAME.qasm must be refused, or accepted with warnings, with exactly the text of
// NAME.stderr, and every row of diagnostic.def that has a place must be met by a case whose name starts with
// the row's. UPDATE_EXPECT=1 rewrites the expected texts.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "frontend/frontend.h"
#include "passes/support/diagnostic.h"
#include "passes/support/text_io.h"

namespace {

namespace fs = std::filesystem;

/// Rows whose diagnostics no OpenQASM text alone can give; tests/cli has their cases.
const std::set<std::string> without_place = {"pass", "timeout"};

int failures = 0;

void fail(const std::string& message) {
  fmt::print(stderr, "FAIL {}\n", message);
  ++failures;
}

/// Compiles `name` (in the current directory) and compares; adds the diagnostics met to `covered`.
void run_case(const std::string& name, std::set<std::string>& covered) {
  auto text = dqc::read_file(name);
  if (!text) return fail(text.error().message);
  dqc::SourceManager sources;
  const dqc::FileId file = sources.add(name, std::move(*text));
  dqc::DiagnosticEngine diagnostics(sources);
  const auto circuit = dqc::parse_qasm(file, sources, diagnostics);
  const bool refused = diagnostics.errors() > 0;
  if (circuit && (refused || diagnostics.all().empty())) return fail(name + ": was accepted");
  if (!circuit && !refused) return fail(name + ": was refused without an error");
  if (!circuit && (circuit.error().code != dqc::ExitCode::bad_input || !circuit.error().message.empty()))
    fail(name + ": expected exit code 1 and no message beyond the diagnostics");
  for (const dqc::Diagnostic& d : diagnostics.all()) {
    const std::string row(dqc::row(d.id).name);
    if (name.starts_with(row + ".")) covered.insert(row);
  }
  const std::string found = diagnostics.render(false);
  const std::string expected_path = fs::path(name).replace_extension(".stderr").string();
  if (std::getenv("UPDATE_EXPECT") != nullptr) {
    if (!dqc::write_file(expected_path, found)) fail("cannot write " + expected_path);
    return;
  }
  const auto expected = dqc::read_file(expected_path);
  if (!expected || *expected != found)
    fail(fmt::format("{}: expected\n{}\nfound\n{}", name, expected ? *expected : "(no file)", found));
}

}  // namespace

int main() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("."))
    if (entry.path().extension() == ".qasm") names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  std::set<std::string> covered;
  for (const std::string& name : names) run_case(name, covered);
  const char* rows[] = {
#define DIAGNOSTIC(id, name, severity, format) name,
#include "passes/support/diagnostic.def"
  };
  for (const char* row : rows)
    if (!covered.contains(row) && !without_place.contains(row))
      fail(fmt::format("diagnostic '{}' has no case named after it", row));
  fmt::print("{} cases, {} diagnostics, {} failures\n", names.size(), std::size(rows), failures);
  return failures == 0 ? 0 : 1;
}
