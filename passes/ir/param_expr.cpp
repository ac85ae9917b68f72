#include "passes/ir/param_expr.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "passes/ir/param_expr_qasm2.h"
#include "passes/support/text_io.h"

namespace dqc {
namespace {

using K = ParamToken::Kind;

/// What two languages spell differently.
struct Words {
  std::string_view power, logarithm;
};
constexpr Words qasm3_words{" ** ", "log"}, qasm2_words{" ^ ", "ln"};

std::string_view function_name(K kind, const Words& words) {
  switch (kind) {
    case K::sin: return "sin";
    case K::cos: return "cos";
    case K::tan: return "tan";
    case K::exp: return "exp";
    case K::ln: return words.logarithm;
    case K::sqrt: return "sqrt";
    case K::acos: return "arccos";
    case K::asin: return "arcsin";
    default: return "arctan";
  }
}

class ExpressionPrinter {
 public:
  ExpressionPrinter(const ParamNames& name, const Words& words) : name_(name), words_(words) {}

  std::string print(const ParamExpr& expression) {
    for (const ParamToken& token : expression) push(token);
    return std::move(stack_.back().text);
  }

 private:
  enum Power { sum = 1, product = 2, negation = 3, power = 4, atom = 5 };
  struct Part {
    std::string text;
    int power = atom;
  };

  void push(const ParamToken& token) {
    if (token.kind == K::number) {
      stack_.push_back({real_text(token.number), token.number < 0 ? negation : atom});
    } else if (token.kind == K::parameter) {
      stack_.push_back({name_(token.index), atom});
    } else if (token.is_binary()) {
      push_binary(token.kind);
    } else if (token.kind == K::neg) {
      stack_.back() = {"-" + wrapped(stack_.back(), power), negation};
    } else {
      stack_.back() = {fmt::format("{}({})", function_name(token.kind, words_), stack_.back().text), atom};
    }
  }

  void push_binary(K kind) {
    const Part right = std::move(stack_.back());
    stack_.pop_back();
    Part& left = stack_.back();
    switch (kind) {
      case K::add: left = join(left, " + ", right, sum); break;
      case K::sub: left = join(left, " - ", right, sum); break;
      case K::mul: left = join(left, " * ", right, product); break;
      case K::div: left = join(left, " / ", right, product); break;
      default: left = {fmt::format("{}{}{}", wrapped(left, atom), words_.power, wrapped(right, atom)), power};
    }
  }

  static Part join(const Part& left, std::string_view op, const Part& right, int level) {
    return {fmt::format("{}{}{}", wrapped(left, level), op, wrapped(right, level + 1)), level};
  }
  static std::string wrapped(const Part& part, int level) {
    return part.power < level ? "(" + part.text + ")" : part.text;
  }

  const ParamNames& name_;
  const Words& words_;
  std::vector<Part> stack_;
};

}  // namespace

double apply(K kind, double a) {
  switch (kind) {
    case K::neg: return -a;
    case K::sin: return std::sin(a);
    case K::cos: return std::cos(a);
    case K::tan: return std::tan(a);
    case K::exp: return std::exp(a);
    case K::ln: return a > 0 ? std::log(a) : std::numeric_limits<double>::quiet_NaN();
    case K::sqrt: return std::sqrt(a);
    case K::acos: return std::acos(a);
    case K::asin: return std::asin(a);
    case K::atan: return std::atan(a);
    default: return std::numeric_limits<double>::quiet_NaN();
  }
}

double apply(K kind, double a, double b) {
  switch (kind) {
    case K::add: return a + b;
    case K::sub: return a - b;
    case K::mul: return a * b;
    case K::div: return b == 0 ? std::numeric_limits<double>::quiet_NaN() : a / b;
    default: return std::pow(a, b);
  }
}

double evaluate(const ParamExpr& expr, std::span<const double> arguments) {
  std::vector<double> stack;
  for (const ParamToken& token : expr) {
    if (token.kind == K::number) {
      stack.push_back(token.number);
    } else if (token.kind == K::parameter) {
      stack.push_back(arguments[static_cast<std::size_t>(token.index)]);
    } else if (token.is_binary()) {
      const double b = stack.back();
      stack.pop_back();
      stack.back() = apply(token.kind, stack.back(), b);
    } else {
      stack.back() = apply(token.kind, stack.back());
    }
  }
  return stack.back();
}

std::string expression_text(const ParamExpr& expr, const ParamNames& name) {
  return ExpressionPrinter(name, qasm3_words).print(expr);
}

std::optional<std::string> expression_qasm2(const ParamExpr& expr, const ParamNames& name) {
  if (std::ranges::any_of(expr, [](const ParamToken& t) { return t.kind >= K::acos; })) return std::nullopt;
  return ExpressionPrinter(name, qasm2_words).print(expr);
}

std::string real_text(double value) {
  std::string text = format_real(value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

}  // namespace dqc
