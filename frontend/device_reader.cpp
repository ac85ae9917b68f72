#include "frontend/device_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "frontend/json_text.h"
#include "frontend/network_limits.h"
#include "frontend/qiskit_device.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Json = nlohmann::json;

class Reader : private JsonReader {
 public:
  explicit Reader(const JsonSource& source) : JsonReader(source) {}
  Result<Device> device(const Json& document);

 private:
  bool array(const Json& document, const char* key, std::size_t longest);
  bool number(const Json& owner, const char* key, const std::string& path, double highest, double& out);
  bool flips(const Json& owner, const std::string& path, DeviceQubit& qubit);
  bool flag(const Json& owner, const char* key, const std::string& path, bool& out);
  bool end(const Json& value, const std::string& path, int& out);
  bool record_qubit(const Json& value, const std::string& path);
  bool record_coupler(const Json& value, const std::string& path);
  bool plain_qubit(const Json& value, const std::string& path);
  bool plain_coupler(const Json& value, const std::string& path);
  bool add_coupler(Coupler coupler, bool has_error, const std::string& path);
  bool body(const Json& document, const char* couplers, bool record);

  Device device_;
  std::set<std::pair<int, int>> ends_;  ///< of the couplers read
};

bool Reader::array(const Json& document, const char* key, std::size_t longest) {
  const auto found = document.find(key);
  if (found == document.end()) return fail("", fmt::format("key '{}' is missing", key));
  if (!found->is_array()) return fail(key, "expected an array");
  if (found->size() > longest)
    return fail(key, fmt::format("has {} entries, more than the limit of {}", found->size(), longest));
  return true;
}

/// Leaves `out` alone if `owner` has no such key.
bool Reader::number(const Json& owner, const char* key, const std::string& path, double highest,
                    double& out) {
  const auto found = owner.find(key);
  if (found == owner.end()) return true;
  if (!found->is_number() || !(found->get<double>() >= 0 && found->get<double>() <= highest))
    return fail(path + "." + key, highest == 1 ? "expected a probability, a number from 0 to 1"
                                               : "expected an error rate, a number of 0 or more");
  out = found->get<double>();
  return true;
}

/// The two ways in which a measurement goes wrong, where they are given.
bool Reader::flips(const Json& owner, const std::string& path, DeviceQubit& qubit) {
  double as_1 = -1, as_0 = -1;
  if (!number(owner, "p_meas1_prep0", path, 1, as_1) || !number(owner, "p_meas0_prep1", path, 1, as_0))
    return false;
  if (as_1 >= 0) qubit.reads_0_as_1 = as_1;
  if (as_0 >= 0) qubit.reads_1_as_0 = as_0;
  return true;
}

bool Reader::flag(const Json& owner, const char* key, const std::string& path, bool& out) {
  const auto found = owner.find(key);
  if (found == owner.end()) return true;
  if (!found->is_boolean()) return fail(path + "." + key, "expected true or false");
  out = found->get<bool>();
  return true;
}

bool Reader::end(const Json& value, const std::string& path, int& out) {
  const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() < device_.size();
  if (!fits) return fail(path, fmt::format("expected a qubit, an integer from 0 to {}", device_.size() - 1));
  out = value.get<int>();
  return true;
}

bool Reader::record_qubit(const Json& value, const std::string& path) {
  if (!value.is_object()) return fail(path, "expected an object");
  const auto id = value.find("id");
  if (id != value.end() && !(id->is_number_unsigned() && id->get<std::uint64_t>() == device_.size()))
    return fail(path + ".id",
                fmt::format("expected {}, qubits stand in the order of their ids", device_.size()));
  DeviceQubit qubit;
  if (!value.contains("readout_error")) return fail(path, "key 'readout_error' is missing");
  if (!number(value, "readout_error", path, 1, qubit.readout_error) || !flips(value, path, qubit) ||
      !flag(value, "operational", path, qubit.operational))
    return false;
  const auto gates = value.find("gates");
  if (gates != value.end()) {
    if (!gates->is_object()) return fail(path + ".gates", "expected an object");
    for (const char* gate : {"x", "u3", "sx"}) {  // the last one that is there counts
      const auto found = gates->find(gate);
      if (found == gates->end()) continue;
      const std::string here = path + ".gates." + gate;
      if (!found->is_object()) return fail(here, "expected an object");
      if (!number(*found, "error", here, 1, qubit.gate_error)) return false;
    }
  }
  device_.qubits.push_back(qubit);
  return true;
}

bool Reader::record_coupler(const Json& value, const std::string& path) {
  if (!value.is_object()) return fail(path, "expected an object");
  for (const char* key : {"a", "b"})
    if (!value.contains(key)) return fail(path, fmt::format("key '{}' is missing", key));
  Coupler coupler;
  return end(value["a"], path + ".a", coupler.a) && end(value["b"], path + ".b", coupler.b) &&
         number(value, "error", path, 1e9, coupler.error) && flag(value, "faulty", path, coupler.faulty) &&
         add_coupler(coupler, value.contains("error"), path);
}

bool Reader::plain_qubit(const Json& value, const std::string& path) {
  DeviceQubit qubit;
  if (!object(value, path, {"readout_error", "p_meas0_prep1", "p_meas1_prep0", "gate_error", "operational"}))
    return false;
  if (!value.contains("readout_error")) return fail(path, "key 'readout_error' is missing");
  if (!number(value, "readout_error", path, 1, qubit.readout_error) ||
      !number(value, "gate_error", path, 1, qubit.gate_error) || !flips(value, path, qubit) ||
      !flag(value, "operational", path, qubit.operational))
    return false;
  device_.qubits.push_back(qubit);
  return true;
}

bool Reader::plain_coupler(const Json& value, const std::string& path) {
  if (!object(value, path, {"qubits", "error", "faulty"})) return false;
  const auto ends = value.find("qubits");
  if (ends == value.end()) return fail(path, "key 'qubits' is missing");
  if (!ends->is_array() || ends->size() != 2) return fail(path + ".qubits", "expected two qubits");
  Coupler coupler;
  if (!end((*ends)[0], path + ".qubits[0]", coupler.a) || !end((*ends)[1], path + ".qubits[1]", coupler.b) ||
      !number(value, "error", path, 1e9, coupler.error) || !flag(value, "faulty", path, coupler.faulty))
    return false;
  if (!coupler.faulty && !value.contains("error")) return fail(path, "key 'error' is missing");
  return add_coupler(coupler, value.contains("error"), path);
}

bool Reader::add_coupler(Coupler coupler, bool has_error, const std::string& path) {
  if (coupler.a == coupler.b) return fail(path, "a coupler needs two different qubits");
  if (coupler.b < coupler.a) std::swap(coupler.a, coupler.b);
  if (!ends_.insert({coupler.a, coupler.b}).second)
    return fail(path, fmt::format("two couplers join the qubits {} and {}", coupler.a, coupler.b));
  if (!has_error || coupler.error >= 1) {
    coupler.error = 1;
    coupler.faulty = true;
  }
  device_.couplers.push_back(coupler);
  return true;
}

bool Reader::body(const Json& document, const char* couplers, bool record) {
  if (!array(document, "qubits", max_device_qubits) || !array(document, couplers, max_device_couplers))
    return false;
  if (document["qubits"].empty()) return fail("qubits", "expected at least one qubit");
  std::size_t i = 0;
  for (const Json& value : document["qubits"]) {
    const std::string path = fmt::format("qubits[{}]", i++);
    if (!(record ? record_qubit(value, path) : plain_qubit(value, path))) return false;
  }
  i = 0;
  for (const Json& value : document[couplers]) {
    const std::string path = fmt::format("{}[{}]", couplers, i++);
    if (!(record ? record_coupler(value, path) : plain_coupler(value, path))) return false;
  }
  std::ranges::sort(device_.couplers, {}, [](const Coupler& c) { return std::pair(c.a, c.b); });
  return true;
}

Result<Device> Reader::device(const Json& document) {
  bool ok = document.is_object() || fail("", "expected an object");
  const auto format = ok ? document.find("format") : document.end();
  const bool record = ok && format != document.end();
  if (record && *format != "qdev-1")
    ok = fail("format", "expected \"qdev-1\"", "a device written by hand has no key 'format'");
  if (ok && !record) ok = object(document, "", {"name", "qubits", "couplers"});
  if (ok && document.contains("name")) {
    if (document["name"].is_string())
      device_.name = document["name"].get<std::string>();
    else
      ok = fail("name", "expected a string");
  }
  if (ok && std::ranges::any_of(device_.name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    ok = fail("name", "expected a string without control characters");
  ok = ok && body(document, record ? "edges" : "couplers", record);
  if (!ok) return *error_;
  return std::move(device_);
}

/// "dir/props_x.json" for "dir/conf_x.json", else "".
std::string properties_beside(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0
  if (!path.substr(name).starts_with("conf_")) return "";
  return path.substr(0, name) + "props_" + path.substr(name + 5);
}

/// The snapshot whose configuration is read already.
Result<Device> read_pair(const Json& configuration, const JsonSource& configuration_source,
                         const std::string& properties_path) {
  const auto text = read_file(properties_path);
  if (!text) return text.error();
  const JsonSource source{*text, properties_path};
  const auto properties = parse_json(source);
  if (!properties) return properties.error();
  if (!is_qiskit_properties(*properties))
    return source.error_at(find_json_value(*text, ""), "expected the properties of a backend");
  return read_qiskit_device(*properties, source, configuration, configuration_source);
}

}  // namespace

Result<Device> parse_device_json(std::string_view text, std::string_view name) {
  const JsonSource source{text, name};
  const auto document = parse_json(source);
  if (!document) return document.error();
  if (is_qiskit_properties(*document)) return read_qiskit_device(*document, source, nullptr, {});
  if (is_qiskit_configuration(*document))
    return source.error_at(find_json_value(text, ""), "a backend's configuration has no error rates",
                           "name the file of its properties (props_*.json)");
  return Reader(source).device(*document);
}

Result<Device> read_device(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  if (const std::string properties = properties_beside(path); !properties.empty()) {
    const JsonSource source{*text, path};
    const auto configuration = parse_json(source);
    if (!configuration) return configuration.error();
    if (is_qiskit_configuration(*configuration)) return read_pair(*configuration, source, properties);
  }
  return parse_device_json(*text, path == "-" ? "<stdin>" : path);
}

}  // namespace dqc
