// Which axes a wall's rotations are written about. Around a wall with nothing but Clifford gates beside it,
// x, y and z are equally good; the axis that counts is the one that the nearest other rotation on that side
// commutes with. Choosing it makes the form independent of how Clifford gates were written.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/verify/wall_form.h"

namespace dqc::verify {

enum class Axis : std::uint8_t { x, y, z };

/// The axes, in the frames just before and just after a wall, that its outer rotations turn about.
struct WallAxes {
  Axis before = Axis::z;
  Axis after = Axis::z;
};

/// Whether `u` is a Clifford gate up to a phase.
bool is_clifford(const Matrix2& u);

/// Phases of segments whose other contents are Clifford gates move into a wall beside them that is not
/// Clifford: the one before if both are, and then with the phases that the one after begins with.
void gather_phases(WallForm& form);

/// By wall of `form`; of other walls than unconditional unitary ones that are not Clifford, nothing is said.
/// Cost: linear in the form.
std::vector<WallAxes> wall_axes(const WallForm& form);

}  // namespace dqc::verify
