#include "passes/partition/initial.h"

#include <fmt/core.h>
#include <metis.h>

#include <algorithm>
#include <numeric>

#include "passes/analysis/segments.h"
#include "passes/partition/home_refiner.h"

namespace dqc {
namespace {

std::vector<idx_t> metis_blocks(const InteractionGraph& graph, const Network& network, std::uint64_t seed) {
  auto n = static_cast<idx_t>(graph.offset.size() - 1);
  auto parts = static_cast<idx_t>(network.size());
  std::vector<idx_t> block(static_cast<std::size_t>(n), 0);
  if (parts == 1 || n < 2) return block;
  std::vector<idx_t> offset(graph.offset.begin(), graph.offset.end()), neighbor,
      weight(graph.weight.begin(), graph.weight.end());
  for (QubitId q : graph.neighbor) neighbor.push_back(q.value());
  const auto total = static_cast<real_t>(network.total_data());
  std::vector<real_t> share;
  for (const Qpu& q : network.qpus) share.push_back(static_cast<real_t>(q.data) / total);
  idx_t options[METIS_NOPTIONS];
  METIS_SetDefaultOptions(options);
  options[METIS_OPTION_SEED] = static_cast<idx_t>(seed % 1000003);
  idx_t constraints = 1, cut = 0;
  real_t balance = 1.03F;
  const bool recursive = parts <= 8;
  (recursive ? METIS_PartGraphRecursive : METIS_PartGraphKway)(
      &n, &constraints, offset.data(), neighbor.data(), nullptr, nullptr, weight.data(), &parts, share.data(),
      &balance, options, &cut, block.data());
  return block;
}

/// Exchanges whole blocks between QPUs while that shortens the cut.
void arrange_blocks(Homes& homes, const InteractionGraph& graph, const Network& network,
                    const NetworkDistances& distances) {
  const std::size_t k = network.size();
  if (distances.complete()) return;
  std::vector<long> traffic(k * k, 0);
  for (std::size_t q = 0; q < homes.size(); ++q)
    for (std::size_t e = graph.offset[q]; e < graph.offset[q + 1]; ++e)
      traffic[homes[q].index() * k + homes[graph.neighbor[e].index()].index()] += graph.weight[e];
  std::vector<std::size_t> at(k);
  std::iota(at.begin(), at.end(), 0);
  const auto cost_of = [&](std::size_t b) {
    long cost = 0;
    for (std::size_t c = 0; c < k; ++c)
      if (c != b) cost += traffic[b * k + c] * distances.distance(QpuId(at[b]), QpuId(at[c]));
    return cost;
  };
  for (int round = 0; round < 20; ++round) {
    bool improved = false;
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t b = a + 1; b < k; ++b) {
        const long before = cost_of(a) + cost_of(b);
        std::swap(at[a], at[b]);
        if (cost_of(a) + cost_of(b) < before) {
          improved = true;
        } else {
          std::swap(at[a], at[b]);
        }
      }
    if (!improved) break;
  }
  for (QpuId& h : homes) h = QpuId(at[h.index()]);
}

/// QPUs in an order in which each is close to those before it.
std::vector<std::size_t> walk_order(const Network& network, const NetworkDistances& distances) {
  std::vector<std::size_t> order{0};
  std::vector<char> done(network.size(), 0);
  done[0] = 1;
  while (order.size() < network.size()) {
    std::size_t next = network.size();
    for (std::size_t v = 0; v < network.size(); ++v) {
      if (done[v]) continue;
      if (next == network.size() || distances.distance(QpuId(order.back()), QpuId(v)) <
                                        distances.distance(QpuId(order.back()), QpuId(next)))
        next = v;
    }
    done[next] = 1;
    order.push_back(next);
  }
  return order;
}

}  // namespace

Status check_capacity(const Network& network, std::size_t num_qubits) {
  const long total = network.total_data();
  if (total < static_cast<long>(num_qubits))
    return Error{ExitCode::infeasible,
                 fmt::format("the circuit has {} qubits, but the {} QPUs have {} data qubits in total",
                             num_qubits, network.size(), total),
                 "give the QPUs of the network more data qubits (data), or add QPUs"};
  return success();
}

Homes contiguous_homes(std::size_t num_qubits, const Network& network, const NetworkDistances& distances) {
  Homes homes(num_qubits);
  const auto order = walk_order(network, distances);
  long left = static_cast<long>(num_qubits), capacity = network.total_data();
  std::size_t q = 0;
  for (std::size_t p : order) {
    // An even share, rounded up, as long as the QPUs that follow can take the rest.
    const long data = network.qpus[p].data;
    long here = capacity > 0 ? (left * data + capacity - 1) / capacity : 0;
    here = std::min({here, data, left});
    for (long i = 0; i < here; ++i) homes[q++] = QpuId(p);
    left -= here;
    capacity -= data;
  }
  return homes;
}

Homes metis_homes(const InteractionGraph& graph, const Network& network, const NetworkDistances& distances,
                  std::uint64_t seed) {
  Homes homes;
  for (idx_t b : metis_blocks(graph, network, seed)) homes.emplace_back(static_cast<std::int32_t>(b));
  arrange_blocks(homes, graph, network, distances);
  HomeRefiner(homes, graph, network, distances).run();
  return homes;
}

Placement static_placement(const Module& module, const Homes& homes) {
  const Circuit& circuit = module.circuit;
  const Segments segments(circuit);
  Placement placement{homes, homes, std::vector<QpuId>(circuit.num_gates())};
  // QPUs that each segment is shared with so far; few, so a list.
  std::vector<std::vector<QpuId>> shared(segments.size());
  const auto has = [&](SegmentId s, QpuId p) {
    return std::find(shared[s.index()].begin(), shared[s.index()].end(), p) != shared[s.index()].end();
  };
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    const Gate& g = circuit.gates()[i];
    if (g.kind == GateKind::barrier) continue;
    const QpuId a = homes[circuit.qubit(g, 0).index()];
    placement.executor[i] = a;
    if (g.kind != GateKind::cp) continue;
    const QpuId b = homes[circuit.qubit(g, 1).index()];
    if (a == b) continue;
    const SegmentId sa = segments.of_operand(GateId(i), 0), sb = segments.of_operand(GateId(i), 1);
    const bool at_a = has(sb, a), at_b = has(sa, b);
    const bool choose_a = at_a || (!at_b && segments[sb].num_gates > segments[sa].num_gates);
    placement.executor[i] = choose_a ? a : b;
    if (!at_a && !at_b) shared[(choose_a ? sb : sa).index()].push_back(placement.executor[i]);
  }
  return placement;
}

}  // namespace dqc
