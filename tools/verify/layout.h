// What the registers of monolithic.qasm stand for: data and communication qubits of QPUs, outcomes, and
// the source's classical registers.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/emitted/schedule_file.h"
#include "tools/verify/contraction.h"
#include "tools/verify/difference.h"

namespace dqc::verify {

using emitted::ScheduleFile;

struct Layout {
  std::vector<PhysicalPlace> places;   ///< by qubit
  std::vector<std::vector<int>> data;  ///< qubit by QPU and index of the data qubit
  std::vector<std::vector<int>> comm;  ///< likewise
  std::vector<int> source_bits;        ///< by bit: bit of the source, -1 for an outcome
  std::vector<int> bit_of_source;      ///< by bit of the source: bit of the program
  std::vector<int> initial;            ///< by source qubit: qubit
  std::vector<int> final;
};

/// Reads the registers' names; `differences` gets what does not fit `schedule` and `source`: unknown
/// registers, registers beyond a QPU's capacity, and maps that are not one-to-one or leave qubits out.
Layout read_layout(const Circuit& program, const Circuit& source, const ScheduleFile& schedule,
                   std::vector<Difference>& differences);

}  // namespace dqc::verify
