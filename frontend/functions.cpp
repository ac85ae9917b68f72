// The functions of expressions, on constants.
#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include "frontend/constants.h"

namespace dqc {
namespace {

using ast::ValueType;

Error problem(std::string message) { return {ExitCode::bad_input, std::move(message), ""}; }

double positive_remainder(double a, double b) {
  const double r = std::fmod(a, b);
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

Result<Constant> finite(double value) {
  if (!std::isfinite(value)) return problem("value is too large");
  return Constant::real(value);
}

using Arguments = std::span<const Constant>;

Result<Constant> power(Arguments a) { return apply(ast::Operator::power, a[0], a[1]); }
Result<Constant> remainder(Arguments a) {
  if (a[0].is_integer() && a[1].is_integer()) return apply(ast::Operator::modulo, a[0], a[1]);
  if (a[1].number == 0) return problem("division by zero");
  return Constant::real(positive_remainder(a[0].number, a[1].number));
}
Result<Constant> sine(Arguments a) { return finite(std::sin(a[0].number)); }
Result<Constant> cosine(Arguments a) { return finite(std::cos(a[0].number)); }
Result<Constant> tangent(Arguments a) { return finite(std::tan(a[0].number)); }
Result<Constant> exponential(Arguments a) { return finite(std::exp(a[0].number)); }
Result<Constant> logarithm(Arguments a) {
  if (a[0].number <= 0) return problem("logarithm of a number that is not positive");
  return finite(std::log(a[0].number));
}
Result<Constant> square_root(Arguments a) {
  if (a[0].number < 0) return problem("square root of a negative number");
  return finite(std::sqrt(a[0].number));
}
Result<Constant> arc(Arguments a, double (*function)(double)) {
  if (a[0].number < -1 || a[0].number > 1) return problem("arc function of a number outside -1 .. 1");
  return finite(function(a[0].number));
}
Result<Constant> arc_cosine(Arguments a) { return arc(a, std::acos); }
Result<Constant> arc_sine(Arguments a) { return arc(a, std::asin); }
Result<Constant> arc_tangent(Arguments a) { return finite(std::atan(a[0].number)); }
Result<Constant> floor_of(Arguments a) { return finite(std::floor(a[0].number)); }
Result<Constant> ceiling_of(Arguments a) { return finite(std::ceil(a[0].number)); }

Result<Constant> population(Arguments a) {
  if (a[0].type != ValueType::bits) return problem("'popcount' needs bits");
  return Constant::unsigned_integer(static_cast<std::uint64_t>(std::popcount(a[0].integer)));
}

Result<Constant> rotated(Arguments a, bool left) {
  if (a[0].type != ValueType::bits || !a[1].is_integer())
    return problem("a rotation needs bits and an integer");
  const std::int64_t width = a[0].width;
  const std::int64_t by = static_cast<std::int64_t>(a[1].integer) % width;
  const std::int64_t up = ((left ? by : -by) + width) % width;
  const std::uint64_t bits = a[0].integer;
  const std::uint64_t wrapped = up == 0 ? 0 : bits >> (width - up);
  return Constant::bits(bits << up | wrapped, a[0].width);
}
Result<Constant> rotated_left(Arguments a) { return rotated(a, true); }
Result<Constant> rotated_right(Arguments a) { return rotated(a, false); }

struct Function {
  std::string_view name;
  Result<Constant> (*value)(Arguments);
  std::size_t arguments;
  bool in_qasm2;
  bool in_qasm3;
};
constexpr Function functions[] = {
    {"sin", sine, 1, true, true},
    {"cos", cosine, 1, true, true},
    {"tan", tangent, 1, true, true},
    {"exp", exponential, 1, true, true},
    {"ln", logarithm, 1, true, true},
    {"log", logarithm, 1, false, true},
    {"sqrt", square_root, 1, true, true},
    {"acos", arc_cosine, 1, true, false},
    {"asin", arc_sine, 1, true, false},
    {"atan", arc_tangent, 1, true, false},
    {"arccos", arc_cosine, 1, false, true},
    {"arcsin", arc_sine, 1, false, true},
    {"arctan", arc_tangent, 1, false, true},
    {"pow", power, 2, false, true},
    {"mod", remainder, 2, false, true},
    {"floor", floor_of, 1, false, true},
    {"ceiling", ceiling_of, 1, false, true},
    {"popcount", population, 1, false, true},
    {"rotl", rotated_left, 2, false, true},
    {"rotr", rotated_right, 2, false, true},
};

}  // namespace

Result<Constant> call_function(std::string_view name, Dialect dialect, std::span<const Constant> arguments) {
  const auto f = std::ranges::find(functions, name, &Function::name);
  if (f == std::end(functions) || !(dialect == Dialect::qasm2 ? f->in_qasm2 : f->in_qasm3))
    return problem("");
  if (arguments.size() != f->arguments)
    return problem(fmt::format("function '{}' takes {} argument{}, found {}", name, f->arguments,
                               f->arguments == 1 ? "" : "s", arguments.size()));
  for (const Constant& a : arguments)
    if (a.type == ValueType::boolean || a.type == ValueType::duration ||
        (a.type == ValueType::bits && name != "popcount" && !name.starts_with("rot")))
      return problem(fmt::format("function '{}' needs numbers, found {}", name, describe(a)));
  return f->value(arguments);
}

}  // namespace dqc
