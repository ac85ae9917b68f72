// The figures of many executions, for people and for programs.
#pragma once

#include <string>

#include "tools/run/runs.h"

namespace dqc::run {

struct ReportContext {
  std::string name;  ///< of the directory
  RunOptions options;
  IssueOrder order = IssueOrder::dataflow;
};

/// A few lines per topic.
std::string report_text(const Executable& executable, const RunsReport& report, const ReportContext& context);

/// One JSON object, format "dqc-run"; see dqc-run(1).
std::string report_json(const Executable& executable, const RunsReport& report, const ReportContext& context);

}  // namespace dqc::run
