// Undoes the errors of the readout: each bit has a 2x2 confusion matrix, and all together their tensor
// product, which is inverted bit by bit (Maciejewski, Zimboras and Oszmaniec, Quantum 4 (2020) 257).
#pragma once

#include <optional>
#include <vector>

#include "passes/ir/device.h"
#include "tools/dqc-merge/counts.h"

namespace dqc::merge {

struct Confusion {
  int qubit = 0;  ///< of the device, for messages
  double reads_0_as_1 = 0;
  double reads_1_as_0 = 0;
};

/// The confusion of `qubits`, a qubit of `device` for each bit or -1 for a bit that is none's. The readout
/// error stands in where the device does not say the two directions apart. Errors: bad_input for a qubit
/// that the device does not have or whose readout tells nothing (the two add up to 1 or more).
Result<std::vector<std::optional<Confusion>>> confusions(const Device& device,
                                                         const std::vector<int>& qubits);

/// Multiplies `counts` by the inverse of the confusion of its bits (by bit, bit 0 first; none: not
/// corrected), sets negative entries to 0 and scales to the total there was. The result may have all
/// outcomes over the k corrected bits. Precondition: one entry per bit. Errors: infeasible if those were
/// more than 2^20. Cost: k x outcomes of the result, and the logarithm of those.
Status correct_readout(Counts& counts, const std::vector<std::optional<Confusion>>& confusion);

}  // namespace dqc::merge
