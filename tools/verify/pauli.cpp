#include "tools/verify/pauli.h"

#include <bit>

namespace dqc::verify {
namespace {

/// The power of i in the product of two words: x y = i z, y z = i x, z x = i y.
int power_of_i(const Pauli::Word& a, const Pauli::Word& b) {
  const std::uint64_t ax = a.x & ~a.z, ay = a.x & a.z, az = a.z & ~a.x;
  const std::uint64_t bx = b.x & ~b.z, by = b.x & b.z, bz = b.z & ~b.x;
  return std::popcount((ax & by) | (ay & bz) | (az & bx)) - std::popcount((ay & bx) | (az & by) | (ax & bz));
}

Pauli single(std::uint32_t qubit, bool x, const Hash128& name) {
  const std::uint64_t bit = std::uint64_t{1} << (qubit % 64);
  Pauli p;
  p.words.push_back({qubit / 64, x ? bit : 0, x ? 0 : bit});
  p.name = name;
  return p;
}

}  // namespace

Pauli Pauli::x_on(std::uint32_t qubit, const Hash128& name) { return single(qubit, true, name); }
Pauli Pauli::z_on(std::uint32_t qubit, const Hash128& name) { return single(qubit, false, name); }

bool product_is_negative(const Pauli& a, const Pauli& b) {
  int power = 2 * (static_cast<int>(a.negative) + static_cast<int>(b.negative));
  for (std::size_t i = 0, j = 0; i < a.words.size() && j < b.words.size();) {
    if (a.words[i].index == b.words[j].index)
      power += power_of_i(a.words[i++], b.words[j++]);
    else
      ++(a.words[i].index < b.words[j].index ? i : j);
  }
  return (power & 3) == 2;
}

void multiply(Pauli& a, const Pauli& b, int power) {
  thread_local std::vector<Pauli::Word> product;
  product.clear();
  int total = power + 2 * (static_cast<int>(a.negative) + static_cast<int>(b.negative));
  std::size_t i = 0, j = 0;
  while (i < a.words.size() || j < b.words.size()) {
    if (j == b.words.size() || (i < a.words.size() && a.words[i].index < b.words[j].index)) {
      product.push_back(a.words[i++]);
    } else if (i == a.words.size() || b.words[j].index < a.words[i].index) {
      product.push_back(b.words[j++]);
    } else {
      total += power_of_i(a.words[i], b.words[j]);
      const Pauli::Word word = {a.words[i].index, a.words[i].x ^ b.words[j].x, a.words[i].z ^ b.words[j].z};
      if ((word.x | word.z) != 0) product.push_back(word);
      ++i, ++j;
    }
  }
  a.words.assign(product.begin(), product.end());
  a.negative = (total & 3) == 2;
  a.flips ^= b.flips;
  a.name ^= b.name;
  a.past ^= b.past;
}

}  // namespace dqc::verify
