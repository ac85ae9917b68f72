#include "passes/pipelines.h"

#include <algorithm>

namespace dqc {
namespace {

struct NamedPipeline {
  std::string_view name;
  std::string_view text;
};

/// From O1 on, levels differ by the effort of the search (PassContext::effort), not by its passes.
constexpr std::string_view temporal =
    "inline-gates,decompose,phase-folding,merge-rotations,cancel,temporal-partition,insert-processes,route-"
    "ebits,schedule,place-on-devices";

constexpr NamedPipeline pipelines[] = {
    {"O0",
     "inline-gates,decompose,phase-folding,merge-rotations,cancel,static-partition,insert-processes,route-"
     "ebits,schedule,place-on-devices"},
    {"O1", temporal},
    {"O2", temporal},
    {"O3", temporal},
};

void add_metrics(const Pipeline& pipeline, std::vector<LinkMetric>& metrics) {
  for (const PipelineItem& item : pipeline) {
    add_metrics(item.body, metrics);
    const auto& values = item.options.values();
    const auto objective = values.find("objective");
    if (objective == values.end()) continue;
    const LinkMetric metric = metric_named(objective->second);
    if (std::ranges::find(metrics, metric) == metrics.end()) metrics.push_back(metric);
  }
}

}  // namespace

std::optional<std::string_view> default_pipeline(std::string_view name) {
  const auto found = std::ranges::find(pipelines, name, &NamedPipeline::name);
  if (found == std::end(pipelines)) return std::nullopt;
  return found->text;
}

std::vector<std::string> default_pipeline_names() {
  std::vector<std::string> names;
  for (const NamedPipeline& p : pipelines) names.emplace_back(p.name);
  return names;
}

std::vector<LinkMetric> path_metrics(const Pipeline& pipeline) {
  std::vector<LinkMetric> metrics;
  add_metrics(pipeline, metrics);
  if (metrics.empty()) metrics.push_back(LinkMetric::ebits);
  return metrics;
}

}  // namespace dqc
