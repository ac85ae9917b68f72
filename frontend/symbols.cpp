#include "frontend/symbols.h"

#include <algorithm>

#include "passes/support/text_io.h"

namespace dqc {
namespace {

/// The gates of qelib1.inc as the OpenQASM 2 paper prints it (Cross et al., arXiv:1707.03429).
/// Qiskit's has every row of gate_kind.def.
constexpr std::string_view qelib1_of_the_paper[] = {"u3", "u2", "u1",  "cx",  "id",  "x",   "y",  "z",
                                                    "h",  "s",  "sdg", "t",   "tdg", "rx",  "ry", "rz",
                                                    "cz", "cy", "ch",  "ccx", "crz", "cu1", "cu3"};

/// The gates of stdgates.inc (OpenQASM 3.0 specification, standard library). The other rows of
/// gate_kind.def are let in as well.
constexpr std::string_view stdgates[] = {"p",  "x",  "y",  "z",  "h",  "s",    "sdg", "t",     "tdg", "sx",
                                         "rx", "ry", "rz", "cx", "cy", "cz",   "cp",  "crx",   "cry", "crz",
                                         "ch", "id", "u1", "u2", "u3", "swap", "ccx", "cswap", "cu"};

struct Alias {
  std::string_view name;
  GateKind kind;
};
constexpr Alias stdgates_aliases[] = {{"CX", GateKind::cx}, {"phase", GateKind::p}, {"cphase", GateKind::cp}};

template <class Names>
bool holds(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

SymbolTable::SymbolTable(Dialect dialect) {
  add_built_in("U", GateKind::u, false);
  if (dialect == Dialect::qasm2) add_built_in("CX", GateKind::cx, false);
}

const Symbol* SymbolTable::find(std::string_view name) const {
  const auto found = symbols_.find(name);
  const Symbol* symbol = found == symbols_.end() ? nullptr : &found->second;
  return subroutine_scope_ == 0 ? symbol : seen_in_subroutine(name, symbol);
}

const Symbol* SymbolTable::seen_in_subroutine(std::string_view name, const Symbol* found) const {
  if (found == nullptr || found->scope >= subroutine_scope_) return found;
  if (found->scope > 0) {  // a local of the caller, which may hide what is defined outside
    const auto outer = std::ranges::find_if(
        hidden_, [&](const Hidden& h) { return h.name == name && (!h.known || h.symbol.scope == 0); });
    if (outer == hidden_.end() || !outer->known) return nullptr;
    found = &outer->symbol;
  }
  switch (found->kind) {
    case SymbolKind::value: return values_[found->index].constant ? found : nullptr;
    case SymbolKind::qubits: return name.starts_with('$') ? found : nullptr;
    case SymbolKind::bits: return nullptr;
    default: return found;
  }
}

void SymbolTable::define(std::string_view name, const Symbol& symbol) {
  if (!scopes_.empty()) {
    const auto known = symbols_.find(name);
    hidden_.push_back({name, known != symbols_.end(), known != symbols_.end() ? known->second : Symbol{}});
  }
  const auto [place, is_new] = symbols_.insert_or_assign(name, symbol);
  place->second.scope = scope();
  if (is_new) names_.push_back(name);
}

void SymbolTable::define_everywhere(std::string_view name, const Symbol& symbol) {
  if (symbols_.insert_or_assign(name, symbol).second) names_.push_back(name);
}

void SymbolTable::define_value(std::string_view name, SourceRange range, const KnownValue& value) {
  Symbol symbol;
  symbol.kind = SymbolKind::value;
  symbol.index = static_cast<std::uint32_t>(values_.size());
  symbol.range = range;
  values_.push_back(value);
  define(name, symbol);
}

void SymbolTable::leave_scope() {
  for (; hidden_.size() > scopes_.back(); hidden_.pop_back()) {
    const Hidden& h = hidden_.back();
    if (symbols_[h.name].kind == SymbolKind::value) values_.pop_back();
    if (h.known) {
      symbols_[h.name] = h.symbol;
    } else {
      symbols_.erase(h.name);
      std::erase(names_, h.name);
    }
  }
  scopes_.pop_back();
}

void SymbolTable::define_gate(std::string_view name, SourceRange range, const GateSignature& signature) {
  Symbol symbol;
  symbol.kind = SymbolKind::gate;
  symbol.index = static_cast<std::uint32_t>(gates_.size());
  symbol.range = range;
  gates_.push_back(signature);
  define(name, symbol);
}

void SymbolTable::add_built_in(std::string_view name, GateKind kind, bool replaceable) {
  GateSignature signature;
  signature.kind = kind;
  signature.qubits = static_cast<std::uint32_t>(traits(kind).qubits);
  signature.params = static_cast<std::uint32_t>(traits(kind).params);
  define_gate(name, {}, signature);
  Symbol& symbol = symbols_[name];
  symbol.built_in = true;
  symbol.replaceable = replaceable;
}

std::vector<std::string_view> SymbolTable::add_library(std::string_view library) {
  std::vector<std::string_view> clashes;
  if (holds(libraries_, library)) return clashes;
  const bool first_library = libraries_.empty();
  const bool qelib1 = library == "qelib1.inc";
  libraries_.push_back(qelib1 ? "qelib1.inc" : "stdgates.inc");
  const auto add = [&](std::string_view name, GateKind kind, bool replaceable) {
    const Symbol* known = find(name);
    if (known == nullptr || known->kind == SymbolKind::poisoned || (known->built_in && known->replaceable))
      return add_built_in(name, kind, replaceable);
    if (first_library && !known->built_in && !replaceable) clashes.push_back(name);
  };
  for (std::size_t i = 0; i < static_cast<std::size_t>(GateKind::call); ++i) {
    const auto kind = static_cast<GateKind>(i);
    const std::string_view name = traits(kind).name;
    add(name, kind, qelib1 ? !holds(qelib1_of_the_paper, name) : !holds(stdgates, name));
  }
  if (!qelib1)
    for (const Alias& alias : stdgates_aliases) add(alias.name, alias.kind, false);
  return clashes;
}

std::string SymbolTable::suggestion(std::string_view word, SymbolKind kind) const {
  constexpr std::size_t longest = 64;  // the edit distance is quadratic
  if (word.size() < 2 || word.size() > longest) return "";
  std::vector<std::string> candidates;
  for (std::string_view name : names_)
    if (symbols_.at(name).kind == kind && name.size() <= longest) candidates.emplace_back(name);
  return did_you_mean(word, candidates);
}

bool is_library(std::string_view include_name) {
  return include_name == "qelib1.inc" || include_name == "stdgates.inc";
}

bool is_library_gate(std::string_view name) {
  return gate_kind_named(name) ||
         std::ranges::any_of(stdgates_aliases, [&](const Alias& a) { return a.name == name; });
}

}  // namespace dqc
