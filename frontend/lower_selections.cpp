// Which qubits or bits an operand names: registers, elements, slices, sets, aliases, hardware qubits.
#include <algorithm>

#include "frontend/lower.h"

namespace dqc {

using ast::Selector;

std::optional<Lowering::Elements> Lowering::elements(const Tree& tree, const ast::Operand& operand,
                                                     SymbolKind kind) {
  const bool hardware = kind == SymbolKind::qubits && operand.name.text.starts_with('$');
  const auto base = operand.base != ast::absent ? selected_base(tree, operand, kind) : std::nullopt;
  if (operand.base != ast::absent && !base) return std::nullopt;
  const Symbol* symbol = base       ? &*base
                         : hardware ? &hardware_qubit(tree, operand.name)
                                    : symbols_->find(operand.name.text);
  if (symbol == nullptr) {
    report_undefined(tree, operand.name, kind);
    return std::nullopt;
  }
  if (symbol->kind != kind) {
    if (symbol->kind != SymbolKind::poisoned) report_wrong_kind(tree, operand.name, symbol->kind, kind);
    return std::nullopt;
  }
  const auto first = static_cast<std::int32_t>(symbol->first);
  if (operand.selector == Selector::all) return Elements{first, symbol->size, !symbol->scalar, symbol->list};
  if (symbol->scalar) {
    report(DiagnosticId::wrong_kind, tree.range(operand.name), operand.name.text,
           kind == SymbolKind::qubits ? "a single qubit" : "a single bit",
           "a register where an index follows");
    return std::nullopt;
  }
  if (operand.selector == Selector::element) {
    const auto index = element(tree, operand.index, *symbol, operand.name.text);
    if (!index) return std::nullopt;
    const auto i = static_cast<std::int32_t>(*index);
    return Elements{symbol->list ? (*symbol->list)[static_cast<std::size_t>(i)] : first + i, 1, false};
  }
  const auto positions = chosen(tree, operand, *symbol);
  if (!positions) return std::nullopt;
  auto& list = lists_.emplace_back();
  for (std::int64_t i : *positions)
    list.push_back(symbol->list ? (*symbol->list)[static_cast<std::size_t>(i)]
                                : first + static_cast<std::int32_t>(i));
  return Elements{list.front(), static_cast<std::uint32_t>(list.size()), true, &list};
}

/// What the brackets before the last pair of `operand` select, as if it had a name.
std::optional<Symbol> Lowering::selected_base(const Tree& tree, const ast::Operand& operand,
                                              SymbolKind kind) {
  const ast::Operand inner = tree.selections[operand.base];
  const auto found = elements(tree, inner, kind);
  if (!found) return std::nullopt;
  Symbol symbol;
  symbol.kind = kind;
  symbol.size = found->size;
  symbol.first = static_cast<std::uint32_t>(found->first);
  symbol.scalar = !found->whole;
  symbol.list = found->list;
  return symbol;
}

/// The position that `expr` means in a register; nullopt after a report.
std::optional<std::int64_t> Lowering::element(const Tree& tree, std::uint32_t expr, const Symbol& symbol,
                                              std::string_view name) {
  auto index = folder_->integer(tree, expr, "an index");
  if (!index) return std::nullopt;
  if (*index < 0 && dialect_ == Dialect::qasm3) *index += symbol.size;  // counted from the end
  if (*index >= 0 && *index < symbol.size) return index;
  report(DiagnosticId::index_out_of_range, tree.range(tree.exprs[expr]), *index, name, symbol.size);
  return std::nullopt;
}

/// The positions of a slice or set, at least one; nullopt after a report.
std::optional<std::vector<std::int64_t>> Lowering::chosen(const Tree& tree, const ast::Operand& operand,
                                                          const Symbol& symbol) {
  std::vector<std::int64_t> positions;
  if (operand.selector == Selector::range) {
    std::int64_t ends[] = {0, static_cast<std::int64_t>(symbol.size) - 1};
    const std::uint32_t given[] = {operand.index, operand.last};
    for (int k = 0; k < 2; ++k) {
      if (given[k] == ast::absent) continue;
      const auto end = element(tree, given[k], symbol, operand.name.text);
      if (!end) return std::nullopt;
      ends[k] = *end;
    }
    const auto values = range(tree, operand, ends[0], ends[1], options_.max_qubits);
    if (!values) return std::nullopt;
    positions = *values;
  }
  for (std::uint32_t id : Tree::slice(tree.ids, operand.set)) {
    const auto index = element(tree, id, symbol, operand.name.text);
    if (!index) return std::nullopt;
    positions.push_back(*index);
  }
  if (!positions.empty()) return positions;
  report(DiagnosticId::invalid_value, tree.range(operand.name),
         fmt::format("no element of '{}' is selected", operand.name.text));
  return std::nullopt;
}

/// `first`, `first + step`, .. `last`, at most `most`, where the operand may have a step; nullopt after a
/// report.
std::optional<std::vector<std::int64_t>> Lowering::range(const Tree& tree, const ast::Operand& operand,
                                                         std::int64_t first, std::int64_t last,
                                                         std::uint64_t most) {
  std::int64_t step = 1;
  if (operand.step != ast::absent) {
    const auto given = folder_->integer(tree, operand.step, "a step");
    if (!given) return std::nullopt;
    step = *given;
  }
  if (step == 0) {
    report(DiagnosticId::invalid_value, tree.range(operand.name), "a range whose step is 0 has no end");
    return std::nullopt;
  }
  std::vector<std::int64_t> values;
  if (step > 0 ? last < first : first < last) return values;
  // Unsigned, since the ends can be further apart than the largest signed number.
  const auto begin = static_cast<std::uint64_t>(first), end = static_cast<std::uint64_t>(last);
  const auto stride = static_cast<std::uint64_t>(step);
  const std::uint64_t steps = step > 0 ? (end - begin) / stride : (begin - end) / (0 - stride);
  if (steps >= most) {
    report(DiagnosticId::limit_exceeded, tree.range(operand.name), "the elements of a range", most);
    return std::nullopt;
  }
  for (std::uint64_t k = 0; k <= steps; ++k) values.push_back(static_cast<std::int64_t>(begin + k * stride));
  count_elements(values.size());
  return values;
}

/// `$3`, a qubit that needs no declaration: a Circuit's qubit of its own.
const Symbol& Lowering::hardware_qubit(const Tree& tree, const ast::Name& name) {
  if (const Symbol* known = symbols_->find(name.text)) return *known;
  Symbol symbol;
  symbol.range = tree.range(name);
  if (circuit_.num_qubits() >= options_.max_qubits) {
    report(DiagnosticId::limit_exceeded, symbol.range, "the qubits of all registers", options_.max_qubits);
  } else {
    std::string& printed = names_.emplace_back(fmt::format("hw{}", name.text.substr(1)));
    while (symbols_->find(printed) != nullptr) printed += '_';
    symbol.kind = SymbolKind::qubits;
    symbol.size = 1;
    symbol.scalar = true;
    symbol.first = static_cast<std::uint32_t>(circuit_.num_qubits());
    symbol.index = static_cast<std::uint32_t>(circuit_.qubit_registers.size());
    circuit_.add_qubit_register(printed, 1, true);
    symbols_->define_everywhere(printed, symbol);
  }
  symbols_->define_everywhere(name.text, symbol);
  return *symbols_->find(name.text);
}

void Lowering::alias(const Tree& tree, const Statement& s) {
  if (!is_free(tree, s.name, false)) return;
  Symbol symbol;
  symbol.range = tree.range(s.name);
  auto& list = aliases_.emplace_back();
  for (const ast::Operand& operand : Tree::slice(tree.operands, s.operands)) {
    const Symbol* known = symbols_->find(operand.name.text);
    const bool bits = known != nullptr && known->kind == SymbolKind::bits;
    const SymbolKind kind = bits ? SymbolKind::bits : SymbolKind::qubits;
    const auto part = elements(tree, operand, list.empty() ? kind : symbol.kind);
    if (!part) return symbols_->define(s.name.text, Symbol{});
    symbol.kind = list.empty() ? kind : symbol.kind;
    symbol.scalar = s.operands.count == 1 && !part->whole;
    for (std::uint32_t i = 0; i < part->size; ++i) list.push_back(part->at(i));
    count_elements(part->size);
    if (list.size() <= options_.max_qubits) continue;
    report(DiagnosticId::limit_exceeded, symbol.range, "the elements of an alias", options_.max_qubits);
    return symbols_->define(s.name.text, Symbol{});
  }
  symbol.first = static_cast<std::uint32_t>(list.front());
  symbol.size = static_cast<std::uint32_t>(list.size());
  symbol.list = &list;
  symbols_->define(s.name.text, symbol);
}

}  // namespace dqc
