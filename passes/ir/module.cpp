#include "passes/ir/module.h"

#include <array>
#include <cmath>

namespace dqc {
namespace {
constexpr std::array<std::string_view, 7> stage_names = {"circuit",     "inlined", "normalized", "placed",
                                                         "distributed", "routed",  "scheduled"};
}

std::string_view stage_name(Stage stage) { return stage_names[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_named(std::string_view name) {
  for (std::size_t i = 0; i < stage_names.size(); ++i)
    if (stage_names[i] == name) return static_cast<Stage>(i);
  return std::nullopt;
}

double Layout::fidelity() const { return std::exp(-cost); }

bool is_normalized_kind(GateKind kind) {
  switch (kind) {
    case GateKind::h:
    case GateKind::x:
    case GateKind::rz:
    case GateKind::u:
    case GateKind::cp:
    case GateKind::measure:
    case GateKind::reset:
    case GateKind::barrier: return true;
    default: return false;
  }
}

}  // namespace dqc
