#include "passes/distribute/path_finder.h"

#include <algorithm>

#include "passes/ir/link_ebits.h"

namespace dqc {

PathFinder::PathFinder(const Network& network, const NetworkDistances& distances, const LinkTable& links)
    : distances_(distances), links_(links), load_(network.links.size(), 0), reached_(network.size()) {
  for (const Link& link : network.links)
    ticks_.push_back(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(static_cast<double>(generation_time(network, link, 0)) *
                                     link_cost(network, link)) /
               std::max(1, link.capacity)));
}

std::int64_t PathFinder::cost(const std::vector<QpuId>& path) const {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < path.size(); ++i) sum += cost(links_.between(path[i - 1], path[i]));
  return sum;
}

void PathFinder::extend(QpuId at, QpuId target, const CommOccupancy& occupancy) {
  for (const auto& [qpu, link] : links_.of(at)) {
    if (distances_.distance(qpu, target) != distances_.distance(at, target) - 1) continue;
    if (qpu != target && occupancy.free_count(qpu) < 2) continue;
    const std::int64_t here = reached_[at.index()].cost + cost(link);
    Reached& known = reached_[qpu.index()];
    if (known.cost < 0) next_.push_back(qpu);
    if (known.cost < 0 || here < known.cost) known = {here, at};
  }
}

std::vector<QpuId> PathFinder::choose(const std::vector<QpuId>& given, const CommOccupancy& occupancy) {
  const std::size_t hops = given.size() - 1;
  if (hops == 1) return given;
  const QpuId source = given.front();
  const QpuId target = given.back();
  if (distances_.distance(source, target) != static_cast<int>(hops)) return given;

  std::vector<QpuId> touched{source};
  reached_[source.index()].cost = 0;
  frontier_ = {source};
  for (std::size_t hop = 0; hop < hops; ++hop) {
    next_.clear();
    for (QpuId at : frontier_) extend(at, target, occupancy);
    std::sort(next_.begin(), next_.end());
    touched.insert(touched.end(), next_.begin(), next_.end());
    frontier_.swap(next_);
  }

  std::vector<QpuId> path = given;
  const Reached& end = reached_[target.index()];
  if (end.cost >= 0 && end.cost < cost(given))
    for (std::size_t i = hops; i > 0; --i) path[i - 1] = reached_[path[i].index()].from;
  for (QpuId q : touched) reached_[q.index()] = {};
  return path;
}

void PathFinder::use(const std::vector<QpuId>& path) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    const LinkId link = links_.between(path[i - 1], path[i]);
    load_[link.index()] += ticks_[link.index()];
  }
}

}  // namespace dqc
