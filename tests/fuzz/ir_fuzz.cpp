// Any bytes as the textual IR: no crash in reader and verifier, and what they accept prints to a text that
// reads back to the same module.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto circuit = dqc::fuzz::parse(std::string(reinterpret_cast<const char*>(data), size));
  if (circuit) dqc::fuzz::check_module(*std::move(circuit));
  return 0;
}
