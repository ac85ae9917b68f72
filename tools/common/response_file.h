// `@file` arguments: the file's words stand in their place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/support/result.h"

namespace dqc {

/// The words of `text`, as gcc reads them: separated by white space, quoted by ' or ", a backslash takes
/// the next character as it is.
std::vector<std::string> split_words(std::string_view text);

/// `arguments` with each `@file` replaced by the words of the file, which may name further files. An
/// argument whose file cannot be read stays as it is. Errors: usage for nesting deeper than 16.
Result<std::vector<std::string>> expand_response_files(const std::vector<std::string>& arguments);

}  // namespace dqc
