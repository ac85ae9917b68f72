// The files that a compilation leaves in its directory.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "passes/ir/module.h"
#include "passes/support/result.h"
#include "passes/support/text_io.h"
#include "tools/dqcc/options.h"

namespace dqc {

/// "qft" of "dir/qft.qasm"; "stdin" of "-".
std::string stem_of(const std::string& input);

/// Where the output of `input` goes: the output directory, or a folder of it if there are several inputs.
std::string directory_of(const DqccOptions& options, const std::string& input);

/// Finds out before a long compilation that write_outputs cannot succeed. Errors: io.
Status check_destination(const DqccOptions& options, const std::string& input);

/// Writes `files` for `input` as the options say: one file to stdout, or all into the directory, from
/// which QPU programs of an earlier compilation for more QPUs, or programs of more copies, are removed.
/// Errors: io; then what was there before is untouched.
Status write_outputs(const DqccOptions& options, const std::string& input,
                     const std::vector<OutputFile>& files);

/// Writes --depfile: the rule `target: inputs network includes`, escaped as gcc does, and an empty rule for
/// each file but the inputs so that make goes on when one disappears. `includes` may repeat. Errors: io.
Status write_depfile(const DqccOptions& options, std::vector<std::string> includes);

}  // namespace dqc
