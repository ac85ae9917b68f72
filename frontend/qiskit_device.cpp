#include "frontend/qiskit_device.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "frontend/json_text.h"
#include "frontend/network_limits.h"

namespace dqc {
namespace {

using Json = nlohmann::json;

/// One-qubit gates whose error stands for the qubit, the later ones before the earlier.
constexpr std::array<std::string_view, 3> pulse_gates = {"x", "u3", "sx"};

class Reader : private JsonReader {
 public:
  explicit Reader(const JsonSource& source) : JsonReader(source) {}

  Result<Device> read(const Json& properties, const Json& configuration,
                      const JsonSource& configuration_source) {
    bool ok = name(properties) && qubits(properties) && gates(properties);
    source_ = configuration_source;
    ok = ok && couplers(configuration);
    if (!ok) return *error_;
    for (const auto& [ends, error] : errors_)
      device_.couplers.push_back({ends.first, ends.second, error.value_or(1), !error});
    for (std::size_t q = 0; q < device_.size(); ++q)
      for (std::string_view gate : pulse_gates)
        if (const auto found = pulses_.find({q, gate}); found != pulses_.end())
          device_.qubits[q].gate_error = found->second;
    return std::move(device_);
  }

 private:
  using Ends = std::pair<int, int>;

  bool name(const Json& properties) {
    const auto found = properties.find("backend_name");
    if (found == properties.end()) return true;
    if (!found->is_string()) return fail("backend_name", "expected a string");
    device_.name = found->get<std::string>();
    const bool control =
        std::ranges::any_of(device_.name, [](char c) { return static_cast<unsigned char>(c) < 32; });
    return !control || fail("backend_name", "expected a string without control characters");
  }

  /// The value of the measured parameter `key` in `list`, or nothing; fails where it is no number.
  bool parameter(const Json& list, std::string_view key, const std::string& path,
                 std::optional<double>& out) {
    if (!list.is_array()) return fail(path, "expected an array of measured parameters");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Json& entry = list[i];
      if (!entry.is_object() || !entry.contains("name") || entry["name"] != key) continue;
      if (!entry.contains("value") || !entry["value"].is_number())
        return fail(fmt::format("{}[{}]", path, i), fmt::format("'{}' has no value that is a number", key));
      out = entry["value"].get<double>();
    }
    return true;
  }

  bool qubits(const Json& properties) {
    const auto found = properties.find("qubits");
    if (found == properties.end() || !found->is_array() || found->empty())
      return fail("qubits", "expected an array with an entry per qubit");
    if (found->size() > max_device_qubits)
      return fail("qubits",
                  fmt::format("has {} entries, more than the limit of {}", found->size(), max_device_qubits));
    for (std::size_t i = 0; i < found->size(); ++i) {
      const std::string path = fmt::format("qubits[{}]", i);
      std::optional<double> readout, operational, as_0, as_1;
      if (!parameter((*found)[i], "readout_error", path, readout) ||
          !parameter((*found)[i], "prob_meas0_prep1", path, as_0) ||
          !parameter((*found)[i], "prob_meas1_prep0", path, as_1) ||
          !parameter((*found)[i], "operational", path, operational))
        return false;
      if (!readout) return fail(path, "parameter 'readout_error' is missing");
      for (const auto& [key, value] :
           {std::pair("readout_error", readout), {"prob_meas0_prep1", as_0}, {"prob_meas1_prep0", as_1}})
        if (value && !(*value >= 0 && *value <= 1))
          return fail(path, fmt::format("'{}' is not a probability, a number from 0 to 1", key));
      device_.qubits.push_back({*readout, 0, operational.value_or(1) != 0, as_1, as_0});
    }
    return true;
  }

  bool gates(const Json& properties) {
    const Json& list = properties["gates"];
    if (list.size() > 16 * max_device_couplers) return fail("gates", "has too many entries");
    for (std::size_t i = 0; i < list.size(); ++i)
      if (!gate(list[i], fmt::format("gates[{}]", i))) return false;
    return true;
  }

  bool gate(const Json& value, const std::string& path) {
    if (!value.is_object() || !value.contains("gate") || !value["gate"].is_string())
      return fail(path, "key 'gate' is missing or no string");
    std::vector<int> ends;
    if (!value.contains("qubits") || !places(value["qubits"], path + ".qubits", ends)) return false;
    const auto kind = value["gate"].get<std::string>();
    std::optional<double> error, operational;
    if (!value.contains("parameters")) return fail(path, "key 'parameters' is missing");
    if (!parameter(value["parameters"], "gate_error", path + ".parameters", error) ||
        !parameter(value["parameters"], "operational", path + ".parameters", operational))
      return false;
    if (error && !(*error >= 0)) return fail(path, "'gate_error' is negative");
    const bool works = error && *error < 1 && operational.value_or(1) != 0;
    if (ends.size() == 2 && kind != "rzz") add_coupler(ends[0], ends[1], works ? error : std::nullopt);
    const auto pulse = std::ranges::find(pulse_gates, kind);
    if (ends.size() == 1 && pulse != pulse_gates.end() && error)
      pulses_[{static_cast<std::size_t>(ends[0]), *pulse}] = std::min(*error, 1.0);
    return true;
  }

  bool places(const Json& list, const std::string& path, std::vector<int>& out) {
    if (!list.is_array()) return fail(path, "expected an array of qubits");
    for (const Json& q : list) {
      if (!q.is_number_unsigned() || q.get<std::uint64_t>() >= device_.size())
        return fail(path, fmt::format("expected qubits, integers from 0 to {}", device_.size() - 1));
      out.push_back(q.get<int>());
    }
    const bool twice = out.size() == 2 && out[0] == out[1];
    return !twice || fail(path, "a coupler needs two different qubits");
  }

  void add_coupler(int a, int b, std::optional<double> error) {
    std::optional<double>& known = errors_[std::minmax(a, b)];
    if (error && (!known || *error < *known)) known = error;
  }

  bool couplers(const Json& configuration) {
    if (configuration.is_null()) return true;
    const Json& map = configuration["coupling_map"];
    for (std::size_t i = 0; i < map.size(); ++i) {
      std::vector<int> ends;
      const std::string path = fmt::format("coupling_map[{}]", i);
      if (!places(map[i], path, ends)) return false;
      if (ends.size() != 2) return fail(path, "expected two qubits");
      add_coupler(ends[0], ends[1], std::nullopt);
    }
    return true;
  }

  Device device_;
  std::map<Ends, std::optional<double>> errors_;  ///< by ends, none: no gate that works
  std::map<std::pair<std::size_t, std::string_view>, double> pulses_;
};

}  // namespace

bool is_qiskit_properties(const Json& document) {
  return document.is_object() && document.contains("gates") && document["gates"].is_array() &&
         document.contains("qubits");
}

bool is_qiskit_configuration(const Json& document) {
  return document.is_object() && document.contains("coupling_map") && document["coupling_map"].is_array() &&
         !document.contains("qubits");
}

Result<Device> read_qiskit_device(const Json& properties, const JsonSource& source, const Json& configuration,
                                  const JsonSource& configuration_source) {
  return Reader(source).read(properties, configuration, configuration_source);
}

}  // namespace dqc
