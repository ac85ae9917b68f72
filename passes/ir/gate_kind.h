// The gates known by name, and what a pass may ask of each: one row of gate_kind.def per gate.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dqc {

enum class GateKind : std::uint8_t {
#define GATE(kind, name, qubits, params, shape, inverse) kind,
#include "passes/ir/gate_kind.def"
  call,     ///< a gate that the program defines; `Gate::detail` is its definition
  measure,  ///< `Gate::detail` is the BitId written
  reset,
  barrier,
  none,
};

enum class GateShape : std::uint8_t { diagonal, antidiagonal, general };

struct GateTraits {
  std::string_view name;
  int qubits;  ///< -1 where the gate itself says (call, barrier)
  int params;  ///< -1 likewise
  GateShape shape;
  GateKind inverse;
};

/// Total: `measure`, `reset`, `barrier`, `call` and `none` have rows of shape general.
const GateTraits& traits(GateKind kind);

/// The kind of a built-in unitary gate by its OpenQASM name, e.g. "cx".
std::optional<GateKind> gate_kind_named(std::string_view name);

inline bool is_unitary(GateKind kind) { return kind <= GateKind::call; }
inline bool is_diagonal(GateKind kind) { return traits(kind).shape == GateShape::diagonal; }

}  // namespace dqc
