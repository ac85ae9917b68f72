// A circuit as rotations about Pauli products and one Clifford operation at the end. Every Clifford gate is
// pushed to the end through the rotations after it (Gottesman and Aaronson, PRA 70, 2004, on tableaux;
// Litinski, Quantum 3, 2019, section 1). What is left of the circuit is the partial order of its rotations,
// two being ordered if their products do not commute; so circuits that differ by Clifford identities, by the
// order of commuting gates, by merged phases of one parity or by relabelled qubits have one form.
//
// The name of a rotation is a fingerprint of its product and of the names of the earlier ones that do not
// commute with it. Equal sets of names with equal angles mean: the same rotations in the same partial order,
// which is one operation. Names come from fingerprints that each row of the tableau carries along, so no two
// rotations are ever compared.
#pragma once

#include <unordered_map>
#include <vector>

#include "tools/verify/pauli.h"
#include "tools/verify/wall_form.h"

namespace dqc::verify {

/// A rotation diag(1, e^(i angle)) in the eigenbasis of a product, or a measurement or reset (angle 0).
struct Rotation {
  double angle =
      0;  ///< without Clifford part: in (-pi / 4, pi / 4]; conditional: without a flip, in (-pi / 2, pi / 2]
  double tolerance = 1e-11;  ///< how well the angle is known
  int line = 0;              ///< of a gate that it came from
  int order = 0;             ///< position among the rotations of the circuit
};

struct RotationForm {
  std::unordered_map<Hash128, Rotation, Hash128Hash> rotations;  ///< by name
  std::vector<Pauli> x;       ///< by qubit: what x on it, at the end, is at the beginning
  std::vector<Pauli> z;       ///< likewise
  std::vector<Hash128> bits;  ///< by bit: the name of what it holds at the end
  Pauli watched;              ///< the product of the rotation that was to be watched
};

struct RotationOptions {
  bool local_axes = false;  ///< write all walls about z, as they stand
  Hash128 watch;            ///< name of a rotation to describe in `watched`
};

/// The rotations of a reduced form; `names` are those of its circuit. Cost: linear in the form times the
/// words of 64 qubits that its products touch.
RotationForm rotations_of(WallForm form, const ClassicalNames& names, const RotationOptions& options = {});

}  // namespace dqc::verify
