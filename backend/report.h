// What a compilation costs: the figures of report.json and of the summary for people.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

/// Counted from the program itself, not taken from the search that made it.
struct Figures {
  std::int64_t ebits_link = 0;        ///< e-bits generated on links
  std::int64_t link_cost = 0;         ///< of these, each at the cost of its link
  std::int64_t ebits_end_to_end = 0;  ///< e-bits that processes use
  std::int64_t swaps = 0;             ///< entanglement swaps at interior QPUs
  std::int64_t teleports = 0;
  std::int64_t packets = 0;
  std::int64_t messages = 0;
  std::int64_t makespan = 0;   ///< ticks; 0 without a schedule
  double raw_pairs = 0;        ///< that links use up for the e-bits, on average
  double lowest_fidelity = 1;  ///< of the end-to-end e-bits
  std::vector<int> peak_comm;  ///< by QPU: busy communication qubits, halves of e-bits included
  std::vector<int> peak_data;  ///< by QPU: busy data qubits
};

/// Precondition: `module.program` is set and routed. Cost: linear in the program.
Figures figures_of(const Module& module);

struct ReportInputs {
  std::uint64_t seed = 0;
  bool verified = false;
  std::map<std::string, std::int64_t, std::less<>> statistics;  ///< "pass.counter"
};

/// report.json, without times of day or machine. Precondition: `module` is scheduled.
std::string report_json(const Module& module, const ReportInputs& inputs);

}  // namespace dqc
