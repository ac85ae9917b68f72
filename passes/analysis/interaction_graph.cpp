#include "passes/analysis/interaction_graph.h"

#include <algorithm>
#include <numeric>

namespace dqc {

InteractionGraph InteractionGraph::of(const Circuit& circuit) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (const Gate& g : circuit.gates()) {
    if (g.kind != GateKind::cp) continue;
    const std::int32_t a = circuit.qubit(g, 0).value(), b = circuit.qubit(g, 1).value();
    pairs.emplace_back(a, b);
    pairs.emplace_back(b, a);
  }
  std::sort(pairs.begin(), pairs.end());
  InteractionGraph graph;
  graph.offset.assign(circuit.num_qubits() + 1, 0);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i > 0 && pairs[i] == pairs[i - 1]) {
      ++graph.weight.back();
      continue;
    }
    graph.neighbor.emplace_back(pairs[i].second);
    graph.weight.push_back(1);
    ++graph.offset[static_cast<std::size_t>(pairs[i].first) + 1];
  }
  std::partial_sum(graph.offset.begin(), graph.offset.end(), graph.offset.begin());
  return graph;
}

int InteractionGraph::between(QubitId a, QubitId b) const {
  const auto begin = neighbor.begin() + static_cast<std::ptrdiff_t>(offset[a.index()]);
  const auto end = neighbor.begin() + static_cast<std::ptrdiff_t>(offset[a.index() + 1]);
  const auto found = std::lower_bound(begin, end, b);
  return found != end && *found == b ? weight[static_cast<std::size_t>(found - neighbor.begin())] : 0;
}

}  // namespace dqc
