// The last step of a WallForm. An x put after one wall and taken back before the next negates the
// segment between them, so a form is fixed only up to such pairs. Here each wall gets theta <= pi / 2 by
// leaving an x behind; at pi / 2, where an x after the wall is a z before it, the phase before decides.
#include <cmath>
#include <numbers>

#include "tools/verify/wall_form.h"

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;
const Matrix2 not_gate = {0, 1, 1, 0};

class FrameFixer {
 public:
  explicit FrameFixer(WallForm& form)
      : form_(form), flipped_(form.segments.size(), false), start_(form.segments.size()) {}

  void run() {
    // Every wall that starts a segment's partner comes before the wall that ends the segment.
    for (Wall& w : form_.walls)
      if (w.alive) pass(w);
    for (const int last : form_.last) {
      settle(last);
      Segment& s = segment(last);
      s.flipped_at_end = s.flipped_at_end != flipped_[index(last)];
    }
    for (std::size_t s = 0; s < form_.segments.size(); ++s)
      for (auto& [key, angle] : form_.segments[s].pairs)
        if (flipped_[s] != flipped_[index(key.segment)]) angle = wrapped(-angle);
  }

 private:
  struct Start {
    double phase = 0;
    ConditionalPhases conditional;
  };

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  Segment& segment(int s) { return form_.segments[index(s)]; }

  /// The phases of `s` as they are before the x that it is conjugated by.
  void settle(int id) {
    Segment& s = segment(id);
    const double sign = flipped_[index(id)] ? -1 : 1;
    double phase = sign * s.phase;
    for (auto& [condition, angle] : s.conditional) angle = wrapped(sign * angle);
    for (const auto& [key, angle] : s.pairs) {
      if (!flipped_[index(key.segment)]) continue;
      if (key.condition == ClassicalNames::always)
        phase += sign * angle;
      else
        add_phase(s.conditional, key.condition, sign * angle);
    }
    s.phase = wrapped(phase + start_[index(id)].phase);
    for (const auto& [condition, angle] : start_[index(id)].conditional)
      add_phase(s.conditional, condition, angle);
  }

  void pass(Wall& w) {
    settle(w.before);
    Segment& s = segment(w.before);
    const bool x = flipped_[index(w.before)] != s.flipped_at_end;
    s.flipped_at_end = false;
    if (w.kind == WallKind::unitary && w.condition == ClassicalNames::always) return pass_unitary(w, x);
    if (w.kind == WallKind::unitary) return pass_conditional(w, x);
    w.flipped = x;
    if (w.condition != ClassicalNames::always) return;
    // The state collapses: phases before are global, and a reset forgets the x too.
    s.phase = 0;
    s.conditional.clear();
    if (w.kind == WallKind::reset) w.flipped = false;
  }

  void pass_unitary(Wall& w, bool x) {
    Segment& s = segment(w.before);
    Matrix2 u = x ? w.u * not_gate : w.u;
    EulerAngles e = euler_angles(u);
    const double phase = wrapped(s.phase + e.before);
    const bool half = std::abs(e.theta - pi / 2) < theta_tolerance;
    const bool upper = phase < -theta_tolerance || phase > pi - theta_tolerance;
    const bool leave = half ? upper : e.theta > pi / 2;
    if (leave) e = euler_angles(not_gate * u);
    s.phase = wrapped(s.phase + e.before);
    w.theta = e.theta;
    flipped_[index(w.after)] = leave;
    start_[index(w.after)].phase = e.after;
  }

  void pass_conditional(Wall& w, bool x) {
    flipped_[index(w.after)] = x;
    if (w.theta > pi - theta_tolerance) return pass_conditional_flip(w);
    if (!x) return;
    add_phase(segment(w.before).conditional, w.condition, -pi);  // x Ry(t) x = Rz(pi) Ry(t) Rz(-pi)
    add_phase(start_[index(w.after)].conditional, w.condition, pi);
  }

  /// Phases of the flip's own condition go after it: Ry(pi) Rz(a) = Rz(-a) Ry(pi).
  void pass_conditional_flip(Wall& w) {
    ConditionalPhases& before = segment(w.before).conditional;
    for (const auto& [condition, angle] : before)
      if (condition == w.condition) add_phase(start_[index(w.after)].conditional, condition, -angle);
    std::erase_if(before, [&](const auto& phase) { return phase.first == w.condition; });
  }

  WallForm& form_;
  std::vector<bool> flipped_;  // by segment: its content is written before an x that acts first
  std::vector<Start> start_;   // by segment: phases that stand before that x
};

}  // namespace

void fix_frames(WallForm& form) { FrameFixer(form).run(); }

}  // namespace dqc::verify
