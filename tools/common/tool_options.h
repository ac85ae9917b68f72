// Options that several tools have; app.h adds them to a command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "frontend/frontend.h"
#include "tools/common/messages.h"

namespace dqc {

/// Of tools that read OpenQASM.
struct InputOptions {
  std::vector<std::string> include_paths;
  std::uint64_t max_iterations = ParseOptions().max_iterations;
};

/// Of tools that run passes.
struct SearchOptions {
  int level = 2;
  std::uint64_t seed = 0;
  int threads = 1;
  std::optional<double> timeout;  ///< seconds
};

}  // namespace dqc
