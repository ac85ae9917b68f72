// Which segments are embedded (hopping packets: Wu et al., arXiv:2212.12688; Andrés-Martínez et al.,
// arXiv:2305.14148). Between two h, a segment that holds cz only is one of cx onto its qubit: x on all
// copies, by copies of the control. So copies of the segment before stay alive through it for the segment
// after, if each control has a copy wherever they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/analysis/segments.h"
#include "passes/ir/module.h"

namespace dqc {

class Embedding {
 public:
  /// Nothing is embedded.
  Embedding(const Placement& placement, const Segments& segments);

  /// Embeds segments as long as that shortens the sharing trees: each is looked at with the copies that both
  /// segments around it use. Cost: linear in gates, times the QPUs that share a segment.
  void plan(const Circuit& circuit, const NetworkDistances& distances);
  bool empty() const { return num_embedded_ == 0; }

  bool embedded(SegmentId s) const { return !sites_[s.index()].empty(); }
  /// The home and the QPUs whose copies stay, of an embedded segment.
  std::span<const QpuId> sites(SegmentId s) const { return sites_[s.index()]; }
  /// The embedded segment that holds a cp; invalid: none does.
  SegmentId of_gate(GateId g) const { return of_gate_[g.index()]; }
  /// Where a cp is executed.
  std::span<const QpuId> sites(GateId g) const;
  /// Whether a copy at `qpu` is to outlive segment `s`.
  bool stays(SegmentId s, QpuId qpu) const;
  /// Whether anything in or around segment `s` is or was embedded.
  bool concerns(SegmentId s) const { return !concerned_.empty() && concerned_[s.index()] != 0; }
  /// Takes segment `s` out again.
  void drop(SegmentId s);

 private:
  class Planner;
  const Placement& placement_;
  const Segments& segments_;
  std::vector<std::vector<QpuId>> sites_;  ///< by segment
  std::vector<SegmentId> of_gate_;
  std::vector<char> concerned_;
  std::size_t num_embedded_ = 0;
};

}  // namespace dqc
