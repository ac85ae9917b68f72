// The pattern that a circuit needs on a device, with how often each error counts.
#pragma once

#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/layout.h"
#include "passes/noise/pattern.h"
#include "passes/support/result.h"

namespace dqc {

/// Pulses of a one-qubit gate in the basis of sx, x and rz.
double pulses(GateKind kind);

/// How many cx a two-qubit gate takes; `angle` is that of a cp or cu1.
double entangling_gates(GateKind kind, double angle);

/// The qubits that some gate, measurement or reset acts on, ascending.
std::vector<QubitId> used_qubits(const Circuit& circuit);

struct CircuitPattern {
  Pattern pattern;
  std::vector<QubitId> qubits;  ///< by vertex: the used ones
};

/// With Score::gates, a one-qubit gate counts as the pulses it takes (0 if it is diagonal, which is a change
/// of frame, 1 like sx, 2 at an arbitrary angle), a two-qubit gate as the cx it takes (1, 2, or 3 for a
/// swap), a measurement or reset as a readout. Errors (usage): a gate on more than two qubits, a call.
/// Linear.
Result<CircuitPattern> pattern_of(const Circuit& circuit, Score score);

}  // namespace dqc
