// Constants and variables: their values are known while compiling, or are functions of measured bits.
#include <algorithm>

#include "frontend/lower.h"

namespace dqc {

using ast::ValueType;

/// The width that the type of `name` is given, 0 if none; nullopt after a report.
std::optional<int> Lowering::width_of(const Tree& tree, std::uint32_t expr, ValueType type,
                                      std::string_view name) {
  if (expr == ast::absent) return type == ValueType::bits ? 1 : 0;
  constexpr std::int64_t widest = 1 << 20;
  constexpr std::int64_t widest_bits = 64;
  const auto width = folder_->integer(tree, expr, fmt::format("the width of '{}'", name));
  if (!width) return std::nullopt;
  if (type == ValueType::bits && *width > widest_bits) {
    refuse(tree.range(tree.exprs[expr]), "values of more than 64 bits");
    return std::nullopt;
  }
  if (*width > 0 && *width <= widest) return static_cast<int>(*width);
  invalid(tree.range(tree.exprs[expr]), fmt::format("'{}' cannot be {} bits wide", name, *width));
  return std::nullopt;
}

/// The value of `expr`, maybe one of measured bits; nullopt after a report.
std::optional<Computed> Lowering::value_of(const Tree& tree, std::uint32_t expr, bool constants_only) {
  if (!constants_only && !folder_->is_constant(tree, expr)) return compute(tree, expr);
  const bool outer = folder_->set_constants_only(constants_only);
  const auto value = folder_->constant(tree, expr);
  folder_->set_constants_only(outer);
  if (!value) return std::nullopt;
  return Computed{{}, {}, {*value}};
}

void Lowering::set(KnownValue& value, Computed computed) {
  value.known = true;
  value.value = computed.values.front();
  value.computed = computed.bits.empty() ? nullptr : std::make_shared<const Computed>(std::move(computed));
}

Computed Lowering::table_of(const KnownValue& value) {
  return value.computed != nullptr ? *value.computed : Computed{{}, {}, {value.value}};
}

void Lowering::declare_value(const Tree& tree, const Statement& s) {
  // A variable may be called like a gate of the library, such as u1: it hides it.
  const Symbol* known = symbols_->find(s.name.text);
  const bool hides_gate = known != nullptr && known->built_in;
  if (!hides_gate && !is_free(tree, s.name, false)) return;
  const auto poison = [&] { symbols_->define(s.name.text, Symbol{}); };
  const auto width = width_of(tree, s.width, s.type, s.name.text);
  if (!width) return poison();
  KnownValue value;
  value.type = s.type;
  value.width = *width;
  value.constant = s.constant;
  value.ifs = frames_.size();
  value.known = false;
  if (s.expr != ast::absent && is_subroutine_call(tree, s.expr)) {
    if (!call_expression(tree, s, s.expr) || !result_ || !store(tree, s, *result_, value)) return poison();
  } else if (s.expr != ast::absent) {
    auto given = value_of(tree, s.expr, s.constant);
    if (!given || !store(tree, s, *std::move(given), value)) return poison();
  }
  symbols_->define_value(s.name.text, tree.range(s.name), value);
}

/// `input float theta;`: parameters of gates may depend on it, as it is unknown while compiling.
void Lowering::declare_input(const Tree& tree, const Statement& s) {
  if (s.name.text.empty() || !is_free(tree, s.name, false)) return;
  Symbol symbol;
  symbol.range = tree.range(s.name);
  const auto width = s.broken ? std::nullopt : width_of(tree, s.width, s.type, s.name.text);
  if (!width) return symbols_->define(s.name.text, symbol);
  symbol.kind = SymbolKind::input;
  symbol.index = static_cast<std::uint32_t>(circuit_.inputs.size());
  symbols_->define(s.name.text, symbol);
  circuit_.inputs.push_back({std::string(s.name.text), s.type == ValueType::angle, *width});
}

/// Gives `value` what is `given` to the statement's variable, or what its operator makes of both; false
/// after a report.
bool Lowering::store(const Tree& tree, const Statement& s, Computed given, KnownValue& value) {
  const SourceRange at = tree.range(tree.exprs[s.expr]);
  const std::string_view name =
      s.kind == ast::StatementKind::assign ? tree.operands[s.operands.first].name.text : s.name.text;
  const auto wrong = [&](const Error& error) {
    invalid(at, error.message);
    return false;
  };
  if (s.op != ast::Operator::none) {
    Computed merged;
    const Computed old = table_of(value);
    std::vector<std::int32_t> of_old, of_given;
    for (BitId bit : old.bits) of_old.push_back(position_of(bit, merged));
    for (BitId bit : given.bits) of_given.push_back(position_of(bit, merged));
    if (merged.bits.size() > 10) {
      refuse(at, "values that more than 10 measured bits decide");
      return false;
    }
    count_elements(std::size_t{1} << merged.bits.size());
    for (std::size_t row = 0; row < std::size_t{1} << merged.bits.size(); ++row) {
      const auto result =
          apply(s.op, old.values[inner_row(row, of_old)], given.values[inner_row(row, of_given)]);
      if (!result) return wrong(result.error());
      merged.values.push_back(*result);
    }
    given = std::move(merged);
  }
  for (Constant& one : given.values) {
    // Variables take numbers as those of C do, constants only what they hold without a loss.
    const bool whole = value.type == ValueType::integer || value.type == ValueType::unsigned_integer;
    const bool as_in_c = !value.constant && ((whole && one.type == ValueType::real) ||
                                             (value.type == ValueType::boolean && one.truth()));
    const auto converted =
        as_in_c ? cast(value.type, value.width, one) : convert(value.type, value.width, one, name);
    if (!converted) return wrong(converted.error());
    one = *converted;
  }
  set(value, std::move(given));
  return true;
}

void Lowering::assign(const Tree& tree, const Statement& s) {
  const ast::Operand& target = tree.operands[s.operands.first];
  const Symbol* symbol = symbols_->find(target.name.text);
  if (symbol == nullptr) return report_undefined(tree, target.name, SymbolKind::value);
  if (symbol->kind == SymbolKind::poisoned) return;
  if (symbol->kind == SymbolKind::bits) return assign_bits(tree, s, target, s.expr);
  if (symbol->kind != SymbolKind::value)
    return report_wrong_kind(tree, target.name, symbol->kind, SymbolKind::value);
  assign_value(tree, s, *symbol);
}

void Lowering::assign_value(const Tree& tree, const Statement& s, const Symbol& symbol) {
  const ast::Operand& target = tree.operands[s.operands.first];
  KnownValue value = symbols_->value(symbol);
  const KnownValue old = value;
  if (target.selector != ast::Selector::all)
    return refuse(tree.range(s), "assignments to single bits of a value", "declare it as a register of bits");
  if (value.constant)
    return invalid(tree.range(target.name),
                   fmt::format("'{}' is a constant, so nothing can be assigned to it", target.name.text));
  const bool conditional = value.ifs != frames_.size();
  if ((s.op != ast::Operator::none || conditional) && !value.known)
    return refuse(tree.range(s), fmt::format("reading '{}' before it is assigned", target.name.text),
                  "give it an initial value");
  std::optional<Computed> given;
  if (is_subroutine_call(tree, s.expr)) {
    if (!call_expression(tree, s, s.expr)) return;
    given = result_;
  } else {
    given = value_of(tree, s.expr);
  }
  if (!given || !store(tree, s, *std::move(given), value)) return;
  if (conditional) {
    if (std::ranges::any_of(frames_, &Frame::overwritten))
      return refuse(tree.range(s),
                    "operations after a measurement into a bit that the 'if' around them tests",
                    "measure into another bit");
    Computed selected = table_of(value);
    if (!select_by_frames(value.ifs, table_of(old), selected))
      return refuse(tree.range(s), "values that more than 10 measured bits decide");
    set(value, std::move(selected));
  }
  symbols_->value(*symbols_->find(target.name.text)) = value;
}

/// An expression whose value nobody uses: it is checked.
void Lowering::expression(const Tree& tree, const Statement& s) {
  if (is_subroutine_call(tree, s.expr))
    call_expression(tree, s, s.expr);
  else
    (void)value_of(tree, s.expr);
}

}  // namespace dqc
