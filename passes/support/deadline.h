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
  /// The part of the budget that is gone: 0 at the start and without a limit, 1 and more when expired.
  double used() const {
    if (!end_) return 0;
    return std::chrono::duration<double>(Clock::now() - start_) /
           std::chrono::duration<double>(*end_ - start_);
  }
  double seconds_left() const {
    return end_ ? std::chrono::duration<double>(*end_ - Clock::now()).count() : 0;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_;
  std::optional<Clock::time_point> end_;
};

}  // namespace dqc
