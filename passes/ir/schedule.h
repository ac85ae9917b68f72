// When each instruction of a Program happens, in ticks.
#pragma once

#include <cstdint>
#include <vector>

namespace dqc {

struct Interval {
  std::int64_t start = 0;
  std::int64_t end = 0;
  bool operator==(const Interval&) const = default;
};

/// Times by instruction of Program::instructions. An e-bit's interval is its generation; a
/// `correct` starts no earlier than the arrival of its bit.
struct Schedule {
  std::vector<Interval> times;
  std::int64_t makespan = 0;
  bool operator==(const Schedule&) const = default;
};

}  // namespace dqc
