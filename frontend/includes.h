// Where `include "name";` finds its file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/support/result.h"

namespace dqc {

struct IncludedFile {
  std::string path;
  std::string directory;  ///< where its own includes look first
  std::string text;
};

/// Looks for `name` in `directory` ("" is ".") and then in `include_paths`; an absolute name is taken as it
/// is. Errors: a message that says where it looked, or why the file cannot be read.
Result<IncludedFile> find_include(std::string_view name, const std::string& directory,
                                  const std::vector<std::string>& include_paths);

}  // namespace dqc
