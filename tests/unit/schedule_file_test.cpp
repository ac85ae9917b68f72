// schedule.json read in rows: what it says, in any order of its members, and one message with its place for
// each way in which a row can be wrong.
#include <string>
#include <vector>

#include "tests/unit/verify_files.h"
#include "tools/emitted/flat_json.h"

using namespace dqc;
using namespace dqc::test;
using emitted::EbitUse;
using emitted::FlatJson;
using emitted::ScheduleFile;

namespace {

/// Writes down what it is told, until `most` members and rows.
class Record : public emitted::FlatJsonReceiver {
 public:
  explicit Record(std::size_t most = 100) : most_(most) {}

  bool member(std::string_view key, const FlatJson& value) override {
    return add(std::string(key) + "=" + shown(value));
  }
  bool row(const FlatJson& value) override { return add("- " + shown(value)); }

  std::vector<std::string> seen;

 private:
  bool add(std::string text) {
    seen.push_back(std::move(text));
    return seen.size() < most_;
  }

  static std::string shown(const FlatJson& value) {
    std::size_t at = 0;
    return shown(value, at);
  }
  static std::string shown(const FlatJson& value, std::size_t& at) {
    const std::size_t here = at++;
    const FlatJson::Node& node = value[here];
    if (node.kind == FlatJson::Kind::null) return "null";
    if (node.kind == FlatJson::Kind::boolean) return "boolean";
    if (node.kind == FlatJson::Kind::integer) return std::to_string(node.integer);
    if (node.kind == FlatJson::Kind::real) return "real";
    if (node.kind == FlatJson::Kind::text) return "'" + std::string(value.text(here)) + "'";
    const bool object = node.kind == FlatJson::Kind::object;
    std::string all(object ? "{" : "[");
    for (std::uint32_t i = 0; i < node.size; ++i) {
      if (object) all += std::string(value.key(at)) + ":";
      all += shown(value, at) + " ";
    }
    CHECK(at == node.end);
    return all + (object ? "}" : "]");
  }

  std::size_t most_;
};

std::string json_error(const std::string& text) {
  Record record;
  const Status done = emitted::read_flat_json({text, "f.json"}, record);
  return done ? "" : located_message(done.error());
}

std::string schedule_error(const std::string& text) {
  const auto read = emitted::read_schedule(text);
  return read ? "" : located_message(read.error());
}

/// What is said of the worked example's schedule.json with one edit.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = worked_files().schedule;
  edit(text, from, to);
  return schedule_error(text);
}

void refused(const std::string& from, const std::string& to, const std::string& words) {
  const std::string said = edited(from, to);
  INFO(from, " -> ", to, ": ", said);
  CHECK(said.starts_with("schedule.json:"));
  CHECK(said.find(words) != std::string::npos);
}

}  // namespace

TEST_CASE("a document comes member by member, and its lists row by row") {
  const std::string text =
      R"({"a": 1, "l": [{"x": [1, {"y": "\u0041"}], "z": {}}, [], 2.5], "o": {"p": [true, null]}, "e": []})";
  Record all;
  REQUIRE(emitted::read_flat_json({text, ""}, all));
  CHECK(all.seen == std::vector<std::string>{"a=1", "l=[]", "- {x:[1 {y:'A' } ] z:{} }", "- []", "- real",
                                             "o={p:[boolean null ] }", "e=[]"});
  Record some(3);
  REQUIRE(emitted::read_flat_json({text, ""}, some));
  CHECK(some.seen.size() == 3);
}

TEST_CASE("numbers that no 64 bits hold are not whole ones") {
  Record record;
  REQUIRE(emitted::read_flat_json(
      {R"({"a": -9223372036854775808, "b": 9223372036854775807, "c": 9223372036854775808, "d": 1e3})", ""},
      record));
  CHECK(record.seen ==
        std::vector<std::string>{"a=-9223372036854775808", "b=9223372036854775807", "c=real", "d=real"});
}

TEST_CASE("the path to a node is what find_json_value() reads") {
  struct Paths : emitted::FlatJsonReceiver {
    bool member(std::string_view /*key*/, const FlatJson& value) override {
      for (std::size_t i = 0; i < value[0].end; ++i) paths.push_back(value.path(i));
      return true;
    }
    bool row(const FlatJson& /*value*/) override { return true; }
    std::vector<std::string> paths;
  } receiver;
  const std::string text = R"({"m": {"a": [[7], {"b": 8}], "c": 9}})";
  REQUIRE(emitted::read_flat_json({text, ""}, receiver));
  CHECK(receiver.paths == std::vector<std::string>{"", ".a", ".a[0]", ".a[0][0]", ".a[1]", ".a[1].b", ".c"});
  CHECK(text[find_json_value(text, "m" + receiver.paths[5]).begin] == '8');
}

TEST_CASE("a text that is no JSON object is refused where that is seen") {
  CHECK(json_error("").starts_with("f.json:1:1: "));
  CHECK(json_error("[1]") == "f.json:1:1: expected an object");
  CHECK(json_error("  3") == "f.json:1:3: expected an object");
  CHECK(json_error("{\"a\": 1,\n \"b\": }").starts_with("f.json:2:7: syntax error"));
  CHECK(json_error("{\"a\": [1, {\"b\": 2}").starts_with("f.json:1:"));
  CHECK(json_error("{\"a\": 1} x").starts_with("f.json:1:10: syntax error"));
  CHECK(json_error("{\"a\": \"\xff\"}").starts_with("f.json:1:"));
  CHECK(json_error("{\"a\": 1e999}").starts_with("f.json:1:"));
}

TEST_CASE("schedule.json says what it says in any order of its members") {
  const std::string written = worked_files().schedule;
  const auto read = emitted::read_schedule(written);
  REQUIRE(read);
  REQUIRE(read->ebits.size() == 5);
  const ScheduleFile::Ebit& whole = read->ebits[4];
  CHECK(!whole.link);
  CHECK(whole.use == EbitUse{EbitUse::Purpose::teleport, 0});
  CHECK(std::ranges::equal(read->list(whole.path), std::vector{0, 1, 2}));
  REQUIRE(read->swaps_of(whole).size() == 1);
  CHECK(read->swaps_of(whole)[0].ebits == std::array{2, 3});
  CHECK(read->ebits[0].release[0] == 130);
  CHECK(read->qpus[1].latency.hop == 5);
  CHECK(read->totals.at("makespan") == 394);

  // The QPUs and the default latency last, and a row the other way round.
  std::string turned = written;
  const std::size_t latency = turned.find(" \"latency\""), links = turned.find(" \"links\"");
  const std::string early = turned.substr(latency, links - latency);
  turned.erase(latency, links - latency);
  turned.insert(turned.rfind("\n}"), ",\n" + early.substr(0, early.rfind(',')));
  edit(turned, "\"id\": 0, \"kind\": \"link\"", "\"kind\": \"link\", \"id\": 0");
  const auto again = emitted::read_schedule(turned);
  REQUIRE_MESSAGE(again, schedule_error(turned));
  CHECK(again->qpus.size() == 3);
  CHECK(again->qpus[1].latency.hop == 5);
  Compiled c = worked_files();
  c.schedule = turned;
  CHECK(verified(c).proved);
}

TEST_CASE("members of the document are there once, and known") {
  for (const char* name : {"format", "version", "latency", "qpus", "links", "initial_map", "final_map",
                           "ebits", "messages", "packets", "teleports", "totals"}) {
    const std::string key = std::string(" \"") + name + "\":";
    refused(key, " \"other\":", "unknown key 'other'");
    // Behind the first one, under a name that may be missing.
    std::string text = worked_files().schedule;
    const std::size_t begin = text.find("\n" + key), end = text.find("\n \"", begin + 1);
    text = text.substr(0, begin) +
           (end == std::string::npos ? "\n \"time_unit\": \"tick\"\n}" : text.substr(end));
    if (end == std::string::npos) edit(text, " \"time_unit\": \"tick\",\n", "");
    CHECK(schedule_error(text) == "schedule.json:1:1: field '" + std::string(name) + "' is missing");
  }
  refused(" \"version\": 1,", " \"version\": 1, \"version\": 1,", "key 'version' is given twice");
  refused("\"dqc-schedule\"", "\"dqc-samples\"", "not a dqc-schedule of version 1");
  refused("\"version\": 1", "\"version\": 2", "schedule.json:3:13: version: not a dqc-schedule of version 1");
  refused("\"tick\"", "\"second\"", "time_unit: expected \"tick\"");
  refused("\"ebits\": [", "\"ebits\": 3, \"x\": [", "ebits: expected a list");
  refused("\"latency\": {", "\"latency\": [], \"x\": {", "latency: expected an object");
}

TEST_CASE("QPUs and links are refused with their place") {
  refused("\"id\": 1, \"data\"", "\"id\": 2, \"data\"", "qpus[1].id: QPU ids are not 0, 1, 2");
  refused("\"id\": 1, \"data\"", "\"id\": 1, \"data\": 2, \"data\"", "qpus[1]: key 'data' is given twice");
  refused("\"program\": \"qpu1", "\"colour\": 1, \"program\": \"qpu1", "qpus[1]: unknown key 'colour'");
  refused("\"comm\": 2, ", "", "qpus[1]: field 'comm' is missing");
  refused("\"comm\": 2", "\"comm\": \"2\"", "qpus[1].comm: expected a whole number");
  refused("\"comm\": 2", "\"comm\": 2.0", "qpus[1].comm: expected a whole number");
  refused("\"comm\": 2", "\"comm\": -2", "qpus[1].comm: -2 is not in 0 .. 10^9");
  refused("qpu1.qasm", "../qpu1.qasm", "qpus[1].program: expected a file name");
  refused("\"hop\": 5", "\"hop\": null", "latency.hop: expected a whole number");
  refused("\"links\": [\n  {\"qpus\": [0, 1]", "\"links\": [\n  {\"qpus\": [0]",
          "links[0].qpus: expected 2 elements");
  refused("\"qpus\": [1, 2], \"ebit_latency\"", "\"qpus\": [1, 3], \"ebit_latency\"",
          "links[1].qpus[1]: names QPU 3, which is not there");
  refused("\"fidelity\": 1.0}", "\"fidelity\": 1.5}",
          "links[0].fidelity: 1.5 is not greater than 0 and at most 1");
  refused("\"p_success\": 1.0", "\"p_success\": 0", "links[0].p_success: 0 is not greater");
}

TEST_CASE("maps name each qubit once") {
  const std::string first = "\"initial_map\": {\n  \"0\": ";
  refused(first, "\"initial_map\": {\n  \"5\": ", "initial_map.5: the keys are not");
  refused(first, "\"initial_map\": {\n  \"1\": ", "the keys are not");
  refused(first, "\"initial_map\": {\n  \"00\": ", "initial_map.00: the keys are not");
  refused(first + "[0, 0]", first + "[0]", "initial_map.0: expected [QPU, index]");
  refused(first + "[0, 0]", first + "[0, 0, \"data\"]", "initial_map.0[2]: expected \"comm\"");
  refused(first + "[0, 0]", first + "[7, 0]", "initial_map.0[0]: names QPU 7");
  refused("\"totals\": {", "\"demand\": {\"purification\": \"none\"},\n \"totals\": {",
          "demand.purification: expected");
  refused("\"final_bits\": [", "\"final_bits\": [{\"register\": \"c\", \"bits\": [{\"qpu\": 0}]}",
          "final_bits[0].bits[0]: field 'bit' is missing");
}

TEST_CASE("e-bits are refused with their place") {
  refused("\"kind\": \"link\"", "\"kind\": \"chain\"", "ebits[0].kind: expected");
  refused("\"kind\": \"link\"", "\"kind\": \"purified\"", "ebits[0].kind: purified with 0 rounds");
  refused("\"ref\": \"P0\"", "\"ref\": \"T0\"", "ebits[0].ref: expected P0, T0 or E0");
  refused("\"ref\": \"P0\"", "\"ref\": \"P00\"", "ebits[0].ref: expected");
  refused("\"purpose\": \"cat\"", "\"purpose\": \"dog\"", "ebits[0].ref: expected");
  refused("\"path\": [0, 1]", "\"path\": [0, \"1\"]", "ebits[0].path[1]: expected a whole number");
  refused("\"swaps\": [{", "\"swaps\": [7, {", "ebits[4].swaps[0]: expected an object");
  refused("\"ebits\": [2, 3]", "\"ebits\": [2]", "ebits[4].swaps[0].ebits: expected 2 elements");
  refused("\"comm\": {\"0\": 0, \"1\": 0}", "\"comm\": {\"0\": 0}", "ebits[0].comm: field '1' is missing");
  refused("\"comm\": {\"0\": 0, \"1\": 0}", "\"comm\": {\"0\": 0, \"2\": 0}",
          "ebits[0].comm.2: the keys are not");
  refused("\"comm\": {\"0\": 0, \"1\": 0}", "\"comm\": {\"0\": 0, \"0\": 0}", "the keys are not");
  refused("\"release\": {\"0\": ", "\"release\": {\"7\": ", "ebits[0].release.7: the keys are not");
  refused("\"gen_start\": 0", "\"gen_start\": 0, \"rounds\": 65, \"spare\": {\"0\": [], \"1\": []}",
          "ebits[0].rounds: more than 64 rounds");
  refused("\"gen_start\": 0", "\"gen_start\": 0, \"rounds\": 1", "ebits[0]: field 'spare' is missing");
  refused("\"raw_pairs\": 1.0", "\"raw_pairs\": \"1\"", "ebits[0].raw_pairs: expected a number");
  refused("\"first_use\": 100", "\"first_use\": {}", "ebits[0].first_use: expected a whole number");
  refused("\"ebits\": [\n  {", "\"ebits\": [\n  7,\n  {", "ebits[0]: expected an object");
}

TEST_CASE("messages, packets, teleports and totals are refused with their place") {
  refused("\"bits\": 1", "\"bits\": 2", "messages[0].bits: a message carries one bit");
  refused("\"sent\": 130", "\"sent\": 1e2", "messages[0].sent: expected a whole number");
  refused("\"id\": \"P0\"", "\"id\": \"P1\"", "packets[0].id: ids are not P0, P1");
  refused("\"id\": \"P0\"", "\"id\": 0", "packets[0].id: expected a text");
  refused("\"tree\": [{\"ebit\": 0, ", "\"tree\": [{", "packets[0].tree[0]: field 'ebit' is missing");
  refused("\"edge\": [0, 1]", "\"edge\": [0, 1, 2]", "packets[0].tree[0].edge: expected 2 elements");
  refused("\"z_corrections\": [", "\"z_corrections\": [null, ",
          "packets[0].z_corrections[0]: expected a whole number");
  refused("\"source_gates\": [", "\"source_gates\": [\"x\", ",
          "packets[0].source_gates[0]: expected a whole number");
  refused("\"id\": \"T0\"", "\"id\": \"P0\"", "teleports[0].id: ids are not T0, T1");
  refused("\"logical\": 1", "\"logical\": true", "teleports[0].logical: expected a whole number");
  refused("\"makespan\": 394", "\"makespan\": 394.5", "totals.makespan: expected a whole number");
  refused("\"makespan\": 394", "\"makespan\": 394, \"colour\": 1", "totals: unknown key 'colour'");
  refused("\"peak_comm\": [", "\"peak_comm\": [[], ", "totals.peak_comm[0]: expected a whole number");
}

TEST_CASE("what is for an e-bit is written in one way") {
  CHECK(emitted::read_ebit_use("cat", "P3") == EbitUse{EbitUse::Purpose::cat, 3});
  CHECK(emitted::read_ebit_use("swap", "E0") == EbitUse{EbitUse::Purpose::swap, 0});
  CHECK(described(EbitUse{EbitUse::Purpose::teleport, 12}) == "teleport T12");
  for (const char* label : {"", "P", "P01", "P-1", "P+1", "P 1", "P1x", "p1", "E1", "P99999999999"})
    CHECK(!emitted::read_ebit_use("cat", label));
  CHECK(!emitted::read_ebit_use("", "P1"));
}
