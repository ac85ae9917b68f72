// Pipeline text, both ways. Grammar (spaces are free between tokens):
//   pipeline = [ item { "," item } ]
//   item     = pass [ "<" option { ";" option } ">" ]      option = key "=" value | flag
//            | "repeat" "<" count ">" "(" pipeline ")"
//            | "default" "<" level ">"                      replaced by what it stands for
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passes/registry.h"
#include "passes/support/result.h"

namespace dqc {

/// One pass with its options, or a pipeline to run `count` times (`pass` null).
struct PipelineItem {
  const RegistryRow* pass = nullptr;
  PassOptions options;
  int count = 1;
  std::vector<PipelineItem> body;
};
using Pipeline = std::vector<PipelineItem>;

/// Errors (usage) name the column in `text`, what is wrong with the word there, and what would be right.
Result<Pipeline> parse_pipeline(std::string_view text);

/// Canonical text: options in the order their pass declares them, those at their fallback left out.
/// Parses to an equal pipeline, whose text is the same.
std::string print_pipeline(const Pipeline& pipeline);

}  // namespace dqc
