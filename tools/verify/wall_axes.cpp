#include "tools/verify/wall_axes.h"

#include <array>
#include <cmath>
#include <numbers>

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;

using AxisMap = std::array<Axis, 3>;
constexpr AxisMap unchanged = {Axis::x, Axis::y, Axis::z};

/// How many quarter turns `angle` is; false if it is no whole number of them.
bool quarter_turns(double angle, int& turns) {
  turns = static_cast<int>(std::lround(angle / (pi / 2)));
  return std::abs(angle - turns * pi / 2) < theta_tolerance;
}

/// Where a Clifford gate takes each axis, signs left out.
bool clifford_map(const Matrix2& u, AxisMap& map) {
  const EulerAngles e = euler_angles(u);
  const bool bent = std::abs(e.theta - pi / 2) < theta_tolerance;
  int before = 0, after = 0;
  if (!bent && e.theta > theta_tolerance && e.theta < pi - theta_tolerance) return false;
  const bool whole =
      bent ? quarter_turns(e.before, before) && quarter_turns(e.after, after)
           : quarter_turns(e.before + e.after, before) && quarter_turns(e.before - e.after, after);
  if (!whole) return false;
  map = unchanged;
  if (before % 2 != 0) std::swap(map[0], map[1]);
  if (!bent) return true;
  for (Axis& to : map) {  // ry(pi / 2) exchanges x and z
    if (to != Axis::y) to = to == Axis::x ? Axis::z : Axis::x;
    if (after % 2 != 0 && to != Axis::z) to = to == Axis::x ? Axis::y : Axis::x;
  }
  return true;
}

class AxisFinder {
 public:
  explicit AxisFinder(const WallForm& form) : form_(form), axes_(form.walls.size()) {}

  std::vector<WallAxes> run() {
    for (const int first : form_.first) follow(first);
    return std::move(axes_);
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  const Segment& segment(int s) const { return form_.segments[index(s)]; }

  /// Whether a rotation that is not Clifford may stand in the segment.
  bool turns(const Segment& s) const {
    if (!s.conditional.empty()) return true;
    double phase = s.phase;
    for (const auto& [key, angle] : s.pairs) {
      if (key.condition != ClassicalNames::always || std::abs(std::abs(angle) - pi) > phase_tolerance)
        return true;
      phase += angle / 2;
    }
    int quarters = 0;
    return !quarter_turns(phase, quarters);
  }

  /// All walls of one qubit: axes come in from the left, and, once the next fixed one is met, from the right.
  void follow(int s) {
    Axis entry = Axis::z;
    int open = -1;              // the last wall whose axis after it is not known
    AxisMap since = unchanged;  // from axes after that wall to axes now
    const auto settle = [&](Axis now) {
      if (open < 0) return;
      for (std::size_t a = 0; a < 3; ++a)
        if (since[a] == now) axes_[index(open)].after = static_cast<Axis>(a);
      open = -1;
    };
    for (;;) {
      if (turns(segment(s))) settle(Axis::z), entry = Axis::z;
      const int w = segment(s).after;
      if (w < 0) return settle(Axis::z);
      const Wall& wall = form_.walls[index(w)];
      AxisMap map = unchanged;
      if (wall.kind != WallKind::unitary || wall.condition != ClassicalNames::always) {
        settle(Axis::z), entry = Axis::z;
      } else if (clifford_map(wall.u, map)) {
        entry = map[index(static_cast<int>(entry))];
        for (Axis& to : since) to = map[index(static_cast<int>(to))];
      } else {
        open = -1;
        axes_[index(w)].before = entry;
        open = w, since = unchanged, entry = Axis::z;
      }
      s = wall.after;
    }
  }

  const WallForm& form_;
  std::vector<WallAxes> axes_;
};

}  // namespace

bool is_clifford(const Matrix2& u) {
  AxisMap map;
  return clifford_map(u, map);
}

std::vector<WallAxes> wall_axes(const WallForm& form) { return AxisFinder(form).run(); }

}  // namespace dqc::verify
