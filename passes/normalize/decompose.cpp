// Constructions: a gate controlled by one qubit is v cp v^-1 with v diagonalising what it does to its
// target; the larger ones are those of qelib1.inc (Barenco et al., PRA 52, 1995) with cx = h cp(pi) h.
// Equalities hold up to a global phase. Under a condition, a gate v w v^-1 needs the condition on w
// alone: v v^-1 does nothing. An angle that depends on inputs ends up in rz or cp: a rotation by it is an rz
// between two h, and a u controlled by a qubit, which cannot be diagonalised then, takes two cx.
#include "passes/normalize/decompose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "passes/normalize/rewriter.h"

namespace dqc {
namespace {

constexpr double pi = std::numbers::pi;

class Lowering {
 public:
  /// Gates on fewer than `fewest_qubits` qubits stay as they are.
  Lowering(const Circuit& source, int fewest_qubits)
      : source_(source), fewest_qubits_(fewest_qubits), out_(source) {}

  Circuit lowered() && {
    for (const Gate& gate : source_.gates()) {
      if (is_unitary(gate.kind) && gate.num_qubits >= fewest_qubits_) {
        lower(gate);
      } else {
        out_.copy(gate);
      }
    }
    return std::move(out_.circuit);
  }

 private:
  void lower(const Gate& gate) {
    condition_ = gate.condition;
    line_ = gate.line;
    const auto q = source_.qubits(gate);
    const auto a = source_.params(gate);
    switch (q.size()) {
      case 1: lower_one(gate.kind, q[0], a); break;
      case 2: lower_two(gate.kind, q[0], q[1], a); break;
      default: lower_many(gate.kind, q);
    }
  }

  void lower_one(GateKind kind, QubitId q, std::span<const double> a) {
    using K = GateKind;
    switch (kind) {
      case K::x: emit_x(q); break;
      case K::y: rz(pi, q), emit_x(q); break;  // y = i x z
      case K::z: rz(pi, q); break;
      case K::h: emit(K::h, {q}, {}); break;
      case K::s: rz(pi / 2, q); break;
      case K::sdg: rz(-pi / 2, q); break;
      case K::t: rz(pi / 4, q); break;
      case K::tdg: rz(-pi / 4, q); break;
      case K::sx: u(pi / 2, -pi / 2, pi / 2, q); break;
      case K::sxdg: u(-pi / 2, -pi / 2, pi / 2, q); break;
      case K::p:
      case K::u1:
      case K::rz: rz(a[0], q); break;
      case K::rx: u(a[0], -pi / 2, pi / 2, q); break;
      case K::ry: u(a[0], 0, 0, q); break;
      case K::u2: u(pi / 2, a[0], a[1], q); break;
      case K::u3:
      case K::u: u(a[0], a[1], a[2], q); break;
      default: break;  // id, u0
    }
  }

  void lower_two(GateKind kind, QubitId a, QubitId b, std::span<const double> angles) {
    using K = GateKind;
    switch (kind) {
      case K::cx: cx(a, b); break;
      case K::cy: free_rz(-pi / 2, b), cx(a, b), free_rz(pi / 2, b); break;  // y = s x sdg
      case K::cz: cp(pi, a, b); break;
      case K::ch: free_u(-pi / 4, 0, 0, b), cp(pi, a, b), free_u(pi / 4, 0, 0, b); break;
      case K::swap: free_cx(a, b), cx(b, a), free_cx(a, b); break;
      case K::csx: root_x(pi / 2, a, b); break;
      case K::crx: root_x(angles[0], a, b), rz(times(angles[0], -0.5), a); break;
      case K::cry:
        free_rz(-pi / 2, b), root_x(angles[0], a, b), free_rz(pi / 2, b), rz(times(angles[0], -0.5), a);
        break;
      case K::crz: cp(angles[0], a, b), rz(times(angles[0], -0.5), a); break;
      case K::cp:
      case K::cu1: cp(angles[0], a, b); break;
      case K::cu3: controlled_u(angles, a, b); break;
      case K::cu: rz(angles[3], a), controlled_u(angles, a, b); break;
      case K::rxx: free_h(a), free_h(b), rzz(angles[0], a, b), free_h(a), free_h(b); break;
      case K::rzz: rzz(angles[0], a, b); break;
      default: break;
    }
  }

  void lower_many(GateKind kind, std::span<const QubitId> q) {
    using K = GateKind;
    switch (kind) {
      case K::ccx: free_h(q[2]), ccz(q[0], q[1], q[2]), free_h(q[2]); break;
      case K::ccz: ccz(q[0], q[1], q[2]); break;
      case K::cswap:
        free_cx(q[2], q[1]), free_h(q[2]), ccz(q[0], q[1], q[2]), free_h(q[2]), free_cx(q[2], q[1]);
        break;
      case K::rccx: rccx(q[0], q[1], q[2]); break;
      case K::rc3x: rc3x(q[0], q[1], q[2], q[3]); break;
      case K::c3x: c3x(q[0], q[1], q[2], q[3]); break;
      case K::c3sqrtx: c3_root_x(q[0], q[1], q[2], q[3]); break;
      case K::c4x:
        root_x(pi / 2, q[3], q[4]), c3x(q[0], q[1], q[2], q[3]), root_x(-pi / 2, q[3], q[4]);
        c3x(q[0], q[1], q[2], q[3]), c3_root_x(q[0], q[1], q[2], q[4]);
        break;
      default: break;
    }
  }

  // Gates under the condition of the gate being lowered, and, as free_*, without it.
  void emit(GateKind kind, std::initializer_list<QubitId> q, std::initializer_list<double> a) {
    out_.circuit.add_gate(kind, q, a, -1, out_.condition(condition_), line_);
  }
  void emit_free(GateKind kind, std::initializer_list<QubitId> q, std::initializer_list<double> a) {
    out_.circuit.add_gate(kind, q, a, -1, -1, line_);
  }
  void emit_x(QubitId q) { emit(GateKind::x, {q}, {}); }
  void rz(double angle, QubitId q) { emit(GateKind::rz, {q}, {angle}); }
  void u(double theta, double phi, double lambda, QubitId q) {
    if (!is_symbolic(theta)) return emit(GateKind::u, {q}, {theta, phi, lambda});
    rz(plus(lambda, -pi / 2), q), free_h(q), rz(theta, q), free_h(q), rz(plus(phi, pi / 2), q);
  }
  void cp(double angle, QubitId a, QubitId b) { emit(GateKind::cp, {a, b}, {angle}); }
  void free_h(QubitId q) { emit_free(GateKind::h, {q}, {}); }
  void free_rz(double angle, QubitId q) { emit_free(GateKind::rz, {q}, {angle}); }
  void free_u(double theta, double phi, double lambda, QubitId q) {
    if (!is_symbolic(theta)) return emit_free(GateKind::u, {q}, {theta, phi, lambda});
    free_rz(plus(lambda, -pi / 2), q), free_h(q), free_rz(theta, q), free_h(q), free_rz(plus(phi, pi / 2), q);
  }
  double times(double angle, double factor) { return out_.circuit.angles.scaled(angle, factor); }
  double plus(double a, double b) { return out_.circuit.angles.sum(a, b); }

  void cx(QubitId c, QubitId t) { root_x(pi, c, t); }
  void free_cx(QubitId c, QubitId t) { free_h(t), emit_free(GateKind::cp, {c, t}, {pi}), free_h(t); }
  /// Controlled h p(angle) h.
  void root_x(double angle, QubitId c, QubitId t) { free_h(t), cp(angle, c, t), free_h(t); }
  void rzz(double angle, QubitId a, QubitId b) { cp(times(angle, -2), a, b), rz(angle, a), rz(angle, b); }

  /// u3 = e^(i s) (cos(w/2) - i sin(w/2) n.sigma) = e^(i (s - w/2)) v p(w) v^-1, v turning z onto n.
  void controlled_u(std::span<const double> angles, QubitId c, QubitId t) {
    if (std::ranges::any_of(angles.first(3), is_symbolic)) return controlled_symbolic_u(angles, c, t);
    const double s = (angles[1] + angles[2]) / 2, d = (angles[1] - angles[2]) / 2;
    const double cosine = std::cos(angles[0] / 2), sine = std::sin(angles[0] / 2);
    const double x = -sine * std::sin(d), y = sine * std::cos(d), z = cosine * std::sin(s);
    const double w = 2 * std::atan2(std::hypot(x, y, z), cosine * std::cos(s));
    const double latitude = std::atan2(std::hypot(x, y), z), longitude = std::atan2(y, x);
    free_u(-latitude, 0, -longitude, t);
    cp(w, c, t);
    free_u(latitude, longitude, 0, t);
    rz(s - w / 2, c);
  }

  /// u = p(phi) ry(theta / 2) x ry(-theta / 2) p(-half) x p(rest), where half is that of phi + lambda.
  void controlled_symbolic_u(std::span<const double> angles, QubitId c, QubitId t) {
    const double theta = times(angles[0], 0.5), half = times(plus(angles[1], angles[2]), 0.5);
    free_rz(plus(half, times(angles[1], -1)), t), cx(c, t);
    free_u(times(theta, -1), 0, times(half, -1), t), cx(c, t);
    free_u(theta, angles[1], 0, t);
    rz(half, c);
  }

  /// A phase on every parity of a, b and c.
  void ccz(QubitId a, QubitId b, QubitId c) {
    cx(b, c), rz(-pi / 4, c), cx(a, c), rz(pi / 4, c), cx(b, c), rz(-pi / 4, c), cx(a, c), rz(pi / 4, c);
    rz(pi / 4, b), cx(a, b), rz(pi / 4, a), rz(-pi / 4, b), cx(a, b);
  }

  void rccx(QubitId a, QubitId b, QubitId c) {
    free_h(c), rz(pi / 4, c), cx(b, c), rz(-pi / 4, c), cx(a, c);
    rz(pi / 4, c), cx(b, c), rz(-pi / 4, c), free_h(c);
  }

  void rc3x(QubitId a, QubitId b, QubitId c, QubitId d) {
    free_h(d), rz(pi / 4, d), cx(c, d), rz(-pi / 4, d), free_h(d);
    cx(a, d), rz(pi / 4, d), cx(b, d), rz(-pi / 4, d), cx(a, d), rz(pi / 4, d), cx(b, d), rz(-pi / 4, d);
    free_h(d), rz(pi / 4, d), cx(c, d), rz(-pi / 4, d), free_h(d);
  }

  /// A phase on every parity of a, b, c and d, between two h.
  void c3x(QubitId a, QubitId b, QubitId c, QubitId d) {
    const double w = pi / 8;
    free_h(d), rz(w, a), rz(w, b), rz(w, c), rz(w, d);
    cx(a, b), rz(-w, b), cx(a, b);
    cx(b, c), rz(-w, c), cx(a, c), rz(w, c), cx(b, c), rz(-w, c), cx(a, c);
    cx(c, d), rz(-w, d), cx(b, d), rz(w, d), cx(c, d), rz(-w, d), cx(a, d), rz(w, d);
    cx(c, d), rz(-w, d), cx(b, d), rz(w, d), cx(c, d), rz(-w, d), cx(a, d), free_h(d);
  }

  /// A root of x on d for every parity of a, b and c.
  void c3_root_x(QubitId a, QubitId b, QubitId c, QubitId d) {
    const double w = pi / 8;
    free_h(d), cp(w, a, d), cx(a, b), cp(-w, b, d), cx(a, b), cp(w, b, d);
    cx(b, c), cp(-w, c, d), cx(a, c), cp(w, c, d), cx(b, c), cp(-w, c, d), cx(a, c), cp(w, c, d), free_h(d);
  }

  const Circuit& source_;
  int fewest_qubits_;
  Rewriter out_;
  std::int32_t condition_ = -1;  ///< of the gate being lowered
  std::int32_t line_ = 0;
};

}  // namespace

Circuit split_wide_gates(const Circuit& source) { return Lowering(source, 3).lowered(); }

Decompose::Decompose(const PassOptions&) {}

const PassInfo& Decompose::info() {
  static const PassInfo info{"decompose",
                             "lower every gate to h, x, rz, u and cp",
                             "Exact up to a global phase. A gate that one qubit controls becomes a single cp "
                             "between one-qubit gates; "
                             "the larger ones follow qelib1.inc (Barenco et al., PRA 52, 1995). Of a "
                             "conditional gate only the inner part "
                             "stays conditional where the outer gates undo each other.",
                             Stage::inlined,
                             Stage::normalized,
                             {},
                             {"gates"}};
  return info;
}

Result<PreservedAnalyses> Decompose::run(Module& module, AnalysisManager&, PassContext& context) {
  module.circuit = Lowering(module.circuit, 1).lowered();
  module.stage = Stage::normalized;
  context.statistics["decompose.gates"] += static_cast<std::int64_t>(module.circuit.num_gates());
  return PreservedAnalyses::network;
}

}  // namespace dqc
