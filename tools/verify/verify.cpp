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
    const auto monolithic = emitted::parse_text("monolithic.qasm", std::string(in_.monolithic));
    if (!monolithic) return trouble(monolithic.error());
    compare_inputs("monolithic.qasm", *monolithic);
    if (!report_.differences.empty()) return std::move(report_);
    if (in_.source.inputs.empty())
      check(in_.source, *monolithic);
    else if (read_programs())
      for (const auto& values : trial_values(in_.source.inputs.size()))
        if (report_.differences.empty()) check_at(values, *monolithic);
    report_.proved = report_.trouble.empty() && report_.differences.empty();
    return std::move(report_);
  }

 private:
  VerifyReport trouble(const Error& error) {
    report_.trouble = located_message(error);
    return std::move(report_);
  }

  template <class Differences>
  void add(Differences differences) {
    for (auto& d : differences) report_.differences.emplace_back(std::move(d));
  }
  void differs(std::string text) { report_.differences.emplace_back(std::move(text)); }

  /// False after what is wrong with one. They are read when monolithic.qasm is proved and what that took is
  /// free again.
  bool read_programs() {
    const std::size_t before = report_.differences.size();
    if (in_.qpu_programs.size() != in_.schedule.qpus.size())
      differs(fmt::format("{} programs for {} QPUs", in_.qpu_programs.size(), in_.schedule.qpus.size()));
    for (std::size_t i = 0; i < in_.qpu_programs.size(); ++i) {
      const std::string name = fmt::format("qpu{}.qasm", i);
      auto circuit = emitted::parse_text(name, in_.qpu_programs[i]);
      if (!circuit) return report_.trouble = located_message(circuit.error()), false;
      auto annotated = emitted::read_annotations(*std::move(circuit));
      if (!annotated) {
        differs(located_message(in_file(name, annotated.error())));
        continue;
      }
      compare_inputs(name, annotated->circuit);
      programs_.push_back(*std::move(annotated));
    }
    return report_.differences.size() == before;
  }

  void compare_inputs(const std::string& name, const Circuit& program) {
    const std::string found = input_difference(in_.source, program);
    if (!found.empty()) differs(fmt::format("{}: {}", name, found));
  }

  /// Checks the programs for these values of the inputs.
  void check_at(const std::vector<double>& values, const Circuit& monolithic) {
    const auto source = expanded_at_values(in_.source, values), whole = at_values(monolithic, values);
    std::vector<AnnotatedProgram> programs = programs_;
    bool finite = source && whole;
    for (AnnotatedProgram& program : programs) {
      auto bound = at_values(program.circuit, values);
      finite = finite && bound;
      if (bound) program.circuit = *std::move(bound);
    }
    if (finite)
      check(*source, *whole, &programs);
    else
      differs("a parameter has no finite value");
    if (!report_.differences.empty()) differs("this is so for " + described(in_.source.inputs, values));
  }

  /// Without `programs`: reads them.
  void check(const Circuit& source, const Circuit& monolithic,
             const std::vector<AnnotatedProgram>* programs = nullptr) {
    const Layout layout = read_layout(monolithic, source, in_.schedule, report_.differences);
    if (!report_.differences.empty()) return;
    prove(source, monolithic, layout);
    add(check_device_layouts(monolithic, layout, in_.schedule, in_.devices));
    if (programs || read_programs())
      add(check_programs({source, monolithic, layout, in_.schedule, programs ? *programs : programs_}));
  }

  void prove(const Circuit& source, const Circuit& monolithic, const Layout& layout) {
    Contraction c = contract({source, monolithic, layout.places, layout.source_bits, layout.initial,
                              layout.final, static_cast<int>(in_.schedule.qpus.size())});
    report_.ebits = c.ebits;
    report_.peak_comm = c.peak_comm;
    report_.peak_data = c.peak_data;
    if (!c.differences.empty()) return add(std::move(c.differences));
    add(compare_circuits(source, c.replay));
    add(check_schedule(in_.schedule, {c.ebits, c.peak_comm, c.peak_data}));
  }

  const VerifyInput& in_;
  VerifyReport report_;
  std::vector<AnnotatedProgram> programs_;
};

}  // namespace

VerifyReport verify(const VerifyInput& input) { return Verifier(input).run(); }

VerifyReport verify_texts(const Circuit& source, std::string_view monolithic,
                          std::span<const std::string> qpu_programs, std::string_view schedule_json,
                          std::span<const std::optional<Device>> devices) {
  const auto schedule = emitted::read_schedule(schedule_json);
  if (schedule) return verify({source, monolithic, qpu_programs, *schedule, devices});
  VerifyReport unreadable;
  unreadable.trouble = located_message(schedule.error());
  return unreadable;
}

}  // namespace dqc::verify
