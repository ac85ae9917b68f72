#include "tools/emitted/directory.h"

#include <fmt/core.h>

#include <filesystem>

#include "frontend/frontend.h"
#include "passes/support/text_io.h"
#include "tools/emitted/schedule_file.h"

namespace dqc::emitted {

std::string schedule_path(const std::string& directory) {
  return (std::filesystem::path(directory) / "schedule.json").string();
}

Result<ScheduleFile> read_schedule_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  return read_schedule(*text, path);
}

Result<Texts> read_directory(const std::string& directory, bool monolithic) {
  Texts texts;
  const auto read = [&](const std::string& name, std::string& text) -> Status {
    auto content = read_file((std::filesystem::path(directory) / name).string());
    if (!content) return content.error();
    text = *std::move(content);
    return success();
  };
  auto schedule = read_schedule_file(schedule_path(directory));
  if (!schedule) return schedule.error();
  texts.schedule = *std::move(schedule);
  if (monolithic)
    if (Status s = read("monolithic.qasm", texts.monolithic); !s) return s.error();
  for (const ScheduleFile::Qpu& qpu : texts.schedule.qpus)
    if (Status s = read(qpu.program, texts.programs.emplace_back()); !s) return s.error();
  return texts;
}

Result<Circuit> parse_text(std::string name, std::string text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  const FileId file = sources.add(std::move(name), std::move(text));
  auto circuit = parse_qasm(file, sources, diagnostics);
  if (!circuit) return Error{ExitCode::bad_input, diagnostics.render(false), ""};
  return circuit;
}

}  // namespace dqc::emitted
