// Reading a distributed program from its textual form.
#pragma once

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// Sets `circuit`, `program` and (where the text has times) `schedule` of `module` from the statements and
/// remaining annotations of `text`. Errors: those of read_module.
Status read_program(const Circuit& text, Module& module);

}  // namespace dqc
