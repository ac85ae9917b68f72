// The vertices of a pattern that no edge meets: any free qubit will do for them, so they are given qubits
// once the rest has its own, by an assignment of least cost instead of by search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "passes/noise/noise_graph.h"
#include "passes/noise/pattern.h"

namespace dqc {

/// A pattern in two parts.
struct SplitPattern {
  Pattern joined;             ///< the vertices that edges meet, renumbered
  std::vector<int> vertices;  ///< of the pattern, by vertex of `joined`
  std::vector<int> isolated;  ///< the other vertices of the pattern, ascending
};
SplitPattern split_pattern(const Pattern& pattern);

class IsolatedVertices {
 public:
  struct Assignment {
    std::vector<int> qubits;  ///< by place in `isolated`; equal vertices have ascending ones
    double cost = 0;
  };
  /// False ends the enumeration.
  using Visit = std::function<bool(const Assignment&)>;

  IsolatedVertices(const Pattern& pattern, std::vector<int> isolated, const NoiseGraph& graph);

  const std::vector<int>& vertices() const { return isolated_; }
  bool empty() const { return isolated_.empty(); }

  /// The least cost when all qubits are free; infinite if there are too few.
  double base() const { return base_; }
  /// No assignment beside taken qubits costs less than base() plus their prices (dual values of the
  /// assignment). Not negative; infinite where the isolated vertices need the qubit themselves.
  double price(int qubit) const { return prices_[qubit]; }
  /// How many permutations of equal vertices there are.
  double symmetries() const;
  /// How many assignments there are to `free` qubits, equal vertices told apart.
  double mappings(int free) const;

  /// The least cost with the qubits that are not `used`; none if there are too few. Of equal costs the
  /// lowest qubits. Cost: size for equal vertices, vertices^2 * size in general.
  std::optional<Assignment> best(const std::vector<char>& used) const;

  /// Every assignment that costs less than `limit - offset`, one of each class of exchanges of equal
  /// vertices; `visit` may lower the limit. Every vertex tried takes one of `steps`. False: `visit` returned
  /// false or the steps ran out.
  bool each(const std::vector<char>& used, double offset, const double& limit, std::int64_t& steps,
            const Visit& visit) const;

 private:
  class Enumeration;
  struct Matching {
    std::vector<int> column_of_row;
    std::vector<double> prices;  ///< by column
    double cost = 0;
  };
  double cost(std::size_t vertex, int qubit) const;
  Matching match(const std::vector<int>& qubits) const;
  void sort_in_classes(std::vector<int>& qubits) const;

  std::vector<int> isolated_;
  std::vector<PatternVertex> weights_;  ///< by place in isolated_
  std::vector<int> class_of_;           ///< equal vertices have the same
  int classes_ = 0;
  const std::vector<double> readout_cost_;
  const std::vector<double> gate_cost_;
  std::vector<int> qubits_;  ///< the usable ones
  double base_ = 0;
  std::vector<double> prices_;  ///< by qubit
};

}  // namespace dqc
