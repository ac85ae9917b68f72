#include "passes/ir/qasm3_words.h"

#include <algorithm>

#include "passes/ir/gate_kind.h"

namespace dqc {
namespace {

// Sorted.
constexpr std::string_view words[] = {
    "OPENQASM", "angle",    "arccos",     "arcsin",  "arctan",  "array",   "barrier",  "bit",
    "bool",     "box",      "break",      "cal",     "case",    "ceiling", "complex",  "const",
    "continue", "cos",      "creg",       "ctrl",    "def",     "default", "defcal",   "defcalgrammar",
    "delay",    "duration", "durationof", "else",    "end",     "euler",   "exp",      "extern",
    "false",    "float",    "floor",      "for",     "gate",    "gphase",  "if",       "im",
    "imag",     "in",       "include",    "input",   "int",     "inv",     "let",      "ln",
    "log",      "measure",  "mod",        "mutable", "negctrl", "nop",     "opaque",   "output",
    "pi",       "popcount", "pow",        "pragma",  "qreg",    "qubit",   "readonly", "real",
    "reset",    "return",   "rotl",       "rotr",    "sin",     "sizeof",  "sqrt",     "stretch",
    "switch",   "tan",      "tau",        "true",    "uint",    "void",    "while",    "π",
    "τ",        "ℇ"};

// Sorted.
constexpr std::string_view standard_gates[] = {
    "CX",  "U",    "ccx", "ch", "cp",  "cphase", "crx",   "cry", "crz", "cswap", "cu",
    "cx",  "cy",   "cz",  "h",  "id",  "p",      "phase", "rx",  "ry",  "rz",    "s",
    "sdg", "swap", "sx",  "t",  "tdg", "u1",     "u2",    "u3",  "x",   "y",     "z"};

static_assert(std::ranges::is_sorted(words) && std::ranges::is_sorted(standard_gates));

}  // namespace

bool is_standard_gate(std::string_view name) { return std::ranges::binary_search(standard_gates, name); }

bool is_qasm3_word(std::string_view name) {
  return std::ranges::binary_search(words, name) || is_standard_gate(name) ||
         gate_kind_named(name).has_value();
}

}  // namespace dqc
