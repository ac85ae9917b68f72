// The files of one compilation, as texts and as programs.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"
#include "tools/emitted/schedule_file.h"

namespace dqc::emitted {

struct Texts {
  std::string schedule;               ///< of schedule.json
  ScheduleFile schedule_read;         ///< what it says
  std::string monolithic;             ///< of monolithic.qasm; empty if it was not asked for
  std::vector<std::string> programs;  ///< of the QPUs' programs, in QPU order
};

/// Reads schedule.json, the programs that it names and, if `monolithic`, monolithic.qasm. Errors: io for a
/// file that cannot be read, bad_input if schedule.json is unreadable or names a file elsewhere.
Result<Texts> read_directory(const std::string& directory, bool monolithic);

/// Parses one of the texts; `name` stands in messages. Errors: bad_input with the rendered diagnostics.
Result<Circuit> parse_text(std::string name, std::string text);

}  // namespace dqc::emitted
