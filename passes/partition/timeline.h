// How many qubits of one kind every QPU needs at every time step, with the excess over what it has. Counts
// are bit-sliced (as in Lamport, "Multiple byte processing with full-word instructions", CACM 18, 1975): a
// word holds one binary digit of 64 steps, so that a qubit more for 64 steps is a few additions of words.
#pragma once

#include <algorithm>
#include <bit>
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
  Timeline(std::size_t steps, const std::vector<int>& capacity, int most)
      : words_((steps + word_bits - 1) / word_bits),
        digits_(static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(most))) + 1),
        bits_(words_ * (digits_ + 1) * capacity.size()) {
    const auto full = (std::uint64_t{1} << (digits_ - 1)) - 1;
    for (int c : capacity) {
      recorded_.push_back(c < most);
      empty_.push_back(c < most ? full - static_cast<std::uint64_t>(c) : 0);
    }
    clear();
  }

  /// Adds one qubit; returns how many steps went (further) beyond capacity. Cost: an addition per 64 steps.
  std::int64_t add(const Occupancy& o) {
    std::int64_t beyond = 0;
    visit(o, [&](std::size_t at, std::uint64_t steps) {
      std::uint64_t* digits = bits_.data() + at + first_digit;
      std::uint64_t carry = steps;
      for (std::size_t i = 0; carry != 0 && i < digits_; ++i) {
        const std::uint64_t next = digits[i] & carry;
        digits[i] ^= carry;
        carry = next;
      }
      note_full(at);
      beyond += count(beyond_steps(at) & steps);
    });
    return beyond;
  }

  /// Takes one qubit away; returns how many steps came (closer to being) within capacity.
  std::int64_t remove(const Occupancy& o) {
    std::int64_t beyond = 0;
    visit(o, [&](std::size_t at, std::uint64_t steps) {
      beyond += count(beyond_steps(at) & steps);
      std::uint64_t* digits = bits_.data() + at + first_digit;
      std::uint64_t borrow = steps;
      for (std::size_t i = 0; borrow != 0 && i < digits_; ++i) {
        const std::uint64_t next = ~digits[i] & borrow;
        digits[i] ^= borrow;
        borrow = next;
      }
      note_full(at);
    });
    return beyond;
  }

  /// Steps of an occupancy that are beyond capacity, and that one qubit more would take there.
  struct Crowding {
    std::int64_t beyond = 0;
    std::int64_t full = 0;  ///< those beyond included
  };
  /// Adds `sign` times the steps of `o`.
  void add_crowding(const Occupancy& o, std::int64_t sign, Crowding& found) const {
    visit(o, [&](std::size_t at, std::uint64_t steps) {
      const std::uint64_t full = full_steps(at) & steps;
      if (full == 0) return;
      found.full += sign * count(full);
      found.beyond += sign * count(beyond_steps(at) & steps);
    });
  }

  /// Steps of [begin, end) that are beyond capacity at `qpu`, or would be with a further qubit there.
  std::int64_t steps_beyond(QpuId qpu, std::int32_t begin, std::int32_t end, bool further) const {
    std::int64_t beyond = 0;
    visit({begin, end, qpu.value(), Memory::any}, [&](std::size_t at, std::uint64_t steps) {
      beyond += count((further ? full_steps(at) : beyond_steps(at)) & steps);
    });
    return beyond;
  }

  /// Appends places beyond capacity, as occupancies of one step, QPU by QPU, until `out` has `most`; of a run
  /// of steps the first.
  void append_crowded(Memory memory, std::size_t most, std::vector<Occupancy>& out) const {
    for (std::size_t qpu = 0; qpu < recorded_.size(); ++qpu) {
      if (!recorded_[qpu]) continue;
      std::uint64_t before = 0;  // whether the last step of the word before is beyond capacity
      for (std::size_t word = 0; word < words_; ++word) {
        const std::uint64_t beyond = beyond_steps(position(qpu, word));
        for (std::uint64_t left = beyond & ~(beyond << 1 | before); left != 0; left &= left - 1) {
          if (out.size() >= most) return;
          const auto step = static_cast<std::int32_t>(word * word_bits) + std::countr_zero(left);
          out.push_back({step, step + 1, static_cast<std::int32_t>(qpu), memory});
        }
        before = beyond >> (word_bits - 1);
      }
    }
  }

  void clear() {
    for (std::size_t qpu = 0; qpu < recorded_.size(); ++qpu) {
      for (std::size_t word = 0; word < words_; ++word) {
        const std::size_t at = position(qpu, word);
        for (std::size_t i = 0; i < digits_; ++i)
          bits_[at + first_digit + i] = (empty_[qpu] >> i & 1) != 0 ? ~std::uint64_t{0} : std::uint64_t{0};
        note_full(at);
      }
    }
  }

 private:
  static constexpr std::size_t word_bits = 64;
  static constexpr std::size_t first_digit = 1;

  /// The bits of a word; in line, where std::popcount is a call on processors without an instruction for it.
  static std::int64_t count(std::uint64_t steps) {
    if (steps == 0) return 0;
    steps -= steps >> 1 & 0x5555555555555555;
    steps = (steps & 0x3333333333333333) + (steps >> 2 & 0x3333333333333333);
    steps = (steps + (steps >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return static_cast<std::int64_t>(steps * 0x0101010101010101 >> 56);
  }

  std::size_t position(std::size_t qpu, std::size_t word) const {
    return (qpu * words_ + word) * (digits_ + 1);
  }
  std::uint64_t beyond_steps(std::size_t at) const { return bits_[at + digits_]; }
  /// Steps at or beyond capacity.
  std::uint64_t full_steps(std::size_t at) const { return bits_[at]; }
  void note_full(std::size_t at) {
    std::uint64_t ones = ~std::uint64_t{0};
    for (std::size_t i = 0; i + 1 < digits_; ++i) ones &= bits_[at + first_digit + i];
    bits_[at] = ones | beyond_steps(at);
  }

  /// Calls visit_word(position, steps) for the words of an occupancy, if it is recorded; `steps`: its bits.
  template <class Visit>
  void visit(const Occupancy& o, Visit&& visit_word) const {
    const auto qpu = static_cast<std::size_t>(o.qpu);
    if (!recorded_[qpu] || o.begin >= o.end) return;
    const auto begin = static_cast<std::size_t>(o.begin), last = static_cast<std::size_t>(o.end) - 1;
    const std::size_t row = qpu * words_, stride = digits_ + 1;
    std::size_t at = (row + begin / word_bits) * stride;
    const std::size_t stop = (row + last / word_bits) * stride;
    std::uint64_t steps = ~std::uint64_t{0} << (begin % word_bits);
    for (; at != stop; at += stride) {
      visit_word(at, steps);
      steps = ~std::uint64_t{0};
    }
    visit_word(at, steps & (~std::uint64_t{0} >> (word_bits - 1 - last % word_bits)));
  }

  std::size_t words_;   ///< of one digit of one QPU
  std::size_t digits_;  ///< of a load; the last one is set where it is beyond capacity
  std::vector<char> recorded_;
  std::vector<std::uint64_t>
      empty_;                        ///< by QPU: what the digits of no load say; a full one lacks 1 to beyond
  std::vector<std::uint64_t> bits_;  ///< by QPU, word, and: 64 steps' being full, then digit by digit
};

}  // namespace dqc
