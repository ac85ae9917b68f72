#include "passes/normalize/rotation_run.h"

#include <cmath>
#include <complex>
#include <numbers>

#include "passes/normalize/angle.h"

namespace dqc {
namespace {

constexpr double pi = std::numbers::pi;

bool is(double angle, double value) { return std::abs(angle - value) < angle_tolerance; }

/// The reduced sum.
double sum(AngleTable& angles, double a, double b) {
  if (!is_symbolic(a) && !is_symbolic(b)) return reduced_angle(a + b);
  return reduced_angle(angles, angles.sum(a, b));
}

double negated(AngleTable& angles, double a) { return reduced_angle(angles, angles.scaled(a, -1)); }

}  // namespace

bool RotationRun::takes(const Circuit& circuit, const Gate& gate) const {
  const bool phase = is_symbolic(after_) || (gate.kind == GateKind::u && is_symbolic(circuit.param(gate, 2)));
  const bool turns = gate.kind == GateKind::h || gate.kind == GateKind::u;
  return !phase || !turns || core_ == Core::none || core_ == Core::x;
}

bool RotationRun::takes(const RotationRun& later) const {
  const bool phase = is_symbolic(after_) || is_symbolic(later.before_);
  const bool turns =
      (core_ == Core::h || core_ == Core::ry) && (later.core_ == Core::h || later.core_ == Core::ry);
  return !phase || !turns;
}

void RotationRun::append_rz(AngleTable& angles, double angle) { after_ = sum(angles, after_, angle); }

void RotationRun::append_x(AngleTable& angles) {
  after_ = negated(angles, after_);  // x rz(a) = rz(-a) x
  switch (core_) {
    case Core::none: core_ = Core::x; break;
    case Core::x: core_ = Core::none; break;
    case Core::h: before_ = sum(angles, before_, pi); break;  // x h = h z
    case Core::ry:                                            // x ry(t) = ry(pi - t) z
      theta_ = reduced_angle(pi - theta_);
      before_ = sum(angles, before_, pi);
      break;
  }
}

void RotationRun::append_h(AngleTable& angles) {
  const double middle = after_;
  switch (core_) {
    case Core::none: core_ = Core::h, before_ = middle, after_ = 0; return;
    case Core::x: core_ = Core::h, before_ = negated(angles, middle), after_ = pi; return;  // h x = z h
    case Core::h: break;
    case Core::ry: append_rz(angles, pi), append_ry(angles, pi / 2); return;  // h = ry(pi/2) z
  }
  if (is(middle, 0)) {
    core_ = Core::none, after_ = before_, before_ = 0;
  } else if (is(middle, pi)) {  // h z h = x
    core_ = Core::x, after_ = negated(angles, before_), before_ = 0;
  } else if (is(std::abs(middle), pi / 2)) {  // h s h = sdg h sdg
    before_ = sum(angles, before_, -middle), after_ = -middle;
  } else {  // h rz(a) h = rx(a) = rz(-pi/2) ry(a) rz(pi/2)
    core_ = Core::none, after_ = sum(angles, before_, pi / 2), before_ = 0;
    append_ry(angles, middle);
    append_rz(angles, -pi / 2);
  }
}

void RotationRun::append_ry(AngleTable& angles, double theta) {
  theta = reduced_angle(theta);
  if (is(theta, 0)) return;
  if (theta < 0) {  // ry(-t) = z ry(t) z
    append_rz(angles, pi), append_ry(angles, -theta), append_rz(angles, pi);
  } else if (is(theta, pi)) {  // ry(pi) = x z
    append_rz(angles, pi), append_x(angles);
  } else if (core_ == Core::none) {
    if (is(theta, pi / 2)) {  // ry(pi/2) = h z
      append_rz(angles, pi), append_h(angles);
    } else {
      core_ = Core::ry, theta_ = theta, before_ = after_, after_ = 0;
    }
  } else if (core_ == Core::x) {  // ry(t) rz(a) x = x ry(-t) rz(-a)
    core_ = Core::none, after_ = negated(angles, after_);
    append_ry(angles, -theta), append_x(angles);
  } else if (core_ == Core::h && is(theta, pi / 2)) {
    append_rz(angles, pi), append_h(angles);
  } else {
    multiply_ry(angles, theta);
  }
}

/// ry(theta) rz(after) ry(t), where the core stands for ry(t) up to rz, taken apart into rz ry rz.
void RotationRun::multiply_ry(AngleTable& angles, double theta) {
  using C = std::complex<double>;
  const bool h = core_ == Core::h;  // h = ry(pi/2) z
  const double first = h ? pi / 2 : theta_, before = h ? sum(angles, before_, pi) : before_;
  const C phase = std::polar(1.0, after_);
  const double c0 = std::cos(first / 2), s0 = std::sin(first / 2);
  const double c1 = std::cos(theta / 2), s1 = std::sin(theta / 2);
  // ry(theta) . diag(1, phase) . ry(first)
  const C m00 = c1 * c0 - s1 * phase * s0, m10 = s1 * c0 + c1 * phase * s0;
  const C m01 = -c1 * s0 - s1 * phase * c0, m11 = -s1 * s0 + c1 * phase * c0;
  const double angle = 2 * std::atan2(std::abs(m10), std::abs(m00));
  core_ = Core::none, before_ = 0, theta_ = 0;
  // m is [[cos, -e^il sin], [e^ip sin, e^i(p+l) cos]] up to a phase; a free p or l is chosen as 0.
  double p = 0, l = 0;
  if (std::abs(m00) < angle_tolerance) {
    p = std::arg(-m10 / m01);
  } else if (std::abs(m10) < angle_tolerance) {
    l = std::arg(m11 / m00);
  } else {
    p = std::arg(m10 / m00), l = std::arg(-m01 / m00);
  }
  after_ = sum(angles, before, l);
  append_ry(angles, angle);
  append_rz(angles, p);
}

void RotationRun::append(AngleTable& angles, const Circuit& circuit, const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rz: append_rz(angles, circuit.param(gate)); break;
    case GateKind::x: append_x(angles); break;
    case GateKind::h: append_h(angles); break;
    default:  // u(t, p, l) = rz(p) ry(t) rz(l)
      append_rz(angles, circuit.param(gate, 2));
      append_ry(angles, circuit.param(gate, 0));
      append_rz(angles, circuit.param(gate, 1));
  }
}

void RotationRun::append(AngleTable& angles, const RotationRun& later) {
  append_rz(angles, later.before_);
  switch (later.core_) {
    case Core::none: break;
    case Core::x: append_x(angles); break;
    case Core::h: append_h(angles); break;
    case Core::ry: append_ry(angles, later.theta_); break;
  }
  append_rz(angles, later.after_);
}

RotationRun RotationRun::split_trailing_rz() {
  RotationRun trailing;
  std::swap(trailing.after_, after_);
  return trailing;
}

int RotationRun::emit(Circuit& circuit, QubitId qubit) const {
  const std::size_t gates = circuit.num_gates();
  if (core_ == Core::ry) {
    circuit.add_gate(GateKind::u, {qubit}, {theta_, after_, before_});
    return 1;
  }
  if (!is(before_, 0)) circuit.add_gate(GateKind::rz, {qubit}, {before_});
  if (core_ == Core::x) circuit.add_gate(GateKind::x, {qubit});
  if (core_ == Core::h) circuit.add_gate(GateKind::h, {qubit});
  if (!is(after_, 0)) circuit.add_gate(GateKind::rz, {qubit}, {after_});
  return static_cast<int>(circuit.num_gates() - gates);
}

}  // namespace dqc
