// The best homes of one qubit over a run of segments, all other qubits given: a shortest path over
// (boundary, QPU), as in Viterbi's algorithm (1967).
#pragma once

#include <span>
#include <vector>

#include "passes/partition/partition_state.h"
#include "passes/support/rng.h"

namespace dqc {

class HomePath {
 public:
  explicit HomePath(const PartitionState& state) : state_(state) {}

  /// Homes for the boundaries [begin, end) of `q` (counted from its first), its other homes fixed. Each
  /// partner of a gate is taken to stay where it enters; a step at a QPU whose memory is full costs
  /// `overflow_weight`. `noise` e-bits of random cost per choice make the answer vary. Among many QPUs the
  /// path uses those where the qubit or a partner is during the run, up to a limit, and `also`.
  /// Cost: gates and steps of the run, plus at most a constant number of QPUs squared per segment.
  const std::vector<QpuId>& find(QubitId q, std::size_t begin, std::size_t end, double overflow_weight,
                                 double noise, Rng& rng, std::span<const QpuId> also = {});

 private:
  QpuId partner_home(SegmentId s, GateId g) const;
  void collect_candidates(SegmentId first, SegmentId last, std::span<const QpuId> also);
  void weigh_segment(SegmentId s, double overflow_weight);
  void collect_partners(SegmentId s);
  double transition(std::size_t from, std::size_t to) const;
  void advance(std::size_t row, QpuId only, double noise, Rng& rng);

  const PartitionState& state_;
  std::vector<QpuId> candidates_;      ///< QPUs the path may use
  std::vector<QpuId> partners_;        ///< QPUs where partners of the weighed segment live
  std::vector<std::uint64_t> shared_;  ///< by partner: the QPUs where all of that QPU's partners have holders
  std::vector<std::uint32_t> absent_;  ///< by candidate: the partners, as a set, that it lacks holders of
  std::vector<double> full_;           ///< by candidate: what staying there through the segment costs
  std::vector<double> reach_;          ///< by candidate: cheapest way to stand there at the current boundary
  std::vector<double> next_;
  std::vector<std::int16_t> from_;  ///< by segment and candidate: the best candidate before it
  std::vector<QpuId> homes_;
};

}  // namespace dqc
