// The segments of every qubit: maximal stretches in which all of its one-qubit gates are diagonal or
// antidiagonal, so that everything on the qubit commutes and its copies stay copies
// (design of the sharing-tree model; segments generalise the gate packets of Andrés-Martínez and
// Heunen, PRA 100, 2019).
#pragma once

#include <array>
#include <span>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/module.h"

namespace dqc {

using SegmentId = Id<struct SegmentTag>;

/// A gate that ends a segment of its qubit: neither diagonal nor antidiagonal, or a measurement, a
/// reset, or an x under a condition. Precondition: `circuit` is normalised.
bool is_wall(const Gate& gate);

struct Segment {
  QubitId qubit;
  GateId begin;  ///< the wall before it; invalid at the start of the circuit
  GateId end;    ///< the wall after it; invalid at the end of the circuit
  std::uint32_t first_gate = 0;
  std::uint32_t num_gates = 0;
};

/// Segments are numbered qubit by qubit, in time order within a qubit. Every qubit has at least one.
class Segments {
 public:
  static constexpr bool network_only = false;
  /// Precondition: module.circuit is normalised. Cost: linear in gates and qubits.
  static Segments compute(const Module& module) { return Segments(module.circuit); }
  explicit Segments(const Circuit& circuit);

  std::size_t size() const { return segments_.size(); }
  const Segment& operator[](SegmentId s) const { return segments_[s.index()]; }
  /// The cp gates of a segment, in circuit order.
  std::span<const GateId> gates(const Segment& s) const {
    return {gates_.data() + s.first_gate, s.num_gates};
  }
  /// Ids of a qubit's segments are first(q) .. first(q) + count(q) - 1.
  SegmentId first(QubitId q) const { return SegmentId(first_of_qubit_[q.index()]); }
  std::size_t count(QubitId q) const {
    return static_cast<std::size_t>(first_of_qubit_[q.index() + 1] - first_of_qubit_[q.index()]);
  }
  /// The segment that operand `i` of a gate is in; for a wall, the segment it ends.
  SegmentId of_operand(GateId gate, int i) const {
    return of_operand_[gate.index()][static_cast<std::size_t>(i)];
  }

 private:
  std::vector<Segment> segments_;
  std::vector<GateId> gates_;
  std::vector<std::int32_t> first_of_qubit_;
  std::vector<std::array<SegmentId, 2>> of_operand_;
};

}  // namespace dqc
