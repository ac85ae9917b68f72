#include "tools/dqcc/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace dqc {
namespace {

/// "3/4" for each QPU; long lists end in their maximum.
std::string peaks(const std::vector<int>& peak, const Network& network, int Qpu::*capacity) {
  constexpr std::size_t most = 16;
  std::string text;
  for (std::size_t i = 0; i < std::min(peak.size(), most); ++i)
    text += fmt::format("{}{}/{}", i == 0 ? "" : " ", peak[i], network.qpus[i].*capacity);
  if (peak.size() > most) text += fmt::format(" ... (most {})", *std::ranges::max_element(peak));
  return text;
}

/// The fidelity of each QPU's place on its device; nothing without devices.
std::string devices(const Module& module) {
  if (module.qpu_devices.empty()) return {};
  std::string text = "  fidelity  ";
  double product = 1;
  bool all = true;
  for (const auto& d : module.qpu_devices) {
    text += !d ? " -" : d->layout ? fmt::format(" {:.6g}", d->layout->fidelity()) : " not placed";
    if (d && d->layout) product *= d->layout->fidelity();
    all = all && (!d || d->layout);
  }
  return text + (all ? fmt::format(" (product {:.6g})\n", product) : "\n");
}

}  // namespace

std::string summary(const Module& module, const SummaryInputs& inputs) {
  const Figures f = figures_of(module);
  const Network& network = *module.network;
  std::string text = fmt::format("{}: {} qubits, {} gates on {} QPUs\n", inputs.name,
                                 module.circuit.num_qubits(), inputs.gates, network.size());
  text += fmt::format("  e-bits     {} on links, {} end to end, {} swaps\n", f.ebits_link, f.ebits_end_to_end,
                      f.swaps);
  if (f.link_cost != f.ebits_link) text += fmt::format("  link cost  {}\n", f.link_cost);
  if (network.demand.min_fidelity > 0)
    text += fmt::format("  fidelity   {:.6f} at least, {:.1f} raw pairs\n", f.lowest_fidelity, f.raw_pairs);
  text +=
      fmt::format("  processes  {} packets, {} teleports, {} messages\n", f.packets, f.teleports, f.messages);
  text += fmt::format("  makespan   {} ticks\n", f.makespan);
  text += fmt::format("  peak comm  {}\n", peaks(f.peak_comm, network, &Qpu::comm));
  text += fmt::format("  peak data  {}\n", peaks(f.peak_data, network, &Qpu::data));
  text += devices(module);
  text += fmt::format("  {} -> {}\n", inputs.verified ? "proved equivalent to the source" : "not verified",
                      inputs.destination);
  return text;
}

}  // namespace dqc
