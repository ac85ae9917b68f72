#include "backend/placement_json.h"

namespace dqc {
namespace {

using Json = nlohmann::ordered_json;

Json places(const std::vector<int>& sites) {
  Json list = Json::array();
  for (int site : sites) list.push_back(site < 0 ? Json() : Json(site));
  return list;
}

}  // namespace

Json placement_json(const QpuDevice& device) {
  Json j = {{"name", device.device.name},
            {"qubits", device.device.size()},
            {"layout", nullptr},
            {"fidelity", nullptr}};
  if (!device.layout) return j;
  j["layout"] = {{"data", places(device.layout->data)}, {"comm", places(device.layout->comm)}};
  j["fidelity"] = device.layout->fidelity();
  return j;
}

}  // namespace dqc
