#include "backend/timeline_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <vector>

#include "backend/timeline.h"
#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

constexpr std::int64_t most_cells = 1'000'000;

struct Table {
  std::int64_t step = 1;
  std::size_t rows = 1;
  std::vector<std::vector<int>> made;  ///< by row and link
  std::vector<int> ready, held;        ///< by row; `held` as a change against the row before

  std::size_t row(std::int64_t time) const {
    return std::min(rows - 1, static_cast<std::size_t>(std::max<std::int64_t>(0, time - 1) / step));
  }
};

Table empty_table(const Network& network, std::int64_t makespan) {
  Table table;
  table.step = std::numeric_limits<std::int64_t>::max();
  for (const Link& link : network.links) table.step = std::min(table.step, generation_time(network, link, 0));
  const std::int64_t columns = static_cast<std::int64_t>(network.links.size()) + 1;
  table.step = std::max({std::int64_t{1}, std::min(table.step, std::max<std::int64_t>(1, makespan)),
                         makespan / (most_cells / columns + 1)});
  table.rows = static_cast<std::size_t>(std::max<std::int64_t>(1, (makespan + table.step - 1) / table.step));
  table.made.assign(table.rows, std::vector<int>(network.links.size(), 0));
  table.ready.assign(table.rows, 0);
  table.held.assign(table.rows + 1, 0);
  return table;
}

}  // namespace

std::string timeline_table(const Module& module) {
  const Network& network = *module.network;
  const Program& program = *module.program;
  const Timeline timeline = timeline_of(module);
  Table table = empty_table(network, module.schedule->makespan);
  for (std::size_t e = 0; e < program.ebits.size(); ++e) {
    const Ebit& ebit = program.ebits[e];
    const EbitTimes& times = timeline.ebits[e];
    const std::size_t row = table.row(times.generation.end);
    if (ebit.purpose != EbitPurpose::swap) ++table.ready[row];
    if (!ebit.parts.empty()) continue;
    ++table.made[row][network.link_between(ebit.qpus[0], ebit.qpus[1]).index()];
    for (std::size_t side : {0, 1}) {
      ++table.held[static_cast<std::size_t>(times.generation.start / table.step)];
      if (times.release[side])
        --table.held[std::min(table.rows, static_cast<std::size_t>(*times.release[side] / table.step))];
    }
  }

  std::string out = "step,start";
  for (const Link& link : network.links) out += fmt::format(",{}-{}", link.a.value(), link.b.value());
  out += ",links,end_to_end,comm_in_use\n";
  auto to = std::back_inserter(out);
  int held = 0;
  for (std::size_t row = 0; row < table.rows; ++row) {
    fmt::format_to(to, "{},{}", row, static_cast<std::int64_t>(row) * table.step);
    int sum = 0;
    for (int made : table.made[row]) fmt::format_to(to, ",{}", made), sum += made;
    fmt::format_to(to, ",{},{},{}\n", sum, table.ready[row], held += table.held[row]);
  }
  return out;
}

}  // namespace dqc
