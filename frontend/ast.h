// The syntax tree of one top-level statement, in flat arrays: nodes name each other by position, so
// that a Tree is cleared and filled again for the next statement without allocating.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "passes/support/diagnostic.h"

namespace dqc::ast {

inline constexpr std::uint32_t absent = ~0u;

/// `count` consecutive elements of the array that the member's type says.
struct List {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// A word of the source and where it stands.
struct Name {
  std::string_view text;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

enum class ExprKind : std::uint8_t {
  integer,
  real,
  boolean,
  bit_string,  ///< "0101", its value in `integer`, its length in `arguments`
  duration,    ///< 10ns, in nanoseconds or samples (`integer` 1) in `real`
  name,
  unary,
  binary,
  call,
  cast,   ///< `type`[right](left)
  index,  ///< the elements that selections[selection] names
};

enum class ValueType : std::uint8_t { boolean, integer, unsigned_integer, real, angle, bits, duration };

enum class Operator : std::uint8_t {
  none,
  logical_or,
  logical_and,
  bit_or,
  bit_xor,
  bit_and,
  equal,
  not_equal,
  less,
  greater,
  less_equal,
  greater_equal,
  shift_left,
  shift_right,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  power,
  negate,
  plus,
  logical_not,
  bit_not,
};

/// Operands stand before the node that uses them: the nodes `first` .. the node itself are its
/// expression in postfix order.
struct Expr {
  ExprKind kind = ExprKind::integer;
  Operator op = Operator::none;  ///< unary, binary
  bool too_big = false;          ///< integer: does not fit in 64 bits
  std::uint32_t begin = 0;       ///< bytes in the source
  std::uint32_t end = 0;
  std::uint32_t first = 0;           ///< where its subtree begins
  std::uint32_t left = absent;       ///< unary, binary, cast: operand; call: last argument
  std::uint32_t right = absent;      ///< binary: second operand; cast: the width
  std::uint32_t arguments = 0;       ///< call
  std::uint32_t selection = absent;  ///< index: into `selections`
  ValueType type = ValueType::real;  ///< cast
  std::uint64_t integer = 0;         ///< integer, boolean
  double real = 0;                   ///< integer, real
  std::string_view text;             ///< name, call, number; index: the name
};

enum class Selector : std::uint8_t { all, element, range, set };

/// `name`, `name[index]`, `name[index:step:last]` or `name[{..}]`: a register, elements of it, or a
/// qubit of a gate definition. Positions are Exprs; a range may lack any of its three. `base`: the
/// elements it selects from are those of another selection, as in `name[0:2][1]`.
struct Operand {
  Operand() = default;
  explicit Operand(const Name& all) : name(all) {}

  Name name;
  Selector selector = Selector::all;
  std::uint32_t index = absent;
  std::uint32_t step = absent;
  std::uint32_t last = absent;
  List set;                     ///< ids of Exprs, in `ids`
  std::uint32_t base = absent;  ///< into `selections`
};

enum class ModifierKind : std::uint8_t { inv, pow, ctrl, negctrl };

/// `ctrl(expr) @` before a gate.
struct Modifier {
  ModifierKind kind = ModifierKind::inv;
  std::uint32_t expr = absent;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Annotation {
  std::string_view keyword;
  std::string_view content;
  SourceRange at = {};  ///< its '@'
};

enum class StatementKind : std::uint8_t {
  empty,
  include,
  qubits,   ///< declaration, `name` and maybe `expr`, its size
  bits,     ///< declaration; `operands` holds qubits where `= measure q` initialises it, `value` a value
  gate,     ///< definition
  opaque,   ///< declaration
  call,     ///< of the gate `name`; `gphase` too
  measure,  ///< operands: qubits and, where they are kept, bits
  reset,
  barrier,
  if_,
  value,   ///< declaration of a constant or variable `name`; `expr`, its initial value
  assign,  ///< of `expr` to the variable `name`
  alias,   ///< `name` for the elements of all `operands`
  for_,    ///< `name` over the range or set that the operand is; `body`
  while_,  ///< `expr`, `body`
  break_,
  continue_,
  switch_,     ///< over `expr`; `body` holds its cases
  case_,       ///< `params` are its labels, none in a default; `body`
  box,         ///< maybe of duration `expr`; `body`
  delay,       ///< of duration `expr` on `operands`, or on all qubits
  subroutine,  ///< definition of `name`; `arguments`, `type` and `width` of a result, `body`
  return_,     ///< maybe of `expr`
  expression,  ///< `expr`, whose value nobody uses
  input,       ///< declaration of `name`, a real or an angle
};

/// A parameter of a subroutine: qubits (`size` of them, or one), or a value of `type`.
struct Argument {
  Name name;
  bool quantum = false;
  std::uint32_t size = absent;  ///< an Expr: size or width
  ValueType type = ValueType::real;
};

struct Statement {
  StatementKind kind = StatementKind::call;
  bool broken = false;  ///< has a syntax error: only its name may be used
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 0;
  Name name;                     ///< what is declared, defined, called; include: the file
  std::uint32_t expr = absent;   ///< an Expr: size of a declaration, condition of an if
  std::uint32_t value = absent;  ///< bits: an Expr, the initial value
  List params;                   ///< call: ids of Exprs, in `ids`; gate, opaque: `names`
  List operands;                 ///< call, measure, ...: `operands`; gate, opaque: `names`
  List body;                     ///< gate, if: ids of Statements, in `ids`
  List otherwise;                ///< if: likewise
  List annotations;
  List modifiers;                    ///< call: outermost first
  ValueType type = ValueType::real;  ///< value, for
  std::uint32_t width = absent;      ///< value: an Expr
  bool constant = false;             ///< value
  Operator op = Operator::none;      ///< assign: of `+=` and the like
  bool has_result = false;           ///< subroutine
  List arguments;                    ///< subroutine
};

struct Tree {
  FileId file = 0;
  std::vector<Expr> exprs;
  std::vector<Name> names;
  std::vector<Operand> operands;
  std::vector<Operand> selections;
  std::vector<Argument> arguments;
  std::vector<Annotation> annotations;
  std::vector<Modifier> modifiers;
  std::vector<std::uint32_t> ids;
  std::vector<Statement> statements;
  std::uint32_t root = absent;  ///< the top-level Statement

  void clear() {
    exprs.clear(), names.clear(), operands.clear(), selections.clear(), arguments.clear();
    annotations.clear(), modifiers.clear(), ids.clear(), statements.clear();
    root = absent;
  }
  template <class T>
  static std::span<const T> slice(const std::vector<T>& all, List list) {
    return {all.data() + list.first, list.count};
  }
  SourceRange range(std::uint32_t begin, std::uint32_t end) const { return {file, begin, end}; }
  template <class Node>
  SourceRange range(const Node& node) const {
    return {file, node.begin, node.end};
  }
};

}  // namespace dqc::ast
