// Whether schedule.json agrees with itself and with what was counted in the programs.
#pragma once

#include <string>
#include <vector>

#include "tools/emitted/schedule_file.h"

namespace dqc::verify {

using emitted::ScheduleFile;

/// What the prover counted.
struct Counted {
  int ebits = 0;  ///< made on links
  std::vector<int> peak_comm;
  std::vector<int> peak_data;
};

/// In words, what names something that is not there or does not fit it: paths, swaps, packets, teleports.
std::vector<std::string> check_references(const ScheduleFile& schedule);

/// In words, which times do not follow from each other and the latencies, and which communication qubits
/// are promised to two e-bits at once.
std::vector<std::string> check_times(const ScheduleFile& schedule);

/// In words, which fidelities, raw pairs, further qubits of purification and ages do not follow from the
/// links or are not what was asked for.
std::vector<std::string> check_fidelities(const ScheduleFile& schedule);

/// All of the above, and in words which totals, times or capacities do not agree; empty if all do.
std::vector<std::string> check_schedule(const ScheduleFile& schedule, const Counted& counted);

}  // namespace dqc::verify
