// Conditions that are no conjunction: their truth table over the bits they read, cut into disjoint
// conjunctions. The body is repeated under each, which is exact since no body may write those bits.
#include <algorithm>

#include "frontend/lower.h"

namespace dqc {
namespace {

using ast::ExprKind;
using ast::Operator;

constexpr std::size_t max_bits = 10;
constexpr std::size_t max_steps = 2000;
constexpr std::size_t max_cases = 256;

/// A value while a condition is evaluated: `width` bits, or a number or boolean without a width.
struct Operand {
  enum class Type : std::uint8_t { bits, number, boolean };
  Type type = Type::boolean;
  std::uint64_t value = 0;
  std::size_t width = 1;
  bool is_truth() const { return type == Type::boolean || (type == Type::bits && width == 1); }
  bool is_alike(const Operand& o) const {
    if (is_truth() && o.is_truth()) return true;
    return type != Type::boolean && o.type != Type::boolean &&
           (type == Type::number || o.type == Type::number || width == o.width);
  }
};

Operand truth(bool value) { return {Operand::Type::boolean, value ? 1u : 0u, 1}; }

/// What `op` makes of `a` (and `b`); nullopt where that has no meaning here.
std::optional<Operand> combine(Operator op, const Operand& a, const Operand& b) {
  const bool truths = a.is_truth() && b.is_truth();
  const bool alike = a.is_alike(b);
  const bool ordered = alike && a.type != Operand::Type::boolean && b.type != Operand::Type::boolean;
  const bool bitwise = alike && a.type != Operand::Type::number && b.type != Operand::Type::number;
  const auto result = [](bool known, const Operand& o) { return known ? std::optional(o) : std::nullopt; };
  switch (op) {
    case Operator::logical_not: return result(a.is_truth(), truth(a.value == 0));
    case Operator::logical_and: return result(truths, truth(a.value != 0 && b.value != 0));
    case Operator::logical_or: return result(truths, truth(a.value != 0 || b.value != 0));
    case Operator::equal: return result(alike, truth(a.value == b.value));
    case Operator::not_equal: return result(alike, truth(a.value != b.value));
    case Operator::less: return result(ordered, truth(a.value < b.value));
    case Operator::greater: return result(ordered, truth(a.value > b.value));
    case Operator::less_equal: return result(ordered, truth(a.value <= b.value));
    case Operator::greater_equal: return result(ordered, truth(a.value >= b.value));
    case Operator::bit_and: return result(bitwise, {a.type, a.value & b.value, a.width});
    case Operator::bit_or: return result(bitwise, {a.type, a.value | b.value, a.width});
    case Operator::bit_xor: return result(bitwise, {a.type, a.value ^ b.value, a.width});
    case Operator::bit_not: {
      const std::uint64_t mask = a.width < 64 ? (std::uint64_t{1} << a.width) - 1 : ~std::uint64_t{0};
      return result(a.type == Operand::Type::bits, {a.type, ~a.value & mask, a.width});
    }
    default: return std::nullopt;
  }
}

}  // namespace

/// The condition `expr` as steps on a stack, the bits it reads in `table`; false after a report.
bool Lowering::compile_condition(const Tree& tree, std::uint32_t expr, TruthTable& table) {
  const auto load = [&](const ast::Expr& e, const ast::Operand& operand) {
    const auto found = elements(tree, operand, SymbolKind::bits);
    if (!found) return false;
    TruthStep step{&e, {}, 0};
    for (std::uint32_t i = 0; i < found->size && i <= max_bits; ++i) {
      const BitId bit(found->at(i));
      auto place = std::ranges::find(table.bits, bit);
      step.bits.push_back(static_cast<std::size_t>(place - table.bits.begin()));
      if (place == table.bits.end()) table.bits.push_back(bit);
    }
    table.steps.push_back(std::move(step));
    return true;
  };
  for (const std::uint32_t i : outer_nodes(tree, expr)) {
    const ast::Expr& e = tree.exprs[i];
    if (table.steps.size() > max_steps || table.bits.size() > max_bits) break;
    if (e.kind == ExprKind::index) {
      const ast::Expr& name = tree.exprs[e.left];
      ast::Operand operand({name.text, name.begin, name.end});
      operand.selector = ast::Selector::element;
      operand.index = e.right;
      if (name.kind != ExprKind::name) return report(DiagnosticId::bad_condition, tree.range(e)), false;
      if (!load(e, operand)) return false;
    } else if (e.kind == ExprKind::name && !folder_->is_constant(tree, i)) {
      if (!load(e, ast::Operand({e.text, e.begin, e.end}))) return false;
    } else if (e.kind == ExprKind::unary || e.kind == ExprKind::binary) {
      table.steps.push_back({&e, {}, 0});
    } else if (e.kind == ExprKind::call) {
      return report(DiagnosticId::bad_condition, tree.range(e)), false;
    } else {
      const auto value = folder_->constant(tree, i);
      if (!value) return false;
      if (value->type == ast::ValueType::real || value->type == ast::ValueType::angle || value->number < 0)
        return report(DiagnosticId::bad_condition, tree.range(e)), false;
      table.steps.push_back({&e, {}, static_cast<std::uint64_t>(value->number)});
      table.steps.back().boolean = value->type == ast::ValueType::boolean;
    }
  }
  if (table.steps.size() <= max_steps && table.bits.size() <= max_bits) return true;
  report(DiagnosticId::unsupported, tree.range(tree.exprs[expr]),
         fmt::format("'else' and boolean operators over more than {} bits", max_bits));
  return false;
}

/// The nodes of `expr` without those inside an index node, which reads them itself.
std::vector<std::uint32_t> Lowering::outer_nodes(const Tree& tree, std::uint32_t expr) {
  std::vector<std::uint32_t> nodes;
  const std::uint32_t first = tree.exprs[expr].first;
  for (std::uint32_t end = expr + 1; end > first;) {
    nodes.push_back(end - 1);
    const ast::Expr& e = tree.exprs[end - 1];
    end = e.kind == ExprKind::index ? e.first : end - 1;
  }
  std::ranges::reverse(nodes);
  return nodes;
}

/// Fills the table; false after a report that the condition has no truth value.
bool Lowering::tabulate(const Tree& tree, std::uint32_t expr, TruthTable& table) {
  std::vector<Operand> stack;
  table.values.resize(std::size_t{1} << table.bits.size());
  for (std::size_t row = 0; row < table.values.size(); ++row) {
    stack.clear();
    for (const TruthStep& step : table.steps) {
      const ast::Expr& e = *step.expr;
      if (e.kind == ExprKind::unary || e.kind == ExprKind::binary) {
        const Operand right = stack.back();
        if (e.kind == ExprKind::binary) stack.pop_back();
        const auto value = combine(e.op, stack.back(), right);
        if (!value) return report(DiagnosticId::bad_condition, tree.range(e)), false;
        stack.back() = *value;
      } else if (!step.bits.empty()) {
        Operand o{Operand::Type::bits, 0, step.bits.size()};
        for (std::size_t k = 0; k < step.bits.size(); ++k)
          o.value |= static_cast<std::uint64_t>(row >> step.bits[k] & 1) << k;
        stack.push_back(o);
      } else {
        stack.push_back({step.boolean ? Operand::Type::boolean : Operand::Type::number, step.value, 1});
      }
    }
    if (!stack.back().is_truth())
      return report(DiagnosticId::bad_condition, tree.range(tree.exprs[expr])), false;
    table.values[row] = stack.back().value != 0;
  }
  return true;
}

/// The rows first .. first + 2^bits - 1 of `table` that are `wanted`, as conjunctions.
void Lowering::add_cases(const TruthTable& table, std::size_t first, std::size_t bits, bool wanted,
                         std::vector<ConditionTerm>& terms,
                         std::vector<std::vector<ConditionTerm>>& cases) const {
  const auto begin = table.values.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + (std::ptrdiff_t{1} << bits);
  if (std::find(begin, end, !*begin) == end) {
    if (*begin == wanted) cases.push_back(terms);
    return;
  }
  const BitId bit = table.bits[bits - 1];
  const auto in = static_cast<std::int32_t>(circuit_.register_of(bit));
  for (std::uint64_t value : {0u, 1u}) {
    terms.push_back({in, bit, value});
    add_cases(table, first + (value << (bits - 1)), bits - 1, wanted, terms, cases);
    terms.pop_back();
  }
}

/// `if` with a condition that is no conjunction, or with an `else` to one of several terms.
void Lowering::if_by_cases(const Tree& tree, const Statement& s) {
  TruthTable table;
  if (!compile_condition(tree, s.expr, table) || !tabulate(tree, s.expr, table)) return;
  const std::int32_t outer = condition_;
  frames_.push_back({});
  frames_.back().tested = table.bits;
  for (const bool wanted : {true, false}) {
    const ast::List body = wanted ? s.body : s.otherwise;
    std::vector<std::vector<ConditionTerm>> cases;
    std::vector<ConditionTerm> terms;
    if (body.count > 0) add_cases(table, 0, table.bits.size(), wanted, terms, cases);
    if (cases.size() > max_cases) {
      report(DiagnosticId::unsupported, tree.range(tree.exprs[s.expr]),
             fmt::format("conditions of more than {} cases", max_cases));
      break;
    }
    const int errors = diagnostics_.errors();
    for (const auto& one : cases) {
      if (diagnostics_.errors() > errors) break;  // the same again
      frames_.back().terms = one;
      condition_ = not_numbered;
      branch(tree, body);
    }
  }
  frames_.pop_back();
  condition_ = outer;
}

}  // namespace dqc
