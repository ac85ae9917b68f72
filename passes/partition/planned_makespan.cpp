#include "passes/partition/planned_makespan.h"

#include <initializer_list>
#include <limits>
#include <string>

#include "passes/distribute/insert-processes.h"
#include "passes/distribute/route-ebits.h"
#include "passes/distribute/schedule.h"

namespace dqc {
namespace {

PassOptions options_of(const PassInfo& info, LinkMetric metric) {
  auto values = default_options(info).values();
  if (const auto found = values.find("objective"); found != values.end()) found->second = metric_name(metric);
  return PassOptions(std::move(values));
}

}  // namespace

std::int64_t planned_makespan(const Module& module, const Placement& placement, LinkMetric metric,
                              const PassContext& context) {
  Module planned = module;
  planned.placement = placement;
  planned.stage = Stage::placed;
  PassContext own = context;
  AnalysisManager analyses;
  InsertProcesses insert(options_of(InsertProcesses::info(), metric));
  RouteEbits route(options_of(RouteEbits::info(), metric));
  SchedulePass schedule(options_of(SchedulePass::info(), metric));
  for (Pass* pass : std::initializer_list<Pass*>{&insert, &route, &schedule}) {
    const auto preserved = pass->run(planned, analyses, own);
    if (!preserved) return std::numeric_limits<std::int64_t>::max();
    analyses.keep(*preserved);
  }
  return planned.schedule->makespan;
}

}  // namespace dqc
