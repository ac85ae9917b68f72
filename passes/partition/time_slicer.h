// Homes that follow time slices: in each slice the two qubits of every gate live on one QPU, as far as the
// capacities allow. Baker, Duckering, Hoover and Chong, "Time-sliced quantum circuit partitioning for modular
// architectures" (Computing Frontiers 2020): fine-grained partitioning by relaxed overall extreme exchange
// (FGP-rOEE) after Park and Lee (1995), with weights that look ahead.
#pragma once

#include <vector>

#include "passes/analysis/network_distances.h"
#include "passes/ir/module.h"
#include "passes/partition/initial.h"

namespace dqc {

class TimeSlicer {
 public:
  /// `homes` is where the qubits start, within the capacities of `network`.
  TimeSlicer(const Circuit& circuit, const Network& network, const NetworkDistances& distances, Homes homes);

  /// A placement whose gates are executed where their qubits are in their slice, where homes change only
  /// before every `stride`-th slice. Cost: per slice the exchanges it takes times the qubits of one QPU, and
  /// the gates within the look-ahead; plus qubits times QPUs.
  Placement run(std::size_t stride);
  std::size_t num_slices() const { return slices_.size(); }

 private:
  struct Neighbor {
    QubitId qubit;
    double weight = 0;
  };
  struct Exchange {
    QubitId moving;
    QpuId to;
    QubitId back;  ///< invalid: a free data qubit of `to`
    double gain = 0;
  };

  void slice();
  void start();
  void weigh(std::size_t begin, std::size_t end);
  void settle(std::size_t begin, std::size_t end);
  Exchange best_exchange(QubitId q, QpuId to) const;
  double pull(QubitId q, QpuId at) const { return pull_[q.index() * network_.size() + at.index()]; }
  double attraction(QubitId q, QpuId at) const;
  double between(QubitId a, QubitId b) const;
  void move(QubitId q, QpuId to);

  const Circuit& circuit_;
  const Network& network_;
  const NetworkDistances& distances_;
  Homes start_;
  Homes homes_;                                 ///< in the current slice
  std::vector<int> room_;                       ///< free data qubits, by QPU
  std::vector<std::vector<GateId>> slices_;     ///< cp gates, those of a slice on distinct qubits
  std::vector<std::size_t> slice_of_;           ///< by gate; walls belong to the slice before them
  std::vector<std::vector<Neighbor>> weights_;  ///< by qubit, for the current slices
  std::vector<double> pull_;  ///< by qubit and QPU: weight of the neighbours that live there
  std::vector<char> moved_;   ///< by qubit: exchanged before these slices already
};

}  // namespace dqc
