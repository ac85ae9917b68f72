#include "tools/verify/rotation_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "tools/verify/wall_axes.h"

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double sqrt_half = std::numbers::sqrt2 / 2;
const Matrix2 hadamard = {sqrt_half, sqrt_half, sqrt_half, -sqrt_half};

/// Kinds of names: what a fingerprint is of.
enum Tag : std::uint64_t {
  tag_x = 1,
  tag_z,
  tag_rotation,
  tag_conditional,
  tag_measure,
  tag_reset,
  tag_value,
  tag_condition,
  tag_flips
};

/// The gate that takes the axis to z.
Matrix2 to_z(Axis axis) {
  if (axis == Axis::z) return {1, 0, 0, 1};
  return axis == Axis::x ? hadamard : hadamard * Matrix2{1, 0, 0, {0, -1}};
}

Matrix2 adjoint(const Matrix2& u) {
  return {std::conj(u[0]), std::conj(u[2]), std::conj(u[1]), std::conj(u[3])};
}

class Builder {
 public:
  Builder(WallForm form, const ClassicalNames& names, const RotationOptions& options)
      : form_(std::move(form)), names_(names), options_(options) {
    for (std::size_t q = 0; q < form_.first.size(); ++q) {
      const Hash128 seed = {q, 0};
      out_.x.push_back({});
      out_.z.push_back({});
      renew(static_cast<int>(q), seed);
    }
    values_[ClassicalNames::zero] = {};
  }

  RotationForm run() {
    if (!options_.local_axes) gather_phases(form_);
    const std::vector<WallAxes> axes =
        options_.local_axes ? std::vector<WallAxes>(form_.walls.size()) : wall_axes(form_);
    for (std::size_t i = 0; i < form_.walls.size(); ++i) {
      const Wall& w = form_.walls[i];
      if (!w.alive) continue;
      line_ = w.line;
      take_flip_phases(w);
      end_segment(w.before, w.qubit);
      wall(w, axes[i]);
    }
    for (std::size_t q = 0; q < form_.last.size(); ++q) end_segment(form_.last[q], static_cast<int>(q));
    for (const int value : form_.bit_values) out_.bits.push_back(values_.at(value));
    return std::move(out_);
  }

 private:
  Segment& segment(int s) { return form_.segments[static_cast<std::size_t>(s)]; }
  Pauli& x(int q) { return out_.x[static_cast<std::size_t>(q)]; }
  Pauli& z(int q) { return out_.z[static_cast<std::size_t>(q)]; }

  /// The qubit becomes one of its own, named `seed`.
  void renew(int q, const Hash128& seed) {
    const std::uint32_t column = columns_++;
    x(q) = Pauli::x_on(column, mixed(seed, tag_x));
    z(q) = Pauli::z_on(column, mixed(seed, tag_z));
  }

  Hash128 condition_name(int condition) {
    if (condition == ClassicalNames::always) return {};
    std::vector<std::pair<Hash128, bool>> terms;
    for (const auto& [value, wanted] : names_.terms(condition)) terms.emplace_back(values_.at(value), wanted);
    std::sort(terms.begin(), terms.end());
    Hash128 name = {tag_condition, 0};
    for (const auto& [value, wanted] : terms) name = mixed(mixed(name, value), wanted ? 1 : 0);
    return name;
  }

  // Clifford gates, as they change what x and z on their qubits were at the beginning.

  void exchange(int q) { std::swap(x(q), z(q)); }

  static void turn(Pauli& anticommuting, const Pauli& about, int quarters) {
    switch (quarters & 3) {
      case 1: return multiply(anticommuting, about, 3);
      case 2: anticommuting.negative = !anticommuting.negative; return;
      case 3: return multiply(anticommuting, about, 1);
      default: return;
    }
  }

  void turn_both(int a, int b, int quarters) {
    if ((quarters & 3) == 2) {
      x(a).negative = !x(a).negative, x(b).negative = !x(b).negative;
    } else if ((quarters & 1) != 0) {
      const int power = (quarters & 3) == 1 ? 3 : 1;
      for (const int q : {a, b}) {  // by the one's own z first: the product with the other's z is hermitian
        multiply(x(q), z(q), power);
        multiply(x(q), z(a + b - q), 0);
      }
    }
  }

  void controlled_z(int a, int b) {
    multiply(x(a), z(b), 0);
    multiply(x(b), z(a), 0);
  }

  /// Adds `angle`, the product's sign counted, to the rotation `name`; returns the quarter turns that are
  /// pushed on. `changed`: the rotation came to be or ceased to be.
  int add(const Hash128& name, double angle, double tolerance, bool conditional, bool& changed) {
    const auto [at, added] = out_.rotations.try_emplace(name);
    Rotation& r = at->second;
    if (added) r.order = next_order_++;
    double total = r.angle + angle;
    int quarters = 0;
    constexpr double slack = 1e-7;  // pi / 4 itself must not depend on rounding
    if (conditional) {
      quarters = 2 * static_cast<int>(std::ceil((total - pi / 2 - slack) / pi));
      total -= quarters * (pi / 2);
    } else {
      quarters = static_cast<int>(std::ceil((total - pi / 4 - slack) / (pi / 2)));
      total -= quarters * (pi / 2);
    }
    r.angle = total;
    r.line = line_;
    r.tolerance = std::max(r.tolerance, tolerance);
    const bool gone = std::abs(total) < phase_tolerance;
    if (gone) out_.rotations.erase(at);
    changed = added != gone;
    return quarters;
  }

  void watch(const Hash128& name, const Pauli& product) {
    if (name == options_.watch) out_.watched = product;
  }

  void rotate(int q, double angle, const Hash128& condition = {}, double tolerance = phase_tolerance) {
    if (std::abs(angle) < phase_tolerance / 100) return;
    const bool conditional = condition != Hash128{};
    const Pauli& p = z(q);
    const Hash128 name = rotation_name(p.name, p.past, p.flips, condition);
    watch(name, p);
    bool changed = false;
    const int quarters = add(name, p.negative ? -angle : angle, tolerance, conditional, changed);
    if (!conditional)
      turn(x(q), z(q), p.negative ? -quarters : quarters);
    else if ((quarters & 2) != 0)
      x(q).flips ^= condition;
    if (changed) x(q).past ^= name;
  }

  void rotate_both(int a, int b, double angle, const Hash128& condition = {}) {
    const bool negative = product_is_negative(z(a), z(b));
    const Hash128 name =
        rotation_name(z(a).name ^ z(b).name, z(a).past ^ z(b).past, z(a).flips ^ z(b).flips, condition);
    if (name == options_.watch) {
      Pauli product = z(a);
      multiply(product, z(b), 0);
      watch(name, product);
    }
    bool changed = false;
    const int quarters =
        add(name, negative ? -angle : angle, phase_tolerance, condition != Hash128{}, changed);
    if (condition == Hash128{})
      turn_both(a, b, negative ? -quarters : quarters);
    else if ((quarters & 2) != 0)
      x(a).flips ^= condition, x(b).flips ^= condition;
    if (changed) x(a).past ^= name, x(b).past ^= name;
  }

  static Hash128 rotation_name(const Hash128& product, const Hash128& past, const Hash128& flips,
                               const Hash128& condition) {
    const bool conditional = condition != Hash128{};
    Hash128 name = mixed(mixed(product, past), conditional ? tag_conditional : tag_rotation);
    if (flips != Hash128{}) name = mixed(mixed(name, flips), tag_flips);
    return conditional ? mixed(name, condition) : name;
  }

  /// All that stands in the segment, which is about to end on `q`.
  void end_segment(int id, int q) {
    Segment& s = segment(id);
    double phase = s.phase;
    for (const auto& [key, angle] : s.pairs) {
      Segment& other = segment(key.segment);
      const int p = other.qubit;
      other.pairs.erase({id, key.condition});
      if (key.condition != ClassicalNames::always) {
        const double half = (angle < -pi + phase_tolerance ? angle + 2 * pi : angle) / 2;
        const Hash128 condition = condition_name(key.condition);
        rotate(q, half, condition), rotate(p, half, condition), rotate_both(q, p, -half, condition);
      } else if (std::abs(std::abs(angle) - pi) < phase_tolerance) {
        controlled_z(q, p);
      } else {
        phase += angle / 2, other.phase += angle / 2;
        rotate_both(q, p, -angle / 2);
      }
    }
    s.pairs.clear();
    rotate(q, phase);
    for (const auto& [condition, angle] : s.conditional) rotate(q, angle, condition_name(condition));
    if (s.flipped_at_end) z(q).negative = !z(q).negative;
  }

  /// Phases of a conditional flip's own condition go after it: Ry(pi) Rz(a) = Rz(-a) Ry(pi).
  void take_flip_phases(const Wall& w) {
    if (w.kind != WallKind::unitary || w.condition == ClassicalNames::always ||
        w.theta < pi - theta_tolerance)
      return;
    ConditionalPhases& before = segment(w.before).conditional;
    const double sign = segment(w.before).flipped_at_end ? 1 : -1;
    for (const auto& [condition, angle] : before)
      if (condition == w.condition) add_phase(segment(w.after).conditional, condition, sign * angle);
    std::erase_if(before, [&](const auto& phase) { return phase.first == w.condition; });
  }

  void wall(const Wall& w, const WallAxes& axes) {
    switch (w.kind) {
      case WallKind::unitary:
        return w.condition == ClassicalNames::always ? unitary(w, axes)
                                                     : bend(w.qubit, w.theta, condition_name(w.condition));
      case WallKind::measure: return measure(w);
      case WallKind::reset: return reset(w);
    }
  }

  void unitary(const Wall& w, const WallAxes& axes) {
    if (is_clifford(w.u)) return unitary(w.qubit, w.u);
    begin_axis(w.qubit, axes.before);
    unitary(w.qubit, to_z(axes.after) * w.u * adjoint(to_z(axes.before)));
    if (axes.after != Axis::z) exchange(w.qubit);
    if (axes.after == Axis::y) turn(x(w.qubit), z(w.qubit), 1);
  }

  void begin_axis(int q, Axis axis) {
    if (axis == Axis::y) turn(x(q), z(q), -1);
    if (axis != Axis::z) exchange(q);
  }

  void unitary(int q, const Matrix2& u) {
    EulerAngles e = euler_angles(u);
    // The smaller the sine, the less is known of the outer angles apart from their sum.
    const double noise = 1e-14 / std::max(std::abs(std::sin(e.theta)), 1e-11);
    const double quarter = std::round(e.before / (pi / 2)) * (pi / 2);
    if (std::abs(e.before - quarter) < noise)
      e.after += (e.theta < pi / 2 ? 1 : -1) * (e.before - quarter), e.before = quarter;
    const double tolerance = phase_tolerance + std::min(1e-9, noise);
    rotate(q, e.before, {}, tolerance);
    bend(q, e.theta, {});
    rotate(q, e.after, {}, tolerance);
  }

  /// Ry(theta) = Rz(pi/2) h Rz(theta) h Rz(-pi/2).
  void bend(int q, double theta, const Hash128& condition) {
    turn(x(q), z(q), -1);
    exchange(q);
    rotate(q, theta, condition);
    exchange(q);
    turn(x(q), z(q), 1);
  }

  void measure(const Wall& w) {
    const int q = w.qubit;
    Hash128 name;
    if (w.condition == ClassicalNames::always) {
      forget(w);
      name = mixed(mixed(mixed(mixed(z(q).name, z(q).past), tag_measure), z(q).negative ? 1 : 0), z(q).flips);
      values_[w.value] = mixed(name, tag_value);
    } else {
      const Hash128 condition = condition_name(w.condition);
      name = mixed(mixed(whole(q), tag_measure), condition);
      values_[w.value] = mixed(mixed(name, tag_value), values_.at(names_.previous(w.value)));
    }
    event(name, q);
  }

  void reset(const Wall& w) {
    const int q = w.qubit;
    if (w.condition != ClassicalNames::always)
      return event(mixed(mixed(whole(q), tag_reset), condition_name(w.condition)), q);
    forget(w);
    // Anything done to the qubit alone is forgotten, so x, y and z count alike.
    std::array<Hash128, 3> names = {mixed(x(q).name, x(q).past), mixed(z(q).name, z(q).past),
                                    mixed(x(q).name ^ z(q).name, x(q).past ^ z(q).past)};
    std::sort(names.begin(), names.end());
    event(mixed(mixed(mixed(names[0], names[1]), names[2]), tag_reset), q);
  }

  /// A phase of the qubit just before it collapses is a global one.
  void forget(const Wall& w) {
    Pauli& x = this->x(w.qubit);
    const Pauli& z = this->z(w.qubit);
    const auto erase = [&](const Hash128& condition) {
      const Hash128 name = rotation_name(z.name, z.past, z.flips, condition);
      if (out_.rotations.erase(name) > 0) x.past ^= name;
    };
    erase({});
    for (const auto& phase : segment(w.before).conditional) erase(condition_name(phase.first));
  }

  /// The name of all that the qubit is, signs included.
  Hash128 whole(int q) {
    Hash128 name;
    for (const Pauli* p : {&x(q), &z(q)})
      name = mixed(mixed(mixed(mixed(name, p->name), p->past), p->flips), p->negative ? 1 : 0);
    return name;
  }

  void event(const Hash128& name, int q) {
    watch(name, z(q));
    out_.rotations[name] = {0, phase_tolerance, line_, next_order_++};
    renew(q, name);
  }

  WallForm form_;
  const ClassicalNames& names_;
  const RotationOptions& options_;
  RotationForm out_;
  std::unordered_map<int, Hash128> values_;  // names of measured values
  std::uint32_t columns_ = 0;                // of the tableau, so far
  int next_order_ = 0;
  int line_ = 0;
};

}  // namespace

RotationForm rotations_of(WallForm form, const ClassicalNames& names, const RotationOptions& options) {
  return Builder(std::move(form), names, options).run();
}

}  // namespace dqc::verify
