// dqc-merge: counts of several copies of a circuit into one.
#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "frontend/device_reader.h"
#include "passes/support/text_io.h"
#include "tools/common/cli.h"
#include "tools/dqc-merge/measured_qubits.h"
#include "tools/dqc-merge/merge.h"
#include "tools/dqc-merge/options.h"
#include "tools/dqc-merge/readout.h"

namespace dqc::merge {
namespace {

/// The counts of each copy, in the order of the files. What is malformed is printed.
Result<std::vector<Counts>> read_inputs(const Options& o, const Messages& messages) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  std::vector<Counts> out;
  for (const std::string& path : o.inputs) {
    const std::string name = path == "-" ? "<stdin>" : path;
    auto text = read_file(path);
    if (!text) return text.error();
    const FileId file = sources.add(name, *std::move(text));
    const auto counts = read_counts(file, sources, o.read, diagnostics);
    messages.diagnostics(diagnostics);
    if (!counts) return counts.error();
    auto parts = split(*counts, o.copies);
    if (!parts) return Error{parts.error().code, name + ": " + parts.error().message, ""};
    if (!out.empty() && parts->front().form != out.front().form)
      return Error{ExitCode::bad_input,
                   fmt::format("{}: outcomes are like '{}', but in {} like '{}'", name, parts->front().form,
                               o.inputs.front() == "-" ? "<stdin>" : o.inputs.front(), out.front().form),
                   ""};
    for (Counts& part : *parts) out.push_back(std::move(part));
  }
  return out;
}

struct Samples {
  std::string directory;
  emitted::SamplesFile file;
};

Result<Samples> read_samples(const std::string& path, std::size_t sets) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const std::string name = fs::is_directory(path, failed) ? path + "/samples.json" : path;
  const auto text = read_file(name);
  if (!text) return text.error();
  auto file = emitted::read_samples(*text, name);
  if (!file) return file.error();
  if (file->layouts.size() != sets)
    return Error{
        ExitCode::bad_input,
        fmt::format("{}: has {} copies, but there are counts of {}", name, file->layouts.size(), sets),
        "give the counts of every copy, in their order; --copies for those of combined.qasm"};
  const std::string parent = fs::path(name).parent_path().string();
  return Samples{parent.empty() ? "." : parent, *std::move(file)};
}

Status correct(const Options& o, const std::optional<Samples>& samples, std::vector<Counts>& copies) {
  const auto device = read_device(o.device);
  if (!device) return device.error();
  std::vector<std::vector<int>> qubits(copies.size(), o.qubits);
  if (o.qubits.empty()) {
    auto found = measured_qubits(samples->file, samples->directory);
    if (!found) return found.error();
    qubits = *std::move(found);
    if (samples->file.device_qubits != static_cast<int>(device->size()))
      return Error{ExitCode::bad_input, o.device + ": has another number of qubits than samples.json says",
                   ""};
  }
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (qubits[i].size() != copies[i].bits())
      return Error{
          ExitCode::bad_input,
          fmt::format("outcomes have {} bits, but {} {}", copies[i].bits(),
                      o.qubits.empty() ? "the program has" : "the qubits named are", qubits[i].size()),
          ""};
    const auto confusion = confusions(*device, qubits[i]);
    if (!confusion)
      return Error{confusion.error().code, o.device + ": " + confusion.error().message,
                   confusion.error().hint};
    if (Status done = correct_readout(copies[i], *confusion); !done) return done;
  }
  return success();
}

Result<std::string> merged(const Options& o, const Messages& messages) {
  auto copies = read_inputs(o, messages);
  if (!copies) return copies.error();
  std::optional<Samples> samples;
  if (!o.samples.empty()) {
    auto found = read_samples(o.samples, copies->size());
    if (!found) return found.error();
    samples = *std::move(found);
  }
  if (!o.device.empty())
    if (Status done = correct(o, samples, *copies); !done) return done.error();
  const auto counts = merge_counts(*copies, o.by_fidelity ? samples->file.fidelities : std::vector<double>());
  if (!counts) return counts.error();
  return print_counts(*counts, o.format, o.reverse);
}

int run_tool(int argc, const char* const* argv) {
  Options o;
  const auto done = parse_options(argc, argv, o);
  if (!done) return Messages(program, requested_messages(argc, argv)).error(done.error());
  if (*done) return **done;
  const Messages messages(program, o.messages);
  const auto text = merged(o, messages);
  if (!text) return messages.error(text.error());
  const Status written = write_file(o.output, *text);
  return written ? 0 : messages.error(written.error());
}

}  // namespace
}  // namespace dqc::merge

int main(int argc, char** argv) {
  return dqc::guarded_main(dqc::merge::program, dqc::merge::run_tool, argc, argv);
}
