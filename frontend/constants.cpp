#include "frontend/constants.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace dqc {
namespace {

using ast::Operator;
using ast::ValueType;

constexpr double turn = 2 * std::numbers::pi;
constexpr int finest_angle = 53;

Error problem(std::string message) { return {ExitCode::bad_input, std::move(message), ""}; }

std::uint64_t mask(int width) {
  return width > 0 && width < 64 ? (std::uint64_t{1} << width) - 1 : ~std::uint64_t{0};
}

bool is_number(const Constant& c) {
  return c.is_integer() || c.type == ValueType::real || c.type == ValueType::angle ||
         c.type == ValueType::duration;
}

Result<Constant> checked(const Constant& c) {
  if (!std::isfinite(c.number)) return problem("value is too large");
  return c;
}

Result<Constant> needs(Operator op, std::string_view what, const Constant& found) {
  return problem(fmt::format("'{}' needs {}, found {}", spelling(op), what, describe(found)));
}

/// Integer arithmetic: that of C, except that a signed result which does not fit is an error.
Result<Constant> integer_arithmetic(Operator op, const Constant& a, const Constant& b) {
  const auto x = static_cast<std::int64_t>(a.integer), y = static_cast<std::int64_t>(b.integer);
  if (a.type == ValueType::unsigned_integer || b.type == ValueType::unsigned_integer) {
    const int width = std::max(a.width, b.width);
    switch (op) {
      case Operator::add: return Constant::unsigned_integer((a.integer + b.integer) & mask(width), width);
      case Operator::subtract:
        return Constant::unsigned_integer((a.integer - b.integer) & mask(width), width);
      case Operator::multiply:
        return Constant::unsigned_integer((a.integer * b.integer) & mask(width), width);
      case Operator::divide: return Constant::unsigned_integer(a.integer / b.integer, width);
      default: return Constant::unsigned_integer(a.integer % b.integer, width);
    }
  }
  std::int64_t result = 0;
  const bool overflow = op == Operator::add        ? __builtin_add_overflow(x, y, &result)
                        : op == Operator::subtract ? __builtin_sub_overflow(x, y, &result)
                        : op == Operator::multiply ? __builtin_mul_overflow(x, y, &result)
                                                   : x == std::numeric_limits<std::int64_t>::min() && y == -1;
  if (overflow) return problem("value is too large");
  if (op == Operator::divide) result = x / y;
  if (op == Operator::modulo) result = x % y;
  return Constant::signed_integer(result, std::max(a.width, b.width));
}

Result<Constant> integer_power(const Constant& a, const Constant& b) {
  Constant result = a.type == ValueType::unsigned_integer ? Constant::unsigned_integer(1, a.width)
                                                          : Constant::signed_integer(1, a.width);
  Constant square = a;
  for (std::uint64_t n = b.integer; n != 0; n >>= 1) {
    if ((n & 1) != 0) {
      const auto product = integer_arithmetic(Operator::multiply, result, square);
      if (!product) return product;
      result = *product;
    }
    if (n == 1) break;
    const auto squared = integer_arithmetic(Operator::multiply, square, square);
    if (!squared) return squared;
    square = *squared;
  }
  return result;
}

Result<Constant> power(const Constant& a, const Constant& b) {
  if (a.is_integer() && b.is_integer() && !b.is_negative()) return integer_power(a, b);
  if (a.number == 0 && b.number < 0) return problem("division by zero");
  if (a.number < 0 && b.number != std::floor(b.number))
    return problem("power of a negative number with a fractional exponent");
  return checked(Constant::real(std::pow(a.number, b.number)));
}

double real_result(Operator op, double a, double b) {
  switch (op) {
    case Operator::add: return a + b;
    case Operator::subtract: return a - b;
    case Operator::multiply: return a * b;
    default: return a / b;
  }
}

Result<Constant> angle_arithmetic(Operator op, const Constant& a, const Constant& b) {
  const int width =
      std::max(a.type == ValueType::angle ? a.width : 0, b.type == ValueType::angle ? b.width : 0);
  const bool both = a.type == ValueType::angle && b.type == ValueType::angle;
  if (op == Operator::divide && b.type == ValueType::angle && !both)
    return problem("a number cannot be divided by an angle");
  if (op == Operator::divide && a.has_grid() && b.is_integer())
    return Constant::angle(std::floor(a.steps() / b.number) * turn / std::ldexp(1, a.width), a.width);
  const Constant result = Constant::angle(real_result(op, a.number, b.number), width);
  return checked(result);
}

Result<Constant> duration_arithmetic(Operator op, const Constant& a, const Constant& b) {
  const bool both = a.type == ValueType::duration && b.type == ValueType::duration;
  const Constant& one = a.type == ValueType::duration ? a : b;
  if (both && a.width != b.width) return problem("durations in dt and in seconds cannot be mixed");
  const double value = real_result(op, a.number, b.number);
  if (both && op == Operator::divide) return checked(Constant::real(value));
  const bool sum = op == Operator::add || op == Operator::subtract;
  if (sum != both || (op == Operator::divide && b.type == ValueType::duration))
    return problem(fmt::format("'{}' of {} and {} has no meaning", spelling(op), describe(a), describe(b)));
  return checked(Constant::duration(value, one.width != 0));
}

/// A bool or a single bit in arithmetic with a number is an int, as in C.
Constant promoted(const Constant& c) {
  return c.is_truth() ? Constant::signed_integer(static_cast<std::int64_t>(c.integer)) : c;
}

Result<Constant> arithmetic(Operator op, const Constant& one, const Constant& other) {
  const bool special = one.type == ValueType::duration || other.type == ValueType::duration ||
                       one.type == ValueType::angle || other.type == ValueType::angle;
  const Constant a = special ? one : promoted(one), b = special ? other : promoted(other);
  for (const Constant* c : {&a, &b})
    if (!is_number(*c)) return needs(op, "numbers", *c);
  const bool division = op == Operator::divide || op == Operator::modulo;
  if (division && b.number == 0) return problem("division by zero");
  if (op == Operator::modulo && !(a.is_integer() && b.is_integer()))
    return needs(op, "integers", a.is_integer() ? b : a);
  if (a.is_integer() && b.is_integer()) return integer_arithmetic(op, a, b);
  if (a.type == ValueType::duration || b.type == ValueType::duration) return duration_arithmetic(op, a, b);
  if (a.type == ValueType::angle || b.type == ValueType::angle) return angle_arithmetic(op, a, b);
  return checked(Constant::real(real_result(op, a.number, b.number)));
}

/// -1, 0 or 1 as `a` is less than, equal to or greater than `b`.
int order(const Constant& a, const Constant& b) {
  const auto as_number = [](const Constant& c, const Constant& other) {
    return other.has_grid() && c.type != ValueType::angle ? Constant::angle(c.number, other.width).number
                                                          : c.number;
  };
  if (a.type != ValueType::real && a.type != ValueType::angle && b.type != ValueType::real &&
      b.type != ValueType::angle && a.type != ValueType::duration) {
    const bool is_signed = a.type == ValueType::integer && b.type == ValueType::integer;
    const auto x = static_cast<std::int64_t>(a.integer), y = static_cast<std::int64_t>(b.integer);
    if (is_signed) return x < y ? -1 : x > y ? 1 : 0;
    return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
  }
  const double x = as_number(a, b), y = as_number(b, a);
  return x < y ? -1 : x > y ? 1 : 0;
}

Result<Constant> comparison(Operator op, const Constant& a, const Constant& b) {
  const bool equality = op == Operator::equal || op == Operator::not_equal;
  const bool durations = a.type == ValueType::duration || b.type == ValueType::duration;
  const bool bits =
      (a.type == ValueType::bits && !b.is_integer() && b.width != a.width) ||
      (b.type == ValueType::bits && !a.is_integer() && a.width != b.width) ||
      (a.type == ValueType::bits && (b.type == ValueType::real || b.type == ValueType::angle)) ||
      (b.type == ValueType::bits && (a.type == ValueType::real || a.type == ValueType::angle));
  const bool booleans =
      (a.type == ValueType::boolean && !b.is_truth()) || (b.type == ValueType::boolean && !a.is_truth());
  if (!(a.is_truth() && b.is_truth()) &&
      (booleans || bits || (durations && (a.type != b.type || a.width != b.width))))
    return problem(fmt::format("{} cannot be compared with {}", describe(a), describe(b)));
  if (!equality && (a.type == ValueType::boolean || b.type == ValueType::boolean))
    return needs(op, "numbers", a.type == ValueType::boolean ? a : b);
  const int found = order(a, b);
  switch (op) {
    case Operator::equal: return Constant::boolean(found == 0);
    case Operator::not_equal: return Constant::boolean(found != 0);
    case Operator::less: return Constant::boolean(found < 0);
    case Operator::greater: return Constant::boolean(found > 0);
    case Operator::less_equal: return Constant::boolean(found <= 0);
    default: return Constant::boolean(found >= 0);
  }
}

/// `value` with the type of `like`.
Constant same_type(const Constant& like, std::uint64_t value) {
  switch (like.type) {
    case ValueType::boolean: return Constant::boolean(value != 0);
    case ValueType::bits: return Constant::bits(value, like.width);
    case ValueType::integer: return Constant::signed_integer(static_cast<std::int64_t>(value), like.width);
    default: return Constant::unsigned_integer(value & mask(like.width), like.width);
  }
}

Result<Constant> bitwise(Operator op, const Constant& a, const Constant& b) {
  const bool truths = a.is_truth() && b.is_truth();
  const bool bits = a.type == ValueType::bits && b.type == ValueType::bits && a.width == b.width;
  const bool integers = a.is_integer() && b.is_integer();
  if (!truths && !bits && !integers)
    return problem(fmt::format("'{}' of {} and {} has no meaning", spelling(op), describe(a), describe(b)));
  const std::uint64_t value = op == Operator::bit_and  ? a.integer & b.integer
                              : op == Operator::bit_or ? a.integer | b.integer
                                                       : a.integer ^ b.integer;
  return same_type(a.type == ValueType::integer ? b : a, value);
}

Result<Constant> shift(Operator op, const Constant& a, const Constant& b) {
  if (a.type != ValueType::bits && !a.is_integer()) return needs(op, "bits or an integer", a);
  if (!b.is_integer() || b.is_negative()) return problem("a shift needs a non-negative integer");
  if (a.is_negative()) return problem("a negative integer cannot be shifted");
  if (b.integer > 63) return same_type(a, 0);
  const std::uint64_t value = op == Operator::shift_left ? a.integer << b.integer : a.integer >> b.integer;
  if (a.type == ValueType::integer && op == Operator::shift_left &&
      (value >> b.integer != a.integer || value >> 63 != 0))
    return problem("value is too large");
  return same_type(a, value);
}

Result<Constant> logical(Operator op, const Constant& a, const Constant& b) {
  for (const Constant* c : {&a, &b})
    if (!c->truth()) return needs(op, "booleans", *c);
  return Constant::boolean(op == Operator::logical_and ? *a.truth() && *b.truth() : *a.truth() || *b.truth());
}

Result<Constant> negated(const Constant& a) {
  if (!is_number(a)) return needs(Operator::negate, "a number", a);
  if (a.type == ValueType::angle) return Constant::angle(-a.number, a.width);
  if (a.type == ValueType::duration) return Constant::duration(-a.number, a.width != 0);
  if (a.type == ValueType::real) return Constant::real(-a.number);
  if (a.type == ValueType::unsigned_integer)
    return Constant::unsigned_integer((~a.integer + 1) & mask(a.width), a.width);
  return integer_arithmetic(Operator::subtract, Constant::signed_integer(0, a.width), a);
}

}  // namespace

bool Constant::has_grid() const { return type == ValueType::angle && width > 0 && width < finest_angle; }

double Constant::steps() const { return std::nearbyint(std::ldexp(number / turn, width)); }

std::optional<bool> Constant::truth() const {
  if (!is_truth() && !is_integer() && type != ValueType::real) return std::nullopt;
  return is_integer() ? integer != 0 : number != 0;
}

Constant Constant::boolean(bool value) { return {ValueType::boolean, 1, value ? 1.0 : 0.0, value ? 1u : 0u}; }

Constant Constant::signed_integer(std::int64_t value, int width) {
  return {ValueType::integer, width, static_cast<double>(value), static_cast<std::uint64_t>(value)};
}

Constant Constant::unsigned_integer(std::uint64_t value, int width) {
  return {ValueType::unsigned_integer, width, static_cast<double>(value), value};
}

Constant Constant::bits(std::uint64_t value, int width) {
  value &= mask(width);
  return {ValueType::bits, width, static_cast<double>(value), value};
}

Constant Constant::angle(double radians, int width) {
  double turns = radians / turn - std::floor(radians / turn);
  if (width > 0 && width < finest_angle)
    turns = std::nearbyint(std::ldexp(turns, width)) / std::ldexp(1, width);
  return {ValueType::angle, width, turns >= 1 ? 0 : turns * turn, 0};
}

Constant Constant::duration(double value, bool samples) {
  return {ValueType::duration, samples ? 1 : 0, value, 0};
}

std::string_view spelling(ValueType type) {
  switch (type) {
    case ValueType::boolean: return "bool";
    case ValueType::integer: return "int";
    case ValueType::unsigned_integer: return "uint";
    case ValueType::real: return "float";
    case ValueType::angle: return "angle";
    case ValueType::bits: return "bit";
    case ValueType::duration: return "duration";
  }
  return "";
}

std::string describe(const Constant& value) {
  if (value.type == ValueType::bits && value.width > 1) return fmt::format("a bit[{}]", value.width);
  const std::string_view name = spelling(value.type);
  return fmt::format("{} {}", name[0] == 'i' || name[0] == 'u' || name[0] == 'a' ? "an" : "a", name);
}

std::string_view spelling(Operator op) {
  switch (op) {
    case Operator::logical_or: return "||";
    case Operator::logical_and: return "&&";
    case Operator::bit_or: return "|";
    case Operator::bit_xor: return "^";
    case Operator::bit_and: return "&";
    case Operator::equal: return "==";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::greater: return ">";
    case Operator::less_equal: return "<=";
    case Operator::greater_equal: return ">=";
    case Operator::shift_left: return "<<";
    case Operator::shift_right: return ">>";
    case Operator::add:
    case Operator::plus: return "+";
    case Operator::subtract:
    case Operator::negate: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::modulo: return "%";
    case Operator::power: return "**";
    case Operator::logical_not: return "!";
    case Operator::bit_not: return "~";
    case Operator::none: break;
  }
  return "";
}

Result<Constant> apply(Operator op, const Constant& a, const Constant& b) {
  switch (op) {
    case Operator::plus: return is_number(a) ? Result<Constant>(a) : needs(op, "a number", a);
    case Operator::negate: return negated(a);
    case Operator::logical_not:
      return a.truth() ? Result<Constant>(Constant::boolean(!*a.truth())) : needs(op, "a boolean", a);
    case Operator::bit_not:
      if (a.type != ValueType::bits && a.type != ValueType::unsigned_integer)
        return needs(op, "bits or a uint", a);
      return same_type(a, ~a.integer);
    case Operator::logical_and:
    case Operator::logical_or: return logical(op, a, b);
    case Operator::bit_and:
    case Operator::bit_or:
    case Operator::bit_xor: return bitwise(op, a, b);
    case Operator::shift_left:
    case Operator::shift_right: return shift(op, a, b);
    case Operator::equal:
    case Operator::not_equal:
    case Operator::less:
    case Operator::greater:
    case Operator::less_equal:
    case Operator::greater_equal: return comparison(op, a, b);
    case Operator::power:
      for (const Constant* c : {&a, &b})
        if (!is_number(*c) || c->type == ValueType::duration) return needs(op, "numbers", *c);
      return power(a, b);
    default: return arithmetic(op, a, b);
  }
}

}  // namespace dqc
