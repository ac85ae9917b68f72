// After step 2 of Chen et al. (IEEE QCE 2025), one QPU at a time: the pattern is what is left of the circuit
// at the QPU once it is distributed, with the communication qubits that the processes use. Where it fits
// nowhere, the QPU's program is given swaps first.
#include "passes/noise/place-on-devices.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "passes/noise/layout_errors.h"
#include "passes/noise/layout_search.h"
#include "passes/noise/pattern_fit.h"
#include "passes/noise/program_routing.h"
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

/// Where `route` left the qubits of the pattern; `wires` are its places'.
Layout where_routed(const QpuPattern& needed, const NoiseGraph& graph, const Route& route,
                    const std::vector<PhysicalQubit>& wires) {
  Layout layout;
  for (const PhysicalQubit& q : needed.qubits) {
    const auto place = std::ranges::find(wires, q) - wires.begin();
    layout.qubits.push_back(route.site[static_cast<std::size_t>(place)]);
  }
  layout.cost = layout_cost(needed.pattern, graph, layout.qubits);
  return layout;
}

NoiseGraph kept_graph(const QpuDevice& on) { return noise_graph(on.device, *on.region); }

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
    : thresholds_(thresholds_of(options)),
      slack_(options.real("slack")),
      route_(options.flag("route")),
      require_(options.flag("require")) {
  trials_.trials = static_cast<int>(options.integer("trials"));
  trials_.rounds = static_cast<int>(options.integer("rounds"));
}

const PassInfo& PlaceOnDevices::info() {
  static const PassInfo info{
      "place-on-devices",
      "choose where the program of each QPU runs on its device",
      "For each QPU that names a device: the data and communication qubits of its program and the pairs of "
      "them that meet in a gate are the pattern, and the place of the highest fidelity is found by the "
      "branch and bound of symmetric-sample. The fidelity is the product of 1 - e over the errors e of all "
      "gates and measurements of the QPU's program; e-bits are made by the link and count nothing. Fails if "
      "a QPU has more qubits than are kept of its device. A program whose pairs fit nowhere is given swaps "
      "first, as by route-swaps, through data qubits of the QPU that it does not use as well. An e-bit is "
      "made on the communication qubit that it has been given, so what swaps have brought there moves away "
      "before. Of routes that cost about the same one is taken that makes the program short. Instructions "
      "then keep their order and are timed anew. If the QPU's qubits have no place in "
      "one connected part, or with route=false, the program is left without a place, with a warning. Does "
      "nothing without devices.",
      Stage::scheduled,
      Stage::scheduled,
      {{"eta", OptionKind::real, "1", "0..1", "Errors of qubits and couplers must be below this."},
       {"eta-readout", OptionKind::real, "0", "0..1", "The threshold for readout errors; 0: that of eta."},
       {"eta-2q", OptionKind::real, "0", "0..1", "The threshold for two-qubit errors; 0: that of eta."},
       {"route", OptionKind::flag, "true", "", "Insert swaps where a program fits nowhere."},
       {"trials", OptionKind::integer, "120", "1..10000",
        "Seatings tried for that; fewer for long programs."},
       {"rounds", OptionKind::integer, "1", "0..100", "Ways forth and back that improve each seating."},
       {"slack", OptionKind::real, "0.03", "0..10",
        "How much more, as a share, than the cheapest route one may cost that makes the program shorter."},
       {"require", OptionKind::flag, "false", "", "Fail where a program has no place."}},
      {"placed", "not-placed", "swaps"}};
  return info;
}

Status PlaceOnDevices::place(const Module& module, std::size_t qpu, const QpuPattern& needed,
                             QpuDevice& device, bool& complete) const {
  device.region = filtered_region(device.device, thresholds_);
  device.layout.reset();
  if (Status fits = check_room(*module.network, qpu, device.device, *device.region); !fits) return fits;
  if (needed.qubits.empty())
    device.layout.emplace();
  else if (const auto layout = layout_of(needed.pattern, kept_graph(device), complete))
    device.layout = of_qpu(*layout, needed.qubits);
  return success();
}

/// Of the QPUs with a device and no place, those that have room.
bool PlaceOnDevices::route(Module& module, PassContext& context) const {
  std::vector<std::optional<NoiseGraph>> graphs;
  for (const auto& on : module.qpu_devices)
    graphs.push_back(on && !on->layout ? std::optional(kept_graph(*on)) : std::nullopt);
  auto found = route_program(module, graphs, trials_, slack_, context.rng(info().name), context.deadline);
  if (!found) return false;
  module.program = std::move(found->routed.program);
  module.schedule = std::move(found->schedule);
  context.statistics["place-on-devices.swaps"] = found->swaps;
  const auto patterns = qpu_patterns(*module.program, module.network->size());
  for (std::size_t i = 0; i < graphs.size(); ++i)
    if (found->routes[i])
      place_routed(patterns[i], *found->routes[i], found->routed.wires[i], *module.qpu_devices[i]);
  return true;
}

void PlaceOnDevices::place_routed(const QpuPattern& needed, const Route& route,
                                  const std::vector<PhysicalQubit>& wires, QpuDevice& device) {
  const NoiseGraph graph = kept_graph(device);
  Layout layout = where_routed(needed, graph, route, wires);
  bool complete = true;
  if (auto best = layout_of(needed.pattern, graph, complete); best && best->cost < layout.cost)
    layout = *std::move(best);
  device.layout = of_qpu(layout, needed.qubits);
}

std::string PlaceOnDevices::not_placed(const Module& module, std::size_t qpu, const QpuPattern& needed,
                                       bool complete) {
  const QpuDevice& on = *module.qpu_devices[qpu];
  return fmt::format(
      "the program of {}, of {} qubits and {} pairs that meet, {} on what was kept of its "
      "device: {}",
      name_of(*module.network, qpu), needed.pattern.size(), needed.pattern.edges.size(),
      complete ? "fits nowhere" : "was not found a place", kept_in_words(on.device, *on.region));
}

Result<PreservedAnalyses> PlaceOnDevices::run(Module& module, AnalysisManager&, PassContext& context) {
  if (module.qpu_devices.empty()) return PreservedAnalyses::all;
  const auto patterns = qpu_patterns(*module.program, module.network->size());
  std::vector<std::string> missing(module.qpu_devices.size());
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i) {
    if (!module.qpu_devices[i]) continue;
    bool complete = true;
    if (Status done = place(module, i, patterns[i], *module.qpu_devices[i], complete); !done)
      return done.error();
    if (!module.qpu_devices[i]->layout) missing[i] = not_placed(module, i, patterns[i], complete);
  }
  const bool all = std::ranges::all_of(missing, &std::string::empty);
  const bool changed = !all && route_ && route(module, context);
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i) {
    if (!module.qpu_devices[i]) continue;
    const bool placed = module.qpu_devices[i]->layout.has_value();
    context.statistics[placed ? "place-on-devices.placed" : "place-on-devices.not-placed"] += 1;
    if (placed) continue;
    if (require_)
      return Error{ExitCode::infeasible, missing[i],
                   "fewer data and communication qubits at this QPU leave it fewer pairs; so do more QPUs"};
    context.warnings.push_back(missing[i] + "; it has no layout");
  }
  return changed ? PreservedAnalyses::none : PreservedAnalyses::all;
}

}  // namespace dqc
