// The rules over the QPUs' programs and schedule.json: the worked example holds to them, and one edit for
// each rule does not.
#include <string>

#include "tests/unit/verify_files.h"

using namespace dqc;
using namespace dqc::test;

namespace {

/// The edited text must be rejected for a reason that has `words` in it.
void rejected(const Compiled& c, const std::string& words) {
  const verify::VerifyReport report = verified(c);
  CHECK(!report.proved);
  std::string all = report.trouble;
  for (const auto& d : report.differences) all += told(d) + "\n";
  INFO(all);
  CHECK(all.find(words) != std::string::npos);
}

void qpu(std::size_t index, const std::string& from, const std::string& to, const std::string& words) {
  Compiled c = worked_files();
  edit(c.qpus[index], from, to);
  INFO("qpu", index, ": ", from, " -> ", to);
  rejected(c, words);
}

void schedule(const std::string& from, const std::string& to, const std::string& words) {
  Compiled c = worked_files();
  edit(c.schedule, from, to);
  INFO("schedule: ", from, " -> ", to);
  rejected(c, words);
}

/// A teleported measurement result: QPU 0 measures, QPU 1 acts on it, and measures under a condition.
Compiled with_bits() {
  Compiled c;
  const std::string head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";
  c.source = head +
             "qubit[2] q;\nbit[2] c;\nbit d;\nh q[0];\nc[0] = measure q[0];\nif (c == 1) { h q[1]; }\n"
             "if (c[0]) { d = measure q[1]; }\nif (d) { x q[0]; }\n";
  c.monolithic = head +
                 "qubit[1] d0;\nqubit[1] d1;\nbit[2] c;\nbit d;\nh d0[0];\nc[0] = measure d0[0];\n"
                 "if (c == 1) { h d1[0]; }\nif (c[0]) { d = measure d1[0]; }\nif (d) { x d0[0]; }\n";
  c.qpus = {head +
                "@dqc.program version=1 qpu=0 qpus=2 schedule=schedule.json\n@dqc.role data\n"
                "qubit[1] dqc_d;\n@dqc.role source name=c\nbit[2] c;\n@dqc.role source name=d\nbit d;\n"
                "h dqc_d[0];\n@dqc.send msg=0 to=1 at=21\nc[0] = measure dqc_d[0];\n"
                "@dqc.recv msg=1 from=1 bit=d at=60\nif (d) { x dqc_d[0]; }\n",
            head +
                "@dqc.program version=1 qpu=1 qpus=2 schedule=schedule.json\n@dqc.role data\n"
                "qubit[1] dqc_d;\n@dqc.role source name=c\nbit[2] c;\n@dqc.role source name=d\nbit d;\n"
                "@dqc.recv msg=0 from=0 bit=c[0] at=26\nif (c == 1) { h dqc_d[0]; }\n"
                "@dqc.send msg=1 to=0 at=50\nif (c[0]) { d = measure dqc_d[0]; }\n"};
  c.schedule =
      R"({"format": "dqc-schedule", "version": 1, "latency": {"q1": 1, "q2": 10, "measure": 20, "reset": 1, "epr": 100, "hop": 5},
    "qpus": [{"id": 0, "data": 1, "comm": 0, "program": "qpu0.qasm"},
             {"id": 1, "data": 1, "comm": 0, "program": "qpu1.qasm"}],
    "links": [{"qpus": [0, 1], "ebit_latency": 100, "p_success": 1, "fidelity": 1}], "initial_map": {"0": [0, 0], "1": [1, 0]},
    "final_map": {"0": [0, 0], "1": [1, 0]}, "bit_registers": {"c": "c", "d": "d"}, "ebits": [],
    "final_bits": [{"register": "c", "bits": [{"qpu": 0, "bit": "c[0]"}, null]},
                   {"register": "d", "bits": [{"qpu": 1, "bit": "d"}]}],
    "messages": [{"id": 0, "from": 0, "to": 1, "bits": 1, "sent": 21, "arrives": 26, "used": 26},
                 {"id": 1, "from": 1, "to": 0, "bits": 1, "sent": 50, "arrives": 55, "used": 60}],
    "packets": [], "teleports": [],
    "totals": {"ebits_link": 0, "ebits_end_to_end": 0, "swaps": 0, "teleports": 0, "packets": 0,
               "messages": 2, "makespan": 61, "peak_comm": [0, 0]}})";
  return c;
}

}  // namespace

TEST_CASE("the worked example is proved, and counted") {
  const verify::VerifyReport report = verified(worked_files());
  CHECK_MESSAGE(report.proved, first_words(report));
  CHECK(report.ebits == 4);
  CHECK(report.peak_comm == std::vector<int>{1, 2, 1});
  CHECK(report.peak_data == std::vector<int>{2, 2, 2});
}

TEST_CASE("another source is a difference") {
  Compiled c = worked_files();
  SUBCASE("angle") { edit(c.source, "ry(0.7)", "ry(0.70001)"); }
  SUBCASE("gate more") { c.source += "t q[3];\n"; }
  SUBCASE("operands") { edit(c.source, "cx q[1], q[4]", "cx q[4], q[1]"); }
  SUBCASE("qubit more") { edit(c.source, "qubit[5]", "qubit[6]"); }
  SUBCASE("bits more") { edit(c.source, "qubit[5] q;", "qubit[5] q;\nbit[1] b;"); }
  rejected(c, "");
}

TEST_CASE("annotations are strict") {
  qpu(0, "version=1", "version=2", "version is not 1");
  qpu(0, "qpu=0", "qpu=1", "says it is program 1 of 3");
  qpu(0, "qpus=3", "qpus=4", "says it is program 0 of 4");
  qpu(0, "schedule=schedule.json", "schedule=other.json", "not schedule.json");
  qpu(0, " schedule=schedule.json", "", "key 'schedule' is missing");
  qpu(0, "version=1", "version=1 colour=red", "key 'colour' is unknown");
  qpu(0, "version=1", "version=1 version=1", "stands once");
  qpu(0, "id=0", "id=x", "not a whole number");
  qpu(0, "id=0", "id=-1", "not an id");
  qpu(0, "use=cat:P0", "use=cat:T0", "no use of an e-bit");
  qpu(0, "use=cat:P0", "use=P0", "no use of an e-bit");
  qpu(0, "@dqc.ebit", "@dqc.ebits", "is unknown");
  qpu(0, "@dqc.role received\n", "", "has no @dqc.role");
  qpu(0, "@dqc.role local", "@dqc.role lokal", "no role");
  qpu(0, "@dqc.role local", "@dqc.role data", "no role");
  qpu(0, "@dqc.role local", "@dqc.role local\n@dqc.role local", "second role");
  qpu(0, "@dqc.program version=1 qpu=0 qpus=3 schedule=schedule.json\n", "", "0 @dqc.program");
  qpu(0, "h d[0];", "@dqc.send msg=0 to=1 at=130\nh d[0];", "before a measurement");
  qpu(0, "h d[0];", "@dqc.ebit id=0 peer=1 use=cat:P0 start=0 end=100\nh d[0];",
      "before an unconditional reset");
  qpu(0, "h d[0];", "@dqc.recv msg=0 from=1 at=130\nh d[0];", "fills no bit that is read here");
  qpu(0, "bit=r[0]", "bit=r[2]", "there is no bit r[2]");
}

TEST_CASE("e-bits have two halves that agree, on a link") {
  qpu(0, "id=0 peer=1", "id=1 peer=1", "do not agree");
  qpu(0, "id=0 peer=1", "id=0 peer=2", "do not agree");
  qpu(0, "use=cat:P0", "use=cat:P1", "do not agree");
  qpu(0, "start=0", "start=1", "do not agree");
  qpu(0, "@dqc.ebit id=0 peer=1 use=cat:P0 start=0 end=100\n", "", "");
  qpu(1, "@dqc.ebit id=0 peer=0 use=cat:P0 start=0 end=100\n", "", "no other half");
  schedule("\"links\": [\n  {\"qpus\": [0, 1]", "\"links\": [\n  {\"qpus\": [0, 2]", "have no link");
  schedule("\"gen_end\": 100", "\"gen_end\": 101", "not the one of schedule.json");
  schedule("\"ref\": \"P0\"", "\"ref\": \"P1\"", "not the one of schedule.json");
  schedule("\"kind\": \"link\"", "\"kind\": \"swapped\"", "");
}

TEST_CASE("messages have one sender and receivers that agree") {
  qpu(0, "@dqc.send msg=0 to=1 at=130\n", "", "read before it is sent");
  qpu(0, "msg=0 to=1", "msg=0 to=2", "");
  qpu(0, "msg=0 to=1", "msg=0 to=1,2", "");
  qpu(0, "msg=0 to=1", "msg=0 to=0", "does not go to other QPUs");
  qpu(0, "msg=0 to=1", "msg=0 to=1,1", "does not go to other QPUs");
  qpu(0, "msg=6 to=2", "msg=0 to=2", "sent twice");
  qpu(0, "at=130", "at=131", "not the one of schedule.json");
  qpu(1, "@dqc.recv msg=0 from=0 bit=r[0] at=135\n", "", "not known here");
  qpu(1, "msg=0 from=0", "msg=0 from=2", "not sent here");
  qpu(1, "bit=r[0] at=135", "bit=m[0] at=135", "no bit that is read here");
  qpu(1, "at=135", "at=136", "not the one of schedule.json");
  schedule("\"used\": 135", "\"used\": 134", "");
  Compiled c = worked_files();
  c.qpus[2] += "@dqc.recv msg=7 from=0 bit=r[4] at=341\nif (r[4]) { z d[0]; }\n";
  rejected(c, "one statement more");
}

TEST_CASE("the programs merge into the monolithic one") {
  qpu(0, "rz(0.4)", "rz(0.5)", "where the programs merged have");
  qpu(0, "h d[0];\nry(0.3) d[1];", "ry(0.3) d[1];\nh d[0];", "where the programs merged have");
  qpu(0, "if (r[0]) { z d[0]; }", "if (r[0]) { x d[0]; }", "where the programs merged have");
  qpu(0, "if (r[0]) { z d[0]; }", "if (!r[0]) { z d[0]; }", "depends on other bits or other values");
  qpu(0, "m[0] = measure c[0]", "m[0] = measure d[0]", "where the programs merged have");
  qpu(0, "m[0] = measure c[0]", "r[0] = measure c[0]", "writes another bit");
  qpu(2, "rx(0.2) d[0];\n", "", "has to do rx(0.2) d2[0] next");
  qpu(2, "rx(0.2) d[0];\n", "rx(0.2) d[0];\nh d[0];\n", "one statement more");
  qpu(2, "qubit[2] d", "qubit[3] d", "not the one of monolithic.qasm");
  Compiled c = worked_files();
  std::swap(c.qpus[0], c.qpus[2]);
  rejected(c, "says it is program");
  c = worked_files();
  c.qpus.pop_back();
  rejected(c, "2 programs for 3 QPUs");
}

TEST_CASE("schedule.json says what is there") {
  for (const char* name : {"ebits_link", "ebits_end_to_end", "swaps", "teleports", "packets", "messages"}) {
    Compiled c = worked_files();
    std::string total = std::string("\"") + name + "\": ";
    const std::size_t at = c.schedule.find(total, c.schedule.find("\"totals\""));
    REQUIRE(at != std::string::npos);
    c.schedule.insert(at + total.size(), "1");
    rejected(c, std::string("totals.") + name);
  }
  schedule("\"makespan\": 394", "\"makespan\": 300", "totals.makespan");
  schedule("\"data\": 2", "\"data\": 1", "has 2 qubits, QPU 0 has 1");
  schedule("\"final_map\": {\n  \"0\": [0, 0", "\"final_map\": {\n  \"0\": [0, 1", "final_map");
  schedule("\"initial_map\": {\n  \"0\": [0, 0", "\"initial_map\": {\n  \"0\": [0, 1", "two qubits");
  schedule("\"version\": 1", "\"version\": 2", "not a dqc-schedule");
  schedule("\"qpus\"", "\"qpu\"", "unknown key 'qpu'");
}

TEST_CASE("schedule.json names what is there") {
  schedule("\"path\": [0, 1, 2", "\"path\": [0, 2", "path of e-bit 4");
  schedule("\"path\": [0, 1", "\"path\": [1, 0", "path of e-bit 0");
  schedule("\"qpu\": 1, \"ebits\"", "\"qpu\": 2, \"ebits\"", "swaps of e-bit 4");
  schedule("\"ebits\": [2, 3", "\"ebits\": [0, 3", "swaps of e-bit 4");
  schedule("\"ref\": \"T0\"", "\"ref\": \"T1\"", "e-bit 4 serves teleport T1");
  schedule("\"root\": 0", "\"root\": 5", "packet P0");
  schedule("\"edge\": [0, 1", "\"edge\": [0, 2", "packet P0");
  schedule("\"id\": \"P0\"", "\"id\": \"P1\"", "ids are not P0, P1");
  schedule("\"logical\": 1", "\"logical\": 5", "teleport T0");
  schedule("\"z_corrections\": [2", "\"z_corrections\": [9", "packet P0");
}

TEST_CASE("schedule.json says where the source's bits end") {
  const auto refused = [](const std::string& from, const std::string& to) {
    Compiled c = with_bits();
    edit(c.schedule, from, to);
    const auto report = verified(c);
    return !report.proved && report.trouble.empty() && !report.differences.empty() &&
           report.differences.front().text.find("final_bits") != std::string::npos;
  };
  CHECK(verified(with_bits()).proved);
  CHECK(refused("\"bit\": \"c[0]\"", "\"bit\": \"c[1]\""));
  CHECK(refused("\"bit\": \"c[0]\"", "\"bit\": \"e\""));
  CHECK(refused("{\"qpu\": 0, \"bit\": \"c[0]\"}, null", "null, null"));
  CHECK(refused("{\"qpu\": 0, \"bit\": \"c[0]\"}, null", "{\"qpu\": 0, \"bit\": \"c[0]\"}"));
  CHECK(refused("\"c[0]\"}, null", "\"c[0]\"}, {\"qpu\": 0, \"bit\": \"c[1]\"}"));
  CHECK(refused("\"register\": \"d\"", "\"register\": \"c\""));
  // Whoever received the last value has it as well.
  Compiled c = with_bits();
  edit(c.schedule, "\"qpu\": 1, \"bit\": \"d\"", "\"qpu\": 0, \"bit\": \"d\"");
  CHECK(verified(c).proved);
}

TEST_CASE("the times of schedule.json follow from each other") {
  schedule("\"arrives\": 135", "\"arrives\": 134", "message 0 travels in less than 5 ticks");
  schedule("\"arrives\": 135", "\"arrives\": 136", "message 0 is used before it arrives");
  schedule("\"ebit_latency\": 100", "\"ebit_latency\": 101", "is made in less than 101 ticks");
  schedule("\"first_use\": 100", "\"first_use\": 99", "e-bit 0 is used before it is made");
  schedule("\"0\": 130", "\"0\": 99", "e-bit 0 is released before it is made");
  schedule("\"0\": 130", "\"0\": 188", "serves e-bits 0 and 2 at once");
}

TEST_CASE("what cannot be read is trouble, not a difference") {
  for (const int which : {0, 1, 2}) {
    Compiled c = worked_files();
    (which == 0 ? c.schedule : which == 1 ? c.monolithic : c.qpus[1]) += "}";
    const verify::VerifyReport report = verified(c);
    CHECK(!report.proved);
    CHECK(!report.trouble.empty());
  }
}

TEST_CASE("bits of the source travel, and are known where they are read") {
  const Compiled good = with_bits();
  const verify::VerifyReport report = verified(good);
  CHECK_MESSAGE(report.proved, first_words(report));
  Compiled c = good;
  SUBCASE("not received") {
    edit(c.qpus[1], "@dqc.recv msg=0 from=0 bit=c[0] at=26\n", "");
    rejected(c, "c[0] is read, but its value is not known here");
  }
  SUBCASE("received into another bit") {
    edit(c.qpus[1], "bit=c[0]", "bit=c[1]");
    rejected(c, "may not fill");
  }
  SUBCASE("received too late") {
    edit(c.qpus[1], "@dqc.recv msg=0 from=0 bit=c[0] at=26\n", "");
    edit(c.qpus[1], "@dqc.send msg=1", "@dqc.recv msg=0 from=0 bit=c[0] at=26\n@dqc.send msg=1");
    rejected(c, "not known here");
  }
  SUBCASE("measured into another register") {
    edit(c.qpus[0], "c[0] = measure", "c[1] = measure");
    rejected(c, "writes another bit");
  }
  SUBCASE("another register of the source") {
    edit(c.qpus[0], "name=d", "name=e");
    rejected(c, "does not fit the source's e");
  }
  SUBCASE("unconditional in both") {
    edit(c.qpus[1], "if (c == 1) { h dqc_d[0]; }", "h dqc_d[0];");
    edit(c.monolithic, "if (c == 1) { h d1[0]; }", "h d1[0];");
    rejected(c, "source line 8: the rotation by");
  }
  SUBCASE("another value in both") {
    edit(c.qpus[1], "c == 1", "c == 3");
    edit(c.monolithic, "c == 1", "c == 3");
    rejected(c, "source line 8: the rotation by");
  }
}
