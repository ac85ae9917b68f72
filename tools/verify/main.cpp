// dqc-verify: proves that the programs in a directory do what their source says.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <optional>

#include "frontend/device_reader.h"
#include "frontend/json_text.h"
#include "frontend/network_reader.h"
#include "passes/support/text_io.h"
#include "tools/common/app.h"
#include "tools/common/input.h"
#include "tools/common/qpu_devices.h"
#include "tools/emitted/directory.h"
#include "tools/emitted/samples_file.h"
#include "tools/verify/copies.h"
#include "tools/verify/verify.h"

namespace dqc {
namespace {

constexpr std::string_view program = "dqc-verify";
constexpr int proved = 0, differs = 1, trouble = 2;

struct Options : InputOptions {
  std::string source;
  std::string directory;
  std::string device;
  std::string network;
  bool quiet = false;
  MessageOptions messages;
};

Result<std::optional<int>> parse_options(int argc, const char* const* argv, Options& o) {
  CLI::App app(
      "Proves that the programs dqcc wrote to DIR do what SOURCE says. Exit status: 0 proved, 1 differs, 2 "
      "trouble.");
  app.add_option("SOURCE", o.source, "OpenQASM file, '-' is stdin")->required();
  app.add_option("DIR", o.directory,
                 "Where monolithic.qasm, schedule.json and qpu<i>.qasm are, or samples.json and copy<i>.qasm")
      ->required();
  app.add_option("--device", o.device, "For copies: check that gates are on working couplers of this device")
      ->type_name("FILE")
      ->group("Input");
  app.add_option("--network", o.network, "Check that gates are on working couplers of its QPUs' devices")
      ->type_name("FILE")
      ->group("Input");
  add_source_options(app, o);
  app.add_flag("-q,--quiet", o.quiet, "Print nothing but errors; the exit status says it")->group("Messages");
  add_common_options(app, std::string(program), o.messages);
  return parse_command_line(app, argc, argv);
}

/// Those about schedule.json with its line, as far as looking for that takes no long time.
void tell(const std::vector<verify::Difference>& differences, const std::string& path,
          const Messages& messages) {
  constexpr int most_quoted = 20;
  std::optional<Result<std::string>> text;
  int quoted = 0;
  for (const verify::Difference& d : differences) {
    if (!d.place.empty() && !text) text = read_file(path);
    if (d.place.empty() || !*text || quoted++ >= most_quoted) {
      messages.finding("difference", told(d));
      continue;
    }
    const JsonSource source{**text, path};
    messages.finding("difference", source.error_at(find_json_value(source.text, d.place), d.text));
  }
}

int conclude(const Options& o, const verify::VerifyReport& report, const Messages& messages) {
  if (!report.trouble.empty()) {
    messages.error({ExitCode::bad_input, report.trouble, ""});
    return trouble;
  }
  if (!o.quiet) tell(report.differences, emitted::schedule_path(o.directory), messages);
  const std::string line =
      report.proved
          ? fmt::format("{}: proved, {} e-bits, peak comm {}, peak data {}\n", o.directory, report.ebits,
                        fmt::join(report.peak_comm, " "), fmt::join(report.peak_data, " "))
          : fmt::format("{}: differs\n", o.directory);
  if (!o.quiet)
    if (const Status printed = print_product(line); !printed) return messages.error(printed.error()), trouble;
  return report.proved ? proved : differs;
}

int failed(const Error& error, const Messages& messages) { return messages.error(error), trouble; }

/// Copies on a device, as samples.json lists them.
int verify_copies(const Options& o, const Circuit& source, const std::string& text,
                  const Messages& messages) {
  const auto samples = emitted::read_samples(text, o.directory + "/samples.json");
  if (!samples) return failed(samples.error(), messages);
  verify::CopiesInput input{source,          samples->device_qubits, nullptr,       samples->layouts,
                            samples->finals, samples->spares,        samples->swaps};
  const auto device = o.device.empty() ? Result<Device>(Device{}) : read_device(o.device);
  if (!device) return failed(device.error(), messages);
  if (!o.device.empty()) input.device = &*device;
  if (input.device && input.device->size() != static_cast<std::size_t>(input.device_qubits))
    return failed({ExitCode::bad_input, "the device has another number of qubits than samples.json says", ""},
                  messages);
  std::vector<std::string> differences;
  int programs = 0;
  const auto check = [&](const std::string& name, const auto& compare) -> Status {
    if (name.empty()) return success();
    const auto program_text = read_file(o.directory + "/" + name);
    if (!program_text) return program_text.error();
    ++programs;
    for (const std::string& d : compare(*program_text)) differences.push_back(name + ": " + d);
    return success();
  };
  for (std::size_t i = 0; i < samples->programs.size(); ++i)
    if (Status done = check(samples->programs[i],
                            [&](const std::string& t) { return verify::check_copy(input, t, i); });
        !done)
      return failed(done.error(), messages);
  if (Status done =
          check(samples->combined, [&](const std::string& t) { return verify::check_combined(input, t); });
      !done)
    return failed(done.error(), messages);
  if (!o.quiet)
    for (const std::string& difference : differences) messages.finding("difference", difference);
  const std::string line = differences.empty() ? fmt::format("{}: proved, {} copies in {} programs\n",
                                                             o.directory, samples->layouts.size(), programs)
                                               : fmt::format("{}: differs\n", o.directory);
  if (!o.quiet)
    if (const Status printed = print_product(line); !printed) return failed(printed.error(), messages);
  return differences.empty() ? proved : differs;
}

/// By QPU of the network, if one is given.
Result<std::vector<std::optional<Device>>> devices_of(const Options& o) {
  if (o.network.empty()) return std::vector<std::optional<Device>>();
  const auto network = read_network(o.network);
  if (!network) return network.error();
  return read_qpu_devices(*network, o.network);
}

int run(int argc, const char* const* argv) {
  Options o;
  const auto done = parse_options(argc, argv, o);
  if (!done) return Messages(program, requested_messages(argc, argv)).error(done.error()), trouble;
  if (*done) return **done;
  const Messages messages(program, o.messages);
  const auto source = read_circuit(o.source, o, messages);
  if (!source) return messages.error(source.error()), trouble;
  if (!std::filesystem::exists(o.directory + "/schedule.json"))
    if (const auto samples = read_file(o.directory + "/samples.json"))
      return verify_copies(o, *source, *samples, messages);
  auto texts = emitted::read_directory(o.directory, true);
  if (!texts) return messages.error(texts.error()), trouble;
  const auto devices = devices_of(o);
  if (!devices) return failed(devices.error(), messages);
  return conclude(o, verify::verify({*source, texts->monolithic, texts->programs, texts->schedule, *devices}),
                  messages);
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) { return dqc::guarded_main(dqc::program, dqc::run, argc, argv); }
