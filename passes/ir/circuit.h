// A circuit: registers, gate definitions and a flat list of gates whose operands and parameters
// live in two pools. Ids are positions; nothing here is a pointer, so a Circuit copies and compares.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/angle_table.h"
#include "passes/ir/gate_kind.h"
#include "passes/ir/ids.h"
#include "passes/ir/param_expr.h"

namespace dqc {

/// Qubits or bits `first` .. `first + size - 1` under one name. `scalar`: declared without a size
/// (OpenQASM 3 `bit m0;`), printed without an index.
struct Register {
  std::string name;
  std::int32_t first = 0;
  std::int32_t size = 0;
  bool scalar = false;
  /// Bits that begin as 1: a string of `size` 0s and 1s, the last for `first`; "" if there are none.
  std::string initial = {};
  bool operator==(const Register&) const = default;
};

/// `bit[2] name = "01";`, the declaration of a register of bits in OpenQASM 3 under `name`.
std::string bit_declaration(const Register& r, std::string_view name);

/// `register == value`, or `bit == value` where `bit` is valid.
struct ConditionTerm {
  std::int32_t bit_register = -1;  ///< index into Circuit::bit_registers; always set
  BitId bit;                       ///< valid: this bit alone
  std::uint64_t value = 0;
  bool operator==(const ConditionTerm&) const = default;
};

/// All terms hold (nested `if`s are one condition).
struct Condition {
  std::vector<ConditionTerm> terms;
  bool operator==(const Condition&) const = default;
};

struct Gate {
  GateKind kind = GateKind::none;
  std::uint16_t num_qubits = 0;
  std::uint16_t num_params = 0;
  std::uint32_t first_qubit = 0;  ///< into Circuit's operand pool
  std::uint32_t first_param = 0;  ///< into Circuit's parameter pool
  std::int32_t detail = -1;       ///< measure: BitId; call: index into Circuit::definitions
  std::int32_t condition = -1;    ///< index into Circuit::conditions, or -1
  std::int32_t line = 0;          ///< where it stands in the source, 1-based; 0: nowhere
};

/// `@keyword content` before a statement of OpenQASM 3, kept verbatim.
struct Annotation {
  enum class Target : std::uint8_t { qubit_register, bit_register, gate };
  Target target = Target::gate;
  std::int32_t index = 0;  ///< of the register or gate it stands before
  std::string keyword;     ///< "dqc.ebit"
  std::string content;     ///< the rest of the line, trimmed
  std::int32_t line = 0;   ///< of its '@' in the source, 1-based; 0: nowhere
  std::int32_t column = 0;

  /// Where they stand in a source does not count.
  bool operator==(const Annotation& other) const {
    return target == other.target && index == other.index && keyword == other.keyword &&
           content == other.content;
  }
};

/// One gate inside a definition.
struct BodyGate {
  GateKind kind = GateKind::none;
  std::int32_t callee = -1;          ///< kind call: index into Circuit::definitions
  std::vector<std::int32_t> qubits;  ///< positions in the definition's own operand list
  std::vector<ParamExpr> params;     ///< over the parameters of the definition
  bool operator==(const BodyGate&) const = default;
};

/// `gate name(params) qubits { body }`. `opaque` definitions have no body and may not be applied.
struct GateDefinition {
  std::string name;
  std::vector<std::string> params;
  std::vector<std::string> qubits;
  std::vector<BodyGate> body;
  bool opaque = false;
  bool operator==(const GateDefinition&) const = default;
};

/// Flat storage of gates; see the file comment.
class Circuit {
 public:
  std::vector<Register> qubit_registers;
  std::vector<Register> bit_registers;
  std::vector<GateDefinition> definitions;
  std::vector<Condition> conditions;
  std::vector<Annotation> annotations;  ///< in program order
  std::vector<Input> inputs;
  AngleTable angles;  ///< what parameters of gates that depend on inputs mean

  std::size_t num_qubits() const { return num_qubits_; }
  std::size_t num_bits() const { return num_bits_; }
  std::size_t num_gates() const { return gates_.size(); }

  /// Adds a register of `size` >= 1 and returns its first id.
  QubitId add_qubit_register(std::string name, int size, bool scalar = false);
  BitId add_bit_register(std::string name, int size, bool scalar = false);

  /// Appends a gate. Operands must be qubits of this circuit; counts must match the kind's traits.
  GateId add_gate(GateKind kind, std::span<const QubitId> qubits, std::span<const double> params = {},
                  std::int32_t detail = -1, std::int32_t condition = -1, std::int32_t line = 0);
  GateId add_gate(GateKind kind, std::initializer_list<QubitId> qubits,
                  std::initializer_list<double> params = {}, std::int32_t detail = -1,
                  std::int32_t condition = -1, std::int32_t line = 0) {
    return add_gate(kind, std::span<const QubitId>(qubits.begin(), qubits.size()),
                    std::span<const double>(params.begin(), params.size()), detail, condition, line);
  }
  /// The index of `condition`, added if it is new. Cost: linear in the conditions kept.
  std::int32_t add_condition(const Condition& condition);

  const Gate& gate(GateId id) const { return gates_[id.index()]; }
  const std::vector<Gate>& gates() const { return gates_; }
  std::span<const QubitId> qubits(const Gate& g) const { return {&operands_[g.first_qubit], g.num_qubits}; }
  std::span<const double> params(const Gate& g) const {
    return {params_.data() + g.first_param, g.num_params};
  }
  QubitId qubit(const Gate& g, int i = 0) const {
    return operands_[g.first_qubit + static_cast<std::size_t>(i)];
  }
  double param(const Gate& g, int i = 0) const {
    return params_[g.first_param + static_cast<std::size_t>(i)];
  }

  /// The bits that `c` reads, lowest first.
  std::vector<BitId> bits_of(const Condition& c) const;

  /// "2 * theta + pi/2", the OpenQASM 3 text of a parameter.
  std::string angle_text(double angle) const;
  /// This circuit for these values of its inputs, which it no longer has. A parameter may be left that is
  /// not finite.
  Circuit with_inputs(std::span<const double> values) const;

  /// A circuit with the same registers, definitions, conditions and inputs and no gates.
  Circuit without_gates() const;

  /// "q[3]", or "q" for a scalar register.
  std::string qubit_name(QubitId q) const;
  std::string bit_name(BitId b) const;
  /// Index into bit_registers of the register that holds `b`.
  std::size_t register_of(BitId b) const;

  /// Same registers, definitions, conditions, annotations and gates (source lines do not count).
  bool operator==(const Circuit& other) const;

  void reserve_gates(std::size_t n) { gates_.reserve(n), operands_.reserve(2 * n), params_.reserve(2 * n); }

 private:
  std::vector<Gate> gates_;
  std::vector<QubitId> operands_;
  std::vector<double> params_;
  std::size_t num_qubits_ = 0;
  std::size_t num_bits_ = 0;
};

}  // namespace dqc
