// Swaps that bring the qubits of a circuit together, gate after gate: SABRE (Li, Ding and Xie, ASPLOS 2019)
// on groups of gates that commute, with distances by coupler errors.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/noise/commuting_order.h"
#include "passes/noise/routing_graph.h"
#include "passes/support/rng.h"

namespace dqc {

/// Who is where on a RoutingGraph.
struct Seating {
  std::vector<int> place_of;  ///< by qubit of the circuit; -1: nowhere
  std::vector<int> qubit_at;  ///< by place; -1: none
  void seat(int qubit, int place) {
    place_of[static_cast<std::size_t>(qubit)] = place;
    qubit_at[static_cast<std::size_t>(place)] = qubit;
  }
  void exchange(int a, int b);
};

/// A gate of the circuit, or (gate -1) a swap of what is at two places, or of their names alone (`renames`).
struct RoutingStep {
  int gate = -1;
  int a = 0;
  int b = 0;
  bool renames = false;
};

/// When the qubits of a circuit hold something, for one that is the part of a QPU in a distributed program.
/// Every gate may change that.
struct QubitLives {
  enum class Change : std::uint8_t {
    none,
    make,  ///< where its operands started nothing may be held; there its first operand's life begins
    end,   ///< its last operand holds nothing afterwards
    move,  ///< what its first operand held its second one holds: a matter of names, nothing is done
  };
  std::vector<Change> changes;  ///< by gate
  std::vector<char> holds;      ///< by qubit, at the start
  std::vector<int> clear;       ///< qubits where nothing may be held at the end, nor where they started
};

struct RouterOptions {
  int lookahead = 10;                 ///< gates beyond the front that count
  double ahead = 0.5;                 ///< what all of them weigh against the front
  double decay = 0.001;               ///< a qubit just moved counts so much more
  bool backward = false;              ///< from the last gate to the first
  const QubitLives* lives = nullptr;  ///< none, or backward: every qubit holds something always
};

struct RoutedSteps {
  std::vector<RoutingStep> steps;
  Seating start;  ///< that asked for, with swaps that stood before all gates on two qubits done
  Seating end;
  std::int64_t swaps = 0;  ///< of two places of which at least one holds something
  double cost = 0;         ///< -ln of the product of 1 - e over the couplers, a swap counting as three gates
};

/// Preconditions: every qubit that a gate (but a barrier) acts on has a place at `start`, qubits that meet in
/// one component; gates but barriers act on at most two qubits. With lives: every qubit has a place, the
/// graph is connected, and what the gates do to the lives makes sense in the circuit's order. Deterministic
/// but for `rng`. Cost: for each swap, the couplers at qubits of the front times the gates of the front and
/// ahead at them.
RoutedSteps route_swaps(const Circuit& circuit, const CommutingOrder& order, const RoutingGraph& graph,
                        const Seating& start, const RouterOptions& options, Rng& rng);

}  // namespace dqc
