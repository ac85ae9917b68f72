// Which e-bits may start out of turn.
#include "passes/distribute/ebit_plan.h"

#include <doctest/doctest.h>

#include <numeric>

#include "tests/unit/program_builder.h"

namespace dqc {
namespace {

using namespace dqc::test;

TEST_CASE("e-bit plan: out of turn only while questions are cheap, in turn always") {
  ProgramBuilder b(network_of(2, {{0, 1}}, 1, 3));
  for (int i = 0; i < 3; ++i) {
    b.ebit(comm(0, i), comm(1, i), {0, 1});
    b.x_basis(comm(0, i));
    b.x_basis(comm(1, i));
  }
  const Dependences dependences(b.module.circuit, *b.module.network, b.program());
  std::vector<std::int32_t> order(dependences.ebits().size());
  std::iota(order.begin(), order.end(), 0);
  EbitPlan plan(dependences, *b.module.network, order);
  CHECK(plan.may_ask());
  CHECK(plan.start(2));
  CHECK(plan.next() == 0);
  plan.charge(1'000'000'000);
  CHECK_FALSE(plan.may_ask());
  CHECK_FALSE(plan.start(1));
  CHECK(plan.start(0));
  CHECK(plan.next() == 1);
  CHECK(plan.start(1));
  CHECK(plan.next() == -1);
}

}  // namespace
}  // namespace dqc
