#include "passes/ir/device_verifier.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace dqc {
namespace {

template <class... Args>
Error broken(fmt::format_string<Args...> format, Args&&... args) {
  return {ExitCode::internal, fmt::format(format, std::forward<Args>(args)...), ""};
}

using Pair = std::pair<int, int>;

bool is_probability(double x) { return x >= 0 && x <= 1; }

Status verify_rates(const Device& device) {
  for (std::size_t i = 0; i < device.size(); ++i) {
    const DeviceQubit& q = device.qubits[i];
    if (!is_probability(q.readout_error) || !is_probability(q.gate_error) ||
        !is_probability(q.reads_0_as_1.value_or(0)) || !is_probability(q.reads_1_as_0.value_or(0)))
      return broken("qubit {} of the device has an error that is no probability", i);
  }
  const auto ends = [](const Coupler& c) { return Pair(c.a, c.b); };
  for (const Coupler& c : device.couplers)
    if (c.a < 0 || c.b <= c.a || static_cast<std::size_t>(c.b) >= device.size() || !is_probability(c.error))
      return broken("coupler {},{} of the device is none, or its error is no probability", c.a, c.b);
  if (std::ranges::adjacent_find(device.couplers, std::ranges::greater_equal(), ends) !=
      device.couplers.end())
    return broken("the couplers of the device are not in ascending order");
  return success();
}

Status verify_region(const Device& device, const Region& region) {
  if (region.qubits.size() != device.size() || region.couplers.size() != device.couplers.size())
    return broken("the region is not one of this device: its sizes differ");
  for (std::size_t i = 0; i < device.couplers.size(); ++i) {
    const Coupler& c = device.couplers[i];
    if (region.couplers[i] && (!region.qubits[static_cast<std::size_t>(c.a)] ||
                               !region.qubits[static_cast<std::size_t>(c.b)] || c.faulty))
      return broken("the region has coupler {},{}, which is faulty or lacks an end", c.a, c.b);
  }
  return success();
}

class CopyVerifier {
 public:
  explicit CopyVerifier(const Module& module) : module_(module) {
    const Device& device = *module.device;
    for (std::size_t i = 0; i < device.couplers.size(); ++i)
      if (module.region ? module.region->couplers[i] != 0 : !device.couplers[i].faulty)
        couplers_.emplace(device.couplers[i].a, device.couplers[i].b);
  }

  Status verify(const Layout& layout, std::size_t index) const {
    if (layout.qubits.size() != module_.circuit.num_qubits())
      return broken("copy {} has {} places for {} qubits", index, layout.qubits.size(),
                    module_.circuit.num_qubits());
    std::set<int> taken;
    for (int place : layout.qubits) {
      if (place < 0) continue;
      const auto at = static_cast<std::size_t>(place);
      if (at >= module_.device->size() || (module_.region && !module_.region->qubits[at]))
        return broken("copy {} uses qubit {}, which may not be used", index, place);
      if (!taken.insert(place).second) return broken("copy {} uses qubit {} twice", index, place);
    }
    for (const Gate& gate : module_.circuit.gates())
      if (gate.kind != GateKind::barrier)
        if (Status legal = verify_gate(gate, layout, index); !legal) return legal;
    return success();
  }

 private:
  Status verify_gate(const Gate& gate, const Layout& layout, std::size_t index) const {
    const auto place = [&](int i) { return layout.qubits[module_.circuit.qubit(gate, i).index()]; };
    for (int i = 0; i < gate.num_qubits; ++i)
      if (place(i) < 0) return broken("copy {} has no place for a qubit that is used", index);
    if (gate.num_qubits < 2) return success();
    if (gate.num_qubits == 2 && couplers_.contains(std::minmax(place(0), place(1)))) return success();
    return broken("copy {} has no coupler for a gate '{}'", index, traits(gate.kind).name);
  }

  const Module& module_;
  std::set<Pair> couplers_;
};

/// The layout of one QPU's program.
class QpuVerifier {
 public:
  QpuVerifier(const QpuDevice& on, std::size_t qpu) : on_(on), qpu_(qpu) {
    const Device& device = on.device;
    for (std::size_t i = 0; i < device.couplers.size(); ++i)
      if (on.region ? on.region->couplers[i] != 0 : !device.couplers[i].faulty)
        couplers_.emplace(device.couplers[i].a, device.couplers[i].b);
  }

  Status verify(const Program& program) const {
    std::set<int> taken;
    for (const std::vector<int>* places : {&on_.layout->data, &on_.layout->comm})
      for (int place : *places) {
        if (place < 0) continue;
        const auto at = static_cast<std::size_t>(place);
        if (at >= on_.device.size() || (on_.region && !on_.region->qubits[at]))
          return broken("QPU {} uses qubit {} of its device, which may not be used", qpu_, place);
        if (!taken.insert(place).second)
          return broken("QPU {} uses qubit {} of its device twice", qpu_, place);
      }
    for (const Instruction& g : program.instructions)
      if (Status legal = verify(g); !legal) return legal;
    return success();
  }

 private:
  int site(const PhysicalQubit& q) const {
    const std::vector<int>& places = q.comm ? on_.layout->comm : on_.layout->data;
    const auto index = static_cast<std::size_t>(q.index);
    return index < places.size() ? places[index] : -1;
  }

  Status verify(const Instruction& g) const {
    int mine = 0;
    for (const PhysicalQubit& q : g.q) {
      if (!q.valid() || q.qpu.index() != qpu_) continue;
      if (site(q) < 0) return broken("QPU {} has no place for a qubit that is used", qpu_);
      ++mine;
    }
    if (mine < 2 || g.kind == InstructionKind::ebit ||
        couplers_.contains(std::minmax(site(g.q[0]), site(g.q[1]))))
      return success();
    return broken("QPU {} has no coupler {},{} for a gate", qpu_, site(g.q[0]), site(g.q[1]));
  }

  const QpuDevice& on_;
  std::size_t qpu_;
  std::set<Pair> couplers_;
};

Status verify_qpu_devices(const Module& module) {
  if (module.qpu_devices.empty()) return success();
  if (!module.network || module.qpu_devices.size() > module.network->size())
    return broken("the module has devices of QPUs that its network does not have");
  for (std::size_t i = 0; i < module.qpu_devices.size(); ++i) {
    if (!module.qpu_devices[i]) continue;
    const QpuDevice& d = *module.qpu_devices[i];
    if (Status legal = verify_rates(d.device); !legal) return legal;
    if (d.region)
      if (Status legal = verify_region(d.device, *d.region); !legal) return legal;
    if (!d.layout) continue;
    if (module.stage != Stage::scheduled || !module.program)
      return broken("QPU {} is placed on its device before the program is scheduled", i);
    if (Status legal = QpuVerifier(d, i).verify(*module.program); !legal) return legal;
  }
  return success();
}

}  // namespace

Status verify_device(const Module& module) {
  if (Status legal = verify_qpu_devices(module); !legal) return legal;
  if (!module.device) {
    if (module.region || module.copies) return broken("the module has copies on a device and no device");
    return success();
  }
  if (Status legal = verify_rates(*module.device); !legal) return legal;
  if (module.region)
    if (Status legal = verify_region(*module.device, *module.region); !legal) return legal;
  if (!module.copies) return success();
  const CopyVerifier verifier(module);
  for (std::size_t i = 0; i < module.copies->layouts.size(); ++i)
    if (Status legal = verifier.verify(module.copies->layouts[i], i); !legal) return legal;
  return success();
}

}  // namespace dqc
