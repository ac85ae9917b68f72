// A wall-clock budget that long searches poll. Without --timeout it never expires, so that the
// answer depends on the input alone.
#pragma once

#include <chrono>
#include <optional>

namespace dqc {

class Deadline {
 public:
  /// Never expires.
  Deadline() = default;
  static Deadline after_seconds(double seconds) {
    Deadline d;
    d.end_ =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    return d;
  }
  bool limited() const { return end_.has_value(); }
  bool expired() const { return end_ && Clock::now() >= *end_; }

 private:
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> end_;
};

}  // namespace dqc
