#include "tools/dqcc/sample_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "passes/support/text_io.h"
#include "tools/common/cli.h"

namespace dqc {
namespace {

constexpr const char* group = "Copies on a device";

void add_thresholds(CLI::App& app, SampleOptions& o) {
  const auto above_zero = CLI::Range(1e-12, 1.0).description("");
  app.add_option("--eta", o.eta, "Use qubits and couplers with errors below this (default 1: all that work)")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("X")
      ->group(group);
  app.add_option("--eta-readout", o.eta_readout, "The same for readout errors alone")
      ->check(above_zero)
      ->type_name("X")
      ->group(group);
  app.add_option("--eta-2q", o.eta_2q, "The same for two-qubit errors alone")
      ->check(above_zero)
      ->type_name("X")
      ->group(group);
}

void add_choices(CLI::App& app, SampleOptions& o) {
  app.add_option("--score", o.score, "Count each error once, or per gate: once (default), gates")
      ->check(CLI::IsMember({"once", "gates"}).description(""))
      ->type_name("HOW")
      ->group(group);
  app.add_option("--select", o.select, "Choose copies greedy (default) or exact")
      ->check(CLI::IsMember({"greedy", "exact"}).description(""))
      ->type_name("HOW")
      ->group(group);
  app.add_option("--overlap", o.overlap, "Let copies share qubits: forbid (default), allow")
      ->check(CLI::IsMember({"forbid", "allow"}).description(""))
      ->type_name("HOW")
      ->group(group);
  app.add_option("--route", o.route, "Insert swaps if the circuit fits nowhere: auto (default), never")
      ->check(CLI::IsMember({"auto", "never"}).description(""))
      ->type_name("HOW")
      ->group(group);
  app.add_option("--qubits", o.qubits, "Name qubits $3 or q[3]: hardware (default), register")
      ->check(CLI::IsMember({"hardware", "register"}).description(""))
      ->type_name("HOW")
      ->group(group);
}

}  // namespace

void add_sample_options(CLI::App& app, SampleOptions& o) {
  app.add_option("--device", o.device, "Run copies on the best parts of this device, a JSON file")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--samples", o.samples, "How many copies, or max for as many as fit (default 1)")
      ->type_name("K|max")
      ->group(group);
  add_thresholds(app, o);
  add_choices(app, o);
  app.add_option("--min-fidelity", o.min_fidelity, "Only copies of at least this fidelity")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("X")
      ->group(group);
  app.add_option("--spacing", o.spacing, "Copies are more than so many couplers apart (default 0)")
      ->check(CLI::Range(0, 1000).description(""))
      ->type_name("N")
      ->group(group);
  app.add_flag("--count-matches", o.count_matches, "Count all places where the circuit fits")->group(group);
}

Status check_sample_options(const CLI::App& app, const SampleOptions& o, const std::vector<std::string>& emit,
                            bool with_network) {
  if (o.device.empty()) {
    for (const CLI::Option* option : app.get_options())
      if (option->get_group() == group && option->count() > 0 &&
          !(with_network && option->get_name().starts_with("--eta")))
        return usage_error(fmt::format("{} needs --device", option->get_name()));
    return success();
  }
  int copies = 0;
  const auto [end, failed] = std::from_chars(o.samples.data(), o.samples.data() + o.samples.size(), copies);
  const bool counted = failed == std::errc() && end == o.samples.data() + o.samples.size();
  if (o.samples != "max" && !(counted && copies >= 1 && copies <= 100000))
    return usage_error(
        fmt::format("--samples: '{}' is neither a number from 1 to 100000 nor max", o.samples));
  const bool combined = std::ranges::find(emit, "combined") != emit.end();
  if (o.overlap == "allow" && combined)
    return usage_error("copies that share qubits cannot be in one program",
                       "leave out --overlap or combined");
  return success();
}

bool has_thresholds(const SampleOptions& o) { return o.eta < 1 || o.eta_readout || o.eta_2q; }

std::string threshold_text(const SampleOptions& o) {
  std::string text = "eta=" + format_real(o.eta);
  if (o.eta_readout) text += ";eta-readout=" + format_real(*o.eta_readout);
  if (o.eta_2q) text += ";eta-2q=" + format_real(*o.eta_2q);
  return text;
}

std::string sample_pipeline(const SampleOptions& o) {
  const std::string copies = o.samples == "max" ? "max" : "k=" + o.samples;
  return fmt::format(
      "inline-gates,split-gates,threshold-filter<{}>,{}symmetric-sample<{};score={};overlap={};select={};"
      "min-fidelity={};spacing={}{}>",
      threshold_text(o), o.route == "auto" ? "route-swaps," : "", copies, o.score, o.overlap, o.select,
      format_real(o.min_fidelity), o.spacing, o.count_matches ? ";count-matches" : "");
}

const std::vector<std::string>& sample_emit_kinds() {
  static const std::vector<std::string> kinds = {"copies", "combined", "samples", "device-svg", "ir"};
  return kinds;
}

}  // namespace dqc
