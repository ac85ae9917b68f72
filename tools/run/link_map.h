// The links of schedule.json by the QPUs at their ends.
#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "tools/emitted/schedule_file.h"

namespace dqc::run {

/// Links by the QPUs at their ends, and how many hops apart QPUs are.
class LinkMap {
 public:
  explicit LinkMap(const emitted::ScheduleFile& schedule)
      : neighbours_(schedule.qpus.size()), hops_(schedule.qpus.size()) {
    for (std::size_t i = 0; i < schedule.links.size(); ++i) {
      const auto [a, b] = schedule.links[i].qpus;
      links_.emplace(std::minmax(a, b), static_cast<int>(i));
      neighbours_[static_cast<std::size_t>(a)].push_back(b);
      neighbours_[static_cast<std::size_t>(b)].push_back(a);
    }
  }

  int between(int a, int b) const {
    const auto found = links_.find(std::minmax(a, b));
    return found == links_.end() ? -1 : found->second;
  }
  /// -1: not connected.
  int hops(int from, int to) {
    auto& row = hops_[static_cast<std::size_t>(from)];
    if (row.empty()) measure_from(from, row);
    return row[static_cast<std::size_t>(to)];
  }

 private:
  void measure_from(int from, std::vector<int>& row) {
    row.assign(neighbours_.size(), -1);
    row[static_cast<std::size_t>(from)] = 0;
    std::vector<int> queue{from};
    for (std::size_t head = 0; head < queue.size(); ++head)
      for (const int next : neighbours_[static_cast<std::size_t>(queue[head])])
        if (row[static_cast<std::size_t>(next)] < 0) {
          row[static_cast<std::size_t>(next)] = row[static_cast<std::size_t>(queue[head])] + 1;
          queue.push_back(next);
        }
  }

  std::map<std::pair<int, int>, int> links_;
  std::vector<std::vector<int>> neighbours_;
  std::vector<std::vector<int>> hops_;
};

}  // namespace dqc::run
