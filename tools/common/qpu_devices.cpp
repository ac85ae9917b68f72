#include "tools/common/qpu_devices.h"

#include <algorithm>
#include <filesystem>

#include "frontend/device_reader.h"

namespace dqc {

Result<std::vector<std::optional<Device>>> read_qpu_devices(const Network& network,
                                                            const std::string& network_path,
                                                            std::vector<std::string>* files_read) {
  std::vector<std::optional<Device>> devices;
  const std::filesystem::path folder = std::filesystem::path(network_path).parent_path();
  for (std::size_t i = 0; i < network.size(); ++i) {
    if (network.qpus[i].device.empty()) continue;
    const std::string path = (folder / network.qpus[i].device).string();
    auto device = read_device(path);
    if (!device) return device.error();
    devices.resize(i + 1);
    devices.back() = *std::move(device);
    if (files_read != nullptr) files_read->push_back(path);
  }
  return devices;
}

void resolve_device_defaults(Network& network, std::size_t num_qubits,
                             const std::vector<std::optional<int>>& kept) {
  Network plain = network;
  resolve_defaults(plain, num_qubits);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i]) continue;
    Qpu& qpu = network.qpus[i];
    if (qpu.comm < 0) {
      const int room = qpu.data < 0 ? std::max(1, *kept[i] / 3) : std::max(0, *kept[i] - qpu.data);
      qpu.comm = std::min(plain.qpus[i].comm, room);
    }
    if (qpu.data < 0) qpu.data = std::min(plain.qpus[i].data, std::max(0, *kept[i] - qpu.comm));
  }
}

}  // namespace dqc
