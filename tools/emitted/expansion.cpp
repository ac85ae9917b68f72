#include "tools/emitted/expansion.h"

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace dqc::emitted {
namespace {

constexpr double pi = std::numbers::pi;

const Matrix2 hadamard = {std::numbers::sqrt2 / 2, std::numbers::sqrt2 / 2, std::numbers::sqrt2 / 2,
                          -std::numbers::sqrt2 / 2};
const Matrix2 not_gate = {0, 1, 1, 0};

class Expander {
 public:
  Expander(const Circuit& circuit, GateSink& sink) : circuit_(circuit), sink_(sink) {}

  bool gate(GateKind kind, std::int32_t callee, std::span<const QubitId> q, std::span<const double> a) {
    if (kind == GateKind::call) return call(callee, q, a);
    switch (traits(kind).qubits) {
      case 1: return one_qubit(kind, q[0], a);
      case 2: return two_qubits(kind, q[0], q[1], a);
      default: return many_qubits(kind, q);
    }
  }

 private:
  bool call(std::int32_t callee, std::span<const QubitId> q, std::span<const double> arguments) {
    const GateDefinition& definition = circuit_.definitions[static_cast<std::size_t>(callee)];
    if (definition.opaque || ++depth_ > circuit_.definitions.size()) return false;
    for (const BodyGate& body : definition.body) {
      std::vector<QubitId> operands;
      for (const std::int32_t position : body.qubits)
        operands.push_back(q[static_cast<std::size_t>(position)]);
      std::vector<double> params;
      for (const ParamExpr& expr : body.params) params.push_back(evaluate(expr, arguments));
      if (body.kind == GateKind::barrier) continue;
      if (!gate(body.kind, body.callee, operands, params)) return false;
    }
    --depth_;
    return true;
  }

  bool one_qubit(GateKind kind, QubitId q, std::span<const double> a) {
    using K = GateKind;
    switch (kind) {
      case K::id:
      case K::u0: return true;
      case K::x: return u(q, not_gate);
      case K::y: return u(q, {0, {0, -1}, {0, 1}, 0});
      case K::z: return phase(q, pi);
      case K::h: return u(q, hadamard);
      case K::s: return phase(q, pi / 2);
      case K::sdg: return phase(q, -pi / 2);
      case K::t: return phase(q, pi / 4);
      case K::tdg: return phase(q, -pi / 4);
      case K::sx: return u(q, u_matrix(pi / 2, -pi / 2, pi / 2));
      case K::sxdg: return u(q, u_matrix(-pi / 2, -pi / 2, pi / 2));
      case K::p:
      case K::u1:
      case K::rz: return phase(q, a[0]);
      case K::rx: return u(q, u_matrix(a[0], -pi / 2, pi / 2));
      case K::ry: return u(q, u_matrix(a[0], 0, 0));
      case K::u2: return u(q, u_matrix(pi / 2, a[0], a[1]));
      case K::u3:
      case K::u: return u(q, u_matrix(a[0], a[1], a[2]));
      default: return false;
    }
  }

  bool two_qubits(GateKind kind, QubitId c, QubitId t, std::span<const double> a) {
    using K = GateKind;
    switch (kind) {
      case K::cx: return cx(c, t);
      case K::cy: return free_phase(t, -pi / 2) && cx(c, t) && free_phase(t, pi / 2);  // y = s x sdg
      case K::cz: return cp(c, t, pi);
      case K::ch: return free_ry(t, -pi / 4) && cp(c, t, pi) && free_ry(t, pi / 4);
      case K::swap: return free_cx(c, t) && cx(t, c) && free_cx(c, t);
      case K::csx: return controlled_root_x(c, t, pi / 2);
      case K::crx: return phase(c, -a[0] / 2) && controlled_root_x(c, t, a[0]);
      case K::cry:
        return free_phase(t, -pi / 2) && phase(c, -a[0] / 2) && controlled_root_x(c, t, a[0]) &&
               free_phase(t, pi / 2);
      case K::crz: return phase(c, -a[0] / 2) && cp(c, t, a[0]);
      case K::cp:
      case K::cu1: return cp(c, t, a[0]);
      case K::cu3: return controlled_u(c, t, a[0], a[1], a[2]);
      case K::cu: return phase(c, a[3]) && controlled_u(c, t, a[0], a[1], a[2]);
      case K::rxx: return h(c) && h(t) && rzz(c, t, a[0]) && h(c) && h(t);
      case K::rzz: return rzz(c, t, a[0]);
      default: return false;
    }
  }

  bool many_qubits(GateKind kind, std::span<const QubitId> q) {
    using K = GateKind;
    switch (kind) {
      case K::ccx: return ccx(q[0], q[1], q[2]);
      case K::ccz: return h(q[2]) && ccx(q[0], q[1], q[2]) && h(q[2]);
      case K::cswap: return free_cx(q[2], q[1]) && ccx(q[0], q[1], q[2]) && free_cx(q[2], q[1]);
      case K::rccx: return rccx(q[0], q[1], q[2]);
      case K::rc3x: return rc3x(q[0], q[1], q[2], q[3]);
      case K::c3x: return c3x(q[0], q[1], q[2], q[3]);
      case K::c3sqrtx: return c3_root_x(q[0], q[1], q[2], q[3], pi / 8);
      case K::c4x:  // qelib1: a root of x under the last control, then the fourth control undone by c3x
        return controlled_root_x(q[3], q[4], pi / 2) && c3x(q[0], q[1], q[2], q[3]) &&
               controlled_root_x(q[3], q[4], -pi / 2) && c3x(q[0], q[1], q[2], q[3]) &&
               c3_root_x(q[0], q[1], q[2], q[4], pi / 8);
      default: return false;
    }
  }

  bool phase(QubitId q, double angle) { return sink_.phase(q, angle), true; }
  bool u(QubitId q, const Matrix2& matrix) { return sink_.one_qubit(q, matrix), true; }
  bool cp(QubitId a, QubitId b, double angle) { return sink_.cp(a, b, angle), true; }

  // Factors that frame others; every h here is one.
  template <class Emit>
  bool framing(Emit emit) {
    sink_.frame(true);
    emit();
    sink_.frame(false);
    return true;
  }
  bool h(QubitId q) {
    return framing([&] { u(q, hadamard); });
  }
  bool free_phase(QubitId q, double angle) {
    return framing([&] { phase(q, angle); });
  }
  bool free_ry(QubitId q, double angle) {
    return framing([&] { u(q, u_matrix(angle, 0, 0)); });
  }
  bool free_cx(QubitId c, QubitId t) {
    return framing([&] { u(t, hadamard), cp(c, t, pi), u(t, hadamard); });
  }
  bool cx(QubitId c, QubitId t) { return h(t) && cp(c, t, pi) && h(t); }

  /// Controlled h diag(1, e^(i angle)) h.
  bool controlled_root_x(QubitId c, QubitId t, double angle) { return h(t) && cp(c, t, angle) && h(t); }

  bool rzz(QubitId a, QubitId b, double angle) {
    return phase(a, angle) && phase(b, angle) && cp(a, b, -2 * angle);
  }

  /// Controlled u3, whose entry <0|u3|0> is cos(theta / 2): a rotation about some axis times a phase.
  bool controlled_u(QubitId c, QubitId t, double theta, double phi, double lambda) {
    // u3 = p((phi+lambda)/2 on all) v rz(omega) v^-1 with cos(omega/2) = cos(theta/2) cos((phi+lambda)/2).
    const double sum = (phi + lambda) / 2;
    const double difference = (phi - lambda) / 2;
    const double nx = -std::sin(theta / 2) * std::sin(difference);
    const double ny = std::sin(theta / 2) * std::cos(difference);
    const double nz = std::cos(theta / 2) * std::sin(sum);
    const double sine = std::hypot(nx, ny, nz);
    const double omega = 2 * std::atan2(sine, std::cos(theta / 2) * std::cos(sum));
    const double polar = std::atan2(std::hypot(nx, ny), nz);
    const double azimuth = std::atan2(ny, nx);
    return phase(c, sum - omega / 2) && free_phase(t, -azimuth) && free_ry(t, -polar) && cp(c, t, omega) &&
           free_ry(t, polar) && free_phase(t, azimuth);
  }

  bool ccx(QubitId a, QubitId b, QubitId c) {
    return h(c) && cx(b, c) && phase(c, -pi / 4) && cx(a, c) && phase(c, pi / 4) && cx(b, c) &&
           phase(c, -pi / 4) && cx(a, c) && phase(b, pi / 4) && phase(c, pi / 4) && h(c) && cx(a, b) &&
           phase(a, pi / 4) && phase(b, -pi / 4) && cx(a, b);
  }

  bool rccx(QubitId a, QubitId b, QubitId c) {
    return h(c) && phase(c, pi / 4) && cx(b, c) && phase(c, -pi / 4) && cx(a, c) && phase(c, pi / 4) &&
           cx(b, c) && phase(c, -pi / 4) && h(c);
  }

  bool rc3x(QubitId a, QubitId b, QubitId c, QubitId d) {
    return h(d) && phase(d, pi / 4) && cx(c, d) && phase(d, -pi / 4) && h(d) && cx(a, d) &&
           phase(d, pi / 4) && cx(b, d) && phase(d, -pi / 4) && cx(a, d) && phase(d, pi / 4) && cx(b, d) &&
           phase(d, -pi / 4) && h(d) && phase(d, pi / 4) && cx(c, d) && phase(d, -pi / 4) && h(d);
  }

  /// Phase of `angle` on every parity of the four qubits, signed by its size, between two h on d.
  bool c3x(QubitId a, QubitId b, QubitId c, QubitId d) {
    const double t = pi / 8;
    return h(d) && phase(a, t) && phase(b, t) && phase(c, t) && phase(d, t) && cx(a, b) && phase(b, -t) &&
           cx(a, b) && cx(b, c) && phase(c, -t) && cx(a, c) && phase(c, t) && cx(b, c) && phase(c, -t) &&
           cx(a, c) && cx(c, d) && phase(d, -t) && cx(b, d) && phase(d, t) && cx(c, d) && phase(d, -t) &&
           cx(a, d) && phase(d, t) && cx(c, d) && phase(d, -t) && cx(b, d) && phase(d, t) && cx(c, d) &&
           phase(d, -t) && cx(a, d) && h(d);
  }

  /// Controlled roots of x on every parity of the controls, signed by its size.
  bool c3_root_x(QubitId a, QubitId b, QubitId c, QubitId d, double t) {
    const auto root = [&](QubitId control, double angle) { return controlled_root_x(control, d, angle); };
    return root(a, t) && cx(a, b) && root(b, -t) && cx(a, b) && root(b, t) && cx(b, c) && root(c, -t) &&
           cx(a, c) && root(c, t) && cx(b, c) && root(c, -t) && cx(a, c) && root(c, t);
  }

  const Circuit& circuit_;
  GateSink& sink_;
  std::size_t depth_ = 0;
};

}  // namespace

Matrix2 operator*(const Matrix2& a, const Matrix2& b) {
  return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2],
          a[2] * b[1] + a[3] * b[3]};
}

Matrix2 u_matrix(double theta, double phi, double lambda) {
  const double c = std::cos(theta / 2);
  const double s = std::sin(theta / 2);
  return {c, -std::polar(1.0, lambda) * s, std::polar(1.0, phi) * s, std::polar(1.0, phi + lambda) * c};
}

bool expand(const Circuit& circuit, const Gate& gate, GateSink& sink) {
  return Expander(circuit, sink).gate(gate.kind, gate.detail, circuit.qubits(gate), circuit.params(gate));
}

}  // namespace dqc::emitted
