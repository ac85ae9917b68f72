#include "tools/dqcc/pipeline.h"

#include <algorithm>

#include "passes/pass_manager.h"
#include "passes/pipelines.h"
#include "tools/common/cli.h"

namespace dqc {
namespace {

struct NamedPartition {
  std::string_view name;
  std::string_view pass;
};

/// DISQCO chooses gate packets greedily before its search and keeps homes on data qubits.
constexpr NamedPartition partitions[] = {
    {"temporal", "temporal-partition"},
    {"static", "static-partition"},
    {"time-sliced", "time-sliced-partition"},
    {"disqco", "temporal-partition<packets=fixed;homes=data>"},
};

bool partitions_circuit(const PipelineItem& item) {
  return item.pass && item.pass->info().needs == Stage::normalized &&
         item.pass->info().gives == Stage::placed;
}

bool places_on_devices(const PipelineItem& item) {
  return item.pass && item.pass->name == "place-on-devices";
}

/// The pipeline of an optimisation level, its partition replaced by the one called `partition` unless empty.
Result<Pipeline> level_pipeline(int level, std::string_view partition) {
  auto pipeline = parse_pipeline("default<O" + std::to_string(level) + ">");
  if (!pipeline || partition.empty()) return pipeline;
  const auto named = std::ranges::find(partitions, partition, &NamedPartition::name);
  auto item = parse_pipeline(named->pass);
  if (!item) return item;
  std::ranges::replace_if(*pipeline, partitions_circuit, item->front());
  return pipeline;
}

/// Sets `key` wherever a pass has such an option.
void set_option(Pipeline& pipeline, std::string_view key, const std::string& value) {
  for (PipelineItem& item : pipeline) {
    set_option(item.body, key, value);
    auto values = item.options.values();
    const auto found = values.find(key);
    if (found == values.end()) continue;
    found->second = value;
    item.options = PassOptions(std::move(values));
  }
}

void set_objective(Pipeline& pipeline, const std::vector<std::string>& objective) {
  if (objective.front() == "cost") set_option(pipeline, "objective", "link-cost");
  if (objective.front() == "time") set_option(pipeline, "objective", "link-time");
  if (objective.back() == "makespan") set_option(pipeline, "ties", "makespan");
}

}  // namespace

std::vector<std::string> partition_names() {
  std::vector<std::string> names;
  for (const NamedPartition& p : partitions) names.emplace_back(p.name);
  return names;
}

Result<Pipeline> pipeline_of(const DqccOptions& options) {
  const bool samples = !options.sample.device.empty();
  auto pipeline = !options.passes.empty() ? parse_pipeline(options.passes)
                  : samples               ? parse_pipeline(sample_pipeline(options.sample))
                                          : level_pipeline(options.level, options.partition);
  if (!pipeline) return pipeline;
  set_objective(*pipeline, options.objective);
  if (!samples && has_thresholds(options.sample)) {
    auto item = parse_pipeline("place-on-devices<" + threshold_text(options.sample) + ">");
    if (!item) return item;
    std::ranges::replace_if(*pipeline, places_on_devices, item->front());
  }
  const auto end = check_stages(*pipeline, Stage::circuit);
  if (!end) return end.error();
  if (samples)
    return *end < Stage::placed ? pipeline
                                : usage_error("with --device a pipeline stays before stage 'placed'");
  const bool only_ir =
      std::ranges::all_of(options.emit, [](const std::string& kind) { return kind == "ir"; });
  if (*end != Stage::scheduled && !only_ir)
    return usage_error(
        "the pipeline ends at stage '" + std::string(stage_name(*end)) + "', before 'scheduled'",
        "end it with insert-processes,route-ebits,schedule, or use --emit=ir");
  return pipeline;
}

}  // namespace dqc
