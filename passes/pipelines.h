// The pipelines that have names: what dqcc runs at -O0 .. -O3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passes/analysis/link_weights.h"
#include "passes/pipeline_parser.h"

namespace dqc {

/// The text of `default<name>`, e.g. "O2".
std::optional<std::string_view> default_pipeline(std::string_view name);

std::vector<std::string> default_pipeline_names();

/// The objectives of its passes that choose e-bits' paths, each once; LinkMetric::ebits where there is none.
std::vector<LinkMetric> path_metrics(const Pipeline& pipeline);

}  // namespace dqc
