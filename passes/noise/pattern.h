// The graph that a circuit needs: its qubits and the pairs that interact, each with the number of times
// that its error counts.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace dqc {

struct PatternVertex {
  double readouts = 1;  ///< measurements that count
  double gates = 0;     ///< one-qubit gates that count
  bool operator==(const PatternVertex&) const = default;
};

struct PatternEdge {
  int a = 0;
  int b = 0;
  double gates = 1;  ///< two-qubit gates that count
  bool operator==(const PatternEdge&) const = default;
};

/// Edges join different vertices, no two the same. May have several components.
struct Pattern {
  std::vector<PatternVertex> vertices;
  std::vector<PatternEdge> edges;
  std::size_t size() const { return vertices.size(); }
};

/// `vertices` vertices, an edge per pair, everything counted once.
Pattern plain_pattern(int vertices, const std::vector<std::pair<int, int>>& edges);

/// The order in which a search gives qubits to the vertices, and what it must check at each place of it.
/// Places stand in preorder of a depth-first forest; edges outside the forest lead to ancestors.
struct SearchPlan {
  struct Back {
    int place = 0;  ///< earlier than this one
    double gates = 0;
  };
  struct Reach {
    int place = 0;  ///< earlier than this one
    int hops = 0;   ///< the qubits are at most so far apart
  };
  struct Place {
    int vertex = 0;
    int degree = 0;
    int parent = -1;  ///< place; -1 at the roots
    double parent_gates = 0;
    std::vector<int> children;  ///< places
    std::vector<Back> back;
    /// Earlier places whose qubits are smaller than this one's. Breaks the pattern's symmetry: one mapping of
    /// each class satisfies all.
    std::vector<int> above;
    std::vector<Reach> reaches;
  };
  std::vector<Place> places;
  double automorphisms = 1;  ///< size of the group that `above` breaks
};

/// Cost: exponential in the worst case (it finds the automorphisms by
/// search), small for the patterns of circuits.
SearchPlan plan_search(const Pattern& pattern);

}  // namespace dqc
