// A circuit as walls and segments. Per qubit, walls (gates that are not diagonal, measurements, resets)
// separate segments; inside a segment everything is diagonal and commutes, so a segment is one phase and
// one angle for each segment that it shares controlled phases with. Circuits with equal forms are equal:
// the form fixes the order of walls on each qubit and between which walls each diagonal stands, and all
// orders that agree with it differ by exchanges of commuting neighbours. Conditions are names of
// ClassicalNames, so they do not depend on when a bit is read.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tools/emitted/expansion.h"
#include "tools/verify/classical_names.h"

namespace dqc::verify {

using emitted::Matrix2;
using emitted::u_matrix;
using emitted::operator*;

/// Angles below this (mod 2 pi) are none: far below the smallest rotation of a large QFT.
constexpr double phase_tolerance = 1e-11;
/// The same for the polar angle of a wall.
constexpr double theta_tolerance = 1e-11;

/// `angle` in (-pi, pi].
double wrapped(double angle);

/// u = Rz(after) Ry(theta) Rz(before) up to a global phase, theta in [0, pi].
struct EulerAngles {
  double after = 0;
  double theta = 0;
  double before = 0;
};
EulerAngles euler_angles(const Matrix2& u);

/// Phases by condition; few.
using ConditionalPhases = std::vector<std::pair<int, double>>;
void add_phase(ConditionalPhases& phases, int condition, double angle);

/// One end of a controlled phase: the segment at its other end, and its condition.
struct PairKey {
  int segment = 0;
  int condition = ClassicalNames::always;
  bool operator==(const PairKey&) const = default;
};
struct PairKeyHash {
  std::size_t operator()(const PairKey& k) const noexcept {
    return std::hash<std::uint64_t>{}(
        (std::uint64_t(std::uint32_t(k.segment)) << 32 | std::uint32_t(k.condition)) * 0x9e3779b97f4a7c15ULL);
  }
};

struct Segment {
  int qubit = 0;
  int before = -1;  ///< wall, -1 at the start of the qubit
  int after = -1;   ///< wall, -1 at the end
  bool alive = true;
  bool flipped_at_end = false;  ///< an x stands at its end, before a wall that cannot take it in
  double phase = 0;
  ConditionalPhases conditional;
  std::unordered_map<PairKey, double, PairKeyHash> pairs;
};

enum class WallKind : std::uint8_t { unitary, measure, reset };

struct Wall {
  WallKind kind = WallKind::unitary;
  bool alive = true;
  int qubit = 0;
  int before = -1;  ///< segment
  int after = -1;   ///< segment
  int condition = ClassicalNames::always;
  int value = 0;     ///< measure: the name of what it writes
  double theta = 0;  ///< unitary under a condition: it is Ry(theta)
  Matrix2 u = {1, 0, 0, 1};
  int line = 0;  ///< of the gate it began with
};

struct WallForm {
  std::vector<Wall> walls;  ///< in circuit order
  std::vector<Segment> segments;
  std::vector<int> first;       ///< segment, by qubit
  std::vector<int> last;        ///< segment, by qubit
  std::vector<int> bit_values;  ///< by bit: the name of what it holds at the end
};

/// Builds the form of `circuit` as it stands. False, with `bad_gate` set, if a gate has no meaning.
bool build_form(const Circuit& circuit, ClassicalNames& names, WallForm& form, std::size_t& bad_gate);

/// Rewrites to a fixpoint: walls with nothing but phases between them become one; diagonal walls
/// dissolve; an antidiagonal wall is pushed into the next. Cost: near-linear.
void reduce_form(WallForm& form);

}  // namespace dqc::verify
