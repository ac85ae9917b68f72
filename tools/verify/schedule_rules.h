// Whether schedule.json agrees with itself and with what was counted in the programs.
#pragma once

#include <string>
#include <vector>

#include "tools/verify/schedule_file.h"

namespace dqc::verify {

/// What the prover counted.
struct Counted {
  int ebits = 0;  ///< made on links
  std::vector<int> peak_comm;
  std::vector<int> peak_data;
};

/// In words, which totals, times or capacities do not agree; empty if all do.
std::vector<std::string> check_schedule(const ScheduleFile& schedule, const Counted& counted);

}  // namespace dqc::verify
