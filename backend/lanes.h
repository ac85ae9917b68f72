// The rows of a drawing: one lane per data and communication qubit, in a band for each QPU.
#pragma once

#include <utility>
#include <vector>

#include "backend/svg.h"
#include "passes/ir/module.h"

namespace dqc {

class Lanes {
 public:
  static constexpr long height = 18;   ///< of a lane
  static constexpr long margin = 110;  ///< left of x = 0 of the lanes' content
  static constexpr long top = 30;

  /// The qubits that the program uses, or has where it uses none. Precondition: module has a program.
  explicit Lanes(const Module& module);

  /// The middle of the lane of `q`.
  long y(PhysicalQubit q) const;
  long bottom() const { return bottom_; }
  /// First and last pixel of a QPU's band.
  std::pair<long, long> band(std::size_t qpu) const { return bands_[qpu]; }

  /// Bands, lines and names, for content that is `width` pixels wide.
  void draw(SvgCanvas& canvas, long width) const;

  /// The part of a style sheet that draw() and its callers share.
  static const char* style();

 private:
  const Module& module_;
  std::vector<int> data_, comm_;
  std::vector<std::pair<long, long>> bands_;
  long bottom_ = top;
};

/// The class of bars and boxes for what an e-bit serves: "cat", "teleport" or "swap".
const char* css_of(EbitPurpose purpose);

}  // namespace dqc
