// Ways to break a compiled program. Mutants of the Program are emitted anew, so that all files agree with
// each other and only the proof can tell; mutants of one text break the agreement.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/module.h"
#include "passes/support/rng.h"

namespace dqc::test {

/// What the prover must not be wrong about, in the words of the test's report.
const std::vector<std::string>& constructs();

/// Calls `use` with the construct changed (one of constructs()), what was done and the changed module, for
/// every change of one instruction, and of the maps. Outcomes are read only where they were measured before,
/// as emission requires.
void for_each_program_mutant(const Module& module,
                             const std::function<void(const std::string& construct, const std::string& what,
                                                      const Module& mutant)>& use);

/// Calls `use` with every text in which one line is left out, doubled or exchanged with the next, and with
/// texts in which one digit is another one. Lines that say nothing about the program are left alone.
void for_each_text_mutant(const std::string& text, Rng& rng,
                          const std::function<void(const std::string&, const std::string&)>& use);

}  // namespace dqc::test
