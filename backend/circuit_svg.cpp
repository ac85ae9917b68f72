#include "backend/circuit_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "backend/lanes.h"
#include "backend/svg.h"

namespace dqc {
namespace {

constexpr long pitch = 34;  ///< of columns

class CircuitPainter {
 public:
  explicit CircuitPainter(const Module& module)
      : circuit_(module.circuit), program_(*module.program), lanes_(module), canvas_(Lanes::style()) {}

  std::string run() {
    place();
    const long width = columns_ * pitch + 10;
    lanes_.draw(canvas_, width);
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) statement(program_.instructions[i], x_[i]);
    return canvas_.finish(Lanes::margin + width + 20, lanes_.bottom() + 10);
  }

 private:
  /// Every statement in the first column after those that its wires, or the wires that it crosses, are in.
  void place() {
    std::map<long, long> used;  // by y of a lane: columns used
    for (std::size_t p = 0; p < program_.initial_map.size(); ++p) used[lanes_.y(program_.initial_map[p])];
    for (const Instruction& g : program_.instructions)
      for (PhysicalQubit q : g.q)
        if (q.valid()) used[lanes_.y(q)];
    for (const Instruction& g : program_.instructions) {
      const long a = lanes_.y(g.q[0]), b = g.q[1].valid() ? lanes_.y(g.q[1]) : a;
      const auto first = used.lower_bound(std::min(a, b)), last = used.upper_bound(std::max(a, b));
      long column = 0;
      for (auto at = first; at != last; ++at) column = std::max(column, at->second);
      for (auto at = first; at != last; ++at) at->second = column + 1;
      x_.push_back(Lanes::margin + column * pitch + pitch / 2);
      columns_ = std::max(columns_, column + 1);
    }
  }

  void box(const char* css, long x, PhysicalQubit q, const std::string& text) {
    canvas_.rect(css, x - 14, lanes_.y(q) - 8, 28, 16);
    canvas_.text("mid", x, lanes_.y(q) + 4, text);
  }

  void statement(const Instruction& g, long x) {
    switch (g.kind) {
      case InstructionKind::ebit: return ebit(g, x);
      case InstructionKind::gate: return g.q[1].valid() ? pair(g, x) : gate(g, x);
      case InstructionKind::parity:
        canvas_.line("wire", x, lanes_.y(g.q[0]), x, lanes_.y(g.q[1]));
        canvas_.circle("dot", x, lanes_.y(g.q[0]), 3);
        return box("gate", x, g.q[1], "+");
      case InstructionKind::x_basis: return box("gate", x, g.q[0], "h");
      case InstructionKind::outcome: return box("measure", x, g.q[0], fmt::format("m{}", g.outcome.value()));
      case InstructionKind::correct:
        return box("measure", x, g.q[0], fmt::format("{}:m{}", traits(g.gate).name, g.outcome.value()));
      case InstructionKind::relocate:
        canvas_.line("move", x, lanes_.y(g.q[0]), x, lanes_.y(g.q[1]));
        return box("teleport", x, g.q[1], "move");
      case InstructionKind::measure: return box("measure", x, g.q[0], "M");
      case InstructionKind::reset: return box("gate", x, g.q[0], "|0>");
    }
  }

  void ebit(const Instruction& g, long x) {
    canvas_.line("pair", x, lanes_.y(g.q[0]), x, lanes_.y(g.q[1]));
    const EbitPurpose purpose = program_.ebits[g.ebit.index()].purpose;
    for (PhysicalQubit q : g.q) box(css_of(purpose), x, q, fmt::format("e{}", g.ebit.value()));
  }

  void gate(const Instruction& g, long x) {
    box("gate", x, g.q[0], fmt::format("{}{}", traits(g.gate).name, g.condition >= 0 ? "?" : ""));
  }

  void pair(const Instruction& g, long x) {
    canvas_.line("wire", x, lanes_.y(g.q[0]), x, lanes_.y(g.q[1]));
    for (PhysicalQubit q : g.q) canvas_.circle("dot", x, lanes_.y(q), 3);
    if (traits(g.gate).params > 0 && std::abs(std::abs(g.params[0]) - std::numbers::pi) > 1e-9)
      canvas_.text("", x + 3, (lanes_.y(g.q[0]) + lanes_.y(g.q[1])) / 2 + 3,
                   is_symbolic(g.params[0]) ? circuit_.angle_text(g.params[0])
                                            : fmt::format("{:.2f}", g.params[0] + 0.0));
  }

  const Circuit& circuit_;
  const Program& program_;
  Lanes lanes_;
  SvgCanvas canvas_;
  std::vector<long> x_;  ///< by instruction
  long columns_ = 0;
};

}  // namespace

std::string circuit_svg(const Module& module) { return CircuitPainter(module).run(); }

}  // namespace dqc
