// E-bits per time step and link, as a table.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// Precondition: `module` is scheduled. Comma-separated values with a heading: a row for each time step, the
/// shortest generation time of a link in use, with its number, its first tick, the e-bits that each link
/// finishes in it, their sum, the end-to-end e-bits that become ready in it, and the communication qubits in
/// use at its end over all QPUs. Steps in which nothing happens have a row too, up to a million of them: then
/// a step is longer. Cost: linear in the program, and in steps times links.
std::string timeline_table(const Module& module);

}  // namespace dqc
