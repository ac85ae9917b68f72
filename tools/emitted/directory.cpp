#include "tools/emitted/directory.h"

#include <fmt/core.h>

#include <filesystem>

#include "frontend/frontend.h"
#include "passes/support/text_io.h"
#include "tools/emitted/schedule_file.h"

namespace dqc::emitted {

Result<Texts> read_directory(const std::string& directory, bool monolithic) {
  Texts texts;
  const auto read = [&](const std::string& name, std::string& text) -> Status {
    auto content = read_file((std::filesystem::path(directory) / name).string());
    if (!content) return content.error();
    text = *std::move(content);
    return success();
  };
  if (Status s = read("schedule.json", texts.schedule); !s) return s.error();
  if (monolithic)
    if (Status s = read("monolithic.qasm", texts.monolithic); !s) return s.error();
  auto schedule = read_schedule(texts.schedule);
  if (!schedule) return schedule.error();
  for (const ScheduleFile::Qpu& qpu : schedule->qpus) {
    if (std::filesystem::path(qpu.program).filename() != qpu.program)
      return Error{ExitCode::bad_input,
                   fmt::format("schedule.json: program '{}' is not a file name", qpu.program), ""};
    if (Status s = read(qpu.program, texts.programs.emplace_back()); !s) return s.error();
  }
  texts.schedule_read = *std::move(schedule);
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
