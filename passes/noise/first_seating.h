// Where routing starts: qubits side by side on the device, those that meet often near each other.
#pragma once

#include <utility>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/noise/swap_router.h"
#include "passes/support/rng.h"

namespace dqc {

/// Seats the qubits of a circuit on a graph one by one, next to those that are seated.
class FirstSeating {
 public:
  /// `graph` outlives this. Gates (but barriers) act on at most two qubits. `together`: all qubits on one
  /// connected part of the graph, whether they meet or not.
  FirstSeating(const Circuit& circuit, const RoutingGraph& graph, bool together = false);

  /// Whether there is room: each connected part of the circuit on one component of the graph. Where several
  /// must share several, large ones come first.
  bool possible() const { return possible_; }

  /// One of the ways to seat them; the first is without chance, `disorder` (0 to 1) says how much of the
  /// others is. Precondition: possible().
  Seating seat(double disorder, Rng& rng) const;

 private:
  struct Meeting {
    int other = 0;
    double gates = 0;
  };
  using Weights = std::vector<double>;

  void count_meetings(const Circuit& circuit, bool together);
  std::vector<std::vector<int>> connected_parts() const;
  void assign_components(const std::vector<std::vector<int>>& parts);
  int next_qubit(const std::vector<char>& seated, const Weights& ties) const;
  void put(int qubit, int component, double disorder, Rng& rng, Seating& seating) const;
  void put_alone(Seating& seating) const;

  const RoutingGraph& graph_;
  std::vector<std::vector<Meeting>> meetings_;  ///< by qubit
  std::vector<double> total_;                   ///< by qubit: gates on two qubits
  std::vector<int> meeting_;                    ///< the qubits that meet others, or all if `together`
  std::vector<int> alone_;                      ///< those that are used and meet none
  std::vector<int> component_of_;               ///< by place
  std::vector<int> target_;                     ///< by qubit: component of the graph
  std::vector<int> central_;                    ///< places, best first
  bool possible_ = true;
};

}  // namespace dqc
