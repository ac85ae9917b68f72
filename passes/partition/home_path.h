// The best homes of one qubit over a run of segments, all other qubits given: a shortest path over
// (boundary, QPU), as in Viterbi's algorithm (1967).
#pragma once

#include <vector>

#include "passes/partition/partition_state.h"
#include "passes/support/rng.h"

namespace dqc {

class HomePath {
 public:
  explicit HomePath(const PartitionState& state) : state_(state), k_(state.num_qpus()) {}

  /// Homes for the boundaries [begin, end) of `q` (counted from its first), its other homes fixed. Each
  /// partner of a gate is taken to stay where it enters; a step at a QPU whose data qubits are full costs
  /// `overflow_weight`. `noise` e-bits of random cost per choice make the answer vary.
  /// Cost: gates and steps of the run, plus segments times QPUs squared.
  const std::vector<QpuId>& find(QubitId q, std::size_t begin, std::size_t end, double overflow_weight,
                                 double noise, Rng& rng);

 private:
  void weigh_segment(SegmentId s, double overflow_weight);
  double transition(std::size_t from, std::size_t to) const;

  const PartitionState& state_;
  std::size_t k_;
  std::vector<char> partner_at_;  ///< by QPU: some partner of the segment lives there
  std::vector<QpuId> partner_qpus_;
  std::vector<double> full_;  ///< by QPU: what staying there through the segment costs
  std::vector<double> reach_, next_;
  std::vector<std::int16_t> from_;  ///< by boundary and QPU
  std::vector<QpuId> homes_;
};

}  // namespace dqc
