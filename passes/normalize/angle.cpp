#include "passes/normalize/angle.h"

#include <cmath>
#include <numbers>

namespace dqc {
namespace {
constexpr double pi = std::numbers::pi;
constexpr double finest = 65536;  // 2^16
}  // namespace

double reduced_angle(double angle) {
  double a = angle > -pi && angle <= pi ? angle : std::remainder(angle, 2 * pi);
  const double steps = std::round(a / pi * finest);
  if (std::abs(a - steps * pi / finest) < angle_tolerance) a = steps * pi / finest;
  return a <= -pi ? a + 2 * pi : a + 0.0;  // + 0.0: no negative zero
}

double reduced_angle(AngleTable& table, double angle) {
  if (!is_symbolic(angle)) return reduced_angle(angle);
  return table.with_constant(angle, reduced_angle(table.constant(angle)));
}

bool same_angle(double a, double b) {
  return std::abs(std::remainder(a - b, 2 * std::numbers::pi)) < angle_tolerance;
}

}  // namespace dqc
