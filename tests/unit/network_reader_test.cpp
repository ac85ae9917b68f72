// Networks from SPECs and JSON: what they become, and each way they can be wrong.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "frontend/network_reader.h"
#include "passes/support/diagnostic.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using Pairs = std::vector<std::pair<int, int>>;

Network spec(const std::string& text) {
  auto network = parse_network_spec(text);
  REQUIRE_MESSAGE(bool(network), network.error().message);
  return std::move(*network);
}

Network json(const std::string& text) {
  auto network = parse_network_json(text, "net.json");
  REQUIRE_MESSAGE(bool(network), network.error().message);
  return std::move(*network);
}

Pairs links(const Network& network) {
  Pairs pairs;
  for (const Link& l : network.links) pairs.emplace_back(l.a.value(), l.b.value());
  return pairs;
}

std::string json_error(const std::string& text, ExitCode code = ExitCode::bad_input) {
  const auto network = parse_network_json(text, "net.json");
  REQUIRE_FALSE(bool(network));
  CHECK(network.error().code == code);
  return located_message(network.error());
}

std::string spec_error(const std::string& text) {
  const auto network = parse_network_spec(text);
  REQUIRE_FALSE(bool(network));
  CHECK(network.error().code == ExitCode::usage);
  return network.error().message + " | " + network.error().hint;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string two_qpus = "{\"qpus\": [{\"id\": 0}, {\"id\": 1}], \"links\": [";

}  // namespace

TEST_CASE("network spec: shapes") {
  CHECK(links(spec("complete:4")) == Pairs{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}});
  CHECK(links(spec("line:4")) == Pairs{{0, 1}, {1, 2}, {2, 3}});
  CHECK(links(spec("ring:4")) == Pairs{{0, 1}, {0, 3}, {1, 2}, {2, 3}});
  CHECK(links(spec("star:4")) == Pairs{{0, 1}, {0, 2}, {0, 3}});
  CHECK(links(spec("grid:2x3")) == Pairs{{0, 1}, {0, 3}, {1, 2}, {1, 4}, {2, 5}, {3, 4}, {4, 5}});
  CHECK(links(spec("ring:2")) == Pairs{{0, 1}});
  for (const char* one : {"complete:1", "line:1", "ring:1", "star:1", "grid:1x1"})
    CHECK(spec(one).size() == 1);
  for (const char* any : {"complete:7", "line:7", "ring:7", "star:7", "grid:3x5"})
    CHECK(spec(any).connected());
}

TEST_CASE("network spec: data and comm in any order, or left open") {
  CHECK(spec("line:2").qpus[0].data == -1);
  CHECK(spec("line:2").qpus[0].comm == -1);
  for (const char* text : {"line:2,data=5,comm=3", "line:2,comm=3,data=5"}) {
    const Network n = spec(text);
    for (const Qpu& q : n.qpus) CHECK((q.data == 5 && q.comm == 3));
    CHECK(n.qpus[1].external_id == 1);
  }
  CHECK(spec("line:2,comm=1000000").qpus[1].comm == 1000000);
}

TEST_CASE("network spec: errors") {
  CHECK(contains(spec_error("rng:4"), "did you mean 'ring'?"));
  CHECK(contains(spec_error("line:4,dta=3"), "did you mean 'data'?"));
  CHECK(contains(spec_error("line:4,data=3,data=4"), "given twice"));
  CHECK(contains(spec_error("line:0"), "'0' is not a number of QPUs"));
  CHECK(contains(spec_error("line:-1"), "'-1' is not a number of QPUs"));
  CHECK(contains(spec_error("line:4x"), "'4x' is not a number of QPUs"));
  CHECK(contains(spec_error("line:99999999999999999999"), "is not a number of QPUs"));
  CHECK(contains(spec_error("complete:4096"), "more than the limit"));
  CHECK(contains(spec_error("grid:3"), "is not the size of a grid"));
  CHECK(contains(spec_error("grid:100x100"), "is not the size of a grid"));
  CHECK(contains(spec_error("line:4,data=-1"), "'-1' is not a value of 'data'"));
  CHECK(contains(spec_error("line:4,data="), "'' is not a value of 'data'"));
  CHECK(contains(spec_error("line:4,"), "unknown option ''"));
  CHECK(contains(spec_error("nothing"), "'nothing' is not a network"));
}

TEST_CASE("network json: all that can be stated") {
  const Network n = json(R"({
    "qpus": [{"id": 70, "data": 5, "comm": 3, "name": "alice", "device": "fez.json",
              "latency": {"q1": 2, "q2": 20, "measure": 30, "reset": 4}},
             {"id": 3}],
    "links": [{"qpus": [70, 3], "ebit_latency": 50, "p_success": 0.5, "fidelity": 0.97, "capacity": 2, "cost": 8}],
    "latency": {"q2": 11, "hop": 7, "epr": 200}
  })");
  REQUIRE(n.size() == 2);
  CHECK(n.qpus[0].external_id == 3);
  CHECK(n.qpus[0].data == -1);
  CHECK(n.qpus[0].latency == Latency{1, 11, 20, 1, 200, 7});
  CHECK(n.qpus[1].external_id == 70);
  CHECK(n.qpus[1].name == "alice");
  CHECK(n.qpus[1].device == "fez.json");
  CHECK(n.qpus[1].latency == Latency{2, 20, 30, 4, 200, 7});
  REQUIRE(n.links.size() == 1);
  CHECK(n.links[0] == Link{QpuId(0), QpuId(1), 50, 0.5, 0.97, 2, 8});
}

TEST_CASE("network json: a link without latency takes the network's epr") {
  CHECK(json(R"({"qpus":[{"id":0},{"id":1}],"links":[{"qpus":[1,0]}],"latency":{"epr":77}})").links[0] ==
        Link{QpuId(0), QpuId(1), 77, 1, 1, 0});
  CHECK(json(two_qpus + "{\"qpus\": [0, 1]}]}").links[0].ebit_latency == 100);
}

TEST_CASE("network json: one QPU needs no links") { CHECK(json(R"({"qpus":[{"id":9}]})").size() == 1); }

TEST_CASE("network json: syntax errors have line and column") {
  CHECK(contains(json_error("{\n  \"qpus\": [}\n"), "net.json:2:12: syntax error"));
  CHECK(contains(json_error(""), "net.json:1:1: "));
  CHECK(contains(json_error("{\"qpus\": [{\"id\": 0}]"), "net.json:1:21: "));
}

TEST_CASE("network json: semantic errors name the place") {
  CHECK(json_error("[]") == "net.json:1:1: expected an object");
  CHECK(json_error("{}") == "net.json:1:1: key 'qpus' is missing");
  CHECK(json_error(R"({"qpus": []})") == "net.json:1:10: qpus: expected at least one QPU");
  CHECK(json_error(R"({"qpus": 3})") == "net.json:1:10: qpus: expected an array");
  CHECK(json_error(R"({"qpus": [3]})") == "net.json:1:11: qpus[0]: expected an object");
  CHECK(json_error(R"({"qpus": [{"data": 3}]})") == "net.json:1:11: qpus[0]: key 'id' is missing");
  CHECK(contains(json_error(R"({"qpus": [{"id": -1}]})"),
                 "net.json:1:18: qpus[0].id: expected an integer from 0"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "data": -1}]})"),
                 "qpus[0].data: expected an integer from 0"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "data": 1.5}]})"), "qpus[0].data: expected an integer"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "comm": 18446744073709551615}]})"), "qpus[0].comm"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "name": 3}]})"), "qpus[0].name: expected a string"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "latency": {"hop": 3}}]})"),
                 "qpus[0].latency: unknown key 'hop'"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0, "latency": {"q1": -3}}]})"), "qpus[0].latency.q1"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 0}], "latency": 3})"), "latency: expected an object"));
  CHECK(contains(json_error(R"({"qpus": [{"id": 4}, {"id": 4}]})"),
                 "net.json:1:29: qpus[1].id: two QPUs have the id 4"));
  CHECK(contains(json_error(R"({"qpus": [], "qpus": []})"), "net.json:1:14: key 'qpus' is given twice"));
}

TEST_CASE("network json: links") {
  CHECK(json_error(two_qpus + "{\"qpus\": [0, 7]}]}") ==
        "net.json:1:57: links[0].qpus[1]: no QPU has the id 7");
  CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 0]}]}"),
                 "links[0].qpus: a link needs two different QPUs"));
  CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 1]}, {\"qpus\": [1, 0]}]}"),
                 "links[1].qpus: two links join QPU 0 and QPU 1"));
  CHECK(contains(json_error(two_qpus + "{\"qpus\": [0]}]}"), "links[0].qpus: expected the ids of two QPUs"));
  CHECK(contains(json_error(two_qpus + "{}]}"), "links[0]: key 'qpus' is missing"));
  CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, \"1\"]}]}"),
                 "links[0].qpus[1]: expected the id of a QPU"));
  for (const char* bad : {"0", "-0.5", "1.5", "\"1\"", "null"}) {
    CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 1], \"p_success\": " + bad + "}]}"),
                   "links[0].p_success"));
    CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 1], \"fidelity\": " + bad + "}]}"),
                   "links[0].fidelity"));
  }
  CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 1], \"capacity\": 0}]}"), "links[0].capacity"));
  CHECK(
      contains(json_error(two_qpus + "{\"qpus\": [0, 1], \"ebit_latency\": -1}]}"), "links[0].ebit_latency"));
  for (const char* bad : {"0", "1.5", "1000001", "\"1\""})
    CHECK(contains(json_error(two_qpus + "{\"qpus\": [0, 1], \"cost\": " + bad + "}]}"), "links[0].cost"));
}

TEST_CASE("network json: unknown keys with a suggestion") {
  const auto network = parse_network_json(R"({"qpus": [{"id": 0, "dta": 3}]})", "net.json");
  REQUIRE_FALSE(bool(network));
  CHECK(located_message(network.error()) ==
        "net.json:1:21: qpus[0]: unknown key 'dta', expected id, data, comm, name, device, latency");
  CHECK(network.error().place->end_column == 26);
  CHECK(network.error().hint == "did you mean 'data'?");
}

TEST_CASE("network json: a network that is not connected is infeasible") {
  const std::string message = json_error(
      R"({"qpus": [{"id": 5}, {"id": 2}, {"id": 8}], "links": [{"qpus": [2, 5]}]})", ExitCode::infeasible);
  CHECK(message == "net.json: the network is not connected: QPU 2 and QPU 8 cannot reach each other");
}

TEST_CASE("read_network: a file goes before a SPEC, and neither is an I/O error") {
  namespace fs = std::filesystem;
  const std::string path = (fs::temp_directory_path() / "dqc-network-test.json").string();
  REQUIRE(bool(write_file(path, two_qpus + "{\"qpus\": [0, 1]}]}")));
  const auto from_file = read_network(path);
  fs::remove(path);
  REQUIRE(bool(from_file));
  CHECK(from_file->size() == 2);
  const auto from_spec = read_network("line:3");
  REQUIRE(bool(from_spec));
  CHECK(from_spec->size() == 3);
  const auto missing = read_network("no/such/file.json");
  REQUIRE_FALSE(bool(missing));
  CHECK(missing.error().code == ExitCode::io);
}

}  // namespace dqc
