// The files of one compilation, as texts and as programs.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"
#include "tools/emitted/schedule_file.h"

namespace dqc::emitted {

/// What read_directory() finds.
struct Texts {
  ScheduleFile schedule;              ///< what schedule.json says
  std::string monolithic;             ///< of monolithic.qasm; empty if it was not asked for
  std::vector<std::string> programs;  ///< of the QPUs' programs, in QPU order
};

/// Reads schedule.json, the programs that it names and, if `monolithic`, monolithic.qasm. Errors: io for a
/// file that cannot be read, bad_input if schedule.json is unreadable or names a file elsewhere.
Result<Texts> read_directory(const std::string& directory, bool monolithic);

/// Where schedule.json is.
std::string schedule_path(const std::string& directory);

/// What the file `path` says; its text is not kept. Errors: io, and those of read_schedule().
Result<ScheduleFile> read_schedule_file(const std::string& path);

/// Parses one of the texts; `name` stands in messages. Errors: bad_input with the rendered diagnostics.
Result<Circuit> parse_text(std::string name, std::string text);

}  // namespace dqc::emitted
