// What is repeated or chosen while compiling: loops, which are unrolled, `switch`, and timing.
#include <algorithm>
#include <set>

#include "frontend/lower.h"

namespace dqc {

using ast::StatementKind;
using ast::ValueType;

namespace {

bool is_integer(ValueType type) { return type == ValueType::integer || type == ValueType::unsigned_integer; }

}  // namespace

/// Counts one round of a loop, one call, or one statement in them; false after a report that there are
/// too many.
bool Lowering::count_iteration(const Tree& tree, const Statement& s) {
  if (++iterations_ <= options_.max_iterations) return true;
  auto* diagnostic = report(DiagnosticId::limit_exceeded,
                            tree.range(s.name.text.empty() ? tree.range(s) : tree.range(s.name)),
                            "the statements and rounds of all loops and calls", options_.max_iterations);
  add_hint(diagnostic, "raise the limit with --max-iterations");
  stopped_ = true;
  return false;
}

/// Counts the elements, or steps of an evaluation, that a repeated statement costs.
void Lowering::count_elements(std::size_t elements) {
  constexpr std::size_t elements_per_round = 16;
  if (is_repeated()) iterations_ += elements / elements_per_round;
}

/// The body of a loop, once.
void Lowering::iteration(const Tree& tree, const Statement& s) {
  const std::size_t outer = std::exchange(loop_frames_, frames_.size());
  ++loops_;
  branch(tree, s.body);
  --loops_;
  loop_frames_ = outer;
  if (leaving_ == Leaving::iteration) leaving_ = Leaving::nothing;
}

void Lowering::for_statement(const Tree& tree, const Statement& s) {
  const ast::Operand over = tree.operands[s.operands.first];
  std::vector<std::int64_t> values;
  if (!is_integer(s.type))
    return refuse(tree.range(s.name), "loop variables that are not integers",
                  "loop over integers and compute the value from them");
  if (over.selector == ast::Selector::range) {
    if (over.index == ast::absent || over.last == ast::absent)
      return invalid(tree.range(over.name), "the range of a loop needs both its ends");
    const auto first = folder_->integer(tree, over.index, "the start of a range");
    const auto last = folder_->integer(tree, over.last, "the end of a range");
    if (!first || !last) return;
    const auto all = range(tree, over, *first, *last, options_.max_iterations);
    if (!all) return;
    values = *all;
  }
  for (std::uint32_t id : Tree::slice(tree.ids, over.set)) {
    const auto value = folder_->integer(tree, id, "an element of a set");
    if (!value) return;
    values.push_back(*value);
  }
  const auto width = width_of(tree, s.width, s.type, s.name.text);
  if (!width) return;
  const int errors = diagnostics_.errors();
  for (std::int64_t value : values) {
    if (stopped_ || diagnostics_.errors() > errors) return;  // the same again
    if (!count_iteration(tree, s)) return;
    const auto number = convert(s.type, *width, Constant::signed_integer(value), s.name.text);
    if (!number) return invalid(tree.range(s.name), number.error().message);
    symbols_->enter_scope();
    KnownValue variable;
    variable.type = s.type;
    variable.width = *width;
    variable.value = *number;
    variable.ifs = frames_.size();
    symbols_->define_value(s.name.text, tree.range(s.name), variable);
    iteration(tree, s);
    symbols_->leave_scope();
    if (leaving_ == Leaving::nothing) continue;
    if (leaving_ == Leaving::loop) leaving_ = Leaving::nothing;
    return;
  }
}

void Lowering::while_statement(const Tree& tree, const Statement& s) {
  const int errors = diagnostics_.errors();
  const SourceRange at = tree.range(tree.exprs[s.expr]);
  while (!stopped_ && diagnostics_.errors() == errors) {
    if (!folder_->is_constant(tree, s.expr)) {
      const auto checked = compute(tree, s.expr);
      if (checked)
        refuse(at, "a 'while' on measured bits",
               "write a 'for' of as many rounds as are needed, with an 'if' inside");
      return;
    }
    const auto value = folder_->constant(tree, s.expr);
    if (!value) return;
    if (!value->truth())
      return add_note(report(DiagnosticId::bad_condition, at), fmt::format("this is {}", describe(*value)));
    if (!*value->truth() || !count_iteration(tree, s)) return;
    iteration(tree, s);
    if (leaving_ == Leaving::nothing) continue;
    if (leaving_ == Leaving::loop) leaving_ = Leaving::nothing;
    return;
  }
}

/// `break` and `continue`.
void Lowering::leave(const Tree& tree, const Statement& s) {
  const bool breaks = s.kind == StatementKind::break_;
  const std::string_view word = breaks ? "'break'" : "'continue'";
  if (loops_ == 0) return invalid(tree.range(s), fmt::format("{} outside of a loop", word));
  if (frames_.size() > loop_frames_)
    return refuse(tree.range(s), fmt::format("{} under a condition on measured bits", word),
                  "put what follows it into an 'if'");
  leaving_ = breaks ? Leaving::loop : Leaving::iteration;
}

void Lowering::switch_statement(const Tree& tree, const Statement& s) {
  const ast::Expr& target = tree.exprs[s.expr];
  const auto needs_integer = [&](std::string_view found) {
    invalid(tree.range(target), fmt::format("a 'switch' needs an integer, found {}", found));
  };
  if (target.kind == ast::ExprKind::name) {
    const Symbol* symbol = symbols_->find(target.text);
    if (symbol != nullptr && symbol->kind == SymbolKind::value && !is_integer(symbols_->value(*symbol).type))
      return needs_integer(fmt::format("a {}", spelling(symbols_->value(*symbol).type)));
  }
  const auto table = value_of(tree, s.expr);
  if (!table) return;
  const Constant& sample = table->values.front();
  if (!sample.is_integer() && sample.type != ValueType::bits) return needs_integer(describe(sample));
  std::set<std::int64_t> all;
  std::vector<bool> rest(table->values.size(), true);
  const auto before = table->writes;
  const int errors = diagnostics_.errors();
  for (std::uint32_t id : Tree::slice(tree.ids, s.body)) {
    const Statement& one = tree.statements[id];
    std::vector<bool> rows(table->values.size(), one.params.count == 0);
    for (std::uint32_t label : Tree::slice(tree.ids, one.params)) {
      const auto given = value_of(tree, label, true);
      if (!given) return;
      const Constant& value = given->values.front();
      if (!value.is_integer() && value.type != ValueType::bits)
        return invalid(tree.range(tree.exprs[label]),
                       fmt::format("a 'case' needs an integer, found {}", describe(value)));
      if (!all.insert(static_cast<std::int64_t>(value.integer)).second)
        return invalid(tree.range(tree.exprs[label]), "this value has a 'case' already");
      for (std::size_t row = 0; row < rows.size(); ++row)
        rows[row] = rows[row] || table->values[row].integer == value.integer;
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
      rows[row] = rows[row] && rest[row];
      rest[row] = rest[row] && !rows[row];
    }
    for (std::size_t i = 0; i < table->bits.size(); ++i)
      if (writes(table->bits[i]) != before[i])
        return refuse(tree.range(one), "a 'case' after a measurement into a bit that the 'switch' reads",
                      "measure into another bit");
    if (table->bits.empty() && rows.front())
      branch(tree, one.body);
    else if (!table->bits.empty())
      under(tree, s.expr, *table, rows, one.body);
    if (diagnostics_.errors() > errors) return;
  }
}

/// A duration that is not negative; nullopt after a report.
std::optional<Constant> Lowering::duration(const Tree& tree, std::uint32_t expr, std::string_view what) {
  const auto value = folder_->constant(tree, expr);
  if (!value) return std::nullopt;
  if (value->type == ValueType::duration && value->number >= 0) return value;
  invalid(tree.range(tree.exprs[expr]),
          value->type == ValueType::duration
              ? fmt::format("{} cannot last less than nothing", what)
              : fmt::format("{} needs a duration such as 100ns, found {}", what, describe(*value)));
  return std::nullopt;
}

/// What stands in a box is compiled as if it stood there without it; its delays must fit.
void Lowering::box(const Tree& tree, const Statement& s) {
  std::optional<Constant> lasts;
  if (s.expr != ast::absent) {
    lasts = duration(tree, s.expr, "a 'box'");
    if (!lasts) return;
  }
  boxes_.emplace_back();
  branch(tree, s.body);
  const Box inner = std::move(boxes_.back());
  boxes_.pop_back();
  const bool comparable = lasts && (!inner.in_samples || *inner.in_samples == (lasts->width != 0));
  for (const auto& [qubit, total] : inner.delays) {
    if (comparable && total > lasts->number)
      return invalid(tree.range(tree.exprs[s.expr]),
                     fmt::format("the delays of '{}' take longer than their 'box'",
                                 circuit_.qubit_name(QubitId(qubit))));
    if (boxes_.empty()) continue;
    boxes_.back().delays[qubit] += comparable ? lasts->number : total;
    boxes_.back().in_samples = inner.in_samples;
  }
}

/// A delay is a barrier: dqcc plans times of its own, and gates are not merged across it.
void Lowering::delay(const Tree& tree, const Statement& s) {
  const auto lasts = duration(tree, s.expr, "a 'delay'");
  if (!lasts) return;
  barrier(tree, s);
  if (boxes_.empty()) return;
  for (QubitId q : qubits_) boxes_.back().delays[q.value()] += lasts->number;
  boxes_.back().in_samples = lasts->width != 0;
}

}  // namespace dqc
