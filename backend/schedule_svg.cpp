#include "backend/schedule_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/lanes.h"
#include "backend/names.h"
#include "backend/statements.h"
#include "backend/svg.h"
#include "backend/timeline.h"
#include "passes/ir/messages.h"

namespace dqc {
namespace {

class SchedulePainter {
 public:
  explicit SchedulePainter(const Module& module)
      : module_(module),
        program_(*module.program),
        times_(module.schedule->times),
        timeline_(timeline_of(module)),
        lanes_(module),
        canvas_(Lanes::style()) {
    // A one-qubit gate of a tick is one pixel wide at least, and a long schedule not endless.
    const std::int64_t span = std::max<std::int64_t>(1, module.schedule->makespan);
    width_ = static_cast<long>(std::clamp<std::int64_t>(span, 600, 12'000));
    scale_ = static_cast<double>(width_) / static_cast<double>(span);
  }

  std::string run() {
    lanes_.draw(canvas_, width_);
    axis();
    for (std::size_t e = 0; e < program_.ebits.size(); ++e)
      if (program_.ebits[e].parts.empty()) ebit(e);
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) statement(i);
    messages();
    teleports();
    legend();
    return canvas_.finish(Lanes::margin + width_ + 30, lanes_.bottom() + 40);
  }

 private:
  long x(std::int64_t time) const {
    return Lanes::margin + static_cast<long>(static_cast<double>(time) * scale_ + 0.5);
  }

  void axis() {
    const std::int64_t span = module_.schedule->makespan;
    std::int64_t step = 100;
    while (static_cast<double>(step) * scale_ < 80) step *= step % 3 == 1 ? 2 : 5;
    for (std::int64_t t = 0; t <= span; t += step) {
      canvas_.line("axis", x(t), Lanes::top - 8, x(t), lanes_.bottom() - 8);
      canvas_.text("mid", x(t), Lanes::top - 12, std::to_string(t));
    }
  }

  PhysicalQubit end_of(std::size_t e, std::size_t side) const {
    return {program_.ebits[e].qpus[side], timeline_.ebits[e].comm[side], true};
  }

  void ebit(std::size_t e) {
    const Ebit& row = program_.ebits[e];
    const EbitTimes& times = timeline_.ebits[e];
    const Interval made = times.generation;
    const std::string use = ebit_use(row);
    for (std::size_t side : {0, 1}) {
      const long y = lanes_.y(end_of(e, side));
      const long end = times.release[side] ? x(*times.release[side]) : Lanes::margin + width_;
      const std::string title = fmt::format("e-bit {} with QPU {}, {}, made {} to {}", e,
                                            row.qpus[1 - side].value(), use, made.start, made.end);
      canvas_.rect("gen", x(made.start), y - 5, x(made.end) - x(made.start), 10, title);
      canvas_.rect(css_of(row.purpose), x(made.end), y - 7, std::max(1L, end - x(made.end)), 14, title);
      if (x(made.end) - x(made.start) > 30)
        canvas_.text("mid", (x(made.start) + x(made.end)) / 2, y + 4, fmt::format("e{}", e));
      if (end - x(made.end) > 60) canvas_.text("mid", x(made.end) + 16, y + 4, use.substr(use.find(':') + 1));
    }
    canvas_.line("pair", x(made.end), lanes_.y(end_of(e, 0)), x(made.end), lanes_.y(end_of(e, 1)));
  }

  void statement(std::size_t i) {
    const Instruction& g = program_.instructions[i];
    if (g.kind == InstructionKind::ebit) return;
    const long from = x(times_[i].start), to = std::max(from + 1, x(times_[i].end));
    const bool measures = g.kind == InstructionKind::outcome || g.kind == InstructionKind::measure;
    const bool two = g.q[1].valid();
    if (two) {
      const long middle = (from + to) / 2;
      canvas_.line("wire", middle, lanes_.y(g.q[0]), middle, lanes_.y(g.q[1]));
      for (PhysicalQubit q : g.q) canvas_.rect("gate", from, lanes_.y(q) - 3, to - from, 6, title(i));
      return;
    }
    canvas_.rect(measures ? "measure" : "gate", from, lanes_.y(g.q[0]) - 4, to - from, 8, title(i));
    if (measures && to - from >= 12) canvas_.text("mid", (from + to) / 2, lanes_.y(g.q[0]) + 4, "M");
  }

  std::string title(std::size_t i) const {
    const Instruction& g = program_.instructions[i];
    std::string what;
    switch (g.kind) {
      case InstructionKind::gate: what = traits(g.gate).name; break;
      case InstructionKind::parity: what = "starting process: cx"; break;
      case InstructionKind::x_basis: what = "ending process: h"; break;
      case InstructionKind::correct: what = fmt::format("correction {}", traits(g.gate).name); break;
      case InstructionKind::relocate: what = "move"; break;
      case InstructionKind::reset: what = "reset"; break;
      default: what = "measure";
    }
    return fmt::format("{}, {} to {}", what, times_[i].start, times_[i].end);
  }

  void messages() {
    for (const Message& m : messages_of(module_.circuit, program_))
      for (const Receipt& r : m.receipts)
        canvas_.arc("message", x(times_[m.sender].end), lanes_.y(program_.instructions[m.sender].q[0]),
                    x(times_[r.instruction].start), lanes_.y(program_.instructions[r.instruction].q[0]));
  }

  void teleports() {
    for (std::size_t t = 0; t < program_.teleports.size(); ++t) {
      const Teleport& row = program_.teleports[t];
      const Interval time = timeline_.teleports[t];
      canvas_.arc("move", x(time.start), lanes_.y(row.from), x(time.end), lanes_.y(row.to));
      canvas_.text("name", x(time.end) - 4, lanes_.y(row.to) - 5, fmt::format("T{}", t));
    }
  }

  void legend() {
    const long y = lanes_.bottom() + 12;
    long at = Lanes::margin;
    const auto entry = [&](const char* css, const char* text) {
      canvas_.rect(css, at, y, 24, 12);
      canvas_.text("", at + 30, y + 10, text);
      at += 170;
    };
    entry("gen", "generation of an e-bit");
    entry("cat", "copy (packet P)");
    entry("teleport", "half for a teleport (T)");
    entry("swap", "part of a longer e-bit (E)");
    canvas_.line("message", at, y + 6, at + 24, y + 6);
    canvas_.text("", at + 30, y + 10, "message");
    at += 90;
    canvas_.line("move", at, y + 6, at + 24, y + 6);
    canvas_.text("", at + 30, y + 10, "teleport");
  }

  const Module& module_;
  const Program& program_;
  const std::vector<Interval>& times_;
  Timeline timeline_;
  Lanes lanes_;
  SvgCanvas canvas_;
  long width_ = 0;
  double scale_ = 1;
};

}  // namespace

std::string schedule_svg(const Module& module) { return SchedulePainter(module).run(); }

}  // namespace dqc
