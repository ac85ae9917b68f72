// Any bytes as the text of a pipeline: no crash, and what is accepted prints to a canonical text that
// reads back to itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "passes/pipeline_parser.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pipeline = dqc::parse_pipeline({reinterpret_cast<const char*>(data), size});
  if (!pipeline) {
    require(pipeline.error().code == dqc::ExitCode::usage && !pipeline.error().message.empty());
    return 0;
  }
  const auto text = dqc::print_pipeline(*pipeline);
  const auto again = dqc::parse_pipeline(text);
  require(again && dqc::print_pipeline(*again) == text);
  return 0;
}
