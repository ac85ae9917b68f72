// The order in which e-bits start: every schedule that the search looks at is legal, and it finds short ones.
#include "passes/distribute/order_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <span>
#include <vector>

#include "passes/distribute/ebit_sequence.h"
#include "passes/distribute/window_search.h"
#include "passes/pass_manager.h"
#include "passes/pipeline_parser.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/random_program.h"

namespace dqc {
namespace {

using namespace dqc::test;

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

/// A routed random program with what the search wants to know of it.
struct Case {
  explicit Case(std::uint64_t seed)
      : module(routed(seed)),
        dependences(module.circuit, *module.network, *module.program),
        bound(bound_makespan(dependences, *module.network)),
        urgency(dependences.size()),
        in_order(dependences.ebits().size()) {
    std::iota(urgency.begin(), urgency.end(), 0);
    std::iota(in_order.begin(), in_order.end(), 0);
  }

  static Module routed(std::uint64_t seed) {
    Module module =
        RandomProgram(network_of(4, {{0, 1}, {1, 2}, {2, 3}}, 3, 2 + static_cast<int>(seed % 3)), seed)
            .make(60);
    PassContext context;
    REQUIRE(run_pipeline(*parse_pipeline("route-ebits"), module, context, {}));
    separate_comm_qubits(*module.program, module.network->size());
    return module;
  }

  EbitSequence sequence() const { return {dependences, *module.network, urgency, bound.holds}; }

  Module module;
  Dependences dependences;
  MakespanBound bound;
  std::vector<std::int64_t> urgency;
  std::vector<std::int32_t> in_order;
};

/// Everything as late as it depends on, one thing at a time on a qubit, communication qubits within limits.
void check_legal(const Case& c, const ListSchedule& schedule) {
  const Dependences& d = c.dependences;
  const auto end = [&](std::size_t i) { return schedule.start[i] + d.duration(i); };
  REQUIRE(schedule.order.size() == d.size());
  std::map<std::int32_t, std::vector<std::pair<std::int64_t, std::int64_t>>> by_slot;
  std::int64_t last = 0;
  bool in_time = true;
  for (std::size_t i = 0; i < d.size(); ++i) {
    last = std::max(last, end(i));
    for (const Dependences::Arc& arc : d.after(i))
      in_time &= schedule.start[static_cast<std::size_t>(arc.to)] >= end(i) + arc.delay;
    for (const std::int32_t s : d.slots(i))
      if (s >= 0 && d.duration(i) > 0) by_slot[s].emplace_back(schedule.start[i], end(i));
  }
  CHECK(in_time);
  CHECK(last == schedule.makespan);
  CHECK(last >= c.bound.value());
  for (auto& [slot, uses] : by_slot) {
    std::ranges::sort(uses);
    for (std::size_t k = 1; k < uses.size(); ++k) CHECK(uses[k - 1].second <= uses[k].first);
  }
  for (std::size_t q = 0; q < c.module.network->size(); ++q) {
    std::vector<std::pair<std::int64_t, int>> changes;  // what is freed comes before what is taken
    for (const Dependences::EbitRow& row : d.ebits())
      for (const Dependences::Half& half : row.halves) {
        if (half.qpu.index() != q) continue;
        changes.emplace_back(schedule.start[static_cast<std::size_t>(row.instruction)], 1);
        if (half.release >= 0) changes.emplace_back(end(static_cast<std::size_t>(half.release)), -1);
      }
    std::ranges::sort(changes);
    int held = 0, peak = 0;
    for (const auto& [time, change] : changes) peak = std::max(peak, held += change);
    CHECK(peak <= c.module.network->qpus[q].comm);
  }
}

TEST_CASE("order search: a sequence of e-bits in parts gives the schedule of the whole") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const Case c(seed);
    EbitSequence whole = c.sequence(), parts = c.sequence();
    REQUIRE(whole.run(c.in_order, no_limit));
    const ListSchedule schedule = whole.schedule();
    check_legal(c, schedule);
    CHECK_FALSE(whole.run(c.in_order, schedule.makespan - 1));
    parts.restart();
    const std::span<const std::int32_t> all = c.in_order;
    CHECK(parts.extend(all));
    CHECK(parts.schedule().start == schedule.start);
    // A few at a time, and what comes next is tried before it is kept.
    parts.restart();
    for (std::vector<std::int32_t> left = c.in_order; !left.empty();) {
      parts.extend(left);
      REQUIRE(parts.extend(left, 3));
      parts.keep();
      std::erase_if(left, [&](std::int32_t e) { return parts.has_started(e); });
    }
    parts.extend({});
    check_legal(c, parts.schedule());
  }
}

TEST_CASE("order search: windows leave a legal sequence, mostly a better one") {
  std::int64_t before = 0, after = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const Case c(seed);
    EbitSequence sequence = c.sequence();
    before += sequence.run(c.in_order, no_limit)->makespan;
    Rng rng(seed, "windows");
    std::vector<std::int32_t> plan = c.in_order;
    WindowSearch(c.dependences, *c.module.network, sequence, rng).run(plan, 20'000, Deadline());
    check_legal(c, sequence.schedule());
    const std::int64_t left = sequence.schedule().makespan;
    after += left;
    REQUIRE(std::ranges::is_permutation(plan, c.in_order));
    CHECK(sequence.run(plan, no_limit)->makespan <= left);
  }
  CHECK(after < before);
}

TEST_CASE("order search: orders are legal whatever the work, more of it helps") {
  std::int64_t none = 0, much = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const Case c(seed);
    for (const std::int64_t work : {std::int64_t{0}, std::int64_t{50'000}}) {
      const OrderSearch limits{work, c.bound};
      const FoundOrder found =
          search_order(c.dependences, *c.module.network, limits, Rng(seed, "order"), Deadline());
      std::vector<std::int32_t> sorted = found.order;
      std::ranges::sort(sorted);
      for (std::size_t i = 0; i < sorted.size(); ++i) REQUIRE(sorted[i] == static_cast<std::int32_t>(i));
      CHECK(found.makespan >= c.bound.value());
      const FoundOrder again =
          search_order(c.dependences, *c.module.network, limits, Rng(seed, "order"), Deadline());
      CHECK(again.order == found.order);
      (work == 0 ? none : much) += found.makespan;
    }
  }
  CHECK(much < none);
}

}  // namespace
}  // namespace dqc
