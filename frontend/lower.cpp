#include "frontend/lower.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "frontend/includes.h"
#include "frontend/parser.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using ast::StatementKind;

constexpr std::size_t max_include_depth = 32;
constexpr int max_includes = 1000;
constexpr std::uint64_t max_text = 1u << 31;

std::string identity(const std::string& path) {
  std::error_code failed;
  const auto canonical = std::filesystem::weakly_canonical(path, failed);
  return failed ? path : canonical.string();
}

std::string_view describe(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::qubits: return "a register of qubits";
    case SymbolKind::bits: return "a classical register";
    case SymbolKind::gate: return "a gate";
    case SymbolKind::value: return "a value";
    case SymbolKind::subroutine: return "a subroutine";
    case SymbolKind::input: return "an input";
    case SymbolKind::poisoned: break;
  }
  return "unknown";
}

std::string_view noun(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::qubits: return "qubit register";
    case SymbolKind::bits: return "classical register";
    default: return "gate";
  }
}

}  // namespace

Lowering::Lowering(SourceManager& sources, DiagnosticEngine& diagnostics, const ParseOptions& options)
    : sources_(sources), diagnostics_(diagnostics), options_(options) {}

void Lowering::program(FileId file) {
  Parser parser(file, diagnostics_, options_.max_errors);
  parser.start();
  dialect_ = parser.dialect();
  lenient_ = parser.lenient();
  symbols_.emplace(dialect_);
  folder_.emplace(diagnostics_, dialect_, *symbols_,
                  [this](const Tree& tree, std::uint32_t expr) { return known_bits(tree, expr); });
  open_files_.push_back(identity(sources_.name(file)));
  statements(parser, options_.directory_for_includes);
  finish();
}

void Lowering::statements(Parser& parser, const std::string& directory) {
  const std::string outer = std::exchange(directory_, directory);
  Tree tree;
  while (!stopped_ && parser.next(tree)) statement(tree, tree.root);
  directory_ = outer;
}

void Lowering::statement(const Tree& tree, std::uint32_t id) {
  const Statement& s = tree.statements[id];
  if (stopped_ || leaving_ != Leaving::nothing || diagnostics_.errors() >= options_.max_errors) return;
  if (is_repeated() && !count_iteration(tree, s)) return;
  if (s.annotations.count == 0) return lower(tree, s);
  const std::size_t before = pending_annotations_.size();
  const auto own = Tree::slice(tree.annotations, s.annotations);
  pending_annotations_.insert(pending_annotations_.end(), own.begin(), own.end());
  lower(tree, s);
  // Those that no register or gate took stand before something that a Circuit does not keep.
  pending_annotations_.resize(std::min(before, pending_annotations_.size()));
}

void Lowering::lower(const Tree& tree, const Statement& s) {
  lists_.clear();
  switch (s.kind) {
    case StatementKind::empty: return;
    case StatementKind::include: return include(tree, s);
    case StatementKind::qubits: return declare_register(tree, s, true);
    case StatementKind::bits: return declare_register(tree, s, false);
    case StatementKind::gate:
    case StatementKind::opaque: return define_gate(tree, s);
    case StatementKind::call: return call(tree, s);
    case StatementKind::measure: {
      const auto both = Tree::slice(tree.operands, s.operands);
      return measure(tree, s, both[0], both.size() > 1 ? &both[1] : nullptr);
    }
    case StatementKind::reset: return reset(tree, s);
    case StatementKind::barrier: return barrier(tree, s);
    case StatementKind::if_: return if_statement(tree, s);
    case StatementKind::value: return declare_value(tree, s);
    case StatementKind::assign: return assign(tree, s);
    case StatementKind::alias: return alias(tree, s);
    case StatementKind::for_: return for_statement(tree, s);
    case StatementKind::while_: return while_statement(tree, s);
    case StatementKind::break_:
    case StatementKind::continue_: return leave(tree, s);
    case StatementKind::switch_: return switch_statement(tree, s);
    case StatementKind::case_: return;
    case StatementKind::box: return box(tree, s);
    case StatementKind::delay: return delay(tree, s);
    case StatementKind::subroutine: return define_subroutine(tree, s);
    case StatementKind::return_: return return_statement(tree, s);
    case StatementKind::expression: return expression(tree, s);
    case StatementKind::input: return declare_input(tree, s);
  }
}

void Lowering::include(const Tree& tree, const Statement& s) {
  const SourceRange range = tree.range(s.name);
  if (is_library(s.name.text)) return library(tree, s);
  if (++includes_ > max_includes || open_files_.size() > max_include_depth) {
    report(DiagnosticId::limit_exceeded, range,
           includes_ > max_includes ? "included files" : "nested includes",
           includes_ > max_includes ? max_includes : static_cast<int>(max_include_depth));
    stopped_ = true;
    return;
  }
  auto found = find_include(s.name.text, directory_, options_.include_paths);
  if (!found) {
    auto* diagnostic = report(DiagnosticId::include_failed, range, found.error().message);
    if (!found.error().hint.empty()) add_note(diagnostic, found.error().hint);
    return;
  }
  if (found->text.size() > max_text) {
    report(DiagnosticId::limit_exceeded, range, "bytes of an included file", max_text);
    return;
  }
  std::string path = identity(found->path);
  if (std::ranges::find(open_files_, path) != open_files_.end()) {
    report(DiagnosticId::include_cycle, range, s.name.text);
    return;
  }
  const bool outermost = open_files_.size() == 1;
  open_files_.push_back(std::move(path));
  if (outermost) include_line_ = static_cast<std::int32_t>(s.line);
  Parser parser(sources_.add(found->path, std::move(found->text), range), diagnostics_, options_.max_errors);
  parser.start_included(dialect_, lenient_);
  statements(parser, found->directory);
  if (outermost) include_line_ = 0;
  open_files_.pop_back();
}

void Lowering::library(const Tree& tree, const Statement& s) {
  for (std::string_view name : symbols_->add_library(s.name.text)) {
    auto* diagnostic = report(DiagnosticId::redefined, tree.range(s.name), name);
    add_note(diagnostic, fmt::format("'{}' also defines it, and the program does here", s.name.text),
             symbols_->find(name)->range);
  }
}

void Lowering::declare_register(const Tree& tree, const Statement& s, bool quantum) {
  Symbol symbol;  // poisoned until all is well
  symbol.range = tree.range(s.name);
  if (s.name.text.empty()) return;
  if (!is_free(tree, s.name, false)) {
    const Symbol* known = symbols_->find(s.name.text);
    if (known != nullptr && known->kind == SymbolKind::gate) symbols_->define(s.name.text, symbol);
    return;
  }
  const auto size = s.broken ? std::nullopt : register_size(tree, s, quantum);
  if (!size) return symbols_->define(s.name.text, symbol);
  auto& registers = quantum ? circuit_.qubit_registers : circuit_.bit_registers;
  symbol.kind = quantum ? SymbolKind::qubits : SymbolKind::bits;
  symbol.size = static_cast<std::uint32_t>(*size);
  symbol.first = static_cast<std::uint32_t>(quantum ? circuit_.num_qubits() : circuit_.num_bits());
  symbol.index = static_cast<std::uint32_t>(registers.size());
  symbol.scalar = s.expr == ast::absent;
  symbols_->define(s.name.text, symbol);
  if (*size == 0) return;
  if (quantum)
    circuit_.add_qubit_register(std::string(s.name.text), *size, symbol.scalar);
  else
    circuit_.add_bit_register(std::string(s.name.text), *size, symbol.scalar);
  attach_annotations(quantum ? Annotation::Target::qubit_register : Annotation::Target::bit_register,
                     static_cast<std::int32_t>(symbol.index));
  if (quantum) return;
  if (symbols_->scope() > 0) local_registers_.push_back(symbol.index);
  initialize_bits(tree, s);
}

/// What a declaration of bits gives them.
void Lowering::initialize_bits(const Tree& tree, const Statement& s) {
  const ast::Operand all(s.name);
  if (s.operands.count > 0)
    measure(tree, s, tree.operands[s.operands.first], &all);
  else if (s.value != ast::absent)
    assign_bits(tree, s, all, s.value);
  // Other programs of a distributed one write these bits, too.
  const auto own = Tree::slice(tree.annotations, s.annotations);
  if (std::ranges::any_of(own, [](const ast::Annotation& a) { return a.keyword == "dqc.role"; }))
    known_bits_.clear();
}

/// The size of a declared register; nullopt after a report.
std::optional<int> Lowering::register_size(const Tree& tree, const Statement& s, bool quantum) {
  const SourceRange range = tree.range(s.name);
  if (s.expr != ast::absent) {
    const auto size = folder_->integer(tree, s.expr, fmt::format("the size of '{}'", s.name.text));
    if (!size) return std::nullopt;
    if (*size < 0 || (*size == 0 && dialect_ == Dialect::qasm3)) {
      report(DiagnosticId::empty_register, range, s.name.text);
      return std::nullopt;
    }
    if (*size == 0) report(DiagnosticId::zero_size_register, range, s.name.text);
    const std::uint64_t used = quantum ? circuit_.num_qubits() : circuit_.num_bits();
    if (static_cast<std::uint64_t>(*size) <= options_.max_qubits - used) return static_cast<int>(*size);
  } else if ((quantum ? circuit_.num_qubits() : circuit_.num_bits()) < options_.max_qubits) {
    return 1;
  }
  report(DiagnosticId::limit_exceeded, range,
         quantum ? "the qubits of all registers" : "the bits of all registers", options_.max_qubits);
  return std::nullopt;
}

void Lowering::attach_annotations(Annotation::Target target, std::int32_t index) {
  for (const ast::Annotation& a : pending_annotations_) {
    const auto [line, column] = sources_.line_and_column(a.at.file, a.at.begin);
    circuit_.annotations.push_back(
        {target, index, std::string(a.keyword), std::string(a.content), line, column});
  }
  pending_annotations_.clear();
}

/// Whether `name` may be declared; reports if not.
bool Lowering::is_free(const Tree& tree, const ast::Name& name, bool for_gate) {
  if (!for_gate && is_reserved_in_expressions(name.text, dialect_)) {
    auto* diagnostic = report(DiagnosticId::redefined, tree.range(name), name.text);
    add_note(diagnostic, "it is a constant or function of expressions");
    return false;
  }
  const Symbol* known = symbols_->find(name.text);
  if (known == nullptr || known->scope < symbols_->scope() || known->replaceable ||
      known->kind == SymbolKind::poisoned)
    return true;
  auto* diagnostic = report(DiagnosticId::redefined, tree.range(name), name.text);
  if (known->built_in)
    add_note(diagnostic, "it is a gate of the language or of the included library");
  else
    add_note(diagnostic, "the first definition is here", known->range);
  return false;
}

std::string Lowering::counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void Lowering::add_note(Diagnostic* diagnostic, std::string message, std::optional<SourceRange> range) {
  if (diagnostic != nullptr) diagnostic->notes.push_back({std::move(message), range});
}

void Lowering::add_hint(Diagnostic* diagnostic, std::string hint) {
  if (diagnostic != nullptr) diagnostic->hint = std::move(hint);
}

void Lowering::report_undefined(const Tree& tree, const ast::Name& name, SymbolKind wanted) {
  auto* diagnostic = report(DiagnosticId::undefined_name, tree.range(name), noun(wanted), name.text);
  if (wanted == SymbolKind::gate && name.text == gate_name_) {
    add_note(diagnostic, "a gate cannot apply itself");
    return;
  }
  if (wanted == SymbolKind::gate && is_library_gate(name.text)) {
    add_hint(diagnostic, fmt::format("it is in the standard library: add 'include \"{}\";'",
                                     dialect_ == Dialect::qasm2 ? "qelib1.inc" : "stdgates.inc"));
  } else if (diagnostic != nullptr) {
    std::string meant = symbols_->suggestion(name.text, wanted);
    if (meant.empty() && wanted == SymbolKind::gate)
      meant = did_you_mean(name.text, {"measure", "reset", "barrier", "include", "opaque", "gate"});
    if (!meant.empty()) add_hint(diagnostic, fmt::format("did you mean '{}'?", meant));
  }
  symbols_->define(name.text, Symbol{});
}

void Lowering::report_wrong_kind(const Tree& tree, const ast::Name& name, SymbolKind found,
                                 SymbolKind wanted) {
  report(DiagnosticId::wrong_kind, tree.range(name), name.text, describe(found), describe(wanted));
}

Result<Circuit> parse_qasm(FileId file, SourceManager& sources, DiagnosticEngine& diagnostics,
                           const ParseOptions& options) {
  if (sources.text(file).size() > max_text)
    return Error{ExitCode::bad_input, fmt::format("'{}' is larger than 2 GiB", sources.name(file)), ""};
  const int before = diagnostics.errors();
  if (options.max_errors < std::numeric_limits<int>::max() - before)
    diagnostics.limit_errors(before + options.max_errors);
  Lowering lowering(sources, diagnostics, options);
  lowering.program(file);
  diagnostics.limit_errors(std::numeric_limits<int>::max());
  if (diagnostics.errors() == before) return lowering.take_circuit();
  if (diagnostics.errors() >= options.max_errors)
    diagnostics.report(DiagnosticId::too_many_errors, diagnostics.all().back().range, diagnostics.errors());
  return Error{ExitCode::bad_input, "", ""};
}

}  // namespace dqc
