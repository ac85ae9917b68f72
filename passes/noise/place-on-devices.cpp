// After step 2 of Chen et al. (IEEE QCE 2025), one QPU at a time: the pattern is what is left of the circuit
// at the QPU once it is distributed, with the communication qubits that the processes use.
#include "passes/noise/place-on-devices.h"

#include <fmt/core.h>

#include <algorithm>

#include "passes/noise/layout_errors.h"
#include "passes/noise/layout_search.h"
#include "passes/noise/pattern_fit.h"
#include "passes/noise/threshold-filter.h"

namespace dqc {
namespace {

constexpr std::int64_t step_limit = 2'000'000;  // of the search for a layout

/// The layout of the pattern, as good as was found; none if the qubits that meet have no place.
std::optional<Layout> layout_of(const Pattern& pattern, const NoiseGraph& graph, bool& complete) {
  if (!may_fit(pattern, graph)) return std::nullopt;
  const LayoutSearch search(pattern, graph);
  SearchAnswer answer = search.best(step_limit);
  if (!answer.layout && !answer.complete) answer = search.any(step_limit);
  complete = answer.complete;
  return answer.layout;
}

QpuLayout of_qpu(const Layout& layout, const std::vector<PhysicalQubit>& qubits) {
  QpuLayout out;
  out.cost = layout.cost;
  for (std::size_t v = 0; v < qubits.size(); ++v) {
    std::vector<int>& places = qubits[v].comm ? out.comm : out.data;
    const auto index = static_cast<std::size_t>(qubits[v].index);
    if (index >= places.size()) places.resize(index + 1, -1);
    places[index] = layout.qubits[v];
  }
  return out;
}

std::string name_of(const Network& network, std::size_t qpu) {
  const std::string& name = network.qpus[qpu].name;
  return fmt::format("QPU {}{}", qpu, name.empty() ? "" : fmt::format(" ('{}')", name));
}

}  // namespace

Status check_room(const Network& network, std::size_t qpu, const Device& device, const Region& region) {
  const Qpu& q = network.qpus[qpu];
  if (q.data + q.comm <= kept_parts(noise_graph(device, region)).qubits) return success();
  return Error{ExitCode::infeasible,
               fmt::format("{} has {} data and {} communication qubits, but of its device were kept {}",
                           name_of(network, qpu), q.data, q.comm, kept_in_words(device, region)),
               "lower its data or comm in the network file, or let more of the device in (--eta)"};
}

PlaceOnDevices::PlaceOnDevices(const PassOptions& options)
    : thresholds_(thresholds_of(options)), require_(options.flag("require")) {}

const PassInfo& PlaceOnDevices::info() {
  static const PassInfo info{
      "place-on-devices",
      "choose where the program of each QPU runs on its device",
      "For each QPU that names a device: the data and communication qubits of its program and the pairs of "
      "them that meet in a gate are the pattern, and the place of the highest fidelity is found by the "
      "branch and bound of symmetric-sample. The fidelity is the product of 1 - e over the errors e of all "
      "gates and measurements of the QPU's program; e-bits are made by the link and count nothing. Fails if "
      "a QPU has more qubits than are kept of its device. A program whose pairs fit nowhere is left without "
      "a place, with a warning. Does nothing without devices.",
      Stage::scheduled,
      Stage::scheduled,
      {{"eta", OptionKind::real, "1", "0..1", "Errors of qubits and couplers must be below this."},
       {"eta-readout", OptionKind::real, "0", "0..1", "The threshold for readout errors; 0: that of eta."},
       {"eta-2q", OptionKind::real, "0", "0..1", "The threshold for two-qubit errors; 0: that of eta."},
       {"require", OptionKind::flag, "false", "", "Fail where a program fits nowhere."}},
      {"placed", "not-placed"}};
  return info;
}

Status PlaceOnDevices::place(const Module& module, std::size_t qpu, const QpuPattern& needed,
                             QpuDevice& device, PassContext& context) const {
  device.region = filtered_region(device.device, thresholds_);
  device.layout.reset();
  const NoiseGraph graph = noise_graph(device.device, *device.region);
  const std::string kept = kept_in_words(device.device, *device.region);
  if (Status fits = check_room(*module.network, qpu, device.device, *device.region); !fits) return fits;
  bool complete = true;
  if (needed.qubits.empty())
    device.layout.emplace();
  else if (const auto layout = layout_of(needed.pattern, graph, complete))
    device.layout = of_qpu(*layout, needed.qubits);
  context.statistics[device.layout ? "place-on-devices.placed" : "place-on-devices.not-placed"] += 1;
  if (device.layout) return success();
  const std::string what = fmt::format(
      "the program of {}, of {} qubits and {} pairs that meet, {} on what was kept of its "
      "device: {}",
      name_of(*module.network, qpu), needed.pattern.size(), needed.pattern.edges.size(),
      complete ? "fits nowhere" : "was not found a place", kept);
  if (require_)
    return Error{ExitCode::infeasible, what,
                 "fewer data and communication qubits at this QPU leave it fewer pairs; so do more QPUs"};
  context.warnings.push_back(what + "; it has no layout");
  return success();
}

Result<PreservedAnalyses> PlaceOnDevices::run(Module& module, AnalysisManager&, PassContext& context) {
  if (module.qpu_devices.empty()) return PreservedAnalyses::all;
  const auto patterns = qpu_patterns(*module.program, module.network->size());
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i)
    if (module.qpu_devices[i])
      if (Status done = place(module, i, patterns[i], *module.qpu_devices[i], context); !done)
        return done.error();
  return PreservedAnalyses::all;
}

}  // namespace dqc
