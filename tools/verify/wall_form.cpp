#include "tools/verify/wall_form.h"

#include <cmath>
#include <numbers>

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;

class Builder : public emitted::GateSink {
 public:
  Builder(const Circuit& circuit, ClassicalNames& names, WallForm& form)
      : circuit_(circuit), names_(names), form_(form), measurements_(circuit.num_qubits(), 0) {
    form_.bit_values.assign(circuit.num_bits(), ClassicalNames::zero);
    for (std::size_t q = 0; q < circuit.num_qubits(); ++q) {
      form_.first.push_back(static_cast<int>(form_.segments.size()));
      form_.segments.emplace_back().qubit = static_cast<int>(q);
    }
    form_.last = form_.first;
  }

  bool gate(const Gate& g) {
    if (g.kind == GateKind::barrier) return true;
    line_ = g.line;
    condition_ = gate_condition_ = g.condition < 0 ? ClassicalNames::always : condition_name(g.condition);
    if (condition_ == ClassicalNames::never) return true;
    if (g.kind == GateKind::measure) {
      measure(circuit_.qubit(g), static_cast<std::size_t>(g.detail));
      return true;
    }
    if (g.kind == GateKind::reset) {
      wall(circuit_.qubit(g)).kind = WallKind::reset;
      return true;
    }
    return is_unitary(g.kind) && emitted::expand(circuit_, g, *this);
  }

  void frame(bool inside) override { condition_ = inside ? ClassicalNames::always : gate_condition_; }

  void phase(QubitId q, double angle) override {
    Segment& s = form_.segments[static_cast<std::size_t>(form_.last[q.index()])];
    if (condition_ == ClassicalNames::always)
      s.phase = wrapped(s.phase + angle);
    else
      add_phase(s.conditional, condition_, angle);
  }

  void one_qubit(QubitId q, const Matrix2& u) override {
    if (condition_ == ClassicalNames::always) {
      wall(q).u = u;
      return;
    }
    const EulerAngles e = euler_angles(u);
    if (e.theta < theta_tolerance) return phase(q, e.before + e.after);
    const bool flip = e.theta > pi - theta_tolerance;  // Ry(pi) Rz(b) = Rz(-b) Ry(pi)
    if (!flip) phase(q, e.before);
    Wall& w = wall(q);
    w.theta = flip ? pi : e.theta;
    w.u = u_matrix(w.theta, 0, 0);
    phase(q, flip ? e.after - e.before : e.after);
  }

  void cp(QubitId a, QubitId b, double angle) override {
    const int s = form_.last[a.index()];
    const int t = form_.last[b.index()];
    add_pair(s, t, angle);
    add_pair(t, s, angle);
  }

 private:
  int condition_name(std::int32_t index) {
    std::vector<std::pair<int, bool>> terms;
    for (const ConditionTerm& term : circuit_.conditions[static_cast<std::size_t>(index)].terms) {
      if (term.bit.valid()) {
        if (term.value > 1) return ClassicalNames::never;
        terms.emplace_back(form_.bit_values[term.bit.index()], term.value == 1);
        continue;
      }
      const Register& r = circuit_.bit_registers[static_cast<std::size_t>(term.bit_register)];
      if (r.size < 64 && (term.value >> r.size) != 0) return ClassicalNames::never;
      for (std::int32_t i = 0; i < r.size; ++i)
        terms.emplace_back(form_.bit_values[static_cast<std::size_t>(r.first + i)],
                           i < 64 && ((term.value >> i) & 1) != 0);
    }
    return names_.condition(std::move(terms));
  }

  void measure(QubitId q, std::size_t bit) {
    Wall& w = wall(q);
    w.kind = WallKind::measure;
    const int ordinal = measurements_[q.index()]++;
    w.value = names_.measured(q.value(), ordinal, condition_, form_.bit_values[bit]);
    form_.bit_values[bit] = w.value;
  }

  Wall& wall(QubitId q) {
    const int w = static_cast<int>(form_.walls.size());
    const int s = static_cast<int>(form_.segments.size());
    int& last = form_.last[q.index()];
    form_.segments[static_cast<std::size_t>(last)].after = w;
    Segment& next = form_.segments.emplace_back();
    next.qubit = q.value();
    next.before = w;
    Wall& made = form_.walls.emplace_back();
    made.qubit = q.value();
    made.before = last;
    made.after = last = s;
    made.condition = condition_;
    made.line = line_;
    return made;
  }

  void add_pair(int from, int to, double angle) {
    auto& pairs = form_.segments[static_cast<std::size_t>(from)].pairs;
    const PairKey key{to, condition_};
    double& sum = pairs[key];
    sum = wrapped(sum + angle);
    if (std::abs(sum) < phase_tolerance) pairs.erase(key);
  }

  const Circuit& circuit_;
  ClassicalNames& names_;
  WallForm& form_;
  std::vector<int> measurements_;  // so far, by qubit
  int gate_condition_ = ClassicalNames::always;
  int condition_ = ClassicalNames::always;  // of the factor
  int line_ = 0;
};

}  // namespace

double wrapped(double angle) {
  if (angle > -pi && angle <= pi) return angle;
  const double r = std::remainder(angle, 2 * pi);
  return r <= -pi ? pi : r;
}

EulerAngles euler_angles(const Matrix2& u) {
  const double c = std::abs(u[0]) + std::abs(u[3]);
  const double s = std::abs(u[1]) + std::abs(u[2]);
  EulerAngles e;
  e.theta = 2 * std::atan2(s, c);
  // u is exp(i g) times [[c e^(-i(a+b)/2), -s e^(-i(a-b)/2)], [s e^(i(a-b)/2), c e^(i(a+b)/2)]].
  const double sum = e.theta > pi - theta_tolerance ? 0 : std::arg(u[3] * std::conj(u[0]));
  const double difference = e.theta < theta_tolerance ? 0 : std::arg(-u[2] * std::conj(u[1]));
  e.after = (sum + difference) / 2;
  e.before = (sum - difference) / 2;
  if (e.theta < theta_tolerance || e.theta > pi - theta_tolerance) return e;
  // sum and difference are each known modulo 2 pi only: their halves may both be off by pi.
  const std::complex<double> corner = u[2] * std::conj(u[0]);  // positive times e^(i after)
  if ((corner * std::polar(1.0, -e.after)).real() < 0) e.after += pi, e.before += pi;
  return e;
}

void add_phase(ConditionalPhases& phases, int condition, double angle) {
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (phases[i].first != condition) continue;
    phases[i].second = wrapped(phases[i].second + angle);
    if (std::abs(phases[i].second) < phase_tolerance) phases.erase(phases.begin() + static_cast<long>(i));
    return;
  }
  if (std::abs(wrapped(angle)) >= phase_tolerance) phases.emplace_back(condition, wrapped(angle));
}

bool build_form(const Circuit& circuit, ClassicalNames& names, WallForm& form, std::size_t& bad_gate) {
  Builder builder(circuit, names, form);
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    if (builder.gate(circuit.gates()[i])) continue;
    bad_gate = i;
    return false;
  }
  return true;
}

}  // namespace dqc::verify
