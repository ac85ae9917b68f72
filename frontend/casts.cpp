// Casts between the types of classical values, and the implicit conversions of a declaration.
#include <fmt/core.h>

#include <cmath>
#include <numbers>

#include "frontend/constants.h"

namespace dqc {
namespace {

using ast::ValueType;

Error problem(std::string message) { return {ExitCode::bad_input, std::move(message), ""}; }

std::uint64_t mask(int width) {
  return width > 0 && width < 64 ? (std::uint64_t{1} << width) - 1 : ~std::uint64_t{0};
}

}  // namespace

bool can_be_width(const Constant& value) {
  constexpr int widest = 1 << 20;
  return value.is_integer() && !value.is_negative() && value.integer > 0 && value.integer <= widest;
}

Result<Constant> cast(ValueType type, int width, const Constant& v) {
  const auto no = [&] {
    return problem(fmt::format("{} cannot be cast to {}", describe(v), spelling(type)));
  };
  const bool duration = v.type == ValueType::duration || type == ValueType::duration;
  if (duration && v.type != type) return no();
  const bool whole = v.type != ValueType::real && v.type != ValueType::angle;
  const double truncated = std::trunc(v.number);
  switch (type) {
    case ValueType::boolean: return Constant::boolean(v.number != 0);
    case ValueType::real:
      return v.type == ValueType::angle ? no() : Result<Constant>(Constant::real(v.number));
    case ValueType::angle:
      if (v.type == ValueType::bits)
        return v.width == width ? Result<Constant>(Constant::angle(
                                      std::ldexp(v.number, -width) * 2 * std::numbers::pi, width))
                                : no();
      return Constant::angle(v.number, width);
    case ValueType::integer: {
      if (v.type == ValueType::angle) return no();
      if (!whole && !(std::abs(truncated) < std::ldexp(1, 63))) return problem("value is too large");
      std::uint64_t bits =
          whole ? v.integer : static_cast<std::uint64_t>(static_cast<std::int64_t>(truncated));
      if (width > 0 && width < 64)  // two's complement of `width` bits
        bits = (bits >> (width - 1) & 1) != 0 ? bits | ~mask(width) : bits & mask(width);
      return Constant::signed_integer(static_cast<std::int64_t>(bits), width);
    }
    case ValueType::unsigned_integer: {
      if (v.type == ValueType::angle) return no();
      if (!whole && !(truncated > -std::ldexp(1, 63) && truncated < std::ldexp(1, 64)))
        return problem("value is too large");
      const std::uint64_t bits = whole ? v.integer
                                 : truncated < 0
                                     ? static_cast<std::uint64_t>(static_cast<std::int64_t>(truncated))
                                     : static_cast<std::uint64_t>(truncated);
      return Constant::unsigned_integer(bits & mask(width), width);
    }
    case ValueType::bits:
      if (v.has_grid() && v.width == width)
        return Constant::bits(static_cast<std::uint64_t>(v.steps()), width);
      if (!whole || (v.type == ValueType::bits && v.width > width)) return no();
      return Constant::bits(v.integer, width);
    case ValueType::duration: return v;
  }
  return no();
}

Result<Constant> convert(ValueType type, int width, const Constant& v, std::string_view name) {
  const auto wrong = [&] {
    return problem(fmt::format(
        "'{}' is of type {}, but is given {}", name,
        type == ValueType::bits && width > 1 ? fmt::format("bit[{}]", width) : std::string(spelling(type)),
        describe(v)));
  };
  const auto too_big = [&] {
    return problem(v.type == ValueType::integer
                       ? fmt::format("{} does not fit in '{}'", static_cast<std::int64_t>(v.integer), name)
                       : fmt::format("{} does not fit in '{}'", v.integer, name));
  };
  const bool integral = v.is_integer() || v.is_truth();
  switch (type) {
    case ValueType::boolean:
      if (!v.is_truth()) return wrong();
      return Constant::boolean(v.integer != 0);
    case ValueType::bits:
      if (width == 1 && (v.is_truth() || (v.is_integer() && v.integer <= 1)))
        return Constant::bits(v.integer, 1);
      if (v.type == ValueType::bits && v.width == width) return v;
      return wrong();
    case ValueType::integer:
    case ValueType::unsigned_integer: {
      if (!integral) return wrong();
      const bool is_signed = type == ValueType::integer;
      if (is_signed && v.type == ValueType::unsigned_integer && v.integer >> 63 != 0) return too_big();
      if (!is_signed && v.is_negative()) return too_big();
      const auto value = static_cast<std::int64_t>(v.integer);
      const bool fits =
          width == 0 || width > 63 ||
          (is_signed ? value >= -(std::int64_t{1} << (width - 1)) && value < std::int64_t{1} << (width - 1)
                     : v.integer <= mask(width));
      if (!fits) return too_big();
      return is_signed ? Constant::signed_integer(value, width)
                       : Constant::unsigned_integer(v.integer, width);
    }
    case ValueType::real:
      if (!integral && v.type != ValueType::real) return wrong();
      return Constant::real(v.number);
    case ValueType::angle:
      if (!v.is_integer() && v.type != ValueType::real && v.type != ValueType::angle) return wrong();
      return Constant::angle(v.number, width);
    case ValueType::duration:
      if (v.type != ValueType::duration) return wrong();
      return v;
  }
  return wrong();
}

}  // namespace dqc
