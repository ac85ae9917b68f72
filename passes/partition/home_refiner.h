// Local improvement of one home per qubit: capacities repaired, then single moves and exchanges while the
// distance-weighted cut falls (Kernighan and Lin 1970, without their look-ahead).
#pragma once

#include <cstdint>
#include <vector>

#include "passes/analysis/interaction_graph.h"
#include "passes/analysis/network_distances.h"
#include "passes/ir/module.h"

namespace dqc {

class HomeRefiner {
 public:
  /// Works on `homes`, by qubit, all valid. Precondition: the data qubits suffice in total.
  HomeRefiner(std::vector<QpuId>& homes, const InteractionGraph& graph, const Network& network,
              const NetworkDistances& distances);

  /// Cost: a few rounds of qubits squared, plus QPUs times neighbours for each move.
  void run();

 private:
  /// The distance-weighted cut of one qubit if it lived at `at`.
  std::int64_t cut(QubitId q, QpuId at) const { return cut_[q.index() * k_ + at.index()]; }
  void move(QubitId q, QpuId to);
  void repair();
  bool improve_by_move(QubitId q);
  bool improve_by_exchange(QubitId q);

  std::vector<QpuId>& homes_;
  const InteractionGraph& graph_;
  const NetworkDistances& distances_;
  std::size_t k_;
  std::vector<int> room_;          ///< free data qubits by QPU; negative: too many homes
  std::vector<std::int64_t> cut_;  ///< by qubit and QPU
};

}  // namespace dqc
