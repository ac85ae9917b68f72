// dqcc: OpenQASM in, one proved program per QPU out.
#include <algorithm>
#include <string>
#include <vector>

#include "frontend/device_reader.h"
#include "frontend/network_reader.h"
#include "passes/pipeline_parser.h"
#include "tools/common/cli.h"
#include "tools/common/qpu_devices.h"
#include "tools/dqcc/compile.h"
#include "tools/dqcc/options.h"
#include "tools/dqcc/outputs.h"
#include "tools/dqcc/pipeline.h"
#include "tools/dqcc/sampling.h"

namespace dqc {
namespace {

constexpr std::string_view program = "dqcc";

/// Does `one` for each input; the first failure's exit code is the process's, the others are tried all the
/// same. Writes the depfile.
template <class Function>
int for_each_input(const DqccOptions& options, const Messages& messages, const Function& one) {
  std::vector<std::string> files_read;
  int exit_code = 0;
  for (const std::string& input : options.inputs)
    if (Status done = one(input, files_read); !done) {
      const int code = messages.error(done.error());
      if (exit_code == 0) exit_code = code;
    }
  if (exit_code != 0 || options.depfile.empty()) return exit_code;
  const Status written = write_depfile(options, std::move(files_read));
  return written ? 0 : messages.error(written.error());
}

int sample_all(const DqccOptions& options, const Pipeline& pipeline, const Messages& messages) {
  const auto device = read_device(options.sample.device);
  if (!device) return messages.error(device.error());
  const SamplingSetup setup{options, pipeline, *device, messages};
  return for_each_input(options, messages,
                        [&](const std::string& input, std::vector<std::string>& files_read) {
                          return sample_file(setup, input, files_read);
                        });
}

int compile_all(const DqccOptions& options, const Messages& messages) {
  const auto pipeline = pipeline_of(options);
  if (!pipeline) return messages.error(pipeline.error());
  if (options.print_pipeline) {
    const Status printed = print_product(print_pipeline(*pipeline) + "\n");
    return printed ? 0 : messages.error(printed.error());
  }
  if (!options.sample.device.empty()) return sample_all(options, *pipeline, messages);
  const auto network = options.network.empty() ? default_network() : read_network(options.network);
  if (!network) return messages.error(network.error());
  std::vector<std::string> device_files;
  const auto devices = read_qpu_devices(*network, options.network, &device_files);
  if (!devices) return messages.error(devices.error());
  if (devices->empty() && has_thresholds(options.sample))
    return messages.error(usage_error("--eta is given, but no QPU of the network names a device"));
  const CompileSetup setup{options, *pipeline, *network, *devices, messages};
  return for_each_input(options, messages,
                        [&](const std::string& input, std::vector<std::string>& files_read) {
                          files_read.insert(files_read.end(), device_files.begin(), device_files.end());
                          return compile_file(setup, input, files_read);
                        });
}

int run(int argc, const char* const* argv) {
  const auto parsed = parse_dqcc_options(argc, argv);
  if (!parsed) return Messages(program, requested_messages(argc, argv)).error(parsed.error());
  if (parsed->exit_code) return *parsed->exit_code;
  return compile_all(parsed->options, Messages(program, parsed->options.messages));
}

}  // namespace
}  // namespace dqc

int main(int argc, char** argv) { return dqc::guarded_main(dqc::program, dqc::run, argc, argv); }
