#include "backend/report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/ebit_quality.h"
#include "backend/names.h"
#include "backend/placement_json.h"
#include "backend/usage.h"
#include "passes/ir/messages.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

/// Where each measured source bit ends: the QPU that wrote it last, and its name there.
Json final_bits(const Module& module) {
  const Circuit& circuit = module.circuit;
  const std::vector<QpuId> writer = last_writers(circuit, *module.program);
  const BitNames names = qpu_bit_names(circuit);
  Json::object_t bits;
  for (const Register& r : circuit.bit_registers)
    for (std::int32_t i = 0; i < r.size; ++i) {
      const BitId bit(r.first + i);
      if (!writer[bit.index()].valid()) continue;
      const std::string source = r.scalar ? r.name : r.name + "[" + std::to_string(i) + "]";
      bits.Container::emplace_back(source,
                                   Json{{"qpu", writer[bit.index()].value()}, {"bit", names.bit(bit)}});
    }
  return bits;
}

/// By QPU with a device, where its program runs.
Json devices(const Module& module) {
  Json list = Json::array();
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i) {
    if (!module.qpu_devices[i]) continue;
    Json row = {{"qpu", i}};
    row.update(placement_json(*module.qpu_devices[i]));
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace

Figures figures_of(const Module& module) {
  const Program& program = *module.program;
  std::map<std::pair<QpuId, QpuId>, int> cost_of;
  for (const Link& l : module.network->links) cost_of[{l.a, l.b}] = link_cost(l);
  Figures f;
  const std::vector<LinkPair> qualities = ebit_qualities(*module.network, program);
  for (std::size_t i = 0; i < program.ebits.size(); ++i) {
    const Ebit& e = program.ebits[i];
    if (e.parts.empty()) f.raw_pairs += qualities[i].raw_pairs;
    if (e.purpose != EbitPurpose::swap) f.lowest_fidelity = std::min(f.lowest_fidelity, qualities[i].pair[0]);
    f.ebits_link += e.parts.empty();
    if (e.parts.empty()) f.link_cost += cost_of.at(std::minmax(e.qpus[0], e.qpus[1]));
    f.ebits_end_to_end += e.purpose != EbitPurpose::swap;
    if (!e.parts.empty()) f.swaps += static_cast<std::int64_t>(e.parts.size()) - 1;
  }
  f.teleports = static_cast<std::int64_t>(program.teleports.size());
  f.packets = static_cast<std::int64_t>(program.packets.size());
  f.messages = static_cast<std::int64_t>(messages_of(module.circuit, program).size());
  f.makespan = module.schedule ? module.schedule->makespan : 0;
  QubitUsage usage = qubit_usage(program, module.network->size());
  f.peak_comm = std::move(usage.peak_comm);
  f.peak_data = std::move(usage.peak_data);
  return f;
}

std::string report_json(const Module& module, const ReportInputs& inputs) {
  const Figures f = figures_of(module);
  Json j;
  j["schema"] = 1;
  j["ebits"] = {{"link", f.ebits_link}, {"end_to_end", f.ebits_end_to_end}};
  if (std::ranges::any_of(module.network->links, [](const Link& l) { return l.cost > 0; }))
    j["link_cost"] = f.link_cost;
  j["raw_pairs"] = std::round(f.raw_pairs * 1e9) / 1e9;
  j["lowest_fidelity"] = std::round(f.lowest_fidelity * 1e9) / 1e9;
  j["peak_comm"] = f.peak_comm;
  j["peak_data"] = f.peak_data;
  j["makespan"] = f.makespan;
  j["swaps"] = f.swaps;
  j["teleports"] = f.teleports;
  j["packets"] = f.packets;
  j["messages"] = f.messages;
  j["seed"] = inputs.seed;
  j["verified"] = inputs.verified;
  j["bits"] = final_bits(module);
  if (!module.qpu_devices.empty()) j["devices"] = devices(module);
  j["statistics"] = Json::object();
  for (const auto& [name, value] : inputs.statistics) j["statistics"][name] = value;
  return j.dump(1) + "\n";
}

}  // namespace dqc
