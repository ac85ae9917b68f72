// Whether schedule.json agrees with itself and with what was counted in the programs.
#pragma once

#include <string>
#include <vector>

#include "tools/emitted/schedule_file.h"
#include "tools/verify/difference.h"

namespace dqc::verify {

using emitted::ScheduleFile;

/// How find_json_value() calls a row of `schedule`, which holds it.
inline std::string place_of(const ScheduleFile& schedule, const ScheduleFile::Ebit& row) {
  return "ebits[" + std::to_string(&row - schedule.ebits.data()) + "]";
}
inline std::string place_of(const ScheduleFile& schedule, const ScheduleFile::Message& row) {
  return "messages[" + std::to_string(&row - schedule.messages.data()) + "]";
}
inline std::string place_of(const ScheduleFile& schedule, const ScheduleFile::Packet& row) {
  return "packets[" + std::to_string(&row - schedule.packets.data()) + "]";
}
inline std::string place_of(const ScheduleFile& schedule, const ScheduleFile::Teleport& row) {
  return "teleports[" + std::to_string(&row - schedule.teleports.data()) + "]";
}
/// Of what is no row.
inline std::string place_of(const ScheduleFile& /*schedule*/, std::string place) { return place; }

/// What the prover counted.
struct Counted {
  int ebits = 0;  ///< made on links
  std::vector<int> peak_comm;
  std::vector<int> peak_data;
};

/// What names something that is not there or does not fit it: paths, swaps, packets, teleports.
std::vector<Difference> check_references(const ScheduleFile& schedule);

/// Which times do not follow from each other and the latencies, and which communication qubits
/// are promised to two e-bits at once.
std::vector<Difference> check_times(const ScheduleFile& schedule);

/// Which fidelities, raw pairs, further qubits of purification and ages do not follow from the
/// links or are not what was asked for.
std::vector<Difference> check_fidelities(const ScheduleFile& schedule);

/// All of the above, and which totals, times or capacities do not agree; empty if all do.
std::vector<Difference> check_schedule(const ScheduleFile& schedule, const Counted& counted);

}  // namespace dqc::verify
