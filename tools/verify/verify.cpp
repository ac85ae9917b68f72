#include "tools/verify/verify.h"

#include <fmt/core.h>

#include "passes/support/diagnostic.h"
#include "tools/emitted/directory.h"
#include "tools/verify/canonical.h"
#include "tools/verify/contraction.h"
#include "tools/verify/programs.h"
#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

class Verifier {
 public:
  explicit Verifier(const VerifyInput& in) : in_(in) {}

  VerifyReport run() {
    const auto schedule = emitted::read_schedule(in_.schedule_json);
    if (!schedule) return trouble(schedule.error());
    const auto monolithic = emitted::parse_text("monolithic.qasm", in_.monolithic);
    if (!monolithic) return trouble(monolithic.error());
    if (!read_programs(*schedule)) return std::move(report_);
    const Layout layout = read_layout(*monolithic, in_.source, *schedule, report_.differences);
    if (report_.differences.empty()) {
      prove(*monolithic, layout, *schedule);
      add(check_programs({in_.source, *monolithic, layout, *schedule, programs_}));
    }
    report_.proved = report_.differences.empty();
    return std::move(report_);
  }

 private:
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

  void prove(const Circuit& monolithic, const Layout& layout, const ScheduleFile& schedule) {
    Contraction c = contract({in_.source, monolithic, layout.places, layout.source_bits, layout.initial,
                              layout.final, static_cast<int>(schedule.qpus.size())});
    report_.ebits = c.ebits;
    report_.peak_comm = c.peak_comm;
    report_.peak_data = c.peak_data;
    if (!c.differences.empty()) return add(std::move(c.differences));
    add(compare_circuits(in_.source, c.replay));
    add(check_schedule(schedule, {c.ebits, c.peak_comm, c.peak_data}));
  }

  const VerifyInput& in_;
  VerifyReport report_;
  std::vector<AnnotatedProgram> programs_;
};

}  // namespace

VerifyReport verify(const VerifyInput& input) { return Verifier(input).run(); }

}  // namespace dqc::verify
