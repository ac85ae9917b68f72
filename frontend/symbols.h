// What names mean: registers, gates and the built-in gate libraries.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "frontend/ast.h"
#include "frontend/constants.h"
#include "frontend/lexer.h"
#include "passes/ir/gate_kind.h"
#include "passes/ir/ids.h"
#include "passes/support/diagnostic.h"

namespace dqc {

enum class SymbolKind : std::uint8_t {
  qubits,
  bits,
  gate,
  value,       ///< a constant or variable whose value is known, or computed from measured bits
  subroutine,  ///< a `def`
  input,       ///< `index` into Circuit::inputs
  poisoned,    ///< already complained about: uses are silently dropped
};

/// What a call needs to know about a gate.
struct GateSignature {
  GateKind kind = GateKind::none;
  std::int32_t definition = -1;  ///< kind call: index into Circuit::definitions
  std::uint32_t qubits = 0;
  std::uint32_t params = 0;
  bool opaque = false;
  bool partial = false;             ///< undefined for some arguments (1/x, ln(x), ...)
  std::uint32_t depth = 0;          ///< of definitions that use definitions
  std::uint64_t expanded_size = 1;  ///< gates once all definitions are expanded
};

struct Symbol {
  SymbolKind kind = SymbolKind::poisoned;
  bool replaceable =
      false;              ///< a gate of Qiskit's qelib1.inc that the paper's lacks: programs define their own
  bool built_in = false;  ///< has no `range`
  std::uint32_t index = 0;  ///< register: index into the Circuit's; gate: see SymbolTable::gate
  std::uint32_t size = 0;   ///< register
  std::uint32_t first = 0;  ///< register: id of its first element
  bool scalar = false;      ///< register: declared without a size
  /// An alias: its elements. nullptr: `first` .. `first + size - 1`.
  const std::vector<std::int32_t>* list = nullptr;
  std::uint32_t scope = 0;  ///< blocks around its declaration
  SourceRange range;        ///< of the name where it was declared
};

/// A value for each value of some measured bits.
struct Computed {
  std::vector<BitId> bits;            ///< they differ
  std::vector<std::uint32_t> writes;  ///< how often each had been written when this was computed
  std::vector<Constant> values;       ///< by the values of the bits, the first lowest
};

struct KnownValue {
  ast::ValueType type = ast::ValueType::real;
  int width = 0;  ///< 0: not given
  Constant value;
  bool constant = false;
  bool known = true;                         ///< false: declared, not yet assigned
  std::size_t ifs = 0;                       ///< conditions around its declaration
  std::shared_ptr<const Computed> computed;  ///< the value instead, where measured bits decide it
};

class SymbolTable {
 public:
  /// The gates that need no include: U and, in OpenQASM 2, CX.
  explicit SymbolTable(Dialect dialect);

  /// nullptr if `name` is unknown. The pointer holds until the next `define`.
  const Symbol* find(std::string_view name) const;
  /// Inside a subroutine, of what is defined outside only gates, subroutines, constants and hardware
  /// qubits are found. Returns what `leave_subroutine` needs.
  std::uint32_t enter_subroutine() { return std::exchange(subroutine_scope_, scope()); }
  void leave_subroutine(std::uint32_t outer) { subroutine_scope_ = outer; }
  /// Replaces what `name` meant.
  void define(std::string_view name, const Symbol& symbol);
  /// Likewise, outside of all scopes.
  void define_everywhere(std::string_view name, const Symbol& symbol);
  void define_gate(std::string_view name, SourceRange range, const GateSignature& signature);
  const GateSignature& gate(const Symbol& symbol) const { return gates_[symbol.index]; }

  void define_value(std::string_view name, SourceRange range, const KnownValue& value);
  KnownValue& value(const Symbol& symbol) { return values_[symbol.index]; }
  const KnownValue& value(const Symbol& symbol) const { return values_[symbol.index]; }

  /// What is defined up to the matching `leave_scope` is forgotten there.
  void enter_scope() { scopes_.push_back(hidden_.size()); }
  void leave_scope();
  std::uint32_t scope() const { return static_cast<std::uint32_t>(scopes_.size()); }

  /// Adds the gates of "qelib1.inc" or "stdgates.inc"; names of the program's own that a library could
  /// not define any more are returned. Does nothing the second time.
  std::vector<std::string_view> add_library(std::string_view library);

  /// The closest known name of this kind, or "".
  std::string suggestion(std::string_view word, SymbolKind kind) const;

 private:
  void add_built_in(std::string_view name, GateKind kind, bool replaceable);
  const Symbol* seen_in_subroutine(std::string_view name, const Symbol* found) const;

  std::unordered_map<std::string_view, Symbol> symbols_;
  std::vector<std::string_view> names_;  ///< in order of definition
  std::vector<GateSignature> gates_;
  std::vector<KnownValue> values_;
  struct Hidden {
    std::string_view name;
    bool known = false;
    Symbol symbol;  ///< what `name` meant before
  };
  std::vector<Hidden> hidden_;          ///< by the scopes around, innermost last
  std::vector<std::size_t> scopes_;     ///< where each begins in hidden_
  std::uint32_t subroutine_scope_ = 0;  ///< the outermost scope of the subroutine around
  std::vector<std::string_view> libraries_;
};

bool is_library(std::string_view include_name);
/// Whether some built-in library defines a gate of this name.
bool is_library_gate(std::string_view name);

}  // namespace dqc
