// From syntax to a Circuit, one statement at a time: names, counts and ranges are checked, registers
// are broadcast over, conditions become conjunctions.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
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

  /// An expression over measured bits as steps on a stack.
  struct Step {
    const ast::Expr* expr = nullptr;
    /// Lowest first: positions among the bits that the expression reads, or known_zero, known_one.
    std::vector<std::int32_t> bits;
    bool load = false;                         ///< pushes the bits
    std::shared_ptr<const Computed> computed;  ///< pushes the value that it has for the bits
    std::optional<Constant> constant;          ///< pushes this
  };
  static constexpr std::int32_t known_zero = -1, known_one = -2;
  /// A `def`, with the tree that holds it.
  struct Subroutine {
    Tree tree;
    Statement statement;
  };
  /// A `box` around: how long each qubit waits in it.
  struct Box {
    std::map<std::int32_t, double> delays;
    std::optional<bool> in_samples;
  };
  /// What is left by `break`, `continue` or `return`.
  enum class Leaving : std::uint8_t { nothing, iteration, loop, subroutine };

  // lower.cpp: files, declarations, errors.
  void statements(Parser& parser, const std::string& directory);
  void statement(const Tree& tree, std::uint32_t id);
  void lower(const Tree& tree, const Statement& s);
  void include(const Tree& tree, const Statement& s);
  void library(const Tree& tree, const Statement& s);
  void declare_register(const Tree& tree, const Statement& s, bool quantum);
  void initialize_bits(const Tree& tree, const Statement& s);
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
  /// Refuses `what` by name; `instead` says what to write.
  void refuse(SourceRange range, std::string_view what, std::string instead = "") {
    auto* diagnostic = report(DiagnosticId::unsupported, range, what);
    if (!instead.empty()) add_hint(diagnostic, std::move(instead));
  }
  void invalid(SourceRange range, std::string_view why) { report(DiagnosticId::invalid_value, range, why); }
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
  double symbolic(const ParamExpr& expr);
  bool has_values(const GateDefinition& definition, std::span<const double> arguments, int& budget) const;
  bool operands(const Tree& tree, const Statement& s, std::string_view gate);
  bool has_lists() const;
  bool all_differ(const Tree& tree, const Statement& s);
  bool distinct(const Tree& tree, const Statement& s, std::string_view gate);
  void measure(const Tree& tree, const Statement& s, const ast::Operand& source, const ast::Operand* target);
  void reset(const Tree& tree, const Statement& s);
  void barrier(const Tree& tree, const Statement& s);
  void too_many_gates(const Tree& tree, const Statement& s);
  bool emit(const Tree& tree, const Statement& s, GateKind kind, std::span<const QubitId> qubits,
            std::span<const double> params, std::int32_t detail, std::uint64_t expanded_size);

  // lower_selections.cpp: which elements an operand names.
  std::optional<Elements> elements(const Tree& tree, const ast::Operand& operand, SymbolKind kind);
  std::optional<Symbol> selected_base(const Tree& tree, const ast::Operand& operand, SymbolKind kind);
  std::optional<std::int64_t> element(const Tree& tree, std::uint32_t expr, const Symbol& symbol,
                                      std::string_view name);
  std::optional<std::vector<std::int64_t>> range(const Tree& tree, const ast::Operand& operand,
                                                 std::int64_t first, std::int64_t last, std::uint64_t most);
  std::optional<std::vector<std::int64_t>> chosen(const Tree& tree, const ast::Operand& operand,
                                                  const Symbol& symbol);
  const Symbol& hardware_qubit(const Tree& tree, const ast::Name& name);
  void alias(const Tree& tree, const Statement& s);

  // lower_values.cpp: what is known while compiling.
  void declare_value(const Tree& tree, const Statement& s);
  void declare_input(const Tree& tree, const Statement& s);
  void assign(const Tree& tree, const Statement& s);
  void assign_value(const Tree& tree, const Statement& s, const Symbol& symbol);
  std::optional<int> width_of(const Tree& tree, std::uint32_t expr, ast::ValueType type,
                              std::string_view name);
  std::optional<Computed> value_of(const Tree& tree, std::uint32_t expr, bool constants_only = false);
  bool store(const Tree& tree, const Statement& s, Computed given, KnownValue& value);
  static void set(KnownValue& value, Computed computed);
  static Computed table_of(const KnownValue& value);
  void expression(const Tree& tree, const Statement& s);

  // lower_bits.cpp: classical bits whose values are known.
  std::optional<Constant> known_bits(const Tree& tree, std::uint32_t expr);
  bool any_known(const Symbol& symbol) const;
  void assign_bits(const Tree& tree, const Statement& s, const ast::Operand& target, std::uint32_t expr);
  bool is_tested(BitId bit) const;
  void set_bit(BitId bit, bool value);
  void note_measured(BitId bit);
  void finish();

  // lower_loops.cpp: what is repeated or chosen while compiling.
  void for_statement(const Tree& tree, const Statement& s);
  void while_statement(const Tree& tree, const Statement& s);
  bool count_iteration(const Tree& tree, const Statement& s);
  void count_elements(std::size_t elements);
  bool is_repeated() const { return loops_ > 0 || calls_ > 0 || repeated_cases_ > 0; }
  void iteration(const Tree& tree, const Statement& s);
  void leave(const Tree& tree, const Statement& s);
  void switch_statement(const Tree& tree, const Statement& s);
  void box(const Tree& tree, const Statement& s);
  void delay(const Tree& tree, const Statement& s);
  std::optional<Constant> duration(const Tree& tree, std::uint32_t expr, std::string_view what);

  // lower_subroutines.cpp: subroutines, which are inlined.
  void define_subroutine(const Tree& tree, const Statement& s);
  bool call_subroutine(const Tree& tree, const Statement& s, const ast::Name& name,
                       std::span<const std::uint32_t> arguments);
  bool bind(const Tree& tree, std::uint32_t expr, const Subroutine& callee, const ast::Argument& argument,
            Symbol& symbol, KnownValue& value);
  bool is_subroutine_call(const Tree& tree, std::uint32_t expr) const;
  bool call_expression(const Tree& tree, const Statement& s, std::uint32_t expr);
  void return_statement(const Tree& tree, const Statement& s);

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
  bool is_measured(const Tree& tree, std::uint32_t expr) const;
  bool is_conjunction(const Tree& tree, std::uint32_t expr, bool negated) const;
  void branch(const Tree& tree, ast::List body);
  std::int32_t current_condition();
  void note_written(BitId bit);

  // lower_truth.cpp: values that measured bits decide.
  std::optional<Computed> compute(const Tree& tree, std::uint32_t expr);
  bool compile(const Tree& tree, std::uint32_t expr, std::vector<Step>& steps, Computed& table);
  bool compile_load(const Tree& tree, const ast::Expr& e, const ast::Operand& operand,
                    std::vector<Step>& steps, Computed& table);
  bool compile_computed(const Tree& tree, const ast::Expr& e, const std::shared_ptr<const Computed>& value,
                        std::vector<Step>& steps, Computed& table);
  bool tabulate(const Tree& tree, const std::vector<Step>& steps, Computed& table);
  static Constant loaded(const Step& step, std::size_t row);
  /// The row of a table whose bits have `positions` in another one, for the `row` of that.
  static std::size_t inner_row(std::size_t row, const std::vector<std::int32_t>& positions);
  std::int32_t position_of(BitId bit, Computed& table) const;
  std::uint32_t writes(BitId bit) const;
  void add_cases(const Computed& table, const std::vector<bool>& rows, std::size_t first, std::size_t bits,
                 std::vector<ConditionTerm>& terms, std::vector<std::vector<ConditionTerm>>& cases) const;
  void under(const Tree& tree, std::uint32_t expr, const Computed& table, const std::vector<bool>& rows,
             ast::List body);
  void if_by_cases(const Tree& tree, const Statement& s);
  bool select_by_frames(std::size_t outer_frames, const Computed& otherwise, Computed& value);

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
  std::set<std::int32_t> never_;  ///< conditions with terms that contradict each other
  std::unordered_map<std::string, std::int32_t> condition_index_;
  std::vector<Elements> elements_;
  std::vector<QubitId> qubits_;
  std::vector<double> params_;
  std::vector<double> input_angles_;               ///< as parameters, by input
  std::deque<std::vector<std::int32_t>> lists_;    ///< of the current statement's operands
  std::deque<std::vector<std::int32_t>> aliases_;  ///< elements of aliases
  std::deque<std::string> names_;                  ///< that no file holds
  std::uint64_t iterations_ = 0;                   ///< of all loops, calls, and statements in them
  Leaving leaving_ = Leaving::nothing;
  int repeated_cases_ = 0;       ///< 'if' around whose bodies are lowered more than once
  int loops_ = 0;                ///< around, in the subroutine around
  std::size_t loop_frames_ = 0;  ///< how many frames are outside of the loop or subroutine around
  std::size_t subroutine_frames_ = 0;
  std::deque<Subroutine> subroutines_;
  std::size_t calls_ = 0;                 ///< subroutines around
  std::uint32_t current_subroutine_ = 0;  ///< the innermost of them
  std::optional<Computed> result_;        ///< of the subroutine that returned last
  std::vector<Box> boxes_;

  // Classical bits.
  std::unordered_map<std::int32_t, bool> known_bits_;  ///< those assigned, not measured into since
  std::unordered_map<std::int32_t, bool> initial_bits_;
  std::vector<std::uint32_t> bit_writes_;               ///< measurements into each
  std::vector<std::pair<BitId, std::size_t>> retired_;  ///< a bit, and the gates that mean its old self
  std::map<std::size_t, bool> retired_initial_;         ///< initial values of those, by position in retired_
  std::vector<std::size_t> local_registers_;            ///< registers of bits whose names are to be chosen
  std::map<std::pair<const void*, std::size_t>, Symbol> local_bits_;  ///< by declaration and calls around
  std::int32_t unkept_ = -1;  ///< the bit that measurements without a target write
  DefinitionPhases definition_phases_;
  std::map<std::string, GateSignature> modified_gates_;  ///< by gate and modifiers

  // The gate definition around.
  std::vector<ParamExpr> global_phases_;
  std::string_view gate_name_;
  ParameterNames parameter_names_;
  std::unordered_map<std::string_view, std::int32_t> qubit_names_;
};

}  // namespace dqc
