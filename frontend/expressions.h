// Values of expressions: gate parameters, sizes and indices.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/ast.h"
#include "frontend/lexer.h"
#include "passes/ir/circuit.h"
#include "passes/support/diagnostic.h"

namespace dqc {

/// Positions of the parameters of the gate definition around, by name.
using ParameterNames = std::unordered_map<std::string_view, std::int32_t>;

/// Folds constants; what depends on parameters stays an expression. Reports what has no value (1/0,
/// ln(0), overflow) and what dqcc does not support.
class ExpressionFolder {
 public:
  ExpressionFolder(DiagnosticEngine& diagnostics, Dialect dialect)
      : diagnostics_(diagnostics), dialect_(dialect) {}

  /// The expression in postfix form, constants folded; valid until the next call. nullptr after a report.
  const ParamExpr* fold(const ast::Tree& tree, std::uint32_t expr, const ParameterNames& parameters);

  /// The value of a constant integer, such as a size; nullopt after a report that `what` must be one.
  std::optional<std::int64_t> integer(const ast::Tree& tree, std::uint32_t expr, std::string_view what);

 private:
  bool push(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters);
  bool push_name(const ast::Tree& tree, const ast::Expr& e, const ParameterNames& parameters);
  bool push_operator(const ast::Tree& tree, const ast::Expr& e);
  bool push_call(const ast::Tree& tree, const ast::Expr& e);
  bool apply(const ast::Tree& tree, const ast::Expr& e, ParamToken::Kind kind, bool binary);
  void push_number(double value, bool integral);
  bool refuse(const ast::Tree& tree, const ast::Expr& e, std::string_view what);

  DiagnosticEngine& diagnostics_;
  Dialect dialect_;
  ParamExpr out_;
  struct Value {
    std::size_t start = 0;  ///< where it begins in out_
    bool integral = false;  ///< of type int: OpenQASM 3 divides those as integers
  };
  std::vector<Value> stack_;
};

/// Whether `expr` may have no value for some arguments.
bool is_partial(const ParamExpr& expr);

/// Whether `word` is a constant or function of expressions, which no name may hide.
bool is_reserved_in_expressions(std::string_view word, Dialect dialect);

}  // namespace dqc
