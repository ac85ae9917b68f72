#include "tools/run/purification.h"

namespace dqc::run {

std::vector<double> round_successes(double fidelity, bool bbpssw, int rounds) {
  std::vector<double> successes;
  double f = fidelity;               // no error
  double both = (1 - fidelity) / 3;  // a bit flip and a phase flip
  double bit = both, phase = both;
  for (int r = 0; r < rounds; ++r) {
    if (bbpssw) both = bit = phase = (1 - f) / 3;
    const double kept = bbpssw ? f + phase : f + both;
    const double lost = 1 - kept;
    const double p = kept * kept + lost * lost;
    successes.push_back(p);
    const std::array<double, 3> before = {both, bit, phase};
    if (bbpssw) {
      f = (f * f + phase * phase) / p;
      continue;
    }
    phase = 2 * f * before[0] / p;
    f = (f * f + before[0] * before[0]) / p;
    both = 2 * before[1] * before[2] / p;
    bit = (before[1] * before[1] + before[2] * before[2]) / p;
  }
  return successes;
}

}  // namespace dqc::run
