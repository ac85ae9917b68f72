#include "tools/dqc-merge/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/common/app.h"

namespace dqc::merge {
namespace {

const std::map<std::string, CountsFormat> formats = {{"auto", CountsFormat::automatic},
                                                     {"json", CountsFormat::json},
                                                     {"csv", CountsFormat::csv},
                                                     {"text", CountsFormat::text}};

void add_word(CLI::App& app, const std::string& name, const std::string& help, const std::string& group,
              std::vector<std::string> words, const std::string& type,
              std::function<void(const std::string&)> take) {
  app.add_option_function<std::string>(name, std::move(take), help)
      ->check(CLI::IsMember(std::move(words)).description(""))
      ->type_name(type)
      ->group(group);
}

void add_input_options(CLI::App& app, Options& o) {
  app.add_option("FILE", o.inputs, "Counts of one copy each, in the copies' order (default '-', stdin)");
  add_word(app, "--input-format", "Form of the counts: auto, json, csv or text", "Input",
           {"auto", "json", "csv", "text"}, "FORM",
           [&o](const std::string& word) { o.read.format = formats.at(word); });
  add_word(app, "--bit0", "Where bit 0 stands in an outcome: right (Qiskit's order, default) or left",
           "Input", {"right", "left"}, "SIDE",
           [&o](const std::string& word) { o.read.bit_0_first = word == "left"; });
  app.add_option("--bits", o.read.hex_bits, "Length of outcomes written in hexadecimal")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N")
      ->group("Input");
  app.add_option("--copies", o.copies, "Each outcome holds N copies, copy 0 at bit 0 (combined.qasm)")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N")
      ->group("Input");
}

void add_merge_options(CLI::App& app, Options& o) {
  add_word(app, "--weight", "Add counts up (sum, default), or weight each copy by its fidelity", "Merging",
           {"sum", "fidelity"}, "HOW", [&o](const std::string& word) { o.by_fidelity = word == "fidelity"; });
  app.add_option("--samples", o.samples, "samples.json of dqcc, or its folder: fidelities and programs")
      ->type_name("PATH")
      ->group("Merging");
  app.add_option("--device", o.device, "Correct the readout by the error rates of this device")
      ->type_name("FILE")
      ->group("Merging");
  app.add_option("--qubits", o.qubits, "Qubits of the device that bits 0, 1, ... were measured from")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(0, 1000000).description(""))
      ->type_name("LIST")
      ->group("Merging");
}

void add_output_options(CLI::App& app, Options& o) {
  app.add_option("-o", o.output, "Write the counts here (default '-', stdout)")
      ->type_name("FILE")
      ->group("Output");
  add_word(app, "--format", "Form of the output: json (default), csv or text", "Output",
           {"json", "csv", "text"}, "FORM", [&o](const std::string& word) { o.format = formats.at(word); });
  app.add_flag("--reverse", o.reverse, "Write outcomes with bit 0 on the left")->group("Output");
}

Status check(const Options& o) {
  if (std::ranges::count(o.inputs, "-") > 1) return usage_error("standard input can be read once only");
  if (o.by_fidelity && o.samples.empty()) return usage_error("--weight=fidelity needs --samples");
  if (!o.qubits.empty() && o.device.empty()) return usage_error("--qubits needs --device");
  if (!o.device.empty() && o.samples.empty() && o.qubits.empty())
    return usage_error("--device needs --samples or --qubits", "what were the bits measured from?");
  if (!o.samples.empty() && !o.by_fidelity && o.device.empty())
    return usage_error("--samples is for --weight=fidelity and for --device");
  return success();
}

}  // namespace

Result<std::optional<int>> parse_options(int argc, const char* const* argv, Options& o) {
  CLI::App app("Merges the counts of several copies of a circuit into one.");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_input_options(app, o);
  add_merge_options(app, o);
  add_output_options(app, o);
  app.get_option("FILE")->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.get_option("--qubits")->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_common_options(app, std::string(program), o.messages);
  auto done = parse_command_line(app, argc, argv);
  if (!done || *done) return done;
  if (o.inputs.empty()) o.inputs = {"-"};
  if (Status legal = check(o); !legal) return legal.error();
  return done;
}

}  // namespace dqc::merge
