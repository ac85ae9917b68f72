#include "tools/common/input.h"

#include <fmt/core.h>

#include <filesystem>

#include "frontend/frontend.h"
#include "passes/support/text_io.h"

namespace dqc {

std::string shown_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

Result<Circuit> read_circuit(const std::string& path, const InputOptions& options, const Messages& messages,
                             std::vector<std::string>* files_read) {
  auto text = read_file(path);
  if (!text) return text.error();
  SourceManager sources;
  const FileId file = sources.add(shown_name(path), *std::move(text));
  DiagnosticEngine diagnostics(sources, messages.options().warnings);
  ParseOptions parse;
  if (path != "-") parse.directory_for_includes = std::filesystem::path(path).parent_path().string();
  parse.include_paths = options.include_paths;
  parse.max_iterations = options.max_iterations;
  parse.max_errors = messages.options().max_errors;
  auto circuit = parse_qasm(file, sources, diagnostics, parse);
  messages.diagnostics(diagnostics);
  if (files_read != nullptr)
    for (FileId i = 0; i < sources.size(); ++i)
      if (i != file) files_read->push_back(sources.name(i));
  return circuit;
}

}  // namespace dqc
