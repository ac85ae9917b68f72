// Copies of a pattern that run side by side on a device: as many as asked for or as fit, of the highest
// product of fidelities.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "passes/noise/layout_search.h"

namespace dqc {

struct PackingOptions {
  std::optional<int> copies;  ///< none: as many as possible
  bool exact = false;         ///< else greedy: the best layout, then the best beside it, and so on
  int spacing = 0;            ///< qubits of different copies are more than so many couplers apart
  double min_fidelity = 0;    ///< of every copy
  std::int64_t candidate_limit = 200000;  ///< exact: sets of qubits looked at
  int width = 40000;  ///< exact: partial packings kept at each qubit, fewer if there are many candidates
  std::int64_t step_limit = 5'000'000;  ///< of each search for a layout
};

struct Packing {
  std::vector<Layout> copies;  ///< best first
  bool optimal = false;  ///< proven: no packing has more copies (up to those asked for) or a higher product
  double cost() const;   ///< -ln of the product
};

/// A packing with as many copies as asked for or, if they do not fit, as many as were found; of that many,
/// the highest product. The exact selection goes through the qubits of the device in order and keeps, of all
/// partial packings that block the same of the qubits to come, the best one; those that cannot become better
/// than a packing already known are cut off. It never returns a worse packing than the greedy one.
/// Deterministic. Precondition: the pattern has a vertex.
Packing pack_layouts(const Pattern& pattern, const NoiseGraph& graph, const PackingOptions& options);

}  // namespace dqc
