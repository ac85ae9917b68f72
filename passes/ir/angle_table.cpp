#include "passes/ir/angle_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

using K = ParamToken::Kind;
using Form = AngleTable::Form;

constexpr std::size_t max_terms = 1000, max_tokens = 1000;
constexpr int max_depth = 60;       // what is printed must be within the depth that a parser takes
constexpr double rounding = 1e-13;  // of a sum, relative to its parts
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double boxed(std::uint32_t row) { return std::bit_cast<double>(std::uint64_t{0x7ffc0000} << 32 | row); }

/// The terms of `form`, in the postfix form that evaluates to them again; nothing for none.
ParamExpr terms_of(const Form& form) {
  ParamExpr out;
  for (const auto& [atom, factor] : form.terms) {
    const bool first = out.empty();
    const double size = first ? factor : std::abs(factor);
    if (std::abs(size) != 1) out.push_back({K::number, size, 0});
    out.insert(out.end(), atom.begin(), atom.end());
    if (std::abs(size) != 1) out.push_back({K::mul, 0, 0});
    if (size == -1) out.push_back({K::neg, 0, 0});
    if (!first) out.push_back({factor < 0 ? K::sub : K::add, 0, 0});
  }
  return out;
}

ParamExpr expression_of(const Form& form) {
  ParamExpr out = terms_of(form);
  if (out.empty()) return {{K::number, form.constant + 0.0, 0}};  // no negative zero
  if (form.constant == 0) return out;
  out.push_back({K::number, std::abs(form.constant), 0});
  out.push_back({form.constant < 0 ? K::sub : K::add, 0, 0});
  return out;
}

/// How deep the text of `expr` nests: chains of one operator do not.
int depth_of(const ParamExpr& expr) {
  struct Part {
    int depth;
    K kind;
  };
  std::vector<Part> stack;
  for (const ParamToken& token : expr) {
    if (token.kind == K::number || token.kind == K::parameter) {
      stack.push_back({0, token.kind});
      continue;
    }
    Part right{0, token.kind};
    if (token.is_binary()) {
      right = stack.back();
      stack.pop_back();
    }
    Part& left = stack.back();
    const bool chain = token.is_binary() && token.kind != K::pow && left.kind == token.kind;
    left = {std::max(left.depth + (chain ? 0 : 1), right.depth + 1), token.kind};
  }
  return stack.back().depth;
}

}  // namespace

std::string input_declaration(const Input& input, const std::string& name) {
  std::string text = input.angle ? "input angle" : "input float";
  if (input.width > 0) text += '[' + std::to_string(input.width) + ']';
  return text + ' ' + name + ';';
}

double AngleTable::row(Form form) {
  form.constant += 0.0;  // no negative zero
  if (form.terms.empty()) return form.constant;
  const auto finite = [](const auto& term) { return std::isfinite(term.second); };
  if (form.terms.size() > max_terms || !std::isfinite(form.constant) ||
      !std::ranges::all_of(form.terms, finite))
    return undefined;
  const auto [found, is_new] = index_.try_emplace(form, static_cast<std::uint32_t>(rows_.size()));
  if (is_new) rows_.push_back(std::move(form));
  return boxed(found->second);
}

double AngleTable::sum(double a, double b) {
  if (!is_symbolic(a) && !is_symbolic(b)) return a + b;
  Form out = form_of(a);
  const Form other = form_of(b);
  out.constant += other.constant;
  for (const auto& [atom, factor] : other.terms) {
    const auto [term, is_new] = out.terms.try_emplace(atom, factor);
    if (is_new) continue;
    const double parts = std::max(std::abs(term->second), std::abs(factor));
    term->second += factor;
    if (std::abs(term->second) <= rounding * parts) out.terms.erase(term);
  }
  return row(std::move(out));
}

double AngleTable::scaled(double angle, double factor) {
  if (!is_symbolic(angle)) return angle * factor;
  Form out = form(angle);
  out.constant *= factor;
  for (auto& term : out.terms) term.second *= factor;
  std::erase_if(out.terms, [](const auto& term) { return term.second == 0; });
  return row(std::move(out));
}

double AngleTable::with_constant(double angle, double constant) {
  if (!is_symbolic(angle)) return constant;
  Form out = form(angle);
  out.constant = constant;
  return row(std::move(out));
}

/// What `kind` makes of operands that are not all numbers, as something that is not looked into.
double AngleTable::atom(K kind, std::span<const double> operands) {
  ParamExpr expr;
  for (const double operand : operands) {
    if (!is_symbolic(operand) && !std::isfinite(operand)) return undefined;
    const ParamExpr part = expression_of(form_of(operand));
    expr.insert(expr.end(), part.begin(), part.end());
  }
  expr.push_back({kind, 0, 0});
  if (expr.size() > max_tokens || depth_of(expr) > max_depth) return undefined;
  return row({0, {{std::move(expr), 1}}});
}

double AngleTable::evaluate(const ParamExpr& expr, std::span<const double> arguments) {
  std::vector<double> stack;
  for (const ParamToken& token : expr) {
    if (token.kind == K::number) {
      stack.push_back(token.number);
      continue;
    }
    if (token.kind == K::parameter) {
      stack.push_back(arguments[static_cast<std::size_t>(token.index)]);
      continue;
    }
    const double b = stack.back();
    double result = 0;
    if (token.is_binary()) {
      stack.pop_back();
      const double a = stack.back();
      const double both[] = {a, b};
      if (!is_symbolic(a) && !is_symbolic(b))
        result = apply(token.kind, a, b);
      else if (token.kind == K::add)
        result = sum(a, b);
      else if (token.kind == K::sub)
        result = sum(a, scaled(b, -1));
      else if (token.kind == K::mul && !(is_symbolic(a) && is_symbolic(b)))
        result = is_symbolic(a) ? scaled(a, b) : scaled(b, a);
      else if (token.kind == K::div && !is_symbolic(b))
        result = b == 0 ? undefined : scaled(a, 1 / b);
      else
        result = atom(token.kind, both);
    } else if (!is_symbolic(b)) {
      result = apply(token.kind, b);
    } else {
      result = token.kind == K::neg ? scaled(b, -1) : atom(token.kind, {&b, 1});
    }
    stack.back() = result;
  }
  return stack.back();
}

double AngleTable::value(double angle, std::span<const double> inputs) const {
  if (!is_symbolic(angle)) return angle;
  double sum = form(angle).constant;
  for (const auto& [atom, factor] : form(angle).terms) sum += factor * dqc::evaluate(atom, inputs);
  return sum;
}

bool AngleTable::holds(double angle, std::size_t inputs) const {
  if (!is_symbolic(angle)) return std::isfinite(angle);
  if (static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(angle)) >= rows_.size()) return false;
  return std::ranges::all_of(form(angle).terms, [&](const auto& term) {
    return std::ranges::all_of(term.first, [&](const ParamToken& token) {
      return token.kind != K::parameter || static_cast<std::size_t>(token.index) < inputs;
    });
  });
}

std::string AngleTable::text(double angle, const ParamNames& name) const {
  if (!is_symbolic(angle)) return format_angle(angle);
  const Form& whole = form(angle);
  std::string out = expression_text(terms_of(whole), name);
  if (whole.constant != 0) out += whole.constant < 0 ? " - " : " + ";
  if (whole.constant != 0) out += format_angle(std::abs(whole.constant));
  return out;
}

}  // namespace dqc
