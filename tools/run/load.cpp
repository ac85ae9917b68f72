#include <fmt/core.h>

#include "passes/support/diagnostic.h"
#include "tools/emitted/directory.h"
#include "tools/run/executable.h"

namespace dqc::run {

Result<Executable> load(const std::string& directory, IssueOrder order) {
  const auto texts = emitted::read_directory(directory, false);
  if (!texts) return texts.error();
  const auto executable = load_texts(texts->schedule, texts->programs, order);
  if (executable) return executable;
  return Error{executable.error().code, fmt::format("{}: {}", directory, located_message(executable.error())),
               executable.error().hint};
}

Result<Executable> load_texts(const std::string& schedule_json, const std::vector<std::string>& texts,
                              IssueOrder order) {
  const auto schedule = emitted::read_schedule(schedule_json);
  if (!schedule) return schedule.error();
  std::vector<emitted::AnnotatedProgram> programs;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string name = i < schedule->qpus.size() ? schedule->qpus[i].program : std::to_string(i);
    auto circuit = emitted::parse_text(name, texts[i]);
    if (!circuit) return circuit.error();
    auto annotated = emitted::read_annotations(*std::move(circuit));
    if (!annotated) return in_file(name, annotated.error());
    programs.push_back(*std::move(annotated));
  }
  return link_programs(*schedule, programs, order);
}

}  // namespace dqc::run
