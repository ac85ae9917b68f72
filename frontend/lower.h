// From syntax to a Circuit, one statement at a time: names, counts and ranges are checked, registers
// are broadcast over, conditions become conjunctions.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/ast.h"
#include "frontend/expressions.h"
#include "frontend/frontend.h"
#include "frontend/lexer.h"
#include "frontend/phase_form.h"
#include "frontend/symbols.h"
#include "passes/ir/circuit.h"

namespace dqc {

class Parser;

/// Builds one Circuit. Whether it may be used, DiagnosticEngine::errors() tells.
class Lowering {
 public:
  Lowering(SourceManager& sources, DiagnosticEngine& diagnostics, const ParseOptions& options);

  /// Lowers the program `file` with all it includes.
  void program(FileId file);
  Circuit take_circuit() { return std::move(circuit_); }

 private:
  using Tree = ast::Tree;
  using Statement = ast::Statement;

  /// Elements `first` .. `first + size - 1` of the qubits or bits; `whole`: written without an index.
  struct Elements {
    std::int32_t first = 0;
    std::uint32_t size = 1;
    bool whole = false;
    const std::vector<std::int32_t>* list = nullptr;  ///< of a slice, set or alias: the elements instead
    std::int32_t at(std::uint32_t i) const {
      return list ? (*list)[i] : first + static_cast<std::int32_t>(i);
    }
  };
  /// One `if` around the current statement.
  struct Frame {
    std::vector<ConditionTerm> terms;
    std::vector<BitId> tested;  ///< bits that its condition reads besides those of the terms
    bool overwritten = false;   ///< a measurement inside wrote one of its bits
  };

  /// A condition as steps on a stack, and its value for each value of the bits it reads.
  struct TruthStep {
    const ast::Expr* expr = nullptr;
    std::vector<std::size_t> bits;  ///< positions in TruthTable::bits, lowest first
    std::uint64_t value = 0;
    bool boolean = false;
  };
  struct TruthTable {
    std::vector<TruthStep> steps;
    std::vector<BitId> bits;
    std::vector<bool> values;  ///< by the values of the bits, the first lowest
  };

  // lower.cpp: files, declarations, errors.
  void statements(Parser& parser, const std::string& directory);
  void statement(const Tree& tree, std::uint32_t id);
  void lower(const Tree& tree, const Statement& s);
  void include(const Tree& tree, const Statement& s);
  void library(const Tree& tree, const Statement& s);
  void declare_register(const Tree& tree, const Statement& s, bool quantum);
  std::optional<int> register_size(const Tree& tree, const Statement& s, bool quantum);
  void attach_annotations(Annotation::Target target, std::int32_t index);
  bool is_free(const Tree& tree, const ast::Name& name, bool for_gate);
  template <class... Args>
  Diagnostic* report(DiagnosticId id, SourceRange range, Args&&... args) {
    if (diagnostics_.errors() >= options_.max_errors) return nullptr;
    return &diagnostics_.report(id, range, std::forward<Args>(args)...);
  }
  std::string_view source_text(const Tree& tree, const ast::Expr& e) const {
    return sources_.text(tree.file).substr(e.begin, e.end - e.begin);
  }
  static std::string counted(std::uint64_t count, std::string_view noun);
  void add_note(Diagnostic* diagnostic, std::string message, std::optional<SourceRange> range = std::nullopt);
  void add_hint(Diagnostic* diagnostic, std::string hint);
  void report_undefined(const Tree& tree, const ast::Name& name, SymbolKind wanted);
  void report_wrong_kind(const Tree& tree, const ast::Name& name, SymbolKind found, SymbolKind wanted);

  // lower_gates.cpp: definitions.
  void define_gate(const Tree& tree, const Statement& s);
  bool gate_names(const Tree& tree, const Statement& s, GateDefinition& definition);
  void body_statement(const Tree& tree, const Statement& s, GateDefinition& definition, GateSignature& sum);
  bool body_operands(const Tree& tree, const Statement& s, BodyGate& gate);
  bool is_global_phase(const Statement& s) const;
  void global_phase(const Tree& tree, const Statement& s, const ParameterNames& names);
  const GateSignature* find_gate(const Tree& tree, const ast::Name& name);
  bool counts_match(const Tree& tree, const Statement& s, const GateSignature& gate);

  // lower_operations.cpp: what happens to qubits.
  void call(const Tree& tree, const Statement& s);
  bool parameters(const Tree& tree, const Statement& s);
  bool has_values(const GateDefinition& definition, std::span<const double> arguments, int& budget) const;
  bool operands(const Tree& tree, const Statement& s, std::string_view gate);
  bool has_lists() const;
  bool all_differ(const Tree& tree, const Statement& s);
  bool distinct(const Tree& tree, const Statement& s, std::string_view gate);
  void measure(const Tree& tree, const Statement& s, const ast::Operand& source, const ast::Operand& target);
  void reset(const Tree& tree, const Statement& s);
  void barrier(const Tree& tree, const Statement& s);
  void too_many_gates(const Tree& tree, const Statement& s);
  bool emit(const Tree& tree, const Statement& s, GateKind kind, std::span<const QubitId> qubits,
            std::span<const double> params, std::int32_t detail, std::uint64_t expanded_size);

  // lower_selections.cpp: which elements an operand names.
  std::optional<Elements> elements(const Tree& tree, const ast::Operand& operand, SymbolKind kind);
  std::optional<std::int64_t> element(const Tree& tree, std::uint32_t expr, const Symbol& symbol,
                                      std::string_view name);
  std::optional<std::vector<std::int64_t>> range(const Tree& tree, const ast::Operand& operand,
                                                 std::int64_t first, std::int64_t last);
  std::optional<std::vector<std::int64_t>> chosen(const Tree& tree, const ast::Operand& operand,
                                                  const Symbol& symbol);
  const Symbol& hardware_qubit(const Tree& tree, const ast::Name& name);
  void alias(const Tree& tree, const Statement& s);

  // lower_values.cpp: what is known while compiling.
  void declare_value(const Tree& tree, const Statement& s);
  void assign(const Tree& tree, const Statement& s);
  bool store(const Tree& tree, const Statement& s, std::string_view name, KnownValue& value);
  void for_statement(const Tree& tree, const Statement& s);

  // lower_modifiers.cpp
  const GateSignature* applied_gate(const Tree& tree, const Statement& s);
  const GateSignature* modified_gate(const Tree& tree, const Statement& s, const GateSignature& gate);
  std::optional<GateSignature> modified(const Tree& tree, const Statement& s, const GateSignature& gate,
                                        std::int32_t controls);
  std::optional<std::int32_t> control_count(const Tree& tree, const ast::Modifier& m);
  std::optional<double> exponent(const Tree& tree, const ast::Modifier& m);
  GateSignature add_definition(std::string_view name, std::uint32_t params, std::int32_t qubits,
                               std::vector<BodyGate> body, std::vector<ParamExpr> global);

  // lower_conditions.cpp
  void if_statement(const Tree& tree, const Statement& s);
  bool condition(const Tree& tree, std::uint32_t expr, bool negated, std::vector<ConditionTerm>& terms);
  bool comparison(const Tree& tree, const ast::Expr& e, bool negated, std::vector<ConditionTerm>& terms);
  bool bit_condition(const Tree& tree, std::uint32_t expr, std::uint64_t value,
                     std::vector<ConditionTerm>& terms);
  const Symbol* condition_register(const Tree& tree, const ast::Expr& name);
  bool is_conjunction(const Tree& tree, std::uint32_t expr, bool negated) const;
  void branch(const Tree& tree, ast::List body);
  std::int32_t current_condition();
  void note_written(BitId bit);

  // lower_truth.cpp
  bool compile_condition(const Tree& tree, std::uint32_t expr, TruthTable& table);
  static std::vector<std::uint32_t> outer_nodes(const Tree& tree, std::uint32_t expr);
  bool tabulate(const Tree& tree, std::uint32_t expr, TruthTable& table);
  void add_cases(const TruthTable& table, std::size_t first, std::size_t bits, bool wanted,
                 std::vector<ConditionTerm>& terms, std::vector<std::vector<ConditionTerm>>& cases) const;
  void if_by_cases(const Tree& tree, const Statement& s);

  SourceManager& sources_;
  DiagnosticEngine& diagnostics_;
  const ParseOptions& options_;
  Dialect dialect_ = Dialect::qasm2;
  bool lenient_ = false;
  std::optional<SymbolTable> symbols_;
  std::optional<ExpressionFolder> folder_;
  Circuit circuit_;
  std::uint64_t gates_ = 0;  ///< after expansion
  bool stopped_ = false;     ///< a limit was exceeded: nothing more is lowered

  // Files.
  std::vector<std::string> open_files_;  ///< paths, outermost first; the program itself is not listed
  std::string directory_;
  int includes_ = 0;
  std::int32_t include_line_ = 0;  ///< of the outermost include, inside one

  // The current statement.
  std::vector<ast::Annotation> pending_annotations_;
  std::vector<Frame> frames_;
  static constexpr std::int32_t not_numbered = -2;  ///< inside an `if` without gates so far
  std::int32_t condition_ = -1;
  std::unordered_map<std::string, std::int32_t> condition_index_;
  std::vector<Elements> elements_;
  std::vector<QubitId> qubits_;
  std::vector<double> params_;
  std::deque<std::vector<std::int32_t>> lists_;    ///< of the current statement's operands
  std::deque<std::vector<std::int32_t>> aliases_;  ///< elements of aliases
  std::deque<std::string> names_;                  ///< that no file holds
  std::uint64_t iterations_ = 0;                   ///< of all loops
  DefinitionPhases definition_phases_;
  std::map<std::string, GateSignature> modified_gates_;  ///< by gate and modifiers

  // The gate definition around.
  std::vector<ParamExpr> global_phases_;
  std::string_view gate_name_;
  ParameterNames parameter_names_;
  std::unordered_map<std::string_view, std::int32_t> qubit_names_;
};

}  // namespace dqc
