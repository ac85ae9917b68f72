// Which measured values travel, to whom, and how long it takes.
#include <doctest/doctest.h>

#include "passes/ir/messages.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/worked_example.h"

namespace dqc {
namespace {

using test::comm;
using test::data;

std::vector<Message> messages_in(const test::ProgramBuilder& b) {
  return messages_of(b.module.circuit, *b.module.program);
}

TEST_CASE("messages of the worked example, by sending instruction") {
  const Module module = test::scheduled_worked_example();
  const auto messages = messages_of(module.circuit, *module.program);
  REQUIRE(messages.size() == 8);
  const int outcomes[] = {0, 1, 2, 3, 5, 4, 7, 6};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    CHECK(messages[i].outcome == OutcomeId(outcomes[i]));
    CHECK(!messages[i].bit.valid());
    REQUIRE(messages[i].receipts.size() == 1);
    CHECK(messages[i].receipts[0].instruction > messages[i].sender);
  }
  CHECK(messages[0].from == QpuId(0));
  CHECK(messages[0].receipts[0].qpu == QpuId(1));
}

TEST_CASE("an outcome read where it was measured, or nowhere, is no message") {
  test::ProgramBuilder b(test::network_of(2, {{0, 1}}));
  const OutcomeId o = b.outcome(comm(0, 0));
  b.correct(GateKind::z, o, data(0, 0));
  b.outcome(comm(1, 0));
  CHECK(messages_in(b).empty());
}

TEST_CASE("one message for two receivers, each with its first reading instruction") {
  test::ProgramBuilder b(test::network_of(3, {{0, 1}, {1, 2}}));
  const OutcomeId o = b.outcome(comm(0, 0));
  b.correct(GateKind::x, o, data(2, 0));
  b.correct(GateKind::x, o, data(1, 0));
  b.correct(GateKind::x, o, data(2, 1));
  const auto messages = messages_in(b);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].receipts == std::vector<Receipt>{{QpuId(2), 1}, {QpuId(1), 2}});
}

struct BitProgram : test::ProgramBuilder {
  BitProgram() : ProgramBuilder(test::network_of(3, {{0, 1}, {1, 2}})) {
    module.circuit.add_bit_register("c", 2);
  }
  void read(int qpu, int condition) { gate(GateKind::x, data(qpu, 0)).condition = condition; }
};

TEST_CASE("a bit that was not measured yet is no message") {
  BitProgram b;
  b.read(1, b.if_set(BitId(0)));
  b.measure(data(0, 0), BitId(0));
  CHECK(messages_in(b).empty());
}

TEST_CASE("a bit measured again is another message") {
  BitProgram b;
  const int set = b.if_set(BitId(0));
  b.measure(data(0, 0), BitId(0));
  b.read(1, set);
  b.measure(data(2, 0), BitId(0));
  b.read(1, set);
  const auto messages = messages_in(b);
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].from == QpuId(0));
  CHECK(messages[0].receipts == std::vector<Receipt>{{QpuId(1), 1}});
  CHECK(messages[1].from == QpuId(2));
  CHECK(messages[1].receipts == std::vector<Receipt>{{QpuId(1), 3}});
}

TEST_CASE("a condition on a register reads all its bits") {
  BitProgram b;
  const int both = b.module.circuit.add_condition({{ConditionTerm{0, BitId(), 2}}});
  b.measure(data(0, 0), BitId(1));
  b.measure(data(1, 0), BitId(0));
  b.read(2, both);
  const auto messages = messages_in(b);
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].bit == BitId(1));
  CHECK(messages[1].bit == BitId(0));
  CHECK(messages[1].receipts == std::vector<Receipt>{{QpuId(2), 2}});
}

TEST_CASE("a measurement under a condition reads the bit it may leave as it was") {
  BitProgram b;
  b.measure(data(0, 0), BitId(0));
  b.measure(data(1, 0), BitId(1));
  b.measure(data(1, 0), BitId(0), b.if_set(BitId(1)));
  const auto messages = messages_in(b);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].bit == BitId(0));
  CHECK(messages[0].receipts == std::vector<Receipt>{{QpuId(1), 2}});
}

TEST_CASE("messages travel along shortest paths at the sender's pace") {
  Network n = test::network_of(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}});
  n.qpus[1].latency.hop = 7;
  MessageDelays delays(n);
  CHECK(delays.ticks(QpuId(0), QpuId(0)) == 0);
  CHECK(delays.ticks(QpuId(0), QpuId(2)) == 10);
  CHECK(delays.ticks(QpuId(1), QpuId(3)) == 14);
  CHECK(delays.ticks(QpuId(3), QpuId(0)) == 5);
}

}  // namespace
}  // namespace dqc
