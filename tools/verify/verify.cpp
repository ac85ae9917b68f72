#include "tools/verify/verify.h"

#include <fmt/core.h>

#include "passes/support/diagnostic.h"
#include "tools/emitted/directory.h"
#include "tools/verify/canonical.h"
#include "tools/verify/contraction.h"
#include "tools/verify/device_layouts.h"
#include "tools/verify/inputs.h"
#include "tools/verify/programs.h"
#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

class Verifier {
 public:
  explicit Verifier(const VerifyInput& in) : in_(in) {}

  VerifyReport run() {
    if (in_.schedule_read) return run(*in_.schedule_read);
    const auto schedule = emitted::read_schedule(in_.schedule_json);
    if (!schedule) return trouble(schedule.error());
    return run(*schedule);
  }

 private:
  VerifyReport run(const ScheduleFile& schedule) {
    const auto monolithic = emitted::parse_text("monolithic.qasm", in_.monolithic);
    if (!monolithic) return trouble(monolithic.error());
    if (!read_programs(schedule) || !same_inputs(*monolithic)) return std::move(report_);
    if (in_.source.inputs.empty())
      check(in_.source, *monolithic, programs_, schedule);
    else
      for (const auto& values : trial_values(in_.source.inputs.size()))
        if (report_.differences.empty()) check_at(values, *monolithic, schedule);
    report_.proved = report_.differences.empty();
    return std::move(report_);
  }

  VerifyReport trouble(const Error& error) {
    report_.trouble = located_message(error);
    return std::move(report_);
  }

  void add(std::vector<std::string> differences) {
    for (std::string& d : differences) report_.differences.push_back(std::move(d));
  }

  bool read_programs(const ScheduleFile& schedule) {
    if (in_.qpu_programs.size() != schedule.qpus.size())
      report_.differences.push_back(
          fmt::format("{} programs for {} QPUs", in_.qpu_programs.size(), schedule.qpus.size()));
    for (std::size_t i = 0; i < in_.qpu_programs.size(); ++i) {
      const std::string name = fmt::format("qpu{}.qasm", i);
      auto circuit = emitted::parse_text(name, in_.qpu_programs[i]);
      if (!circuit) return report_.trouble = located_message(circuit.error()), false;
      auto annotated = emitted::read_annotations(*std::move(circuit));
      if (annotated)
        programs_.push_back(*std::move(annotated));
      else
        report_.differences.push_back(located_message(in_file(name, annotated.error())));
    }
    return report_.differences.empty();
  }

  bool same_inputs(const Circuit& monolithic) {
    const auto compare = [&](const std::string& name, const Circuit& program) {
      const std::string found = input_difference(in_.source, program);
      if (!found.empty()) report_.differences.push_back(fmt::format("{}: {}", name, found));
    };
    compare("monolithic.qasm", monolithic);
    for (std::size_t i = 0; i < programs_.size(); ++i)
      compare(fmt::format("qpu{}.qasm", i), programs_[i].circuit);
    return report_.differences.empty();
  }

  /// Checks the programs for these values of the inputs.
  void check_at(const std::vector<double>& values, const Circuit& monolithic, const ScheduleFile& schedule) {
    const auto source = expanded_at_values(in_.source, values), whole = at_values(monolithic, values);
    std::vector<AnnotatedProgram> programs = programs_;
    bool finite = source && whole;
    for (AnnotatedProgram& program : programs) {
      auto bound = at_values(program.circuit, values);
      finite = finite && bound;
      if (bound) program.circuit = *std::move(bound);
    }
    if (finite)
      check(*source, *whole, programs, schedule);
    else
      report_.differences.emplace_back("a parameter has no finite value");
    if (!report_.differences.empty())
      report_.differences.push_back("this is so for " + described(in_.source.inputs, values));
  }

  void check(const Circuit& source, const Circuit& monolithic, const std::vector<AnnotatedProgram>& programs,
             const ScheduleFile& schedule) {
    const Layout layout = read_layout(monolithic, source, schedule, report_.differences);
    if (!report_.differences.empty()) return;
    prove(source, monolithic, layout, schedule);
    add(check_device_layouts(monolithic, layout, schedule, in_.devices));
    add(check_programs({source, monolithic, layout, schedule, programs}));
  }

  void prove(const Circuit& source, const Circuit& monolithic, const Layout& layout,
             const ScheduleFile& schedule) {
    Contraction c = contract({source, monolithic, layout.places, layout.source_bits, layout.initial,
                              layout.final, static_cast<int>(schedule.qpus.size())});
    report_.ebits = c.ebits;
    report_.peak_comm = c.peak_comm;
    report_.peak_data = c.peak_data;
    if (!c.differences.empty()) return add(std::move(c.differences));
    add(compare_circuits(source, c.replay));
    add(check_schedule(schedule, {c.ebits, c.peak_comm, c.peak_data}));
  }

  const VerifyInput& in_;
  VerifyReport report_;
  std::vector<AnnotatedProgram> programs_;
};

}  // namespace

VerifyReport verify(const VerifyInput& input) { return Verifier(input).run(); }

}  // namespace dqc::verify
