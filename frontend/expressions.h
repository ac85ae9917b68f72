// Values of expressions: gate parameters, sizes and indices.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/ast.h"
#include "frontend/constants.h"
#include "frontend/lexer.h"
#include "frontend/symbols.h"
#include "passes/ir/circuit.h"
#include "passes/support/diagnostic.h"

namespace dqc {

/// Positions of the parameters of the gate definition around, by name.
using ParameterNames = std::unordered_map<std::string_view, std::int32_t>;

/// Folds constants; what depends on parameters, or outside of definitions on inputs, stays an expression.
/// Reports what has no value (1/0, ln(0), overflow) and what dqcc does not support.
class ExpressionFolder {
 public:
  /// The value of the name or index `expr` where it stands for classical bits that are all known.
  using KnownBits = std::function<std::optional<Constant>(const ast::Tree& tree, std::uint32_t expr)>;

  ExpressionFolder(DiagnosticEngine& diagnostics, Dialect dialect, const SymbolTable& symbols,
                   KnownBits known_bits)
      : diagnostics_(diagnostics), dialect_(dialect), symbols_(symbols), known_bits_(std::move(known_bits)) {}

  /// While on, only constants are seen, as inside a gate definition; the setting before.
  bool set_constants_only(bool on) { return std::exchange(constants_only_, on); }

  /// Whether `expr` names no classical bits but known ones, so that its value is known.
  bool is_constant(const ast::Tree& tree, std::uint32_t expr) const;

  /// The value of a constant expression; nullopt after a report.
  std::optional<Constant> constant(const ast::Tree& tree, std::uint32_t expr);

  /// The expression in postfix form, constants folded; valid until the next call. nullptr after a report.
  const ParamExpr* fold(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters);

  /// The value of a constant integer, such as a size; nullopt after a report that `what` must be one.
  std::optional<std::int64_t> integer(const ast::Tree& tree, std::uint32_t expr, std::string_view what);

 private:
  struct Value {
    std::size_t start = 0;  ///< where it begins in out_
    Constant constant;
    bool known = true;
  };

  bool run(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters);
  bool push(const ast::Tree& tree, std::uint32_t id, const ParameterNames& parameters);
  bool push_number(const ast::Tree& tree, const ast::Expr& e);
  bool push_name(const ast::Tree& tree, std::uint32_t id, const ParameterNames& parameters);
  bool push_input(const ast::Tree& tree, const ast::Expr& e, const Symbol& symbol);
  bool push_operator(const ast::Tree& tree, const ast::Expr& e);
  bool push_call(const ast::Tree& tree, const ast::Expr& e);
  bool push_cast(const ast::Tree& tree, const ast::Expr& e);
  bool push_unknown(const ast::Tree& tree, const ast::Expr& e, ParamToken::Kind kind, std::size_t arguments);
  bool replace(const ast::Tree& tree, const ast::Expr& e, std::size_t arguments,
               const Result<Constant>& value);
  void push_constant(const Constant& value);
  bool refuse(const ast::Tree& tree, const ast::Expr& e, std::string_view what);
  bool invalid(const ast::Tree& tree, const ast::Expr& e, std::string_view why);

  DiagnosticEngine& diagnostics_;
  Dialect dialect_;
  const SymbolTable& symbols_;
  KnownBits known_bits_;
  bool constants_only_ = false;
  bool inputs_allowed_ = false;
  ParamExpr out_;
  std::vector<Value> stack_;
};

/// The nodes of `expr` in postfix order, without those inside an index, which stand for positions.
std::vector<std::uint32_t> outer_nodes(const ast::Tree& tree, std::uint32_t expr);

/// The value of a number, boolean, bit string or duration as it is written.
Constant literal(const ast::Expr& e, Dialect dialect);

/// Whether `expr` may have no value for some arguments.
bool is_partial(const ParamExpr& expr);

/// Whether `word` is a constant or function of expressions, which no name may hide.
bool is_reserved_in_expressions(std::string_view word, Dialect dialect);

}  // namespace dqc
