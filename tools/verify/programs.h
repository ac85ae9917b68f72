// The static rules over the QPUs' programs: merged in the order of monolithic.qasm they give it
// statement by statement, every e-bit has two halves on a link, every message one sender and receivers
// that agree with it, and every bit is read where it is known. As each message is sent before it is read
// in that one order, and both halves of an e-bit stand at one place in it, no wait can be circular.
#pragma once

#include <string>
#include <vector>

#include "tools/emitted/annotations.h"
#include "tools/emitted/schedule_file.h"
#include "tools/verify/difference.h"
#include "tools/verify/layout.h"

namespace dqc::verify {

using emitted::AnnotatedProgram;

struct ProgramsInput {
  const Circuit& source;
  const Circuit& monolithic;
  const Layout& layout;
  const ScheduleFile& schedule;
  const std::vector<AnnotatedProgram>& programs;  ///< by QPU
};

/// Which rule is broken where; empty if none. Stops at the first statement that does not merge.
/// Cost: near-linear in the texts.
std::vector<Difference> check_programs(const ProgramsInput& input);

}  // namespace dqc::verify
