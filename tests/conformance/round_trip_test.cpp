// parse(print(m)) == m for every OpenQASM file of the folders named. Those of the first folders must all
// load, except those named with the line of their first error; of the others, what is refused is left out.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "frontend/frontend.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/support/text_io.h"

namespace {

namespace fs = std::filesystem;
constexpr int skipped = 77;

/// The module that `text` is; an error whose message is the first diagnostic.
dqc::Result<dqc::Module> read(const std::string& name, std::string text, const std::string& folder) {
  dqc::SourceManager sources;
  dqc::DiagnosticEngine diagnostics(sources);
  dqc::ParseOptions options;
  options.directory_for_includes = folder;
  auto circuit = dqc::parse_qasm(sources.add(name, std::move(text)), sources, diagnostics, options);
  if (circuit) return dqc::read_module(*std::move(circuit));
  const dqc::Diagnostic& first = diagnostics.all().front();
  const int line = sources.line_and_column(first.range.file, first.range.begin).first;
  return dqc::Error{dqc::ExitCode::bad_input, fmt::format("{}:{}: {}", name, line, first.message), ""};
}

/// "" if the printed module reads back to itself.
std::string difference(const dqc::Module& module) {
  const std::string text = dqc::print_module(module);
  const auto again = read("<printed>", text, "");
  if (!again) return again.error().message;
  if (!(*again == module)) return "the printed module reads back to another one";
  return dqc::print_module(*again) == text ? "" : "printing is not idempotent";
}

std::vector<fs::path> files_below(const char* folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".qasm") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

/// round_trip MUST_LOAD... [!FILE:LINE...] -- MAY_BE_REFUSED...
int main(int argc, char** argv) {
  bool must_load = true;
  int checked = 0, refused = 0, failures = 0;
  std::vector<std::string> broken;
  for (int i = 1; i < argc; ++i)
    if (argv[i][0] == '!') broken.emplace_back(std::string("/") + (argv[i] + 1) + ":");
  const auto is_broken = [&](const std::string& message) {
    return std::ranges::any_of(broken, [&](const std::string& b) { return message.find(b) != message.npos; });
  };
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == '!') continue;
    if (std::string_view(argv[i]) == "--") {
      must_load = false;
      continue;
    }
    for (const fs::path& path : files_below(argv[i])) {
      auto text = dqc::read_file(path.string());
      if (!text) return 2;
      const auto module = read(path.string(), *std::move(text), path.parent_path().string());
      const bool may_fail = !module && (!must_load || is_broken(module.error().message));
      const std::string wrong = module ? difference(*module) : may_fail ? "" : module.error().message;
      checked += module ? 1 : 0;
      refused += module ? 0 : 1;
      failures += wrong.empty() ? 0 : 1;
      if (!wrong.empty()) fmt::print("FAIL {}: {}\n", path.string(), wrong);
    }
  }
  fmt::print("{} files read back, {} refused, {} failures\n", checked, refused, failures);
  if (checked == 0) return skipped;
  return failures == 0 ? 0 : 1;
}
