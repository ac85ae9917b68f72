// Devices from JSON: all forms, each way they can be wrong, and the calibration records of ../shared.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "frontend/device_reader.h"
#include "passes/support/diagnostic.h"

namespace dqc {
namespace {

std::string device_error(const std::string& text) {
  const auto device = parse_device_json(text, "dev.json");
  REQUIRE_FALSE(bool(device));
  CHECK(device.error().code == ExitCode::bad_input);
  return located_message(device.error());
}

TEST_CASE("device: a plain file") {
  const auto device = parse_device_json(R"({
    "name": "lab",
    "qubits": [{"readout_error": 0.02, "gate_error": 0.001}, {"readout_error": 0.03, "operational": false},
               {"readout_error": 0}],
    "couplers": [{"qubits": [2, 1], "error": 0.01}, {"qubits": [0, 1], "faulty": true},
                 {"qubits": [0, 2], "error": 1.5}]})",
                                        "dev.json");
  REQUIRE_MESSAGE(bool(device), device.error().message);
  const Device expected{"lab",
                        {{0.02, 0.001, true}, {0.03, 0, false}, {0, 0, true}},
                        {{0, 1, 1, true}, {0, 2, 1, true}, {1, 2, 0.01, false}}};
  CHECK(*device == expected);
}

TEST_CASE("device: a calibration record") {
  const auto device = parse_device_json(R"({
    "format": "qdev-1", "name": "two", "vendor": "V", "n_qubits": 2,
    "qubits": [{"id": 0, "T1_us": 55, "readout_error": 0.02, "gates": {"sx": {"error": 0.0003}, "x": {"error": 1}}},
               {"id": 1, "readout_error": 0.04, "p_meas0_prep1": 0.06, "p_meas1_prep0": 0.02, "operational": true,
                "gates": {}}],
    "edges": [{"a": 0, "b": 1, "gate": "cx", "native": "ab", "error": 0.007, "ns": 300, "faulty": false}]})",
                                        "dev.json");
  REQUIRE_MESSAGE(bool(device), device.error().message);
  CHECK(*device ==
        Device{"two", {{0.02, 0.0003, true}, {0.04, 0, true, 0.02, 0.06}}, {{0, 1, 0.007, false}}});
}

TEST_CASE("device: what is wrong is named with its place") {
  const std::string qubits = R"("qubits": [{"readout_error": 0.1}, {"readout_error": 0.1}])";
  CHECK(device_error("{\n ]") ==
        "dev.json:2:2: syntax error while parsing object key - unexpected ']'; expected "
        "string literal");
  CHECK(device_error("[]") == "dev.json:1:1: expected an object");
  CHECK(device_error(R"({"format": "v2"})") == "dev.json:1:12: format: expected \"qdev-1\"");
  CHECK(device_error(R"({"qubit": []})") ==
        "dev.json:1:2: unknown key 'qubit', expected name, qubits, couplers");
  CHECK(device_error(R"({"name": "x"})") == "dev.json:1:1: key 'qubits' is missing");
  CHECK(device_error(R"({"name": 3})") == "dev.json:1:10: name: expected a string");
  CHECK(device_error(R"({"qubits": [], "couplers": []})") ==
        "dev.json:1:12: qubits: expected at least one qubit");
  CHECK(device_error(R"({"qubits": [{}], "couplers": []})") ==
        "dev.json:1:13: qubits[0]: key 'readout_error' is missing");
  CHECK(device_error(R"({"qubits": [{"readout_error": 1.5}], "couplers": []})") ==
        "dev.json:1:31: qubits[0].readout_error: expected a probability, a number from 0 to 1");
  CHECK(device_error("{" + qubits + "}") == "dev.json:1:1: key 'couplers' is missing");
  CHECK(device_error("{" + qubits + R"(, "couplers": [{"qubits": [0, 2], "error": 0.1}]})") ==
        "dev.json:1:90: couplers[0].qubits[1]: expected a qubit, an integer from 0 to 1");
  CHECK(device_error("{" + qubits + R"(, "couplers": [{"qubits": [1, 1], "error": 0.1}]})") ==
        "dev.json:1:75: couplers[0]: a coupler needs two different qubits");
  CHECK(device_error("{" + qubits + R"(, "couplers": [{"qubits": [0, 1]}]})") ==
        "dev.json:1:75: couplers[0]: key 'error' is missing");
  CHECK(device_error("{" + qubits + R"(, "couplers": [{"qubits": [0, 1], "error": -1}]})") ==
        "dev.json:1:103: couplers[0].error: expected an error rate, a number of 0 or more");
  CHECK(device_error(
            "{" + qubits +
            R"(, "couplers": [{"qubits": [0, 1], "error": 0.1}, {"qubits": [1, 0], "error": 0.1}]})") ==
        "dev.json:1:109: couplers[1]: two couplers join the qubits 0 and 1");
  CHECK(device_error(R"({"format": "qdev-1", "qubits": [{"id": 1, "readout_error": 0.1}], "edges": []})") ==
        "dev.json:1:40: qubits[0].id: expected 0, qubits stand in the order of their ids");
  CHECK(device_error(R"({"format": "qdev-1", "qubits": [{"id": 0}], "edges": []})") ==
        "dev.json:1:33: qubits[0]: key 'readout_error' is missing");
  CHECK(device_error(R"({"format": "qdev-1", "format": "qdev-1"})") ==
        "dev.json:1:22: key 'format' is given twice in one object");
}

TEST_CASE("device: the properties of a backend") {
  const auto device = parse_device_json(R"({
    "backend_name": "b", "last_update_date": "2024",
    "qubits": [[{"name": "T1", "value": 50}, {"name": "readout_error", "value": 0.02}],
               [{"name": "readout_error", "value": 0.03}, {"name": "operational", "value": 0}],
               [{"name": "readout_error", "value": 0.04}, {"name": "prob_meas0_prep1", "value": 0.06},
                {"name": "prob_meas1_prep0", "value": 0.02}]],
    "gates": [{"gate": "x", "qubits": [0], "parameters": [{"name": "gate_error", "value": 0.2}]},
              {"gate": "sx", "qubits": [0], "parameters": [{"name": "gate_error", "value": 0.001}]},
              {"gate": "ecr", "qubits": [1, 0], "parameters": [{"name": "gate_error", "value": 0.02}]},
              {"gate": "ecr", "qubits": [0, 1], "parameters": [{"name": "gate_error", "value": 0.01}]},
              {"gate": "rzz", "qubits": [0, 1], "parameters": [{"name": "gate_error", "value": 0.001}]},
              {"gate": "cz", "qubits": [1, 2], "parameters": [{"name": "gate_error", "value": 1}]},
              {"gate": "cz", "qubits": [0, 2], "parameters": [{"name": "gate_length", "value": 5}]}]})",
                                        "props.json");
  REQUIRE_MESSAGE(bool(device), device.error().message);
  const Device expected{"b",
                        {{0.02, 0.001, true}, {0.03, 0, false}, {0.04, 0, true, 0.02, 0.06}},
                        {{0, 1, 0.01, false}, {0, 2, 1, true}, {1, 2, 1, true}}};
  CHECK(*device == expected);
  CHECK(device_error(R"({"qubits": [[{"name": "T1", "value": 5}]], "gates": []})") ==
        "dev.json:1:13: qubits[0]: parameter 'readout_error' is missing");
  CHECK(device_error(R"({"qubits": [[{"name": "readout_error", "value": "x"}]], "gates": []})") ==
        "dev.json:1:14: qubits[0][0]: 'readout_error' has no value that is a number");
  CHECK(device_error(R"({"qubits": [[{"name": "readout_error", "value": 2}]], "gates": []})") ==
        "dev.json:1:13: qubits[0]: 'readout_error' is not a probability, a number from 0 to 1");
  const std::string one = R"({"qubits": [[{"name": "readout_error", "value": 0.1}]], "gates": [)";
  CHECK(device_error(one + R"({"gate": "cx", "qubits": [0, 1], "parameters": []}]})") ==
        "dev.json:1:92: gates[0].qubits: expected qubits, integers from 0 to 0");
  CHECK(device_error(one + R"({"gate": "cx", "qubits": [0, 0], "parameters": []}]})") ==
        "dev.json:1:92: gates[0].qubits: a coupler needs two different qubits");
  CHECK(device_error(one + R"({"qubits": [0]}]})") ==
        "dev.json:1:67: gates[0]: key 'gate' is missing or no string");
  CHECK(device_error(R"({"n_qubits": 2, "coupling_map": [[0, 1]]})") ==
        "dev.json:1:1: a backend's configuration has no error rates");
}

TEST_CASE("device: a file that is not there") {
  const auto device = read_device("/nonexistent/dev.json");
  REQUIRE_FALSE(bool(device));
  CHECK(device.error().code == ExitCode::io);
}

TEST_CASE("device: calibration records") {
  const std::string folder = DQC_SOURCE_DIR "/../shared/data/devices/";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no " << folder);
    return;
  }
  const auto brisbane = read_device(folder + "brisbane.json");
  REQUIRE_MESSAGE(bool(brisbane), brisbane.error().message);
  CHECK(brisbane->name == "brisbane");
  CHECK(brisbane->size() == 127);
  CHECK(brisbane->couplers.size() == 144);
  CHECK(std::ranges::count(brisbane->couplers, true, &Coupler::faulty) == 1);
  const auto miami = read_device(folder + "miami.json");
  REQUIRE_MESSAGE(bool(miami), miami.error().message);
  CHECK(miami->couplers.size() == 218);
  CHECK(std::ranges::count(miami->couplers, true, &Coupler::faulty) == 7);
}

}  // namespace
}  // namespace dqc
