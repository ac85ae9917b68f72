// Angles as the normal form writes them.
#pragma once

#include "passes/ir/angle_table.h"

namespace dqc {

/// Angles closer than this are one angle; a rotation by less is none.
inline constexpr double angle_tolerance = 1e-13;

/// `angle` modulo 2 pi, in (-pi, pi]; exactly k pi / 2^n (n <= 16) where it is within the tolerance of it.
double reduced_angle(double angle);

/// Likewise, of an angle of `table` that may depend on inputs: its constant is reduced.
double reduced_angle(AngleTable& table, double angle);

/// Whether two reduced angles are one modulo 2 pi.
bool same_angle(double a, double b);

}  // namespace dqc
