// Purification by recurrence as it happens by chance: how likely each round succeeds.
#pragma once

#include <array>
#include <vector>

namespace dqc::run {

/// Of the rounds 1 .. `rounds` on pairs that start with `fidelity` (Deutsch et al., PRL 77, 1996; or, with
/// `bbpssw`, Bennett et al., PRL 76, 1996), each on two pairs that passed the one before.
std::vector<double> round_successes(double fidelity, bool bbpssw, int rounds);

}  // namespace dqc::run
