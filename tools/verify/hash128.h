// Fingerprints of 128 bits: pseudo-random names that add up by exclusive or. Two different things get the
// same name with probability about 2^-128; keys are fixed, so that answers are the same on every run.
#pragma once

#include <cstdint>

namespace dqc::verify {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const Hash128&) const = default;
  auto operator<=>(const Hash128&) const = default;
  Hash128& operator^=(const Hash128& other) {
    high ^= other.high, low ^= other.low;
    return *this;
  }
  friend Hash128 operator^(Hash128 a, const Hash128& b) { return a ^= b; }
};

/// For std::unordered_map.
struct Hash128Hash {
  std::size_t operator()(const Hash128& h) const noexcept { return h.low; }
};

/// A bijection of 64 bits that looks random (Steele, Lea and Flood, OOPSLA 2014, section 3).
inline std::uint64_t scrambled(std::uint64_t v) {
  v += 0x9e3779b97f4a7c15ULL;
  v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
  v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
  return v ^ (v >> 31);
}

/// The name of the sequence `h`, `value`.
inline Hash128 mixed(const Hash128& h, std::uint64_t value) {
  const std::uint64_t a = scrambled(h.high ^ scrambled(value));
  const std::uint64_t b = scrambled(h.low + scrambled(value ^ 0xd1b54a32d192ed03ULL));
  return {scrambled(a + (b << 1)), scrambled(b ^ (a >> 1) ^ 0x8cb92ba72f3d8dd7ULL)};
}
inline Hash128 mixed(const Hash128& h, const Hash128& other) {
  return mixed(mixed(h, other.high), other.low);
}

}  // namespace dqc::verify
