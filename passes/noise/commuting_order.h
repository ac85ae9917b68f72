// What must come before what in a circuit when gates that commute may trade places. On each qubit, gates that
// are all diagonal in the same Pauli axis form a group whose members have no order among them, as 2QAN
// (Lao and Browne, ISCA 2022) uses it for terms of one Hamiltonian; groups come one after the other.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

/// The groups of a circuit's qubits and bits. Conditioned gates, measurements, resets and barriers commute
/// with nothing on their qubits. Gates `in_turn` (by gate; empty: none) keep their order among
/// themselves. Cost: linear in the operands.
class CommutingOrder {
 public:
  explicit CommutingOrder(const Circuit& circuit, std::span<const char> in_turn = {});

  std::size_t num_gates() const { return first_group_of_.size() - 1; }
  std::size_t num_groups() const { return line_of_.size(); }
  std::span<const int> groups_of(std::size_t gate) const { return part(groups_, first_group_of_, gate); }
  std::span<const int> gates_of(std::size_t group) const { return part(gates_, first_gate_of_, group); }
  /// The group after `group` on its qubit or bit (`step` 1), the one before (-1); -1: none.
  int neighbour(int group, int step) const;

 private:
  static std::span<const int> part(const std::vector<int>& all, const std::vector<std::size_t>& first,
                                   std::size_t i) {
    return {all.data() + first[i], first[i + 1] - first[i]};
  }

  std::vector<std::size_t> first_group_of_;  ///< by gate, into groups_
  std::vector<int> groups_;
  std::vector<std::size_t> first_gate_of_;  ///< by group, into gates_
  std::vector<int> gates_;
  std::vector<int> line_of_;  ///< by group; groups of one line are consecutive
};

/// Goes through a circuit in any order that it allows, from its start or from its end.
class OrderWalk {
 public:
  OrderWalk(const CommutingOrder& order, bool backward);

  /// The gates that nothing is before any more and that were not told yet, lowest first at the start.
  std::vector<int> take_ready();
  /// `gate`, which was ready, is done.
  void finish(int gate);

 private:
  const CommutingOrder& order_;
  int step_;
  std::vector<int> left_;     ///< by group: gates not done
  std::vector<int> waiting_;  ///< by gate: groups of it whose turn has not come
  std::vector<int> ready_;
};

}  // namespace dqc
