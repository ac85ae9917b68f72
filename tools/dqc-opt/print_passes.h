// What the passes say about themselves.
#pragma once

#include <string>

namespace dqc {

/// One paragraph per pass with its stages and options.
std::string passes_as_text();

/// The page dqc-passes(7).
std::string passes_as_mdoc();

/// The same for programs: {"schema": 1, "passes": [...]}.
std::string passes_as_json();

}  // namespace dqc
