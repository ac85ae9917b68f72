// Angles that depend on the inputs of a program: a constant and a sum of factors times atoms, an atom being
// an input or an expression over inputs that is not a sum. Gates keep them in the place of a number: as a
// NaN that says which row of the circuit's table it is. So numbers cost nothing more, angles copy as
// numbers do, and what compares them with numbers takes them for general ones. What computes with them
// does it here; the NaN of plain arithmetic is none of them, and the verifier refuses it.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "passes/ir/param_expr.h"

namespace dqc {

/// `input float[64] theta;`, a number that whoever runs the program gives it. Arithmetic with inputs is that
/// of real numbers; an angle is in radians.
struct Input {
  std::string name;
  bool angle = false;  ///< declared as an angle, else as a float
  int width = 0;       ///< 0: not given
  bool operator==(const Input&) const = default;
};

/// `input angle[8] name;`, the declaration of `input` under `name`.
std::string input_declaration(const Input& input, const std::string& name);

/// Whether `angle` stands for a row of a table.
inline bool is_symbolic(double angle) {
  return angle != angle && std::bit_cast<std::uint64_t>(angle) >> 32 == 0x7ffc0000u;
}

class AngleTable {
 public:
  /// A sum; `terms` by atom, no factor is 0.
  struct Form {
    double constant = 0;
    std::map<ParamExpr, double> terms;
    auto operator<=>(const Form&) const = default;
  };

  /// The input with this number.
  double input(std::int32_t index) { return row({0, {{{{ParamToken::Kind::parameter, 0, index}}, 1}}}); }
  double sum(double a, double b);
  double scaled(double angle, double factor);
  /// As `evaluate`, of arguments that may be symbolic. NaN, and not symbolic, where it is undefined or grows
  /// beyond what is kept of one expression.
  double evaluate(const ParamExpr& expr, std::span<const double> arguments);
  /// With this constant instead of `constant(angle)`.
  double with_constant(double angle, double constant);

  double constant(double angle) const { return is_symbolic(angle) ? form(angle).constant : angle; }
  /// The value for `inputs`, by input.
  double value(double angle, std::span<const double> inputs) const;
  bool equal(double a, const AngleTable& other, double b) const {
    return a == b || (is_symbolic(a) && is_symbolic(b) && form(a) == other.form(b));
  }
  /// Whether `angle` is finite, or a row of this table over `inputs` inputs.
  bool holds(double angle, std::size_t inputs) const;
  /// OpenQASM 3 text, which evaluates to this angle again; `name` by input.
  std::string text(double angle, const ParamNames& name) const;

 private:
  const Form& form(double angle) const {
    return rows_[static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(angle))];
  }
  Form form_of(double angle) const { return is_symbolic(angle) ? form(angle) : Form{angle, {}}; }
  double row(Form form);
  double atom(ParamToken::Kind kind, std::span<const double> operands);

  std::map<Form, std::uint32_t> index_;
  std::vector<Form> rows_;
};

}  // namespace dqc
