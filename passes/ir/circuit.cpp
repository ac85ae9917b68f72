#include "passes/ir/circuit.h"

#include <algorithm>

namespace dqc {
namespace {

std::string indexed_name(const std::vector<Register>& registers, std::int32_t id) {
  for (const Register& r : registers)
    if (id >= r.first && id < r.first + r.size)
      return r.scalar ? r.name : r.name + "[" + std::to_string(id - r.first) + "]";
  return "?";
}

}  // namespace

std::string bit_declaration(const Register& r, std::string_view name) {
  std::string text = r.scalar ? "bit " : "bit[" + std::to_string(r.size) + "] ";
  text += name;
  if (!r.initial.empty()) text += r.scalar ? " = " + r.initial : " = \"" + r.initial + '"';
  return text + ';';
}

QubitId Circuit::add_qubit_register(std::string name, int size, bool scalar) {
  const QubitId first(num_qubits_);
  qubit_registers.push_back({std::move(name), first.value(), size, scalar});
  num_qubits_ += static_cast<std::size_t>(size);
  return first;
}

BitId Circuit::add_bit_register(std::string name, int size, bool scalar) {
  const BitId first(num_bits_);
  bit_registers.push_back({std::move(name), first.value(), size, scalar});
  num_bits_ += static_cast<std::size_t>(size);
  return first;
}

GateId Circuit::add_gate(GateKind kind, std::span<const QubitId> qubits, std::span<const double> params,
                         std::int32_t detail, std::int32_t condition, std::int32_t line) {
  Gate g;
  g.kind = kind;
  g.num_qubits = static_cast<std::uint16_t>(qubits.size());
  g.num_params = static_cast<std::uint16_t>(params.size());
  g.first_qubit = static_cast<std::uint32_t>(operands_.size());
  g.first_param = static_cast<std::uint32_t>(params_.size());
  g.detail = detail;
  g.condition = condition;
  g.line = line;
  operands_.insert(operands_.end(), qubits.begin(), qubits.end());
  params_.insert(params_.end(), params.begin(), params.end());
  gates_.push_back(g);
  return GateId(gates_.size() - 1);
}

std::int32_t Circuit::add_condition(const Condition& condition) {
  const auto found = std::find(conditions.begin(), conditions.end(), condition);
  if (found != conditions.end()) return static_cast<std::int32_t>(found - conditions.begin());
  conditions.push_back(condition);
  return static_cast<std::int32_t>(conditions.size() - 1);
}

std::vector<BitId> Circuit::bits_of(const Condition& c) const {
  std::vector<BitId> bits;
  for (const ConditionTerm& term : c.terms) {
    if (term.bit.valid()) {
      bits.push_back(term.bit);
      continue;
    }
    const Register& r = bit_registers[static_cast<std::size_t>(term.bit_register)];
    for (std::int32_t i = 0; i < r.size; ++i) bits.emplace_back(r.first + i);
  }
  std::sort(bits.begin(), bits.end());
  bits.erase(std::unique(bits.begin(), bits.end()), bits.end());
  return bits;
}

Circuit Circuit::without_gates() const {
  Circuit c;
  c.qubit_registers = qubit_registers;
  c.bit_registers = bit_registers;
  c.definitions = definitions;
  c.conditions = conditions;
  c.inputs = inputs;
  c.angles = angles;
  c.num_qubits_ = num_qubits_;
  c.num_bits_ = num_bits_;
  return c;
}

std::string Circuit::angle_text(double angle) const {
  return angles.text(angle, [&](std::int32_t i) { return inputs[static_cast<std::size_t>(i)].name; });
}

Circuit Circuit::with_inputs(std::span<const double> values) const {
  Circuit bound = *this;
  for (double& param : bound.params_) param = angles.value(param, values);
  bound.inputs.clear();
  bound.angles = {};
  return bound;
}

std::string Circuit::qubit_name(QubitId q) const { return indexed_name(qubit_registers, q.value()); }
std::string Circuit::bit_name(BitId b) const { return indexed_name(bit_registers, b.value()); }

std::size_t Circuit::register_of(BitId b) const {
  for (std::size_t i = 0; i < bit_registers.size(); ++i)
    if (b.value() < bit_registers[i].first + bit_registers[i].size) return i;
  return bit_registers.size();
}

bool Circuit::operator==(const Circuit& other) const {
  if (qubit_registers != other.qubit_registers || bit_registers != other.bit_registers ||
      definitions != other.definitions || conditions != other.conditions ||
      annotations != other.annotations || inputs != other.inputs || gates_.size() != other.gates_.size())
    return false;
  const auto same_angle = [&](double a, double b) { return angles.equal(a, other.angles, b); };
  for (std::size_t i = 0; i < gates_.size(); ++i) {
    const Gate &a = gates_[i], &b = other.gates_[i];
    if (a.kind != b.kind || a.detail != b.detail || a.condition != b.condition ||
        !std::ranges::equal(qubits(a), other.qubits(b)) ||
        !std::ranges::equal(params(a), other.params(b), same_angle))
      return false;
  }
  return true;
}

}  // namespace dqc
