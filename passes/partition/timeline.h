// How many qubits of one kind every QPU needs at every time step, with the excess over what it has.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "passes/ir/ids.h"

namespace dqc {

/// Which qubits of a QPU an occupancy takes.
enum class Memory : std::uint8_t {
  any,      ///< a home: a data qubit or, if homes may rest there, a communication qubit
  comm,     ///< a copy, or half of an e-bit at its source: a communication qubit
  arrival,  ///< the half that becomes a home, counted there as `any`: a communication qubit
  ends      ///< a home before the first (step 0) or after the last gate (step 1): a data qubit
};

/// One qubit of `qpu` is needed at the steps [begin, end).
struct Occupancy {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  std::int32_t qpu = 0;
  Memory memory = Memory::any;
  bool operator==(const Occupancy&) const = default;
};

class Timeline {
 public:
  /// QPUs whose capacity can never be exceeded (`most` is the largest possible load) are not recorded.
  Timeline(std::size_t steps, const std::vector<int>& capacity, int most) : steps_(steps) {
    for (int c : capacity) {
      limits_.push_back(static_cast<std::int16_t>(std::min(c, 32000)));
      recorded_.push_back(c < most);
    }
    load_.assign(steps * capacity.size(), 0);
  }

  /// Adds one qubit; returns how many steps went (further) beyond capacity. Cost: the steps, vectorised.
  std::int64_t add(const Occupancy& o) { return change(o, +1, limits_[static_cast<std::size_t>(o.qpu)]); }

  /// Takes one qubit away; returns how many steps came (closer to being) within capacity.
  std::int64_t remove(const Occupancy& o) {
    return change(o, -1, static_cast<std::int16_t>(limits_[static_cast<std::size_t>(o.qpu)] + 1));
  }

  /// Steps of [begin, end) that would be beyond capacity at `qpu` with `more` further qubits there.
  std::int64_t steps_beyond(std::size_t qpu, std::int32_t begin, std::int32_t end, int more) const {
    if (!recorded_[qpu]) return 0;
    const std::int16_t* load = load_.data() + qpu * steps_;
    const auto least = static_cast<std::int16_t>(limits_[qpu] - more + 1);
    std::int64_t beyond = 0;
    for (std::int32_t t = begin; t < end;) {
      const std::int32_t stop = std::min(end, t + block);
      std::uint16_t found = 0;
      for (; t < stop; ++t) found = static_cast<std::uint16_t>(found + (load[t] >= least));
      beyond += found;
    }
    return beyond;
  }

  /// Appends up to `most` places beyond capacity, as occupancies of one step, QPU by QPU; of a run of steps
  /// the first.
  void append_crowded(Memory memory, std::size_t most, std::vector<Occupancy>& out) const {
    for (std::size_t qpu = 0; qpu < limits_.size(); ++qpu) {
      if (!recorded_[qpu]) continue;
      const std::int16_t* load = load_.data() + qpu * steps_;
      for (std::size_t t = 0; t < steps_ && out.size() < most; ++t) {
        if (load[t] <= limits_[qpu] || (t > 0 && load[t - 1] > limits_[qpu])) continue;
        const auto step = static_cast<std::int32_t>(t);
        out.push_back({step, step + 1, static_cast<std::int32_t>(qpu), memory});
      }
    }
  }

  void clear() { std::fill(load_.begin(), load_.end(), std::int16_t{0}); }

 private:
  static constexpr std::int32_t block = 32768;  ///< steps that are counted in 16 bits

  /// Adds `by` to the load of every step; returns how many had at least `least`.
  std::int64_t change(const Occupancy& o, int by, std::int16_t least) {
    if (!recorded_[static_cast<std::size_t>(o.qpu)]) return 0;
    std::int16_t* load = row(o.qpu);
    std::int64_t beyond = 0;
    for (std::int32_t t = o.begin; t < o.end;) {
      const std::int32_t stop = std::min(o.end, t + block);
      std::uint16_t found = 0;
      for (; t < stop; ++t) {
        found = static_cast<std::uint16_t>(found + (load[t] >= least));
        load[t] = static_cast<std::int16_t>(load[t] + by);
      }
      beyond += found;
    }
    return beyond;
  }

  std::int16_t* row(std::int32_t qpu) { return load_.data() + static_cast<std::size_t>(qpu) * steps_; }

  std::size_t steps_;
  std::vector<std::int16_t> limits_;
  std::vector<char> recorded_;
  std::vector<std::int16_t> load_;
};

}  // namespace dqc
