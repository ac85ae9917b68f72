#include <fmt/core.h>

#include <cmath>

#include "passes/support/diagnostic.h"
#include "tools/emitted/directory.h"
#include "tools/run/executable.h"

namespace dqc::run {

namespace {

/// `circuit` with `given` for its inputs. Errors: bad_input for one without a value.
Result<Circuit> with_values(const Circuit& circuit, const InputValues& given, const std::string& name) {
  if (circuit.inputs.empty()) return circuit;
  std::vector<double> values;
  for (const Input& input : circuit.inputs) {
    const auto found = given.find(input.name);
    if (found == given.end())
      return Error{ExitCode::bad_input, fmt::format("{}: the input '{}' has no value", name, input.name),
                   fmt::format("give it one: --input {}=NUMBER", input.name)};
    values.push_back(found->second);
  }
  Circuit bound = circuit.with_inputs(values);
  for (const Gate& gate : bound.gates())
    for (const double angle : bound.params(gate))
      if (!std::isfinite(angle))
        return Error{ExitCode::bad_input,
                     fmt::format("{}:{}: a parameter has no finite value for these inputs", name, gate.line),
                     ""};
  return bound;
}

Result<Executable> link_texts(const emitted::ScheduleFile& schedule, const std::vector<std::string>& texts,
                              IssueOrder order, const InputValues& inputs) {
  std::vector<emitted::AnnotatedProgram> programs;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string name = i < schedule.qpus.size() ? schedule.qpus[i].program : std::to_string(i);
    auto circuit = emitted::parse_text(name, texts[i]);
    if (!circuit) return circuit.error();
    auto annotated = emitted::read_annotations(*std::move(circuit));
    if (!annotated) return in_file(name, annotated.error());
    auto bound = with_values(annotated->circuit, inputs, name);
    if (!bound) return bound.error();
    annotated->circuit = *std::move(bound);
    programs.push_back(*std::move(annotated));
  }
  return link_programs(schedule, programs, order);
}

}  // namespace

Result<Executable> load(const std::string& directory, IssueOrder order, const InputValues& inputs) {
  const auto texts = emitted::read_directory(directory, false);
  if (!texts) return texts.error();
  const auto executable = link_texts(texts->schedule, texts->programs, order, inputs);
  if (executable) return executable;
  return Error{executable.error().code, fmt::format("{}: {}", directory, located_message(executable.error())),
               executable.error().hint};
}

Result<Executable> load_texts(const std::string& schedule_json, const std::vector<std::string>& texts,
                              IssueOrder order, const InputValues& inputs) {
  const auto schedule = emitted::read_schedule(schedule_json);
  if (!schedule) return schedule.error();
  return link_texts(*schedule, texts, order, inputs);
}

}  // namespace dqc::run
