// What every gate means to the tools that check: a product of diagonal phases, one-qubit matrices and
// controlled phases, up to a global phase. Written from the gates' definitions (qelib1.inc, Qiskit's
// library), apart from the lowering in passes/normalize.
#pragma once

#include <array>
#include <complex>

#include "passes/ir/circuit.h"

namespace dqc::emitted {

/// Row-major 2x2 matrix.
using Matrix2 = std::array<std::complex<double>, 4>;

/// The product a * b.
Matrix2 operator*(const Matrix2& a, const Matrix2& b);

/// u(theta, phi, lambda) of OpenQASM, up to a global phase.
Matrix2 u_matrix(double theta, double phi, double lambda);

/// Receives the factors of a gate, first to act first. Factors between `frame(true)` and `frame(false)`
/// undo each other where the others are left out, so a condition on the gate need not hold for them.
class GateSink {
 public:
  virtual ~GateSink() = default;
  virtual void frame(bool inside) = 0;
  virtual void phase(QubitId q, double angle) = 0;          ///< diag(1, e^(i angle))
  virtual void one_qubit(QubitId q, const Matrix2& u) = 0;  ///< any unitary
  virtual void cp(QubitId a, QubitId b, double angle) = 0;  ///< diag(1, 1, 1, e^(i angle))
};

/// Sends the factors of `gate`, which must be a unitary, to `sink`; calls are expanded. False if the
/// gate has no meaning: an opaque definition, or a call that nests deeper than definitions exist.
bool expand(const Circuit& circuit, const Gate& gate, GateSink& sink);

}  // namespace dqc::emitted
