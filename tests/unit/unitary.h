// The unitary of a small circuit, from a table of gate matrices that knows nothing of the lowering: the
// matrices are those of Qiskit's circuit library. Qubit 0 of a gate is the lowest bit of a row's index.
#pragma once

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::test {

using Complex = std::complex<double>;

/// Row-major square matrix.
struct Matrix {
  std::size_t size = 0;
  std::vector<Complex> cells;
  explicit Matrix(std::size_t n) : size(n), cells(n * n) {}
  Complex& operator()(std::size_t row, std::size_t column) { return cells[row * size + column]; }
  const Complex& operator()(std::size_t row, std::size_t column) const { return cells[row * size + column]; }
};

inline Matrix identity(std::size_t n) {
  Matrix m(n);
  for (std::size_t i = 0; i < n; ++i) m(i, i) = 1;
  return m;
}

inline Matrix matrix2(Complex a, Complex b, Complex c, Complex d) {
  Matrix m(2);
  m.cells = {a, b, c, d};
  return m;
}

inline Matrix u3_matrix(double theta, double phi, double lambda) {
  const double c = std::cos(theta / 2), s = std::sin(theta / 2);
  return matrix2(c, -std::polar(1.0, lambda) * s, std::polar(1.0, phi) * s,
                 std::polar(1.0, phi + lambda) * c);
}

/// `u` on the last qubit under `controls` qubits before it.
inline Matrix controlled(const Matrix& u, int controls) {
  const std::size_t all = (std::size_t{1} << controls) - 1, high = std::size_t{1} << controls;
  Matrix m = identity(2 * high);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) m(i * high + all, j * high + all) = u(i, j);
  return m;
}

inline Matrix swapped(std::size_t size, std::size_t i, std::size_t j) {
  Matrix m = identity(size);
  m(i, i) = m(j, j) = 0;
  m(i, j) = m(j, i) = 1;
  return m;
}

inline Matrix one_qubit_matrix(GateKind kind, std::span<const double> a) {
  using K = GateKind;
  constexpr double pi = std::numbers::pi;
  const Complex i(0, 1);
  const double r = std::numbers::sqrt2 / 2;
  switch (kind) {
    case K::x: return matrix2(0, 1, 1, 0);
    case K::y: return matrix2(0, -i, i, 0);
    case K::z: return matrix2(1, 0, 0, -1);
    case K::h: return matrix2(r, r, r, -r);
    case K::s: return matrix2(1, 0, 0, i);
    case K::sdg: return matrix2(1, 0, 0, -i);
    case K::t: return matrix2(1, 0, 0, std::polar(1.0, pi / 4));
    case K::tdg: return matrix2(1, 0, 0, std::polar(1.0, -pi / 4));
    case K::sx: return matrix2((1. + i) / 2., (1. - i) / 2., (1. - i) / 2., (1. + i) / 2.);
    case K::sxdg: return matrix2((1. - i) / 2., (1. + i) / 2., (1. + i) / 2., (1. - i) / 2.);
    case K::p:
    case K::u1: return matrix2(1, 0, 0, std::polar(1.0, a[0]));
    case K::rx:
      return matrix2(std::cos(a[0] / 2), -i * std::sin(a[0] / 2), -i * std::sin(a[0] / 2),
                     std::cos(a[0] / 2));
    case K::ry:
      return matrix2(std::cos(a[0] / 2), -std::sin(a[0] / 2), std::sin(a[0] / 2), std::cos(a[0] / 2));
    case K::rz: return matrix2(std::polar(1.0, -a[0] / 2), 0, 0, std::polar(1.0, a[0] / 2));
    case K::u2: return u3_matrix(pi / 2, a[0], a[1]);
    case K::u3:
    case K::u: return u3_matrix(a[0], a[1], a[2]);
    default: return identity(2);  // id, u0
  }
}

inline Matrix rotation_matrix(bool xx, double angle) {
  const Complex i(0, 1);
  Matrix m(4);
  for (std::size_t k = 0; k < 4; ++k) {
    m(k, k) = xx ? std::cos(angle / 2) : std::polar(1.0, (k == 0 || k == 3 ? -1 : 1) * angle / 2);
    if (xx) m(k, 3 - k) = -i * std::sin(angle / 2);
  }
  return m;
}

inline Matrix cu_matrix(std::span<const double> a, double phase) {
  Matrix u = u3_matrix(a[0], a[1], a[2]);
  for (Complex& cell : u.cells) cell *= std::polar(1.0, phase);
  return controlled(u, 1);
}

inline Matrix gate_matrix(GateKind kind, std::span<const double> a) {
  using K = GateKind;
  const Complex i(0, 1);
  const auto one = [](K k, std::span<const double> params = {}) { return one_qubit_matrix(k, params); };
  switch (kind) {
    case K::cx: return controlled(one(K::x), 1);
    case K::cy: return controlled(one(K::y), 1);
    case K::cz: return controlled(one(K::z), 1);
    case K::ch: return controlled(one(K::h), 1);
    case K::swap: return swapped(4, 1, 2);
    case K::csx: return controlled(one(K::sx), 1);
    case K::crx: return controlled(one(K::rx, a), 1);
    case K::cry: return controlled(one(K::ry, a), 1);
    case K::crz: return controlled(one(K::rz, a), 1);
    case K::cp:
    case K::cu1: return controlled(one(K::p, a), 1);
    case K::cu3: return cu_matrix(a, 0);
    case K::cu: return cu_matrix(a, a[3]);
    case K::rxx: return rotation_matrix(true, a[0]);
    case K::rzz: return rotation_matrix(false, a[0]);
    case K::ccx: return controlled(one(K::x), 2);
    case K::ccz: return controlled(one(K::z), 2);
    case K::cswap: return swapped(8, 3, 5);
    case K::rccx: {
      Matrix m = identity(8);
      m(3, 3) = m(7, 7) = 0, m(3, 7) = -i, m(7, 3) = i, m(5, 5) = -1;
      return m;
    }
    case K::rc3x: {
      Matrix m = identity(16);
      m(3, 3) = i, m(11, 11) = -i, m(7, 7) = m(15, 15) = 0, m(7, 15) = 1, m(15, 7) = -1;
      return m;
    }
    case K::c3x: return controlled(one(K::x), 3);
    case K::c3sqrtx: return controlled(one(K::sx), 3);
    case K::c4x: return controlled(one(K::x), 4);
    default: return one(kind, a);
  }
}

/// `gate` applied to every column of `m`.
inline void apply(Matrix& m, const Matrix& gate, std::span<const QubitId> qubits) {
  std::vector<Complex> in(gate.size);
  std::size_t mask = 0;
  for (QubitId q : qubits) mask |= std::size_t{1} << q.index();
  const auto row_of = [&](std::size_t base, std::size_t local) {
    for (std::size_t k = 0; k < qubits.size(); ++k)
      if (local >> k & 1) base |= std::size_t{1} << qubits[k].index();
    return base;
  };
  for (std::size_t base = 0; base < m.size; ++base) {
    if (base & mask) continue;
    for (std::size_t column = 0; column < m.size; ++column) {
      for (std::size_t k = 0; k < gate.size; ++k) in[k] = m(row_of(base, k), column);
      for (std::size_t k = 0; k < gate.size; ++k) {
        Complex sum = 0;
        for (std::size_t l = 0; l < gate.size; ++l) sum += gate(k, l) * in[l];
        m(row_of(base, k), column) = sum;
      }
    }
  }
}

inline bool holds(const Circuit& circuit, const Condition& condition, std::uint64_t bits) {
  for (const ConditionTerm& term : condition.terms) {
    const Register& r = circuit.bit_registers[static_cast<std::size_t>(term.bit_register)];
    const std::uint64_t value = term.bit.valid() ? bits >> term.bit.index() & 1
                                                 : bits >> r.first & ((std::uint64_t{1} << r.size) - 1);
    if (value != term.value) return false;
  }
  return true;
}

/// The unitary of the gates of `circuit` whose conditions hold for `bits`; barriers are skipped, and there
/// must be no calls, measurements or resets.
inline Matrix unitary(const Circuit& circuit, std::uint64_t bits = 0) {
  Matrix m = identity(std::size_t{1} << circuit.num_qubits());
  for (const Gate& g : circuit.gates()) {
    if (g.kind == GateKind::barrier) continue;
    if (g.condition >= 0 && !holds(circuit, circuit.conditions[static_cast<std::size_t>(g.condition)], bits))
      continue;
    apply(m, gate_matrix(g.kind, circuit.params(g)), circuit.qubits(g));
  }
  return m;
}

/// The largest difference between `a` and `b` after the global phase that fits best is taken out.
inline double distance(const Matrix& a, const Matrix& b) {
  Complex overlap = 0;
  for (std::size_t i = 0; i < a.cells.size(); ++i) overlap += std::conj(a.cells[i]) * b.cells[i];
  const Complex phase = std::abs(overlap) > 0 ? overlap / std::abs(overlap) : Complex(1);
  double worst = 0;
  for (std::size_t i = 0; i < a.cells.size(); ++i)
    worst = std::max(worst, std::abs(a.cells[i] * phase - b.cells[i]));
  return worst;
}

}  // namespace dqc::test
