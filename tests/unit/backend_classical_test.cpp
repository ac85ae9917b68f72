// Classical bits in emitted files: names that would clash, conditions in both versions of OpenQASM, and
// bits that travel between QPUs.
#include <doctest/doctest.h>

#include "backend/monolithic.h"
#include "backend/names.h"
#include "backend/qpu_program.h"
#include "backend/report.h"
#include "backend/schedule_json.h"
#include "backend/statements.h"
#include "tests/unit/program_builder.h"

namespace dqc {
namespace {

using test::data;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Times one after another, ten ticks each.
void schedule_in_order(Module& module) {
  module.stage = Stage::scheduled;
  Schedule& schedule = module.schedule.emplace();
  for (std::size_t i = 0; i < module.program->instructions.size(); ++i)
    schedule.times.push_back({static_cast<std::int64_t>(10 * i), static_cast<std::int64_t>(10 * i + 10)});
  schedule.makespan = static_cast<std::int64_t>(10 * module.program->instructions.size());
}

/// QPU 0 measures c[0] and c[1]; QPU 1 runs x under c[0] and under the whole register, measures c[1] again
/// under c[0], and QPU 0 runs z under c[1].
Module travelling_bits() {
  test::ProgramBuilder b(test::network_of(2, {{0, 1}}), 3);
  const BitId c = b.module.circuit.add_bit_register("c", 2);
  const BitId c1(c.index() + 1);
  const int both = b.module.circuit.add_condition({{ConditionTerm{0, BitId(), 3}}});
  b.program().initial_map = b.program().final_map = {data(0, 0), data(0, 1), data(1, 0)};
  b.measure(data(0, 0), c);
  b.measure(data(0, 1), c1);
  b.gate(GateKind::x, data(1, 0)).condition = b.if_set(c);
  b.gate(GateKind::h, data(1, 0)).condition = both;
  b.measure(data(1, 0), c1, b.if_set(c));
  b.gate(GateKind::z, data(0, 0)).condition = b.if_set(c1);
  schedule_in_order(b.module);
  return b.module;
}

TEST_CASE("bits travel to the QPUs that read them") {
  const auto programs = qpu_programs(travelling_bits());
  CHECK(programs[0] == R"(OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=0 qpus=2 schedule=schedule.json
@dqc.role data
qubit[2] dqc_d;
@dqc.role source name=c
bit[2] c;
@dqc.send msg=0 to=1 at=10
c[0] = measure dqc_d[0];
@dqc.send msg=1 to=1 at=20
c[1] = measure dqc_d[1];
@dqc.recv msg=2 from=1 bit=c[1] at=50
if (c[1]) { z dqc_d[0]; }
)");
  CHECK(programs[1] == R"(OPENQASM 3.0;
include "stdgates.inc";
@dqc.program version=1 qpu=1 qpus=2 schedule=schedule.json
@dqc.role data
qubit[1] dqc_d;
@dqc.role source name=c
bit[2] c;
@dqc.recv msg=0 from=0 bit=c[0] at=20
if (c[0]) { x dqc_d[0]; }
@dqc.recv msg=1 from=0 bit=c[1] at=30
if (c == 3) { h dqc_d[0]; }
@dqc.send msg=2 to=0 at=50
if (c[0]) { c[1] = measure dqc_d[0]; }
)");
}

TEST_CASE("the report says where bits end") {
  const std::string report = report_json(travelling_bits(), {});
  CHECK(contains(report, "\"c[0]\": {\n   \"qpu\": 0,\n   \"bit\": \"c[0]\"\n  }"));
  CHECK(contains(report, "\"c[1]\": {\n   \"qpu\": 1,\n   \"bit\": \"c[1]\"\n  }"));
}

TEST_CASE("a message to two QPUs has a row for each under one id") {
  test::ProgramBuilder b(test::network_of(3, {{0, 1}, {1, 2}}), 3);
  const BitId c = b.module.circuit.add_bit_register("k", 1);
  b.program().initial_map = b.program().final_map = {data(0, 0), data(1, 0), data(2, 0)};
  b.measure(data(0, 0), c);
  b.gate(GateKind::x, data(2, 0)).condition = b.if_set(c);
  b.gate(GateKind::x, data(1, 0)).condition = b.if_set(c);
  schedule_in_order(b.module);
  CHECK(contains(qpu_programs(b.module)[0], "@dqc.send msg=0 to=1,2 at=10\nk[0] = measure d[0];"));
  const std::string schedule = schedule_json(b.module);
  CHECK(contains(schedule, "\"to\": 2, \"bits\": 1, \"sent\": 10, \"arrives\": 20,"));
  CHECK(contains(schedule, "\"to\": 1, \"bits\": 1, \"sent\": 10, \"arrives\": 15,"));
  CHECK(contains(schedule, "\"messages\": 1,"));
}

TEST_CASE("an idle QPU has a program all the same") {
  test::ProgramBuilder b(test::network_of(2, {{0, 1}}), 1);
  b.program().initial_map = b.program().final_map = {data(0, 0)};
  schedule_in_order(b.module);
  CHECK(contains(qpu_programs(b.module)[1],
                 "@dqc.program version=1 qpu=1 qpus=2 schedule=schedule.json\n@dqc.role local\nbit[1] m;\n"));
}

std::vector<std::string> names_in(QasmVersion version, std::initializer_list<const char*> registers) {
  Circuit circuit;
  for (const char* name : registers) circuit.add_bit_register(name, 1);
  return monolithic_bit_names(circuit, version).all();
}

TEST_CASE("source registers give way to words of the language and to ours") {
  using Names = std::vector<std::string>;
  CHECK(names_in(QasmVersion::qasm3, {"c", "c0", "d12", "m", "mx"}) ==
        Names{"c", "src_c0", "src_d12", "m", "mx"});
  CHECK(names_in(QasmVersion::qasm3, {"duration", "pi", "cx", "cphase"}) ==
        Names{"src_duration", "src_pi", "src_cx", "src_cphase"});
  CHECK(names_in(QasmVersion::qasm3, {"c0", "src_c0"}) == Names{"src_c0_", "src_c0"});
  CHECK(names_in(QasmVersion::qasm2, {"Out", "a\xc3\xa9", "_x", "ok"}) ==
        Names{"src_Out", "src_axc3xa9", "src__x", "ok"});
}

struct TwoRegisters {
  Circuit circuit;
  BitNames names{(circuit.add_bit_register("a", 2), circuit.add_bit_register("b", 1),
                  circuit.add_bit_register("s", 1, true), circuit),
                 {"a", "b", "s"}};
  std::string qasm3(const Condition& c) {
    const auto guard = condition_guard(QasmVersion::qasm3, circuit, c, names);
    return guard->open + "..." + guard->close;
  }
  Result<Guard> qasm2(const Condition& c) { return condition_guard(QasmVersion::qasm2, circuit, c, names); }
};

TEST_CASE("conditions in OpenQASM 3") {
  TwoRegisters r;
  CHECK(r.qasm3({{{0, BitId(), 2}}}) == "if (a == 2) { ... }");
  CHECK(r.qasm3({{{0, BitId(1), 1}}}) == "if (a[1]) { ... }");
  CHECK(r.qasm3({{{0, BitId(0), 0}, {1, BitId(), 1}}}) == "if (!a[0]) { if (b == 1) { ... } }");
  CHECK(r.qasm3({{{2, BitId(), 1}}}) == "if (s) { ... }");
  CHECK(r.qasm3({{{2, BitId(3), 0}}}) == "if (!s) { ... }");
}

TEST_CASE("conditions in OpenQASM 2, and those it has no words for") {
  TwoRegisters r;
  CHECK(r.qasm2({{{0, BitId(), 2}}})->open == "if(a==2) ");
  CHECK(r.qasm2({{{1, BitId(2), 0}}})->open == "if(b==0) ");
  const auto part = r.qasm2({{{0, BitId(1), 1}}});
  REQUIRE(!part);
  CHECK(part.error().message == "OpenQASM 2 cannot test bit a[1] apart from its register of 2");
  const auto two = r.qasm2({{{0, BitId(), 1}, {1, BitId(), 1}}});
  REQUIRE(!two);
  CHECK(two.error().message == "OpenQASM 2 cannot test 2 conditions at once");
}

std::string printed(QasmVersion version, GateKind kind, double angle) {
  Instruction g;
  g.gate = kind;
  g.q[0] = data(0, 0);
  if (kind == GateKind::cp) g.q[1] = data(0, 1);
  g.params[0] = angle;
  std::string out;
  const Circuit circuit;
  append_gate(out, version, g, "a", "b", BitNames(circuit, {}));
  return out;
}

TEST_CASE("rotations by multiples of pi / 4 have names") {
  constexpr double pi = 3.14159265358979323846;
  CHECK(printed(QasmVersion::qasm3, GateKind::rz, -pi) == "z a;");
  CHECK(printed(QasmVersion::qasm3, GateKind::rz, pi / 2) == "s a;");
  CHECK(printed(QasmVersion::qasm3, GateKind::rz, -pi / 4) == "tdg a;");
  CHECK(printed(QasmVersion::qasm3, GateKind::rz, pi / 8) == "rz(pi/8) a;");
  CHECK(printed(QasmVersion::qasm3, GateKind::cp, pi) == "cz a, b;");
  CHECK(printed(QasmVersion::qasm3, GateKind::cp, 0.25) == "cp(0.25) a, b;");
  CHECK(printed(QasmVersion::qasm2, GateKind::cp, 0.25) == "cu1(0.25) a, b;");
  CHECK(printed(QasmVersion::qasm3, GateKind::u, 0.5) == "u3(0.5, 0, 0) a;");
}

}  // namespace
}  // namespace dqc
