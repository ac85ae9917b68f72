// Any bytes as a network, in both forms, and as a device: no crash, and what is accepted is sound.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "frontend/device_reader.h"
#include "frontend/network_reader.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_sound(const dqc::Result<dqc::Network>& network) {
  if (!network) return require(!network.error().message.empty());
  require(network->connected() && network->size() > 0);
  for (std::size_t i = 1; i < network->size(); ++i)
    require(network->qpus[i - 1].external_id < network->qpus[i].external_id);
  for (const dqc::Link& link : network->links)
    require(link.a.valid() && link.a < link.b && link.b.index() < network->size());
}

void check_sound(const dqc::Result<dqc::Device>& device) {
  if (!device) return require(!device.error().message.empty());
  for (const dqc::Coupler& c : device->couplers)
    require(0 <= c.a && c.a < c.b && static_cast<std::size_t>(c.b) < device->qubits.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_sound(dqc::parse_network_json(text, "input"));
  check_sound(dqc::parse_device_json(text, "input"));
  constexpr std::size_t longest_spec = 64;
  if (size <= longest_spec) check_sound(dqc::parse_network_spec(text));
  return 0;
}
