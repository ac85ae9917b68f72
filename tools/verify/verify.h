// The independent proof that what dqcc wrote does what its source says. It shares no lowering and no cost
// code with the passes: it reads the emitted texts, contracts the monolithic program to a logical
// circuit, compares that with the source, and checks the QPUs' programs against both.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/device.h"
#include "tools/emitted/schedule_file.h"
#include "tools/verify/difference.h"

namespace dqc::verify {

struct VerifyInput {
  const Circuit& source;
  std::string_view monolithic;                ///< text of monolithic.qasm
  std::span<const std::string> qpu_programs;  ///< texts of qpu<i>.qasm, in QPU order
  const emitted::ScheduleFile& schedule;
  std::span<const std::optional<Device>> devices = {};  ///< by QPU, where known
};

struct VerifyReport {
  bool proved = false;
  std::string trouble;  ///< not empty: a text could not be read, nothing was decided
  std::vector<Difference> differences;
  int ebits = 0;               ///< made in the monolithic program
  std::vector<int> peak_comm;  ///< by QPU
  std::vector<int> peak_data;
};

/// Proves, or says what differs. Never proves a wrong program; one with inputs is compared at several values
/// of them (see inputs.h). Cost: near-linear in the texts.
VerifyReport verify(const VerifyInput& input);

/// The same from the text of schedule.json; one that cannot be read is trouble.
VerifyReport verify_texts(const Circuit& source, std::string_view monolithic,
                          std::span<const std::string> qpu_programs, std::string_view schedule_json,
                          std::span<const std::optional<Device>> devices = {});

}  // namespace dqc::verify
