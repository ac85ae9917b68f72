// The rewriting of a WallForm to its fixpoint. A first-in first-out list of walls to look at keeps x
// gates moving forward over each segment once.
#include <cmath>
#include <deque>
#include <numbers>

#include "tools/verify/wall_form.h"

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;
const Matrix2 not_gate = {0, 1, 1, 0};

class Reducer {
 public:
  explicit Reducer(WallForm& form) : form_(form) {}

  void run() {
    for (std::size_t w = 0; w < form_.walls.size(); ++w) queue_.push_back(static_cast<int>(w));
    while (!queue_.empty()) {
      const int w = queue_.front();
      queue_.pop_front();
      if (wall(w).alive && wall(w).kind == WallKind::unitary) look_at(w);
    }
  }

 private:
  Wall& wall(int w) { return form_.walls[static_cast<std::size_t>(w)]; }
  Segment& segment(int s) { return form_.segments[static_cast<std::size_t>(s)]; }
  void touch(int w) {
    if (w >= 0) queue_.push_back(w);
  }
  void touch_around(int s) { touch(segment(s).before), touch(segment(s).after); }

  void look_at(int w) {
    if (wall(w).condition == ClassicalNames::always) {
      const double theta = euler_angles(wall(w).u).theta;
      if (theta < theta_tolerance) return dissolve(w);
      if (theta > pi - theta_tolerance) return push_not(w);
    }
    if (const int before = segment(wall(w).before).before; joinable(before, w)) return join(before, w);
    if (const int after = segment(wall(w).after).after; joinable(w, after)) return join(w, after);
  }

  /// A diagonal wall is a phase.
  void dissolve(int w) {
    const Matrix2& u = wall(w).u;
    Segment& s = segment(wall(w).before);
    s.phase = wrapped(s.phase + std::arg(u[3] * std::conj(u[0])));
    remove(w);
  }

  /// An antidiagonal wall is an x and then a phase; the x moves to the end of the segment after it.
  void push_not(int w) {
    const Matrix2 u = wall(w).u;
    const int s = wall(w).after;
    negate(s, std::arg(u[2] * std::conj(u[1])));
    const int next = segment(s).after;
    if (next >= 0 && wall(next).kind == WallKind::unitary && wall(next).condition == ClassicalNames::always)
      wall(next).u = wall(next).u * not_gate;
    else
      segment(s).flipped_at_end = !segment(s).flipped_at_end;
    remove(w);
  }

  /// Conjugates segment `s`, with `phase` more, by x: cp(t) becomes cp(-t) and p(t) on the other qubit.
  void negate(int s, double phase) {
    Segment& here = segment(s);
    here.phase = wrapped(-here.phase - phase);
    for (auto& [condition, angle] : here.conditional) angle = wrapped(-angle);
    for (auto& [key, angle] : here.pairs) {
      Segment& other = segment(key.segment);
      if (key.condition == ClassicalNames::always)
        other.phase = wrapped(other.phase + angle);
      else
        add_phase(other.conditional, key.condition, angle), touch_around(key.segment);
      angle = wrapped(-angle);
      other.pairs[{s, key.condition}] = angle;
    }
  }

  /// Takes wall `w` out and joins the segments around it, the smaller into the larger.
  void remove(int w) {
    wall(w).alive = false;
    const int early = wall(w).before;
    const int late = wall(w).after;
    const bool keep_early = segment(early).pairs.size() >= segment(late).pairs.size();
    const int kept = keep_early ? early : late;
    const int gone = keep_early ? late : early;
    const int before = segment(early).before;
    const int after = segment(late).after;
    const bool flipped = segment(late).flipped_at_end;
    move_content(gone, kept);
    Segment& s = segment(kept);
    s.before = before;
    s.after = after;
    s.flipped_at_end = flipped;
    const auto qubit = static_cast<std::size_t>(wall(w).qubit);
    if (before >= 0)
      wall(before).after = kept;
    else
      form_.first[qubit] = kept;
    if (after >= 0)
      wall(after).before = kept;
    else
      form_.last[qubit] = kept;
    touch_around(kept);
  }

  void move_content(int from, int to) {
    Segment& source = segment(from);
    Segment& target = segment(to);
    source.alive = false;
    target.phase = wrapped(target.phase + source.phase);
    for (const auto& [condition, angle] : source.conditional) add_phase(target.conditional, condition, angle);
    for (const auto& [key, angle] : source.pairs) {
      auto& others = segment(key.segment).pairs;
      others.erase({from, key.condition});
      const double sum = wrapped(target.pairs[key] + angle);
      if (std::abs(sum) >= phase_tolerance) {
        target.pairs[key] = others[{to, key.condition}] = sum;
      } else {
        target.pairs.erase(key);
        others.erase({to, key.condition});
        touch_around(key.segment);
      }
    }
    source.pairs.clear();
  }

  /// Two unitary walls of one condition with nothing between them but phases of that condition.
  bool joinable(int early, int late) {
    if (early < 0 || late < 0 || wall(early).kind != WallKind::unitary ||
        wall(late).kind != WallKind::unitary || wall(early).condition != wall(late).condition)
      return false;
    const Segment& s = segment(wall(early).after);
    if (!s.pairs.empty() || s.flipped_at_end) return false;
    if (wall(early).condition == ClassicalNames::always) return s.conditional.empty();
    return std::abs(s.phase) < phase_tolerance &&
           (s.conditional.empty() ||
            (s.conditional.size() == 1 && s.conditional[0].first == wall(early).condition));
  }

  void join(int early, int late) {
    const int s = wall(early).after;
    const bool plain = wall(early).condition == ClassicalNames::always;
    double phase = segment(s).phase;
    if (!plain) phase = segment(s).conditional.empty() ? 0 : segment(s).conditional[0].second;
    const Matrix2 u = wall(late).u * Matrix2{1, 0, 0, std::polar(1.0, phase)} * wall(early).u;
    segment(s).phase = 0;
    segment(s).conditional.clear();
    wall(early).u = u;
    wall(late).u = {1, 0, 0, 1};
    remove(late);
    if (!plain) renormalise(early);
    touch(early);
  }

  /// A conditional wall is Ry(theta), its outer rotations being conditional phases beside it.
  void renormalise(int w) {
    const EulerAngles e = euler_angles(wall(w).u);
    const int c = wall(w).condition;
    if (e.theta < theta_tolerance) {
      add_phase(segment(wall(w).before).conditional, c, e.before + e.after);
      return remove(w);
    }
    const bool flip = e.theta > pi - theta_tolerance;
    if (!flip) add_phase(segment(wall(w).before).conditional, c, e.before);
    add_phase(segment(wall(w).after).conditional, c, flip ? e.after - e.before : e.after);
    wall(w).theta = flip ? pi : e.theta;
    wall(w).u = u_matrix(wall(w).theta, 0, 0);
  }

  WallForm& form_;
  std::deque<int> queue_;
};

}  // namespace

void reduce_form(WallForm& form) { Reducer(form).run(); }

}  // namespace dqc::verify
