// Values that are known while compiling, with their types, and what operators, functions and casts
// make of them (OpenQASM 3.0 specification, "Types and casting" and "Classical instructions").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "frontend/ast.h"
#include "frontend/lexer.h"
#include "passes/support/result.h"

namespace dqc {

/// A typed value. Integers are 64 bits wide; `width` narrows what can be stored in a variable.
struct Constant {
  ast::ValueType type = ast::ValueType::real;
  int width = 0;              ///< bits: how many, at most 64; int, uint, angle: 0 where none is given
  double number = 0;          ///< the value, rounded where an integer is too large for a double
  std::uint64_t integer = 0;  ///< boolean, int (two's complement), uint, bits

  static Constant real(double value) { return {ast::ValueType::real, 0, value, 0}; }
  static Constant boolean(bool value);
  static Constant signed_integer(std::int64_t value, int width = 0);
  static Constant unsigned_integer(std::uint64_t value, int width = 0);
  /// The lowest `width` bits of `value`.
  static Constant bits(std::uint64_t value, int width);
  /// Radians; of `width` bits the nearest multiple of 2 pi / 2^width.
  static Constant angle(double radians, int width = 0);
  /// Nanoseconds, or samples (`dt`), which no duration in seconds can be compared with.
  static Constant duration(double value, bool samples);

  bool is_integer() const {
    return type == ast::ValueType::integer || type == ast::ValueType::unsigned_integer;
  }
  bool is_negative() const {
    return type == ast::ValueType::integer ? static_cast<std::int64_t>(integer) < 0 : number < 0;
  }
  /// An angle of so few bits that it is a multiple of 2 pi / 2^width, and which multiple.
  bool has_grid() const;
  double steps() const;
  /// What it is as a bool without a cast: bools and single bits, and as in C numbers, which are true unless
  /// 0.
  std::optional<bool> truth() const;
  /// A bool or a single bit.
  bool is_truth() const {
    return type == ast::ValueType::boolean || (type == ast::ValueType::bits && width == 1);
  }
};

/// "float", "bit[3]".
std::string describe(const Constant& value);
std::string_view spelling(ast::ValueType type);
std::string_view spelling(ast::Operator op);

/// `op` of `a` and, where it is binary, `b`. Errors say why there is no value.
Result<Constant> apply(ast::Operator op, const Constant& a, const Constant& b);

/// A function of expressions by name; errors say why there is no value, first of all that no function
/// of `dialect` has this name (an empty message) or that it takes another number of arguments.
Result<Constant> call_function(std::string_view name, Dialect dialect, std::span<const Constant> arguments);

/// Whether a type can be `value` bits wide.
bool can_be_width(const Constant& value);

/// `type[width](value)`; `width` as `can_be_width` allows it, or 0 where none is given. Bits: 1 to 64.
Result<Constant> cast(ast::ValueType type, int width, const Constant& value);

/// `value` as it is stored in a variable of `type` and `width` that is called `name`, without a cast.
Result<Constant> convert(ast::ValueType type, int width, const Constant& value, std::string_view name);

}  // namespace dqc
