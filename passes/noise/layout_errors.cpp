#include "passes/noise/layout_errors.h"

#include <fmt/core.h>

#include "passes/noise/noise_graph.h"
#include "passes/noise/threshold_fit.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

constexpr std::int64_t fit_steps = 200'000;  // of each search in the bisection

std::string advice(const Device& device, const Pattern& pattern) {
  if (pattern.size() > device.size()) return "split the circuit over several QPUs (--network)";
  const ThresholdFit fit = smallest_eta(device, pattern, fit_steps);
  if (fit.error)
    return fmt::format("it fits {} every eta above {}", fit.complete ? "with" : "at least with",
                       format_real(*fit.error));
  if (!fit.complete) return "no eta was found with which it fits";
  return "it fits with no eta: no part of the device has these couplers";
}

}  // namespace

Status require_device(const Module& module, std::string_view pass) {
  if (module.device) return success();
  return Error{ExitCode::usage, fmt::format("pass '{}' needs a device", pass), "name one with --device"};
}

std::string kept_in_words(const Device& device, const Region& region) {
  const KeptParts kept = kept_parts(noise_graph(device, region));
  return fmt::format("{} of {} qubits and {} of {} couplers{}, the largest connected part of {} qubits",
                     kept.qubits, device.size(), kept.couplers, device.couplers.size(),
                     device.name.empty() ? "" : fmt::format(" of '{}'", device.name), kept.largest_component);
}

Error fits_nowhere(const Device& device, const Region& region, const Pattern& pattern) {
  return {ExitCode::infeasible,
          fmt::format("the circuit, of {} qubits and {} interacting pairs, does not fit on what was kept: {}",
                      pattern.size(), pattern.edges.size(), kept_in_words(device, region)),
          advice(device, pattern)};
}

}  // namespace dqc
