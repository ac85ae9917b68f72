// Expressions over parameters, in postfix form: of a gate definition over its own, of a circuit over its
// inputs.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dqc {

struct ParamToken {
  enum class Kind : std::uint8_t {
    number,
    parameter,
    add,
    sub,
    mul,
    div,
    pow,
    neg,
    sin,
    cos,
    tan,
    exp,
    ln,
    sqrt,
    acos,
    asin,
    atan
  };
  Kind kind = Kind::number;
  double number = 0;       ///< Kind::number
  std::int32_t index = 0;  ///< Kind::parameter
  bool is_binary() const { return kind >= Kind::add && kind <= Kind::pow; }
  auto operator<=>(const ParamToken&) const = default;
};
using ParamExpr = std::vector<ParamToken>;

/// What an operator or a function of one or two arguments makes of them; NaN where it is undefined.
double apply(ParamToken::Kind kind, double a);
double apply(ParamToken::Kind kind, double a, double b);

/// The value of `expr` for `arguments`; NaN where it is undefined (1/0, ln(0)).
double evaluate(const ParamExpr& expr, std::span<const double> arguments);

/// OpenQASM 3 text of `expr`, with the parentheses that keep its postfix form; `name` by parameter.
using ParamNames = std::function<std::string(std::int32_t)>;
std::string expression_text(const ParamExpr& expr, const ParamNames& name);

/// A number with a point or an exponent: OpenQASM 3 divides integers as integers.
std::string real_text(double value);

}  // namespace dqc
