// Values of expressions: gate parameters, sizes and indices.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/ast.h"
#include "frontend/lexer.h"
#include "frontend/symbols.h"
#include "passes/ir/circuit.h"
#include "passes/support/diagnostic.h"

namespace dqc {

/// Positions of the parameters of the gate definition around, by name.
using ParameterNames = std::unordered_map<std::string_view, std::int32_t>;

/// Folds constants; what depends on parameters stays an expression. Reports what has no value (1/0,
/// ln(0), overflow) and what dqcc does not support.
class ExpressionFolder {
 public:
  ExpressionFolder(DiagnosticEngine& diagnostics, Dialect dialect, const SymbolTable& symbols)
      : diagnostics_(diagnostics), dialect_(dialect), symbols_(symbols) {}

  /// Inside a gate definition only constants are seen.
  void set_constants_only(bool on) { constants_only_ = on; }

  /// Whether `expr` names no classical bits, so that its value is known.
  bool is_constant(const ast::Tree& tree, std::uint32_t expr) const;

  struct Constant {
    double number = 0;
    ast::ValueType type = ast::ValueType::real;
  };
  /// The value of a constant expression; nullopt after a report.
  std::optional<Constant> constant(const ast::Tree& tree, std::uint32_t expr);

  /// The expression in postfix form, constants folded; valid until the next call. nullptr after a report.
  const ParamExpr* fold(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters);

  /// The value of a constant integer, such as a size; nullopt after a report that `what` must be one.
  std::optional<std::int64_t> integer(const ast::Tree& tree, std::uint32_t expr, std::string_view what);

 private:
  bool run(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters);
  bool push(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters);
  bool push_name(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters);
  bool push_operator(const ast::Tree& tree, const ast::Expr& e);
  bool push_call(const ast::Tree& tree, const ast::Expr& e);
  bool apply(const ast::Tree& tree, const ast::Expr& e, ParamToken::Kind kind, bool binary);
  bool apply_discrete(const ast::Tree& tree, const ast::Expr& e);
  void push_number(double value, ast::ValueType type);
  bool refuse(const ast::Tree& tree, const ast::Expr& e, std::string_view what);

  DiagnosticEngine& diagnostics_;
  Dialect dialect_;
  const SymbolTable& symbols_;
  bool constants_only_ = false;
  ParamExpr out_;
  struct Value {
    std::size_t start = 0;                       ///< where it begins in out_
    ast::ValueType type = ast::ValueType::real;  ///< OpenQASM 3 divides integers as such
  };
  std::vector<Value> stack_;
};

/// Whether `expr` may have no value for some arguments.
bool is_partial(const ParamExpr& expr);

/// Whether `word` is a constant or function of expressions, which no name may hide.
bool is_reserved_in_expressions(std::string_view word, Dialect dialect);

}  // namespace dqc
