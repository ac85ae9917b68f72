#include "tools/dqcc/input.h"

#include <fmt/core.h>

#include <filesystem>

#include "frontend/frontend.h"
#include "passes/support/text_io.h"

namespace dqc {

Result<Circuit> read_circuit(const DqccOptions& options, const std::string& input, bool color,
                             std::vector<std::string>& files_read) {
  auto text = read_file(input);
  if (!text) return text.error();
  SourceManager sources;
  const FileId file = sources.add(input == "-" ? "<stdin>" : input, *std::move(text));
  DiagnosticEngine diagnostics(sources);
  ParseOptions parse;
  if (input != "-") parse.directory_for_includes = std::filesystem::path(input).parent_path().string();
  parse.include_paths = options.include_paths;
  auto circuit = parse_qasm(file, sources, diagnostics, parse);
  print_diagnostics(diagnostics, color);
  for (FileId i = 0; i < sources.size(); ++i)
    if (i != file) files_read.push_back(sources.name(i));
  return circuit;
}

Error named(const std::string& input, Error error) {
  if (!error.message.empty()) error.message = fmt::format("{}: {}", input, error.message);
  return error;
}

}  // namespace dqc
