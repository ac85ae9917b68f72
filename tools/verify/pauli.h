// Products of Pauli operators on many qubits, with their sign. Kept as the words of 64 qubits that are not
// the identity, so that the cost follows what a product touches.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/verify/hash128.h"

namespace dqc::verify {

/// A hermitian product of x, y and z, and fingerprints that multiply with it.
struct Pauli {
  struct Word {
    std::uint32_t index = 0;  ///< of qubits 64 index .. 64 index + 63
    std::uint64_t x = 0;
    std::uint64_t z = 0;  ///< both bits set: y
  };
  std::vector<Word> words;  ///< in order of their index, none of them empty
  bool negative = false;
  Hash128 flips;  ///< exclusive or of the names of conditions, each of which turns the sign if it holds
  Hash128 name;   ///< of the product without its sign
  Hash128 past;   ///< exclusive or of the names of what was done before and does not commute with it

  static Pauli x_on(std::uint32_t qubit, const Hash128& name);
  static Pauli z_on(std::uint32_t qubit, const Hash128& name);
};

/// The sign of a b; they must commute.
bool product_is_negative(const Pauli& a, const Pauli& b);

/// a = i^power a b, which must be hermitian. Cost: linear in the words of both.
void multiply(Pauli& a, const Pauli& b, int power);

}  // namespace dqc::verify
