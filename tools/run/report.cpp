#include "tools/run/report.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "passes/support/line_writer.h"

namespace dqc::run {
namespace {

using Json = nlohmann::ordered_json;

const char* state_name(StateKind kind) {
  switch (kind) {
    case StateKind::stabilizer: return "stabilizer";
    case StateKind::vector: return "vector";
    case StateKind::none: break;
  }
  return "none";
}

/// Two decimals are enough for a mean of ticks.
double rounded(double x) { return std::round(x * 100) / 100; }

Json distribution_json(const Distribution& d) {
  return {{"mean", rounded(d.mean)}, {"min", d.min}, {"p50", d.p50}, {"p95", d.p95}, {"max", d.max}};
}

class TextWriter : private LineWriter {
 public:
  TextWriter(const Executable& exe, const RunsReport& report, const ReportContext& context)
      : exe_(exe), report_(report), context_(context) {}

  std::string run() {
    line("{}: {} runs on {} QPUs, seed {}", context_.name, report_.runs, report_.qpus.size(),
         context_.options.simulation.seed);
    const Distribution& m = report_.makespan;
    line("  makespan   mean {:.1f}, p50 {}, p95 {}, min {}, max {} ticks; planned {}", m.mean, m.p50, m.p95,
         m.min, m.max, exe_.planned_makespan);
    for (std::size_t i = 0; i < report_.qpus.size(); ++i) qpu(i);
    for (std::size_t i = 0; i < report_.links.size(); ++i) link(i);
    age("first use", report_.age_used);
    age("release", report_.age_freed);
    if (exe_.max_age >= 0)
      line("  too old    {:.2f} e-bits of a run, of more than {} ticks at first use", report_.too_old,
           exe_.max_age);
    if (context_.options.state != StateKind::none) counts();
    return std::move(out_);
  }

 private:
  void qpu(std::size_t i) {
    const MeanQpu& q = report_.qpus[i];
    line("  QPU {:<6} busy {:.1f}, waits {:.1f} for e-bits and {:.1f} for messages, peak comm {}/{}", i,
         q.busy, q.wait_ebits, q.wait_messages, q.peak_comm, exe_.comm[i]);
  }
  void link(std::size_t i) {
    const MeanLink& l = report_.links[i];
    if (l.ebits == 0) return;
    line("  link {:<5} {:.0f} e-bits, {:.1f} attempts, {:.2f} at once, at most {}",
         fmt::format("{}-{}", exe_.links[i].qpus[0], exe_.links[i].qpus[1]), l.ebits, l.attempts, l.use,
         l.peak);
  }
  void age(const char* until, const Distribution& d) {
    if (exe_.ebits.empty()) return;
    line("  e-bit age  at {}: mean {:.1f}, p95 {}, max {} ticks", until, d.mean, d.p95, d.max);
  }

  void counts() {
    std::string names;
    for (const SourceRegister& r : exe_.registers) names += " " + r.name;
    if (context_.options.simulation.measure_all) names += " meas";
    line("  counts of{} ({})", names.empty() ? " nothing: the source measures nothing" : names,
         state_name(context_.options.state));
    for (const auto& [key, count] : report_.counts) line("    {} {}", key, count);
  }

  const Executable& exe_;
  const RunsReport& report_;
  const ReportContext& context_;
};

Json registers_json(const Executable& exe, bool measure_all) {
  Json list = Json::array();
  for (const SourceRegister& r : exe.registers) list.push_back({{"name", r.name}, {"size", r.bits.size()}});
  if (measure_all) list.push_back({{"name", "meas"}, {"size", exe.final_qubits.size()}});
  return list;
}

}  // namespace

std::string report_text(const Executable& executable, const RunsReport& report,
                        const ReportContext& context) {
  return TextWriter(executable, report, context).run();
}

std::string report_json(const Executable& executable, const RunsReport& report,
                        const ReportContext& context) {
  const SimulationOptions& simulation = context.options.simulation;
  Json j;
  j["format"] = "dqc-run";
  j["version"] = 1;
  j["runs"] = report.runs;
  j["seed"] = simulation.seed;
  j["order"] = context.order == IssueOrder::dataflow ? "dataflow" : "program";
  j["p_success"] = simulation.p_success ? Json(*simulation.p_success) : Json();
  j["state"] = state_name(context.options.state);
  j["makespan"] = distribution_json(report.makespan);
  j["makespan"]["planned"] = executable.planned_makespan;
  j["qpus"] = Json::array();
  for (std::size_t i = 0; i < report.qpus.size(); ++i) {
    const MeanQpu& q = report.qpus[i];
    j["qpus"].push_back({{"id", i},
                         {"finish", rounded(q.finish)},
                         {"busy", rounded(q.busy)},
                         {"wait_ebits", rounded(q.wait_ebits)},
                         {"wait_messages", rounded(q.wait_messages)},
                         {"peak_comm", q.peak_comm}});
  }
  j["links"] = Json::array();
  for (std::size_t i = 0; i < report.links.size(); ++i) {
    const MeanLink& l = report.links[i];
    j["links"].push_back({{"qpus", executable.links[i].qpus},
                          {"ebits", rounded(l.ebits)},
                          {"attempts", rounded(l.attempts)},
                          {"raw_pairs", rounded(l.raw_pairs)},
                          {"use", rounded(l.use)},
                          {"peak", l.peak}});
  }
  j["ebit_age"] = {{"first_use", distribution_json(report.age_used)},
                   {"release", distribution_json(report.age_freed)}};
  if (executable.max_age >= 0) {
    j["ebit_age"]["allowed"] = executable.max_age;
    j["ebit_age"]["too_old"] = rounded(report.too_old);
  }
  if (context.options.state != StateKind::none) {
    j["registers"] = registers_json(executable, simulation.measure_all);
    j["counts"] = Json::object();
    for (const auto& [key, count] : report.counts) j["counts"][key] = count;
  }
  return j.dump(1) + "\n";
}

}  // namespace dqc::run
