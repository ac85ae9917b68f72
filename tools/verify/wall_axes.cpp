#include "tools/verify/wall_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace dqc::verify {
namespace {

constexpr double pi = std::numbers::pi;

/// Where a gate takes each axis, signs left out; none if it leaves the axes.
using AxisMap = std::array<std::optional<Axis>, 3>;
constexpr AxisMap unchanged = {Axis::x, Axis::y, Axis::z};

AxisMap axis_map(const Matrix2& u) {
  using C = std::complex<double>;
  const std::array<Matrix2, 3> paulis = {Matrix2{0, 1, 1, 0}, Matrix2{0, C(0, -1), C(0, 1), 0},
                                         Matrix2{1, 0, 0, -1}};
  const Matrix2 inverse = {std::conj(u[0]), std::conj(u[2]), std::conj(u[1]), std::conj(u[3])};
  AxisMap map;
  for (std::size_t from = 0; from < 3; ++from) {
    const Matrix2 image = u * paulis[from] * inverse;
    const std::array<double, 3> part = {std::abs(image[1] + image[2]) / 2, std::abs(image[1] - image[2]) / 2,
                                        std::abs(image[0] - image[3]) / 2};
    for (std::size_t to = 0; to < 3; ++to) {
      const double rest = part[0] + part[1] + part[2] - part[to];
      if (rest < theta_tolerance) map[from] = static_cast<Axis>(to);
    }
  }
  return map;
}

bool keeps_axes(const AxisMap& map) { return map[0] && map[1] && map[2]; }
bool keeps_no_axis(const AxisMap& map) { return !map[0] && !map[1] && !map[2]; }

bool is_quarter(double angle) {
  return std::abs(angle - std::round(angle / (pi / 2)) * (pi / 2)) < theta_tolerance;
}

/// The axis, in a segment, of the nearest rotation on one side; `many`: of a gate about no single axis.
enum class Near : std::uint8_t { x, y, z, many, none };

Near near(Axis axis) { return static_cast<Near>(axis); }
Axis axis_or_z(Near n) { return n == Near::x ? Axis::x : n == Near::y ? Axis::y : Axis::z; }

class AxisFinder {
 public:
  explicit AxisFinder(const WallForm& form)
      : form_(form), before_(form.segments.size(), Near::none), after_(before_) {
    position_.resize(form.segments.size());
    for (const Wall& w : form.walls) maps_.push_back(turns_only(w) ? axis_map(w.u) : AxisMap{});
  }

  std::vector<WallAxes> run() {
    sweep();
    const std::vector<Near> before = before_, after = after_;
    seen_before_ = &before, seen_after_ = &after;
    sweep();
    std::vector<WallAxes> axes;
    for (const Wall& w : form_.walls)
      axes.push_back(w.alive
                         ? WallAxes{axis_or_z(before_[index(w.before)]), axis_or_z(after_[index(w.after)])}
                         : WallAxes{});
    return axes;
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  const Segment& segment(int s) const { return form_.segments[index(s)]; }
  static bool turns_only(const Wall& w) {
    return w.alive && w.kind == WallKind::unitary && w.condition == ClassicalNames::always;
  }

  void sweep() {
    for (const int first : form_.first)
      for (int s = first; s >= 0;) {
        const int w = segment(s).before;
        position_[index(s)] = w < 0 ? 0 : position_[index(form_.walls[index(w)].before)] + 1;
        before_[index(s)] = turns(s, seen_before_) ? Near::z : w < 0 ? Near::none : after_wall(w);
        s = segment(s).after < 0 ? -1 : form_.walls[index(segment(s).after)].after;
      }
    for (const int last : form_.last)
      for (int s = last; s >= 0;) {
        const int w = segment(s).after;
        after_[index(s)] = turns(s, seen_after_) ? Near::z : w < 0 ? Near::none : before_wall(w);
        s = segment(s).before < 0 ? -1 : form_.walls[index(segment(s).before)].before;
      }
  }

  /// Whether a rotation that is not Clifford commutes with z, and not with x, of the segment: one in it, or
  /// one on a qubit that a cz ties to it (`seen`: what the first sweep found there).
  bool turns(int id, const std::vector<Near>* seen) const {
    const Segment& s = segment(id);
    if (!s.conditional.empty() || !is_quarter(s.phase)) return true;
    return std::ranges::any_of(s.pairs, [&](const auto& pair) {
      if (pair.first.condition != ClassicalNames::always ||
          std::abs(std::abs(pair.second) - pi) > phase_tolerance)
        return true;
      const Near n = seen ? (*seen)[index(pair.first.segment)] : Near::none;
      return n != Near::none && n != Near::z && !tied_back(id, pair.first.segment, seen == seen_after_);
    });
  }

  /// Whether `other` has an even number of cz with the qubit of `id` from there on: what comes after it, as
  /// seen from `id`, does not act on that qubit. Beyond a few, not counted.
  bool tied_back(int id, int other, bool onwards) const {
    const Segment& s = segment(other);
    if (s.pairs.size() > 16) return false;
    const auto from_here = [&](const auto& pair) {
      const int t = pair.first.segment;
      return segment(t).qubit == segment(id).qubit && (onwards ? position_[index(t)] >= position_[index(id)]
                                                               : position_[index(t)] <= position_[index(id)]);
    };
    return std::ranges::count_if(s.pairs, from_here) % 2 == 0;
  }

  Near after_wall(int w) const {
    const Wall& wall = form_.walls[index(w)];
    if (!turns_only(wall)) return Near::z;
    const AxisMap& map = maps_[index(w)];
    const Near before = before_[index(wall.before)];
    if (keeps_axes(map)) return before < Near::many ? near(*map[static_cast<std::size_t>(before)]) : before;
    for (const auto& to : map)
      if (to) return near(*to);
    return Near::many;
  }

  Near before_wall(int w) const {
    const Wall& wall = form_.walls[index(w)];
    if (!turns_only(wall)) return Near::z;
    const AxisMap& map = maps_[index(w)];
    const Near after = after_[index(wall.after)];
    const bool clifford = keeps_axes(map);
    if (clifford && after >= Near::many) return after;
    for (std::size_t from = 0; from < 3; ++from)
      if (map[from] && (!clifford || near(*map[from]) == after)) return static_cast<Near>(from);
    return Near::many;
  }

  const WallForm& form_;
  std::vector<Near> before_;  // by segment
  std::vector<Near> after_;
  std::vector<int> position_;  // by segment: on its qubit
  std::vector<AxisMap> maps_;  // by wall
  const std::vector<Near>* seen_before_ = nullptr;
  const std::vector<Near>* seen_after_ = nullptr;
};

}  // namespace

bool is_clifford(const Matrix2& u) { return keeps_axes(axis_map(u)); }

namespace {

class PhaseGatherer {
 public:
  explicit PhaseGatherer(WallForm& form) : form_(form) {}

  void run() {
    for (Segment& s : form_.segments)
      if (s.alive && only_cz(s)) gather(s);
  }

 private:
  Wall& wall(int w) { return form_.walls[static_cast<std::size_t>(w)]; }

  bool general(int w) {
    return w >= 0 && wall(w).kind == WallKind::unitary && wall(w).condition == ClassicalNames::always &&
           !is_clifford(wall(w).u);
  }

  static bool only_cz(const Segment& s) {
    return s.conditional.empty() && std::ranges::all_of(s.pairs, [](const auto& pair) {
             return pair.first.condition == ClassicalNames::always &&
                    std::abs(std::abs(pair.second) - pi) < phase_tolerance;
           });
  }

  void gather(Segment& s) {
    const bool left = general(s.before), right = general(s.after);
    if (left && right && keeps_no_axis(axis_map(wall(s.before).u))) {
      const double before = euler_angles(wall(s.after).u).before;
      const double moved = before - std::round(before / (pi / 2)) * (pi / 2);
      wall(s.after).u = wall(s.after).u * Matrix2{1, 0, 0, std::polar(1.0, -moved)};
      s.phase = wrapped(s.phase + moved);
    }
    if ((!left && !right) || is_quarter(s.phase)) return;
    const Matrix2 phase = {1, 0, 0, std::polar(1.0, s.phase)};
    Matrix2& u = wall(left ? s.before : s.after).u;
    u = left ? phase * u : u * phase;
    s.phase = 0;
  }

  WallForm& form_;
};

}  // namespace

void gather_phases(WallForm& form) { PhaseGatherer(form).run(); }

std::vector<WallAxes> wall_axes(const WallForm& form) { return AxisFinder(form).run(); }

}  // namespace dqc::verify
