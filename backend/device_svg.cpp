#include "backend/device_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "backend/graph_drawing.h"
#include "backend/svg.h"
#include "passes/support/line_writer.h"

namespace dqc {
namespace {

struct Colour {
  double red, green, blue;
};

std::string text_of(Colour c) {
  return fmt::format("#{:02x}{:02x}{:02x}", static_cast<int>(std::lround(c.red)),
                     static_cast<int>(std::lround(c.green)), static_cast<int>(std::lround(c.blue)));
}

/// Good to bad; distinguishable without colour too, since it gets darker.
constexpr std::array<Colour, 4> ramp = {Colour{250, 224, 110}, Colour{240, 140, 75}, Colour{185, 50, 95},
                                        Colour{70, 15, 90}};

constexpr std::array<std::string_view, 6> outlines = {"#1b6ca8", "#2a8f4f", "#7d3fa0",
                                                      "#b05a00", "#00808a", "#555555"};

/// Error rates on a logarithmic scale from the least to the largest.
class Scale {
 public:
  void add(double error) {
    if (error <= 0 || error >= 1) return;
    low_ = std::min(low_, error), high_ = std::max(high_, error);
  }
  std::string colour(double error) const {
    const double span = std::log(high_ / low_);
    const double t = span > 0 ? std::clamp(std::log(std::max(error, low_) / low_) / span, 0.0, 1.0) : 0;
    const double at = t * (ramp.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(at), ramp.size() - 2);
    const double part = at - static_cast<double>(i);
    const auto mix = [&](double a, double b) { return a + (b - a) * part; };
    return text_of({mix(ramp[i].red, ramp[i + 1].red), mix(ramp[i].green, ramp[i + 1].green),
                    mix(ramp[i].blue, ramp[i + 1].blue)});
  }
  bool known() const { return low_ <= high_; }
  double low() const { return low_; }
  double high() const { return high_; }

 private:
  double low_ = 1;
  double high_ = 1e-9;
};

class Drawing : private LineWriter {
 public:
  explicit Drawing(const Module& module) : module_(module), device_(*module.device) {
    std::vector<std::pair<int, int>> edges;
    for (const Coupler& c : device_.couplers) edges.emplace_back(c.a, c.b);
    places_ = draw_graph(static_cast<int>(device_.size()), edges);
    for (Point& p : places_) {
      p = {std::round(margin + step * p.x), std::round(margin + step * p.y)};  // the same bytes everywhere
      width_ = std::max(width_, p.x + margin), height_ = std::max(height_, p.y + margin);
    }
    for (const DeviceQubit& q : device_.qubits) readout_.add(q.readout_error);
    for (const Coupler& c : device_.couplers)
      if (!c.faulty) coupler_.add(c.error);
  }

  std::string print() && {
    const double legend = 60, label = module_.copies ? 70 : 0;
    line(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}")"
        R"( font-family="sans-serif" font-size="11">)",
        std::max(width_ + label, 460.0), height_ + legend);
    line("<title>{}</title>", svg_escaped(device_.name.empty() ? "device" : device_.name));
    line(R"(<rect width="100%" height="100%" fill="white"/>)");
    outlines_of_copies();
    couplers();
    qubits();
    copy_numbers();
    bar(readout_, margin / 2, "readout error");
    bar(coupler_, margin / 2 + 220, "two-qubit error");
    line("</svg>");
    return std::move(out_);
  }

 private:
  static constexpr double margin = 40, step = 46, radius = 11;

  Point at(int qubit) const { return places_[static_cast<std::size_t>(qubit)]; }

  /// The couplers that a copy's gates use.
  std::set<std::pair<int, int>> used_couplers(const Layout& copy) const {
    std::set<std::pair<int, int>> pairs;
    for (const Gate& gate : module_.circuit.gates()) {
      if (gate.kind == GateKind::barrier || gate.num_qubits != 2) continue;
      pairs.insert(std::minmax(copy.qubits[module_.circuit.qubit(gate, 0).index()],
                               copy.qubits[module_.circuit.qubit(gate, 1).index()]));
    }
    return pairs;
  }

  /// Thick strokes in the copy's colour, thinner pale ones on them: their union has an outline.
  void outlines_of_copies() {
    if (!module_.copies) return;
    for (std::size_t i = 0; i < module_.copies->layouts.size(); ++i) {
      const Layout& copy = module_.copies->layouts[i];
      const auto pairs = used_couplers(copy);
      const std::string_view colour = outlines[i % outlines.size()];
      shape(copy, pairs, colour, 34);
      shape(copy, pairs, "#eef4fb", 28);
    }
  }

  void shape(const Layout& copy, const std::set<std::pair<int, int>>& pairs, std::string_view colour,
             double width) {
    line(R"(<g stroke="{0}" fill="{0}" stroke-width="{1}">)", colour, width);
    for (const auto& [a, b] : pairs)
      line(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)", at(a).x, at(a).y, at(b).x, at(b).y);
    for (int q : copy.qubits)
      if (q >= 0)
        line(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{}" stroke="none"/>)", at(q).x, at(q).y, width / 2);
    line("</g>");
  }

  void couplers() {
    for (std::size_t i = 0; i < device_.couplers.size(); ++i) {
      const Coupler& c = device_.couplers[i];
      const bool kept = module_.region ? module_.region->couplers[i] != 0 : !c.faulty;
      const bool broken = c.faulty || !coupler_.known();
      line(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="6"{}{}>)"
           R"(<title>{}, {}: {}</title></line>)",
           at(c.a).x, at(c.a).y, at(c.b).x, at(c.b).y, broken ? "#999999" : coupler_.colour(c.error),
           kept ? "" : R"( opacity="0.25")", c.faulty ? R"( stroke-dasharray="4 3")" : "", c.a, c.b,
           c.faulty ? "faulty" : fmt::format("{:.3g}", c.error));
    }
  }

  void qubits() {
    for (std::size_t i = 0; i < device_.size(); ++i) {
      const DeviceQubit& q = device_.qubits[i];
      const Point p = places_[i];
      const bool kept = module_.region ? module_.region->qubits[i] != 0 : q.operational;
      const std::string fill =
          q.operational && readout_.known() ? readout_.colour(q.readout_error) : "#999999";
      const bool dark = readout_.known() && q.readout_error > std::sqrt(readout_.low() * readout_.high());
      line(
          R"(<g{}><circle cx="{:.1f}" cy="{:.1f}" r="{}" fill="{}" stroke="#333333" stroke-width="0.8"/>)"
          R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle" fill="{}">{}</text><title>{}: {:.3g}</title></g>)",
          kept ? "" : R"( opacity="0.25")", p.x, p.y, radius, fill, p.x, p.y + 4, dark ? "white" : "black", i,
          i, q.readout_error);
    }
  }

  void copy_numbers() {
    if (!module_.copies) return;
    for (std::size_t i = 0; i < module_.copies->layouts.size(); ++i) {
      const auto& places = module_.copies->layouts[i].qubits;
      const auto first = std::ranges::find_if(places, [](int q) { return q >= 0; });
      if (first == places.end()) continue;
      const Point p{at(*first).x + radius + 3, at(*first).y - radius - 2};
      for (const std::string& paint : {std::string(R"(fill="white" stroke="white" stroke-width="4")"),
                                       fmt::format(R"(fill="{}")", outlines[i % outlines.size()])})
        line(R"(<text x="{:.1f}" y="{:.1f}" font-weight="bold" {}>copy {}: {:.4f}</text>)", p.x, p.y, paint,
             i, module_.copies->layouts[i].fidelity());
    }
  }

  /// The scale of `what`, below the device.
  void bar(const Scale& scale, double left, std::string_view what) {
    if (!scale.known()) return;
    constexpr int parts = 24;
    constexpr double width = 7, height = 10;
    const double top = height_ + 8;
    line(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", left, top + 4, what);
    for (int i = 0; i < parts; ++i) {
      const double t = i / double(parts - 1);
      const double error = scale.low() * std::pow(scale.high() / scale.low(), t);
      line(R"(<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" fill="{}"/>)", left + i * width, top + 10,
           width, height, scale.colour(error));
    }
    line(R"(<text x="{:.1f}" y="{:.1f}">{:.2g}</text>)", left, top + 34, scale.low());
    line(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="end">{:.2g}</text>)", left + parts * width, top + 34,
         scale.high());
  }

  const Module& module_;
  const Device& device_;
  std::vector<Point> places_;
  Scale readout_, coupler_;
  double width_ = 0, height_ = 0;
};

}  // namespace

std::string device_svg(const Module& module) { return Drawing(module).print(); }

}  // namespace dqc
