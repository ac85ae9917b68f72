#include <doctest/doctest.h>

#include <algorithm>

#include "passes/analysis/link_weights.h"
#include "passes/analysis/network_distances.h"
#include "passes/analysis/steiner_trees.h"
#include "passes/support/rng.h"
#include "program_builder.h"

using namespace dqc;

namespace {

Network grid(int width, int height, int comm) {
  Network network = test::network_of(width * height, {}, 2, comm);
  for (int i = 0; i < width * height; ++i) {
    if (i % width + 1 < width) network.links.push_back({QpuId(i), QpuId(i + 1)});
    if (i + width < width * height) network.links.push_back({QpuId(i), QpuId(i + width)});
  }
  return network;
}

/// The cheapest spanning tree of the terminals and any set of Steiner points.
int exact_cost(const NetworkDistances& distances, const std::vector<QpuId>& terminals) {
  int best = NetworkDistances::unreachable;
  for (unsigned set = 0; set < (1U << distances.size()); ++set) {
    std::vector<QpuId> nodes = terminals;
    for (std::size_t v = 0; v < distances.size(); ++v)
      if ((set >> v & 1U) != 0 && std::find(nodes.begin(), nodes.end(), QpuId(v)) == nodes.end())
        nodes.emplace_back(v);
    std::vector<int> reach(nodes.size(), NetworkDistances::unreachable);
    std::vector<char> done(nodes.size(), 0);
    reach[0] = 0;
    int cost = 0;
    for (std::size_t step = 0; step < nodes.size(); ++step) {
      std::size_t next = nodes.size();
      for (std::size_t v = 0; v < nodes.size(); ++v)
        if (!done[v] && (next == nodes.size() || reach[v] < reach[next])) next = v;
      done[next] = 1;
      cost += reach[next];
      for (std::size_t v = 0; v < nodes.size(); ++v)
        reach[v] = std::min(reach[v], distances.distance(nodes[next], nodes[v]));
    }
    best = std::min(best, cost);
  }
  return best;
}

}  // namespace

TEST_CASE("network distances: the mean is that of pairs that reach each other") {
  CHECK(NetworkDistances(test::network_of(3, {{0, 1}, {1, 2}})).mean() == doctest::Approx(4.0 / 3));
  CHECK(NetworkDistances(test::network_of(3, {{0, 1}, {1, 2}}, 2, 1)).mean() == 1);  // no memory for a swap
  CHECK(NetworkDistances(test::network_of(2, {})).mean() == 1);
}

TEST_CASE("network distances: links along a line, paths of that length") {
  const NetworkDistances d(test::network_of(4, {{0, 1}, {1, 2}, {2, 3}}));
  CHECK(d.distance(QpuId(0), QpuId(3)) == 3);
  CHECK(d.path(QpuId(3), QpuId(1)) == std::vector{QpuId(3), QpuId(2), QpuId(1)});
  CHECK_FALSE(d.complete());
  CHECK(NetworkDistances(test::network_of(3, {{0, 1}, {1, 2}, {0, 2}})).complete());
}

TEST_CASE("network distances: one communication qubit cannot swap, none cannot share") {
  Network ring = test::network_of(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}});
  ring.qpus[1].comm = 1;
  const NetworkDistances d(ring);
  CHECK(d.path(QpuId(0), QpuId(2)) == std::vector{QpuId(0), QpuId(3), QpuId(2)});
  CHECK(d.distance(QpuId(0), QpuId(1)) == 1);
  ring.qpus[3].comm = 1;
  CHECK_FALSE(NetworkDistances(ring).reachable(QpuId(0), QpuId(2)));
  ring.qpus[0].comm = 0;
  CHECK_FALSE(NetworkDistances(ring).reachable(QpuId(0), QpuId(1)));
}

TEST_CASE("Steiner trees: exact for up to three terminals, near it beyond, and a tree in links") {
  const NetworkDistances distances(grid(3, 3, 4));
  SteinerTrees trees(distances);
  Rng rng(3);
  int exact = 0, rounds = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<QpuId> all;
    for (int v = 0; v < 9; ++v) all.emplace_back(v);
    rng.shuffle(all);
    const std::vector<QpuId> terminals(all.begin(), all.begin() + 2 + rng.below(5));
    const int cost = trees.cost(terminals), best = exact_cost(distances, terminals);
    CHECK(cost >= best);
    if (terminals.size() <= 3) CHECK(cost == best);
    exact += cost == best;
    ++rounds;
    CHECK(static_cast<int>(trees.links(terminals).size()) <= cost);
  }
  CHECK(exact * 100 >= rounds * 95);
}

TEST_CASE("link weights: small whole numbers in proportion, 1 where links count alike") {
  Network network = test::network_of(4, {{0, 1}, {1, 2}, {2, 3}});
  network.links[0].cost = 6;
  network.links[1].cost = 10;
  network.links[2].cost = 4;
  network.links[2].ebit_latency = 300;
  network.links[1].p_success = 0.5;
  CHECK(link_weights(network, LinkMetric::ebits) == std::vector{1, 1, 1});
  CHECK(link_weights(network, LinkMetric::cost) == std::vector{3, 5, 2});
  CHECK(link_weights(network, LinkMetric::time) == std::vector{1, 2, 3});
  CHECK(mean_weight({3, 5, 4}) == 4);
  for (Link& l : network.links) l.cost = 7;
  CHECK(link_weights(network, LinkMetric::cost) == std::vector{1, 1, 1});
  network.links[0].cost = 0;  // not stated: 1
  network.links[1].cost = 1000000;
  CHECK(link_weights(network, LinkMetric::cost) == std::vector{1, 1000, 1});
}

TEST_CASE("link weights: no path's sum reaches unreachable") {
  Network network = test::network_of(4000, {});
  for (int i = 1; i < 4000; ++i) network.links.push_back({QpuId(i - 1), QpuId(i)});
  for (Link& l : network.links) l.cost = 1000000;
  network.links[0].cost = 1;
  const auto weights = link_weights(network, LinkMetric::cost);
  std::int64_t sum = 0;
  for (int w : weights) sum += w;
  CHECK(sum < NetworkDistances::unreachable);
  CHECK(weights[1] > 200);
}

TEST_CASE("network distances: weighted paths go round an expensive link, within memory") {
  Network ring = test::network_of(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}});
  const std::vector<int> weights{5, 1, 1, 1};  // the first link is 0-1
  const NetworkDistances d(ring, weights);
  CHECK(d.distance(QpuId(0), QpuId(1)) == 3);
  CHECK(d.path(QpuId(0), QpuId(1)) == std::vector{QpuId(0), QpuId(3), QpuId(2), QpuId(1)});
  CHECK_FALSE(d.complete());
  ring.qpus[3].comm = 1;
  CHECK(NetworkDistances(ring, weights).distance(QpuId(0), QpuId(1)) == 5);
  const Network triangle = test::network_of(3, {{0, 1}, {1, 2}, {0, 2}});
  CHECK_FALSE(NetworkDistances(triangle, std::vector{1, 1, 2}).complete());
}

TEST_CASE("Steiner trees: weighted links") {
  Rng rng(5);
  int exact = 0, rounds = 0;
  for (int round = 0; round < 150; ++round) {
    const Network network = grid(3, 3, 4);
    std::vector<int> weights;
    for (std::size_t i = 0; i < network.links.size(); ++i)
      weights.push_back(1 + static_cast<int>(rng.below(9)));
    const NetworkDistances distances(network, weights);
    SteinerTrees trees(distances);
    std::vector<QpuId> all;
    for (int v = 0; v < 9; ++v) all.emplace_back(v);
    rng.shuffle(all);
    const std::vector<QpuId> terminals(all.begin(), all.begin() + 2 + rng.below(5));
    const int cost = trees.cost(terminals), best = exact_cost(distances, terminals);
    CHECK(cost >= best);
    if (terminals.size() <= 3) CHECK(cost == best);
    exact += cost == best;
    ++rounds;
    int in_links = 0;
    for (const auto& [a, b] : trees.links(terminals)) in_links += weights[network.link_between(a, b).index()];
    CHECK(in_links <= cost);
  }
  CHECK(exact * 100 >= rounds * 90);
}
