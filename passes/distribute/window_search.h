// Improves the sequence in which e-bits start a window at a time, in the order of time (rolling horizon:
// Ovacik and Uzsoy, Int. J. Production Research 32, 1994): a try costs what the window costs, however long
// the program is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passes/distribute/ebit_sequence.h"
#include "passes/support/deadline.h"
#include "passes/support/rng.h"

namespace dqc {

class WindowSearch {
 public:
  /// All must outlive this.
  WindowSearch(const Dependences& dependences, const Network& network, EbitSequence& sequence, Rng& rng);

  /// Changes `plan`, a sequence that does not get stuck, into another, mostly one with a shorter schedule,
  /// which `sequence` then holds. Cost: about `work` instructions scheduled, and a few times the program's
  /// at least. Returns how many sequences of windows it looked at.
  std::int64_t run(std::vector<std::int32_t>& plan, std::int64_t work, const Deadline& deadline);

 private:
  void weigh_qpus();
  void anneal(std::vector<std::int32_t>& window, std::int64_t allowance, const Deadline& deadline);
  bool look_at(std::span<const std::int32_t> window);
  bool move(std::vector<std::int32_t>& window);
  double value() const;

  const Dependences& d_;
  const Network& network_;
  EbitSequence& sequence_;
  Rng& rng_;
  std::vector<double> weight_;  ///< by QPU
  std::int64_t spent_ = 0, rounds_ = 0;
};

}  // namespace dqc
