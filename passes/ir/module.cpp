#include "passes/ir/module.h"

#include <array>
#include <cmath>
#include <tuple>

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

bool Module::operator==(const Module& other) const {
  const auto others = [](const Module& m) {
    return std::tie(m.stage, m.network, m.placement, m.schedule, m.device, m.region, m.copies);
  };
  if (others(*this) != others(other) || circuit != other.circuit) return false;
  if (circuit.inputs.empty() || !program || !other.program) return program == other.program;
  Program a = *program, b = *other.program;
  if (a.instructions.size() != b.instructions.size()) return false;
  // Rows of the two tables of angles may be numbered otherwise.
  for (std::size_t i = 0; i < a.instructions.size(); ++i)
    for (std::size_t p = 0; p < a.instructions[i].params.size(); ++p) {
      double &angle = a.instructions[i].params[p], &theirs = b.instructions[i].params[p];
      if (!circuit.angles.equal(angle, other.circuit.angles, theirs)) return false;
      angle = theirs = 0;
    }
  return a == b;
}

double Layout::fidelity() const { return std::exp(-cost); }

double QpuLayout::fidelity() const { return std::exp(-cost); }

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
