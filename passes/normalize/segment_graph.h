// A normalised circuit as segments between walls, for passes that move phases. A wall is a basis change h or
// any gate that is kept as it stands; inside a segment everything is diagonal and commutes: one phase, and
// one angle for each segment that it shares controlled phases with. Places are positions in time: gates
// written in the order of their places, on each qubit inside their segments, are the circuit.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

class SegmentGraph {
 public:
  struct Pair {
    double angle = 0;
    std::int64_t place = 0;
    std::int32_t line = 0;
  };
  struct Segment {
    QubitId qubit;
    std::int32_t before = -1;  ///< wall, -1 at the start of the qubit
    std::int32_t after = -1;   ///< wall, -1 at the end
    bool alive = true;
    double phase = 0;
    std::map<std::int32_t, Pair> pairs;  ///< by the other segment; both ends hold the same
  };
  struct Wall {
    GateId gate;  ///< invalid: an h
    QubitId qubit;
    std::int32_t before = -1;  ///< segment
    std::int32_t after = -1;   ///< segment
    bool alive = true;
    std::int64_t place = 0;
  };

  /// `circuit` is normalised and outlives the graph. Cost: near-linear.
  explicit SegmentGraph(const Circuit& circuit);

  std::size_t num_segments() const { return segments_.size(); }
  const Segment& segment(std::int32_t s) const { return segments_[static_cast<std::size_t>(s)]; }
  /// The wall, or nullptr for -1.
  const Wall* wall(std::int32_t w) const { return w < 0 ? nullptr : &walls_[static_cast<std::size_t>(w)]; }
  bool is_basis_change(std::int32_t w) const { return w >= 0 && !wall(w)->gate.valid(); }

  void add_phase(std::int32_t s, double angle);
  /// Adds cp(angle) of two segments that overlap in time at `place`; an angle of 0 ends their pair.
  void add_pair(std::int32_t s, std::int32_t t, double angle, std::int64_t place, std::int32_t line);
  /// Takes out the empty segment `s` between two basis changes, with both. Returns the segment that the ones
  /// around it have become.
  std::int32_t remove_empty(std::int32_t s);
  /// h rz(angle) h = rz(-angle) h rz(-angle) for the segment `s`, which has no pairs and a quarter turn.
  /// Returns the segment before the h that is left.
  std::int32_t turn_quarter(std::int32_t s);

  /// Of all angles here.
  AngleTable& angles() { return angles_; }

  /// The circuit that the graph stands for now.
  Circuit circuit() const;

 private:
  void read(const Gate& gate, GateId id);
  void add_wall(QubitId q, GateId gate);
  void merge_into(std::int32_t from, std::int32_t to);
  std::int32_t join_around(std::int32_t w);

  const Circuit& source_;
  AngleTable angles_;
  std::vector<Segment> segments_;
  std::vector<Wall> walls_;
  std::vector<std::int32_t> last_;  // segment, by qubit
  std::int64_t place_ = 0;
};

}  // namespace dqc
