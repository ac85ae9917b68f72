#include "passes/ir/gate_kind.h"

#include <array>
#include <unordered_map>

namespace dqc {
namespace {

constexpr GateTraits table[] = {
#define GATE(kind, name, qubits, params, shape, inverse) \
  {name, qubits, params, GateShape::shape, GateKind::inverse},
#include "passes/ir/gate_kind.def"
    {"call", -1, -1, GateShape::general, GateKind::none},
    {"measure", 1, 0, GateShape::general, GateKind::none},
    {"reset", 1, 0, GateShape::general, GateKind::none},
    {"barrier", -1, 0, GateShape::general, GateKind::none},
    {"none", 0, 0, GateShape::general, GateKind::none},
};
static_assert(std::size(table) == static_cast<std::size_t>(GateKind::none) + 1);

std::unordered_map<std::string_view, GateKind> index_names() {
  std::unordered_map<std::string_view, GateKind> names;
  for (std::size_t i = 0; i < static_cast<std::size_t>(GateKind::call); ++i)
    names.emplace(table[i].name, static_cast<GateKind>(i));
  return names;
}

}  // namespace

const GateTraits& traits(GateKind kind) { return table[static_cast<std::size_t>(kind)]; }

std::optional<GateKind> gate_kind_named(std::string_view name) {
  static const auto names = index_names();
  const auto found = names.find(name);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace dqc
