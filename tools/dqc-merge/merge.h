// The counts of copies as those of one run.
#pragma once

#include <vector>

#include "tools/dqc-merge/counts.h"

namespace dqc::merge {

/// The sum over all copies, outcome by outcome; a shot of copy i counts in proportion to `weights[i]`, and
/// the total is the number of all shots. Equal weights, or none given, are the plain sum. Preconditions: all
/// have one form; no weight or one per copy, none below 0. Errors: bad_input if nothing has a weight.
/// Cost: the outcomes of all copies, times their logarithm.
Result<Counts> merge_counts(const std::vector<Counts>& copies, const std::vector<double>& weights);

}  // namespace dqc::merge
