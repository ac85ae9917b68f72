// Expressions over measured bits: their value for each value of the bits they read. A condition on
// them is cut into disjoint conjunctions and its body repeated under each, which is exact since no
// body may write those bits.
#include <algorithm>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::ExprKind;

constexpr std::size_t max_bits = 10;
constexpr std::size_t max_steps = 2000;
constexpr std::size_t max_cases = 256;

std::size_t operand_count(const ast::Expr& e) {
  switch (e.kind) {
    case ExprKind::unary: return 1;
    case ExprKind::cast: return e.right == ast::absent ? 1 : 2;
    case ExprKind::call: return e.arguments;
    default: return 2;
  }
}

/// What the operator, function or cast `e` makes of `operands`; the width of a cast stands first.
Result<Constant> operate(const ast::Expr& e, std::span<const Constant> operands, Dialect dialect) {
  if (e.kind == ExprKind::call) return call_function(e.text, dialect, operands);
  if (e.kind != ExprKind::cast) return apply(e.op, operands.front(), operands.back());
  const bool bits = e.type == ast::ValueType::bits;
  if (operands.size() == 1) return cast(e.type, bits ? 1 : 0, operands.back());
  constexpr std::uint64_t widest_bits = 64;
  const Constant& width = operands.front();
  if (!can_be_width(width) || (bits && width.integer > widest_bits))
    return Error{ExitCode::bad_input, "a type cannot have this width", ""};
  return cast(e.type, static_cast<int>(width.integer), operands.back());
}

}  // namespace

std::size_t Lowering::inner_row(std::size_t row, const std::vector<std::int32_t>& positions) {
  std::size_t found = 0;
  for (std::size_t k = 0; k < positions.size(); ++k) found |= (row >> positions[k] & 1) << k;
  return found;
}

std::uint32_t Lowering::writes(BitId bit) const {
  return bit.index() < bit_writes_.size() ? bit_writes_[bit.index()] : 0;
}

std::int32_t Lowering::position_of(BitId bit, Computed& table) const {
  const auto place = std::ranges::find(table.bits, bit);
  const auto position = static_cast<std::int32_t>(place - table.bits.begin());
  if (place == table.bits.end()) {
    table.bits.push_back(bit);
    table.writes.push_back(writes(bit));
  }
  return position;
}

/// The value of `expr`; nullopt after a report.
std::optional<Computed> Lowering::compute(const Tree& tree, std::uint32_t expr) {
  std::vector<Step> steps;
  Computed table;
  if (!compile(tree, expr, steps, table) || !tabulate(tree, steps, table)) return std::nullopt;
  return table;
}

bool Lowering::compile_load(const Tree& tree, const ast::Expr& e, const ast::Operand& operand,
                            std::vector<Step>& steps, Computed& table) {
  const auto found = elements(tree, operand, SymbolKind::bits);
  if (!found) return false;
  Step step;
  step.expr = &e;
  step.load = true;
  for (std::uint32_t i = 0; i < found->size && i <= 64; ++i) {
    const auto known = known_bits_.find(found->at(i));
    if (known != known_bits_.end())
      step.bits.push_back(known->second ? known_one : known_zero);
    else if (table.bits.size() <= max_bits)
      step.bits.push_back(position_of(BitId(found->at(i)), table));
  }
  steps.push_back(std::move(step));
  return true;
}

bool Lowering::compile_computed(const Tree& tree, const ast::Expr& e,
                                const std::shared_ptr<const Computed>& value, std::vector<Step>& steps,
                                Computed& table) {
  Step step;
  step.expr = &e;
  step.computed = value;
  for (std::size_t i = 0; i < value->bits.size(); ++i) {
    if (writes(value->bits[i]) != value->writes[i]) {
      refuse(tree.range(e),
             fmt::format("reading '{}' after a bit that it depends on was written again", e.text),
             "read it before, or measure into another bit");
      return false;
    }
    step.bits.push_back(position_of(value->bits[i], table));
  }
  steps.push_back(std::move(step));
  return true;
}

/// `expr` as steps, the bits it reads in `table`; false after a report.
bool Lowering::compile(const Tree& tree, std::uint32_t expr, std::vector<Step>& steps, Computed& table) {
  for (const std::uint32_t i : outer_nodes(tree, expr)) {
    const ast::Expr& e = tree.exprs[i];
    if (steps.size() > max_steps || table.bits.size() > max_bits) break;
    const Symbol* symbol = e.kind == ExprKind::name ? symbols_->find(e.text) : nullptr;
    const KnownValue* value =
        symbol != nullptr && symbol->kind == SymbolKind::value ? &symbols_->value(*symbol) : nullptr;
    if (value != nullptr && value->computed != nullptr) {
      if (!compile_computed(tree, e, value->computed, steps, table)) return false;
    } else if (e.kind == ExprKind::index && !folder_->is_constant(tree, i)) {
      if (!compile_load(tree, e, tree.selections[e.selection], steps, table)) return false;
    } else if (e.kind == ExprKind::name && !folder_->is_constant(tree, i)) {
      if (!compile_load(tree, e, ast::Operand({e.text, e.begin, e.end}), steps, table)) return false;
    } else if (e.kind == ExprKind::unary || e.kind == ExprKind::binary || e.kind == ExprKind::call ||
               e.kind == ExprKind::cast) {
      steps.push_back({&e, {}, false, nullptr, std::nullopt});
    } else {
      const auto constant = folder_->constant(tree, i);
      if (!constant) return false;
      steps.push_back({&e, {}, false, nullptr, constant});
    }
  }
  if (steps.size() <= max_steps && table.bits.size() <= max_bits) return true;
  refuse(tree.range(tree.exprs[expr]),
         fmt::format("'else' and operators over more than {} measured bits", max_bits),
         "compare a whole register with an integer, or nest one 'if' per bit");
  return false;
}

/// Fills the table; false after a report that the expression has no value.
bool Lowering::tabulate(const Tree& tree, const std::vector<Step>& steps, Computed& table) {
  const auto wrong = [&](const ast::Expr& e, const std::string& why) {
    invalid(tree.range(e), why);
    return false;
  };
  std::vector<Constant> stack;
  for (const Step& step : steps)
    if (step.bits.size() > 64) return wrong(*step.expr, "values have at most 64 bits");
  count_elements(steps.size() << table.bits.size());
  for (std::size_t row = 0; row < std::size_t{1} << table.bits.size(); ++row) {
    stack.clear();
    for (const Step& step : steps) {
      if (step.constant || step.computed != nullptr || step.load) {
        stack.push_back(loaded(step, row));
        continue;
      }
      const ast::Expr& e = *step.expr;
      const std::size_t count = operand_count(e);
      const std::span<const Constant> top(stack.data() + (stack.size() - count), count);
      const auto value = operate(e, top, dialect_);
      if (!value) return wrong(e, value.error().message);
      stack.resize(stack.size() - count);
      stack.push_back(*value);
    }
    table.values.push_back(stack.back());
  }
  return true;
}

/// What `step` pushes where the bits have the values of `row`.
Constant Lowering::loaded(const Step& step, std::size_t row) {
  if (step.constant) return *step.constant;
  if (step.computed != nullptr) return step.computed->values[inner_row(row, step.bits)];
  std::uint64_t value = 0;
  for (std::size_t k = 0; k < step.bits.size(); ++k) {
    const std::int32_t at = step.bits[k];
    const bool bit = at < 0 ? at == known_one : (row >> at & 1) != 0;
    value |= static_cast<std::uint64_t>(bit) << k;
  }
  return Constant::bits(value, static_cast<int>(step.bits.size()));
}

/// The rows first .. first + 2^bits - 1 of `table` that `rows` holds, as conjunctions.
void Lowering::add_cases(const Computed& table, const std::vector<bool>& rows, std::size_t first,
                         std::size_t bits, std::vector<ConditionTerm>& terms,
                         std::vector<std::vector<ConditionTerm>>& cases) const {
  const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + (std::ptrdiff_t{1} << bits);
  if (std::find(begin, end, !*begin) == end) {
    if (*begin) cases.push_back(terms);
    return;
  }
  const BitId bit = table.bits[bits - 1];
  const auto in = static_cast<std::int32_t>(circuit_.register_of(bit));
  for (std::uint64_t value : {0u, 1u}) {
    terms.push_back({in, bit, value});
    add_cases(table, rows, first + (value << (bits - 1)), bits - 1, terms, cases);
    terms.pop_back();
  }
}

/// Lowers `body` where the measured bits are those of a row that `rows` holds.
void Lowering::under(const Tree& tree, std::uint32_t expr, const Computed& table,
                     const std::vector<bool>& rows, ast::List body) {
  std::vector<std::vector<ConditionTerm>> cases;
  std::vector<ConditionTerm> terms;
  if (body.count > 0) add_cases(table, rows, 0, table.bits.size(), terms, cases);
  if (cases.size() > max_cases)
    return refuse(tree.range(tree.exprs[expr]), fmt::format("conditions of more than {} cases", max_cases));
  const std::int32_t outer = condition_;
  frames_.push_back({});
  frames_.back().tested = table.bits;
  const int errors = diagnostics_.errors();
  const bool repeated = cases.size() > 1;
  repeated_cases_ += repeated ? 1 : 0;
  for (const auto& one : cases) {
    if (stopped_ || diagnostics_.errors() > errors) break;  // the same again
    frames_.back().terms = one;
    condition_ = not_numbered;
    branch(tree, body);
  }
  repeated_cases_ -= repeated ? 1 : 0;
  frames_.pop_back();
  condition_ = outer;
}

/// `if` with a condition that is no conjunction, or with an `else` to one of several terms.
void Lowering::if_by_cases(const Tree& tree, const Statement& s) {
  const auto table = compute(tree, s.expr);
  if (!table) return;
  std::vector<bool> rows;
  for (const Constant& value : table->values) {
    if (!value.truth()) {
      auto* diagnostic = report(DiagnosticId::bad_condition, tree.range(tree.exprs[s.expr]));
      return add_note(diagnostic, fmt::format("this is {}", describe(value)));
    }
    rows.push_back(*value.truth());
  }
  const int errors = diagnostics_.errors();
  const auto before = table->writes;
  under(tree, s.expr, *table, rows, s.body);
  if (s.otherwise.count == 0 || diagnostics_.errors() > errors) return;
  for (std::size_t i = 0; i < table->bits.size(); ++i)
    if (writes(table->bits[i]) != before[i])
      return refuse(tree.range(tree.exprs[s.expr]),
                    "an 'else' after a measurement into a bit that the 'if' tests",
                    "measure into another bit");
  rows.flip();
  under(tree, s.expr, *table, rows, s.otherwise);
}

/// `value` where all frames but the `outer_frames` first hold, `otherwise` elsewhere; false if too many
/// bits decide it.
bool Lowering::select_by_frames(std::size_t outer_frames, const Computed& otherwise, Computed& value) {
  Computed merged;
  const auto positions = [&](const std::vector<BitId>& bits) {
    std::vector<std::int32_t> found;
    for (BitId bit : bits) found.push_back(position_of(bit, merged));
    return found;
  };
  const auto of_value = positions(value.bits), of_other = positions(otherwise.bits);
  std::vector<std::pair<std::int32_t, bool>> tested;
  for (std::size_t f = outer_frames; f < frames_.size(); ++f)
    for (const ConditionTerm& term : frames_[f].terms) {
      const Register& r = circuit_.bit_registers[static_cast<std::size_t>(term.bit_register)];
      if (term.bit.valid()) {
        tested.emplace_back(position_of(term.bit, merged), term.value != 0);
        continue;
      }
      for (std::int32_t i = 0; i < r.size && merged.bits.size() <= max_bits; ++i)
        tested.emplace_back(position_of(BitId(r.first + i), merged), i < 64 && (term.value >> i & 1) != 0);
    }
  if (merged.bits.size() > max_bits) return false;
  count_elements(std::size_t{1} << merged.bits.size());
  for (std::size_t row = 0; row < std::size_t{1} << merged.bits.size(); ++row) {
    const bool holds =
        std::ranges::all_of(tested, [&](const auto& t) { return ((row >> t.first & 1) != 0) == t.second; });
    merged.values.push_back(holds ? value.values[inner_row(row, of_value)]
                                  : otherwise.values[inner_row(row, of_other)]);
  }
  value = std::move(merged);
  return true;
}

}  // namespace dqc
