// Subroutines, which are inlined where they are called: qubits are passed by name, values by value.
#include <algorithm>

#include "frontend/lower.h"

namespace dqc {
namespace {

constexpr std::size_t max_calls = 64;

}  // namespace

void Lowering::define_subroutine(const Tree& tree, const Statement& s) {
  if (!is_free(tree, s.name, false)) return;
  Symbol symbol;
  symbol.kind = SymbolKind::subroutine;
  symbol.range = tree.range(s.name);
  symbol.index = static_cast<std::uint32_t>(subroutines_.size());
  for (const ast::Argument& a : Tree::slice(tree.arguments, s.arguments))
    for (const ast::Argument& b : Tree::slice(tree.arguments, s.arguments)) {
      if (&b == &a) break;
      if (b.name.text != a.name.text) continue;
      report(DiagnosticId::redefined, tree.range(a.name), a.name.text);
      return symbols_->define(s.name.text, Symbol{});
    }
  subroutines_.push_back({tree, s});
  symbols_->define(s.name.text, symbol);
}

bool Lowering::is_subroutine_call(const Tree& tree, std::uint32_t expr) const {
  const ast::Expr& e = tree.exprs[expr];
  if (e.kind != ast::ExprKind::call) return false;
  const Symbol* symbol = symbols_->find(e.text);
  return symbol != nullptr && symbol->kind == SymbolKind::subroutine;
}

/// The call `expr` of a subroutine; its value, if it returned one, in result_. False after a report.
bool Lowering::call_expression(const Tree& tree, const Statement& s, std::uint32_t expr) {
  const ast::Expr& e = tree.exprs[expr];
  std::vector<std::uint32_t> arguments;
  std::uint32_t last = e.left;
  for (std::uint32_t i = 0; i < e.arguments; ++i) {
    arguments.push_back(last);
    last = tree.exprs[last].first - 1;
  }
  std::ranges::reverse(arguments);
  if (!call_subroutine(tree, s, {e.text, e.begin, e.end}, arguments)) return false;
  if (result_ || s.kind == ast::StatementKind::expression) return true;
  invalid(tree.range(e), fmt::format("'{}' returns no value", e.text));
  return false;
}

/// Inlines one call; false after a report.
bool Lowering::call_subroutine(const Tree& tree, const Statement& s, const ast::Name& name,
                               std::span<const std::uint32_t> arguments) {
  const std::uint32_t index = symbols_->find(name.text)->index;
  const Subroutine& callee = subroutines_[index];
  const auto declared = Tree::slice(callee.tree.arguments, callee.statement.arguments);
  if (declared.size() != arguments.size()) {
    invalid(tree.range(name), fmt::format("'{}' takes {}, found {}", name.text,
                                          counted(declared.size(), "argument"), arguments.size()));
    return false;
  }
  if (calls_ >= max_calls) {
    report(DiagnosticId::limit_exceeded, tree.range(name), "calls of subroutines inside each other",
           max_calls);
    stopped_ = true;
  }
  if (stopped_ || !count_iteration(tree, s)) return false;
  const int errors = diagnostics_.errors();
  symbols_->enter_scope();
  struct Bound {
    Symbol symbol;
    KnownValue value;
  };
  std::vector<Bound> bound;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    Bound& b = bound.emplace_back();
    if (!bind(tree, arguments[i], callee, declared[i], b.symbol, b.value)) {
      symbols_->leave_scope();
      return false;
    }
  }
  const std::uint32_t outer_scope = symbols_->enter_subroutine();
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (declared[i].quantum)
      symbols_->define(declared[i].name.text, bound[i].symbol);
    else
      symbols_->define_value(declared[i].name.text, callee.tree.range(declared[i].name), bound[i].value);
  }
  const std::uint32_t caller = std::exchange(current_subroutine_, index);
  const int outer_loops = std::exchange(loops_, 0);
  const std::size_t outer_frames = std::exchange(subroutine_frames_, frames_.size());
  ++calls_;
  result_.reset();
  branch(callee.tree, callee.statement.body);
  --calls_;
  current_subroutine_ = caller;
  subroutine_frames_ = outer_frames;
  loops_ = outer_loops;
  leaving_ = Leaving::nothing;
  symbols_->leave_subroutine(outer_scope);
  symbols_->leave_scope();
  return diagnostics_.errors() == errors;
}

/// What the argument `expr` is to `argument` of `callee`; false after a report.
bool Lowering::bind(const Tree& tree, std::uint32_t expr, const Subroutine& callee,
                    const ast::Argument& argument, Symbol& symbol, KnownValue& value) {
  const ast::Expr& e = tree.exprs[expr];
  const std::string_view name = argument.name.text;
  if (!argument.quantum) {
    const auto width = width_of(callee.tree, argument.size, argument.type, name);
    auto given = width ? value_of(tree, expr) : std::nullopt;
    if (!given) return false;
    value.type = argument.type;
    value.width = *width;
    value.ifs = frames_.size();
    for (Constant& one : given->values) {
      const auto converted = convert(argument.type, *width, one, name);
      if (!converted) {
        invalid(tree.range(e), converted.error().message);
        return false;
      }
      one = *converted;
    }
    set(value, *std::move(given));
    return true;
  }
  if (e.kind != ast::ExprKind::name && e.kind != ast::ExprKind::index) {
    invalid(tree.range(e), fmt::format("'{}' is a qubit of '{}', so a qubit must be given", name,
                                       callee.statement.name.text));
    return false;
  }
  const ast::Operand operand =
      e.kind == ast::ExprKind::index ? tree.selections[e.selection] : ast::Operand({e.text, e.begin, e.end});
  const auto found = elements(tree, operand, SymbolKind::qubits);
  if (!found) return false;
  std::int64_t size = 1;
  if (argument.size != ast::absent) {
    const auto wanted = folder_->integer(callee.tree, argument.size, fmt::format("the size of '{}'", name));
    if (!wanted) return false;
    size = *wanted;
  }
  if (size != static_cast<std::int64_t>(found->size)) {
    report(DiagnosticId::size_mismatch, tree.range(e), name,
           counted(static_cast<std::uint64_t>(size), "qubit"), e.text, found->size);
    return false;
  }
  count_elements(found->size);
  auto& list = aliases_.emplace_back();
  for (std::uint32_t i = 0; i < found->size; ++i) list.push_back(found->at(i));
  symbol.kind = SymbolKind::qubits;
  symbol.range = callee.tree.range(argument.name);
  symbol.size = found->size;
  symbol.first = static_cast<std::uint32_t>(list.front());
  symbol.scalar = argument.size == ast::absent;
  symbol.list = &list;
  return true;
}

void Lowering::return_statement(const Tree& tree, const Statement& s) {
  if (frames_.size() > subroutine_frames_)
    return refuse(tree.range(s), "'return' under a condition on measured bits",
                  "compute the result in the 'if' and return it at the end");
  const Subroutine& callee = subroutines_[current_subroutine_];
  result_.reset();
  if (s.expr != ast::absent) {
    auto value = value_of(tree, s.expr);
    const auto width = width_of(callee.tree, callee.statement.width, callee.statement.type, "the result");
    if (!value || !width) return;
    for (Constant& one : value->values) {
      const auto converted = convert(callee.statement.type, *width, one, "the result");
      if (!converted) return invalid(tree.range(tree.exprs[s.expr]), converted.error().message);
      one = *converted;
    }
    result_ = *std::move(value);
  }
  leaving_ = Leaving::subroutine;
}

}  // namespace dqc
