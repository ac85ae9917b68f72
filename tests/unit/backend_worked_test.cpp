// The emitters against the worked example: its monolithic programs byte for byte, its other files as
// tests/unit/data/worked keeps them.
#include <doctest/doctest.h>

#include <string>

#include "backend/circuit_svg.h"
#include "backend/dot.h"
#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/report.h"
#include "backend/schedule_json.h"
#include "backend/schedule_svg.h"
#include "backend/timeline_table.h"
#include "passes/support/text_io.h"
#include "tests/unit/worked_example.h"

namespace dqc {
namespace {

std::string expected(const std::string& name) {
  const auto text = read_file(std::string(DQC_SOURCE_DIR) + "/tests/unit/data/worked/" + name);
  REQUIRE_MESSAGE(bool(text), name);
  return *text;
}

TEST_CASE("worked example: monolithic program") {
  const Module module = test::scheduled_worked_example();
  CHECK(monolithic_qasm3(module) == expected("monolithic.qasm"));
  const auto qasm2 = monolithic_qasm2(module);
  REQUIRE(bool(qasm2));
  CHECK(*qasm2 == expected("monolithic2.qasm"));
}

TEST_CASE("worked example: programs of the QPUs") {
  const auto programs = qpu_programs(test::scheduled_worked_example());
  REQUIRE(programs.size() == 3);
  for (std::size_t i = 0; i < programs.size(); ++i) CHECK(programs[i] == expected(qpu_program_name(i)));
}

TEST_CASE("worked example: schedule, report and network graph") {
  const Module module = test::scheduled_worked_example();
  CHECK(schedule_json(module) == expected("schedule.json"));
  CHECK(report_json(module, {7, true, {{"cancel.removed", 3}}}) == expected("report.json"));
  CHECK(network_dot(module) == expected("network.dot"));
}

TEST_CASE("worked example: time steps and drawings") {
  const Module module = test::scheduled_worked_example();
  CHECK(timeline_table(module) == expected("timeline.csv"));
  CHECK(schedule_svg(module) == expected("schedule.svg"));
  CHECK(circuit_svg(module) == expected("circuit.svg"));
}

TEST_CASE("worked example: figures") {
  const Figures f = figures_of(test::scheduled_worked_example());
  CHECK(f.ebits_link == 4);
  CHECK(f.ebits_end_to_end == 3);
  CHECK(f.swaps == 1);
  CHECK(f.teleports == 1);
  CHECK(f.packets == 1);
  CHECK(f.messages == 8);
  CHECK(f.makespan == 394);
  CHECK(f.peak_comm == std::vector<int>{1, 2, 1});
  CHECK(f.peak_data == std::vector<int>{2, 2, 2});
}

}  // namespace
}  // namespace dqc
