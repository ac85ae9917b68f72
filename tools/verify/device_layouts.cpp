#include "tools/verify/device_layouts.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace dqc::verify {
namespace {

class LayoutRules {
 public:
  LayoutRules(const Circuit& program, const Layout& layout, const ScheduleFile& schedule,
              std::span<const std::optional<Device>> devices)
      : program_(program), layout_(layout), schedule_(schedule), devices_(devices) {}

  std::vector<Difference> run() {
    site_.assign(program_.num_qubits(), -1);
    for (std::size_t i = 0; i < schedule_.qpus.size(); ++i) {
      couplers_.push_back(working_couplers(i));
      const auto& stated = schedule_.qpus[i].layout;
      if (!stated) continue;
      std::set<int> taken;
      const std::string of = fmt::format("QPU {}", i);
      take(i, layout_.data[i], stated->data, of + ", data", taken);
      take(i, layout_.comm[i], stated->comm, of + ", communication", taken);
    }
    for (const Gate& gate : program_.gates())
      if (gate.kind != GateKind::barrier && differences_.empty()) check(gate);
    return std::move(differences_);
  }

 private:
  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...));
  }
  /// About the layout that schedule.json states for `qpu`.
  template <class... Args>
  void complain_of(std::size_t qpu, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...),
                              fmt::format("qpus[{}].device.layout", qpu));
  }

  const Device* device(std::size_t qpu) const {
    return qpu < devices_.size() && devices_[qpu] ? &*devices_[qpu] : nullptr;
  }

  std::set<std::pair<int, int>> working_couplers(std::size_t qpu) const {
    std::set<std::pair<int, int>> pairs;
    if (const Device* d = device(qpu))
      for (const Coupler& c : d->couplers)
        if (!c.faulty && c.error < 1) pairs.emplace(std::minmax(c.a, c.b));
    return pairs;
  }

  void take(std::size_t qpu, const std::vector<int>& qubits, const std::vector<int>& places,
            const std::string& of, std::set<int>& taken) {
    for (std::size_t k = 0; k < places.size(); ++k) {
      if (places[k] < 0) continue;
      if (places[k] >= schedule_.qpus[qpu].device_qubits)
        complain_of(qpu, "{} qubit {} is at qubit {} of a device with {}", of, k, places[k],
                    schedule_.qpus[qpu].device_qubits);
      else if (!taken.insert(places[k]).second)
        complain_of(qpu, "{} qubit {} is at qubit {} of the device, where another one is", of, k, places[k]);
      if (k < qubits.size()) site_[static_cast<std::size_t>(qubits[k])] = places[k];
    }
  }

  void check(const Gate& gate) {
    const auto operands = program_.qubits(gate);
    if (operands.empty()) return;
    const int qpu = layout_.places[operands[0].index()].qpu;
    const auto at = static_cast<std::size_t>(qpu);
    if (operands.size() == 2 && layout_.places[operands[1].index()].qpu != qpu) return;  // an e-bit
    if (!schedule_.qpus[at].layout) return;
    const Device* d = device(at);
    for (QubitId q : operands) {
      const int site = site_[q.index()];
      if (site < 0)
        return complain("monolithic.qasm:{}: a qubit of QPU {} has no place on its device", gate.line, qpu);
      if (d && !d->qubits[static_cast<std::size_t>(site)].operational)
        return complain("monolithic.qasm:{}: qubit {} of QPU {}'s device is out of operation", gate.line,
                        site, qpu);
    }
    if (!d || operands.size() < 2) return;
    const auto ends = std::minmax(site_[operands[0].index()], site_[operands[1].index()]);
    if (operands.size() > 2 || !couplers_[at].contains({ends.first, ends.second}))
      complain("monolithic.qasm:{}: QPU {}'s device has no working coupler {},{}", gate.line, qpu, ends.first,
               ends.second);
  }

  const Circuit& program_;
  const Layout& layout_;
  const ScheduleFile& schedule_;
  std::span<const std::optional<Device>> devices_;
  std::vector<int> site_;  ///< by qubit of the program; -1: none
  std::vector<std::set<std::pair<int, int>>> couplers_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_device_layouts(const Circuit& program, const Layout& layout,
                                             const ScheduleFile& schedule,
                                             std::span<const std::optional<Device>> devices) {
  for (std::size_t i = 0; i < devices.size(); ++i)
    if (devices[i] && i < schedule.qpus.size() && schedule.qpus[i].layout &&
        static_cast<int>(devices[i]->size()) != schedule.qpus[i].device_qubits)
      return {Difference(fmt::format("QPU {}'s device has {} qubits, not {}", i, devices[i]->size(),
                                     schedule.qpus[i].device_qubits),
                         fmt::format("qpus[{}].device.qubits", i))};
  return LayoutRules(program, layout, schedule, devices).run();
}

}  // namespace dqc::verify
