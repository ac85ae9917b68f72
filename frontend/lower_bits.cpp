// Classical bits that are assigned. A Circuit has measurements into bits only, so a bit that is
// assigned is known while compiling, from there on to the next measurement into it. What it holds at
// the end is its initial value, and what was measured into it before goes to a bit of its own.
#include <algorithm>
#include <map>
#include <set>

#include "frontend/lower.h"

namespace dqc {

using ast::ExprKind;

bool Lowering::any_known(const Symbol& symbol) const {
  if (known_bits_.empty()) return false;
  for (std::uint32_t i = 0; i < symbol.size; ++i) {
    const auto id = symbol.list != nullptr ? (*symbol.list)[i] : static_cast<std::int32_t>(symbol.first + i);
    if (known_bits_.contains(id)) return true;
  }
  return false;
}

/// The value of the name or index `expr` where all bits it stands for are known.
std::optional<Constant> Lowering::known_bits(const Tree& tree, std::uint32_t expr) {
  const ast::Expr& e = tree.exprs[expr];
  const Symbol* symbol = symbols_->find(e.text);
  if (symbol == nullptr) return std::nullopt;
  ast::Operand operand({e.text, e.begin, e.end});
  if (e.kind == ExprKind::index) operand = tree.selections[e.selection];
  if (symbol->kind == SymbolKind::value && e.kind == ExprKind::index) {
    const KnownValue value = symbols_->value(*symbol);
    const bool bits = value.value.is_integer() || value.type == ast::ValueType::bits;
    if (!value.known || value.computed != nullptr || !bits || operand.selector != ast::Selector::element ||
        operand.base != ast::absent)
      return std::nullopt;
    const auto index = folder_->integer(tree, operand.index, "an index");
    const int width = value.width > 0 && value.width < 64 ? value.width : 64;
    if (!index || *index < -width || *index >= width) return std::nullopt;
    return Constant::bits(value.value.integer >> (*index < 0 ? *index + width : *index) & 1, 1);
  }
  if (symbol->kind != SymbolKind::bits || known_bits_.empty() || symbol->size == 0) return std::nullopt;
  if ((e.kind == ExprKind::name && symbol->size > 64) || !any_known(*symbol)) return std::nullopt;
  const auto found = elements(tree, operand, SymbolKind::bits);
  if (!found || found->size > 64) return std::nullopt;
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < found->size; ++i) {
    const auto known = known_bits_.find(found->at(i));
    if (known == known_bits_.end()) return std::nullopt;
    value |= static_cast<std::uint64_t>(known->second) << i;
  }
  return Constant::bits(value, static_cast<int>(found->size));
}

/// Gives the bits that `target` names the value of `expr`, or what the operator of `s` makes of both.
void Lowering::assign_bits(const Tree& tree, const Statement& s, const ast::Operand& target,
                           std::uint32_t expr) {
  const SourceRange at = tree.range(tree.exprs[expr]);
  const bool call = is_subroutine_call(tree, expr);
  if (call && (!call_expression(tree, s, expr) || !result_)) return;
  const auto given = call ? result_ : value_of(tree, expr);
  if (!given) return;
  const auto found = elements(tree, target, SymbolKind::bits);
  if (!found) return;
  if (found->size > 64)
    return refuse(at, "assignments to more than 64 bits", "assign to slices of the register");
  if (!given->bits.empty())
    return refuse(at, "assignments of measured values to classical registers",
                  "declare a 'bool' or a 'const', or measure into the register");
  if (!frames_.empty())
    return refuse(tree.range(s), "assignments to bits under a condition on measured bits",
                  "declare a 'bool' instead of a 'bit'");
  Constant value = given->values.front();
  const auto width = static_cast<int>(found->size);
  if (s.op != ast::Operator::none) {
    std::uint64_t old = 0;
    for (std::uint32_t i = 0; i < found->size; ++i) {
      const auto known = known_bits_.find(found->at(i));
      if (known == known_bits_.end())
        return refuse(at, "assignments of measured values to classical registers", "declare a 'bool'");
      old |= static_cast<std::uint64_t>(known->second) << i;
    }
    const auto result = apply(s.op, Constant::bits(old, width), value);
    if (!result) return invalid(at, result.error().message);
    value = *result;
  }
  const auto converted = convert(ast::ValueType::bits, width, value, target.name.text);
  if (!converted) return invalid(at, converted.error().message);
  for (std::uint32_t i = 0; i < found->size; ++i)
    set_bit(BitId(found->at(i)), (converted->integer >> i & 1) != 0);
}

/// Whether a condition so far reads `bit`.
bool Lowering::is_tested(BitId bit) const {
  const auto tests = [&](const ConditionTerm& term) {
    const Register& r = circuit_.bit_registers[static_cast<std::size_t>(term.bit_register)];
    return term.bit.valid() ? term.bit == bit : bit.value() >= r.first && bit.value() < r.first + r.size;
  };
  return std::ranges::any_of(circuit_.conditions,
                             [&](const Condition& c) { return std::ranges::any_of(c.terms, tests); });
}

void Lowering::set_bit(BitId bit, bool value) {
  const std::int32_t id = bit.value();
  if (!known_bits_.contains(id) && (writes(bit) > 0 || is_tested(bit))) {
    if (bit_writes_.size() <= bit.index()) bit_writes_.resize(circuit_.num_bits(), 0);
    retired_.emplace_back(bit, circuit_.num_gates());
    if (initial_bits_.contains(id)) retired_initial_[retired_.size() - 1] = initial_bits_[id];
    ++bit_writes_[bit.index()];
  }
  known_bits_[id] = value;
  initial_bits_[id] = value;
}

/// Marks `bit` as written by a measurement.
void Lowering::note_measured(BitId bit) {
  note_written(bit);
  if (bit_writes_.size() <= bit.index()) bit_writes_.resize(circuit_.num_bits(), 0);
  ++bit_writes_[bit.index()];
  if (known_bits_.empty()) return;
  // What an unconditional measurement overwrites, nobody sees any more.
  if (known_bits_.erase(bit.value()) > 0 && frames_.empty()) initial_bits_.erase(bit.value());
}

namespace {

/// A circuit rebuilt with some bits of its first gates replaced.
class BitSplitter {
 public:
  BitSplitter(const Circuit& circuit, const std::vector<std::pair<BitId, std::size_t>>& retired,
              const std::vector<BitId>& replacements)
      : in_(circuit), retired_(retired), replacements_(replacements) {}

  Circuit run() {
    Circuit out = in_.without_gates();
    out.conditions.clear();
    out.annotations = in_.annotations;
    out.reserve_gates(in_.num_gates());
    for (std::size_t i = 0; i < in_.num_gates(); ++i) {
      const Gate& g = in_.gate(GateId(i));
      const std::int32_t detail =
          g.kind == GateKind::measure ? replaced(BitId(g.detail), i).value() : g.detail;
      const std::int32_t condition =
          g.condition < 0
              ? -1
              : out.add_condition(replaced(in_.conditions[static_cast<std::size_t>(g.condition)], i));
      out.add_gate(g.kind, in_.qubits(g), in_.params(g), detail, condition, g.line);
    }
    return out;
  }

 private:
  /// What `bit` is called at gate `at`.
  BitId replaced(BitId bit, std::size_t at) const {
    for (std::size_t k = 0; k < retired_.size(); ++k)
      if (retired_[k].first == bit && at < retired_[k].second) return replacements_[k];
    return bit;
  }

  Condition replaced(const Condition& condition, std::size_t at) const {
    Condition out;
    for (const ConditionTerm& term : condition.terms) {
      const Register& r = in_.bit_registers[static_cast<std::size_t>(term.bit_register)];
      bool same = true;
      for (std::int32_t i = 0; i < r.size; ++i)
        same = same && replaced(BitId(r.first + i), at) == BitId(r.first + i);
      if (same) {
        out.terms.push_back(term);
        continue;
      }
      for (std::int32_t i = 0; i < r.size; ++i) {
        const BitId bit(r.first + i);
        if (term.bit.valid() && term.bit != bit) continue;
        const std::uint64_t value = term.bit.valid() ? term.value : i < 64 ? term.value >> i & 1 : 0;
        const BitId now = replaced(bit, at);
        out.terms.push_back({static_cast<std::int32_t>(in_.register_of(now)), now, value});
      }
    }
    return out;
  }

  const Circuit& in_;
  const std::vector<std::pair<BitId, std::size_t>>& retired_;
  const std::vector<BitId>& replacements_;
};

}  // namespace

/// What only the end of the program decides: initial values, bits of their own for values that were
/// overwritten, names of registers that the program has not named at its top level.
void Lowering::finish() {
  if (!retired_.empty()) {
    std::vector<BitId> replacements;
    for (std::size_t k = 0; k < retired_.size(); ++k) {
      const BitId bit = retired_[k].first;
      const std::string& name = circuit_.bit_registers[circuit_.register_of(bit)].name;
      local_registers_.push_back(circuit_.bit_registers.size());
      replacements.push_back(circuit_.add_bit_register(name + "_before", 1, true));
      if (retired_initial_.contains(k)) initial_bits_[replacements.back().value()] = retired_initial_[k];
    }
    circuit_ = BitSplitter(circuit_, retired_, replacements).run();
  }
  for (const auto& [id, value] : initial_bits_) {
    if (!value) continue;
    Register& r = circuit_.bit_registers[circuit_.register_of(BitId(id))];
    if (r.initial.empty()) r.initial.assign(static_cast<std::size_t>(r.size), '0');
    r.initial[static_cast<std::size_t>(r.size - 1 - (id - r.first))] = '1';
  }
  std::set<std::string> taken;
  for (const GateDefinition& d : circuit_.definitions) taken.insert(d.name);
  for (const Register& r : circuit_.qubit_registers) taken.insert(r.name);
  const std::set<std::size_t> local(local_registers_.begin(), local_registers_.end());
  for (std::size_t i = 0; i < circuit_.bit_registers.size(); ++i)
    if (!local.contains(i)) taken.insert(circuit_.bit_registers[i].name);
  std::map<std::string, int> tried;  // numbers behind a name: all below are taken
  for (std::size_t i : local_registers_) {
    std::string& name = circuit_.bit_registers[i].name;
    const std::string base = name;
    int& k = tried[base];
    while (taken.contains(name) || symbols_->find(name) != nullptr) name = fmt::format("{}_{}", base, ++k);
    taken.insert(name);
  }
}

}  // namespace dqc
