// The product of a run of one-qubit gates, kept in the form  rz(after) . core . rz(before)  where the
// core is nothing, x, h or ry(theta). Products with rz, x and h are exact sums of angles; only two
// general rotations are multiplied as matrices. Global phase is dropped. An angle that depends on inputs is
// one of an rz, and nothing is multiplied across it.
#pragma once

#include <array>

#include "passes/ir/circuit.h"

namespace dqc {

class RotationRun {
 public:
  /// Whether `gate` can be appended: always, if no angle depends on an input.
  bool takes(const Circuit& circuit, const Gate& gate) const;
  bool takes(const RotationRun& later) const;
  /// Multiplies `gate` (h, x, rz or u) onto the run, as the gate that comes last. `angles` has those of the
  /// run and of `circuit`.
  void append(AngleTable& angles, const Circuit& circuit, const Gate& gate);
  /// Appends all of `later`.
  void append(AngleTable& angles, const RotationRun& later);

  /// Nothing or one rz.
  bool diagonal() const { return core_ == Core::none; }
  /// Removes the trailing rz from the run and returns it as a run of its own: it commutes with cp.
  RotationRun split_trailing_rz();
  /// Appends the run to `circuit` as the fewest of: rz; x, rz; rz, h, rz; u. Returns how many gates.
  int emit(Circuit& circuit, QubitId qubit) const;

 private:
  enum class Core : unsigned char { none, x, h, ry };

  void append_rz(AngleTable& angles, double angle);
  void append_x(AngleTable& angles);
  void append_h(AngleTable& angles);
  void append_ry(AngleTable& angles, double theta);
  void multiply_ry(AngleTable& angles, double theta);

  Core core_ = Core::none;
  double before_ = 0;  ///< 0 where the core is none or x
  double theta_ = 0;   ///< core ry: in (0, pi), and not pi / 2
  double after_ = 0;
};

}  // namespace dqc
