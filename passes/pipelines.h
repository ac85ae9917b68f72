// The pipelines that have names: what dqcc runs at -O0 .. -O3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dqc {

/// The text of `default<name>`, e.g. "O2".
std::optional<std::string_view> default_pipeline(std::string_view name);

std::vector<std::string> default_pipeline_names();

}  // namespace dqc
