// The search of temporal-partition from one starting point: which qubits homes may use, how hot, how long.
#pragma once

#include <optional>

#include "passes/partition/partition_state.h"
#include "passes/partition/refine.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

/// The cp gates of a normalised circuit.
std::size_t count_two_qubit_gates(const Circuit& circuit);

struct TemporalSearchOptions {
  std::optional<PartitionState::Homes> homes;  ///< none: what a short search with each finds better
  bool fixed_packets = false;                  ///< gate packets are chosen before the search
  long moves_per_gate = 0;                     ///< per two-qubit gate and start
  double unit = 1;                             ///< what an e-bit over a mean link counts
};

/// Searches from different starts are independent; one object serves all threads.
class TemporalSearch {
 public:
  TemporalSearch(const Module& module, const Segments& segments, const NetworkDistances& distances,
                 const TemporalSearchOptions& options);

  /// What a short search reaches.
  struct Trial {
    Placement placement;
    double score = 0;  ///< its cost, and an e-bit for every qubit and step too many
    PartitionState::Homes homes = PartitionState::Homes::data;
  };
  /// A short search from the `index`-th start. A cool one keeps the structure of its start, a warm one
  /// forgets it; which is better depends on the circuit, so every other one is warm.
  Trial tried(const Placement& start, std::size_t index, Rng& rng, const Deadline& deadline) const;
  /// The long search, from where a short one arrived.
  Placement refined(const Trial& trial, Rng& rng, const Deadline& deadline) const;

  /// A partition that costs no more than `placement`, most often another one of the same cost. Tries a few
  /// moves per two-qubit gate.
  Placement wandered(const Placement& placement, Rng& rng, const Deadline& deadline) const;

 private:
  PartitionState state(PartitionState::Homes homes, const Placement& start) const;
  Trial tried_with(PartitionState::Homes homes, const Placement& start, std::size_t index, Rng& rng,
                   const Deadline& deadline) const;
  RefineOptions refine_options(double start_temperature, long moves_per_gate) const;

  const Module& module_;
  const Segments& segments_;
  const NetworkDistances& distances_;
  TemporalSearchOptions options_;
  std::vector<std::int8_t> receivers_;  ///< of fixed packets
  double scale_;                        ///< e-bits that a cut two-qubit block costs
};

}  // namespace dqc
