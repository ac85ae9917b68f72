// The exact part of packing: disjoint sets of highest product, by a sweep over the qubits.
#pragma once

#include <bitset>
#include <optional>
#include <vector>

namespace dqc {

/// A sweep is possible on devices up to this size.
constexpr std::size_t max_sweep_qubits = 256;
using QubitMask = std::bitset<max_sweep_qubits>;

/// A set of qubits for one copy.
struct PackingCandidate {
  QubitMask qubits;
  QubitMask blocked;  ///< the qubits that no other copy may use; contains `qubits`
  double cost = 0;
};

struct SweepAnswer {
  std::vector<int> chosen;  ///< places in the list of candidates
  double cost = 0;
  bool complete = true;  ///< false: partial packings were dropped for lack of width
};

/// The most (at most `copies`) pairwise unblocked candidates, of these the least cost. Packings with fewer
/// than `known_copies` copies, or as many at `known_cost` and more, are not looked for: the answer is empty
/// if there is nothing better. Keeps up to `width` partial packings per qubit. Cost: qubits * width *
/// candidates per qubit. `size` is the number of qubits of the device.
SweepAnswer sweep(const std::vector<PackingCandidate>& candidates, int size, std::optional<int> copies,
                  int known_copies, double known_cost, int width);

}  // namespace dqc
