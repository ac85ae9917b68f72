#include "passes/distribute/path_finder.h"

#include <algorithm>

#include "passes/ir/link_ebits.h"

namespace dqc {

PathFinder::PathFinder(const Network& network, const NetworkDistances& distances,
                       std::span<const int> weights, const LinkTable& links)
    : distances_(distances),
      links_(links),
      weights_(weights.begin(), weights.end()),
      load_(network.links.size(), 0),
      reached_(network.size()) {
  for (const Link& link : network.links)
    ticks_.push_back(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(static_cast<double>(generation_time(network, link, 0)) *
                                     raw_pairs(network, link)) /
               std::max(1, link.capacity)));
}

std::int64_t PathFinder::cost(const std::vector<QpuId>& path) const {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < path.size(); ++i) sum += cost(links_.between(path[i - 1], path[i]));
  return sum;
}

int PathFinder::length(const std::vector<QpuId>& path) const {
  int sum = 0;
  for (std::size_t i = 1; i < path.size(); ++i) sum += weights_[links_.between(path[i - 1], path[i]).index()];
  return sum;
}

void PathFinder::extend(QpuId at, QpuId target, const CommOccupancy& occupancy) {
  for (const auto& [qpu, link] : links_.of(at)) {
    const int left = distances_.distance(qpu, target);
    if (left != distances_.distance(at, target) - weights_[link.index()]) continue;
    if (qpu != target && occupancy.free_count(qpu) < 2) continue;
    const std::int64_t here = reached_[at.index()].cost + cost(link);
    Reached& known = reached_[qpu.index()];
    if (known.cost < 0) frontier_.emplace(-left, qpu);
    if (known.cost < 0 || here < known.cost) known = {here, at};
  }
}

std::vector<QpuId> PathFinder::choose(const std::vector<QpuId>& given, const CommOccupancy& occupancy) {
  if (given.size() == 2) return given;
  const QpuId source = given.front();
  const QpuId target = given.back();
  const int shortest = distances_.distance(source, target);
  if (length(given) != shortest) return given;

  // Every link of a shortest path leads nearer to the target, so the farthest QPU has been reached for good.
  std::vector<QpuId> touched;
  reached_[source.index()].cost = 0;
  frontier_.emplace(-shortest, source);
  while (!frontier_.empty()) {
    const QpuId at = frontier_.begin()->second;
    frontier_.erase(frontier_.begin());
    touched.push_back(at);
    if (at != target) extend(at, target, occupancy);
  }

  std::vector<QpuId> path = given;
  const Reached& end = reached_[target.index()];
  if (end.cost >= 0 && end.cost < cost(given)) {
    path = {target};
    while (path.back() != source) path.push_back(reached_[path.back().index()].from);
    std::ranges::reverse(path);
  }
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
