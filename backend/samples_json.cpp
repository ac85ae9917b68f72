#include "backend/samples_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "backend/copy_programs.h"
#include "passes/ir/routing.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

Json place_json(int place) { return place < 0 ? Json() : Json(place); }

/// How many qubits the circuit had before routing added some.
std::size_t source_qubits(const Module& module) {
  const auto routing = routing_of(module.circuit);
  return routing ? routing->final_.size() : module.circuit.num_qubits();
}

Json layout_json(const Layout& layout, std::size_t qubits) {
  Json places = Json::array();
  for (std::size_t q = 0; q < qubits; ++q) places.push_back(place_json(layout.qubits[q]));
  return places;
}

/// What swaps do to a copy.
void add_routing(const Layout& layout, const Routing& routing, Json& copy) {
  copy["final"] = Json::array();
  for (int end : routing.final_)
    copy["final"].push_back(place_json(layout.qubits[static_cast<std::size_t>(end)]));
  copy["spare"] = Json::array();
  for (std::size_t q = routing.final_.size(); q < layout.qubits.size(); ++q)
    if (layout.qubits[q] >= 0) copy["spare"].push_back(layout.qubits[q]);
  copy["swaps"] = routing.swaps;
}

Json kept_json(const Module& module) {
  const Device& device = *module.device;
  const auto working = std::ranges::count(device.couplers, false, &Coupler::faulty);
  const auto kept = [](const std::vector<char>& flags) { return std::ranges::count(flags, 1); };
  Json j;
  j["qubits"] = module.region ? kept(module.region->qubits)
                              : std::ranges::count(device.qubits, true, &DeviceQubit::operational);
  j["couplers"] = module.region ? kept(module.region->couplers) : working;
  return j;
}

Json copies_json(const Module& module, const SamplesInputs& inputs) {
  Json copies = Json::array();
  const auto routing = routing_of(module.circuit);
  for (std::size_t i = 0; i < module.copies->layouts.size(); ++i) {
    const Layout& layout = module.copies->layouts[i];
    Json copy{{"layout", layout_json(layout, source_qubits(module))}};
    if (routing) add_routing(layout, *routing, copy);
    copy["fidelity"] = layout.fidelity();
    if (inputs.programs) copy["program"] = copy_program_name(i);
    copies.push_back(std::move(copy));
  }
  return copies;
}

}  // namespace

std::string samples_json(const Module& module, const SamplesInputs& inputs) {
  const Copies& copies = *module.copies;
  Layout all;
  double best = 0, worst = 1;
  for (const Layout& layout : copies.layouts) {
    all.cost += layout.cost;
    best = std::max(best, layout.fidelity());
    worst = std::min(worst, layout.fidelity());
  }
  Json j;
  j["schema"] = 1;
  j["device"] = {{"name", module.device->name},
                 {"qubits", module.device->size()},
                 {"couplers", module.device->couplers.size()}};
  j["kept"] = kept_json(module);
  j["smallest_eta"] = inputs.smallest_eta ? Json(*inputs.smallest_eta) : Json();
  j["score"] = copies.score == Score::once ? "once" : "gates";
  j["qubits"] = Json::array();
  for (std::size_t q = 0; q < source_qubits(module); ++q)
    j["qubits"].push_back(module.circuit.qubit_name(QubitId(q)));
  j["copies"] = copies_json(module, inputs);
  if (inputs.combined) j["combined"] = "combined.qasm";
  j["product"] = all.fidelity();
  j["best"] = best;
  j["worst"] = worst;
  j["status"] = copies.optimal ? "optimal" : "heuristic";
  if (const auto& counts = copies.counts) {
    j["mappings"] = counts->mappings < 0x1p53 ? Json(static_cast<std::int64_t>(counts->mappings))
                                              : Json(counts->mappings);
    j["vertex_sets"] = counts->vertex_sets;
    j["counts_complete"] = counts->complete;
  }
  j["verified"] = inputs.verified;
  return j.dump(1) + "\n";
}

}  // namespace dqc
