#include "passes/noise/circuit_pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace dqc {

double pulses(GateKind kind) {
  switch (kind) {
    case GateKind::x:
    case GateKind::y:
    case GateKind::h:
    case GateKind::sx:
    case GateKind::sxdg:
    case GateKind::u2: return 1;
    default: return is_diagonal(kind) ? 0 : 2;
  }
}

double entangling_gates(GateKind kind, double angle) {
  switch (kind) {
    case GateKind::cx:
    case GateKind::cy:
    case GateKind::cz:
    case GateKind::ch: return 1;
    case GateKind::cp:
    case GateKind::cu1: return std::abs(angle) == std::numbers::pi ? 1 : 2;
    case GateKind::swap: return 3;
    default: return 2;
  }
}

namespace {

class Collector {
 public:
  Collector(const Circuit& circuit, Score score)
      : circuit_(circuit), score_(score), vertex_of_(circuit.num_qubits(), -1) {}

  Result<CircuitPattern> collect() && {
    find_vertices();
    for (const Gate& gate : circuit_.gates())
      if (Status done = take(gate); !done) return done.error();
    for (const auto& [ends, count] : edges_)
      out_.pattern.edges.push_back({ends.first, ends.second, score_ == Score::once ? 1 : count});
    return std::move(out_);
  }

 private:
  void find_vertices() {
    out_.qubits = used_qubits(circuit_);
    for (std::size_t v = 0; v < out_.qubits.size(); ++v)
      vertex_of_[out_.qubits[v].index()] = static_cast<int>(v);
    out_.pattern.vertices.assign(out_.qubits.size(), {score_ == Score::once ? 1.0 : 0.0, 0});
  }

  Status take(const Gate& gate) {
    if (gate.kind == GateKind::barrier) return success();
    if (gate.num_qubits > 2)
      return Error{
          ExitCode::usage,
          fmt::format("gate {} of the circuit acts on {} qubits, a layout is for gates on two",
                      gate.kind == GateKind::call ? "call" : traits(gate.kind).name, gate.num_qubits),
          "run split-gates before symmetric-sample"};
    if (gate.num_qubits == 2) {
      const int a = vertex(circuit_.qubit(gate, 0)), b = vertex(circuit_.qubit(gate, 1));
      edges_[std::minmax(a, b)] += entangling_gates(
          gate.kind, gate.kind == GateKind::cp || gate.kind == GateKind::cu1 ? circuit_.param(gate) : 0);
    } else if (score_ == Score::gates) {
      PatternVertex& v = out_.pattern.vertices[static_cast<std::size_t>(vertex(circuit_.qubit(gate)))];
      if (is_unitary(gate.kind))
        v.gates += pulses(gate.kind);
      else
        v.readouts += 1;
    }
    return success();
  }

  int vertex(QubitId q) const { return vertex_of_[q.index()]; }

  const Circuit& circuit_;
  Score score_;
  std::vector<int> vertex_of_;  ///< by qubit; -1: nothing acts on it
  std::map<std::pair<int, int>, double> edges_;
  CircuitPattern out_;
};

}  // namespace

std::vector<QubitId> used_qubits(const Circuit& circuit) {
  std::vector<char> used(circuit.num_qubits(), 0);
  for (const Gate& gate : circuit.gates())
    if (gate.kind != GateKind::barrier)
      for (QubitId q : circuit.qubits(gate)) used[q.index()] = 1;
  std::vector<QubitId> qubits;
  for (std::size_t q = 0; q < used.size(); ++q)
    if (used[q]) qubits.emplace_back(q);
  return qubits;
}

Result<CircuitPattern> pattern_of(const Circuit& circuit, Score score) {
  return Collector(circuit, score).collect();
}

}  // namespace dqc
