#include "tools/verify/canonical.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "tools/verify/wall_form.h"

namespace dqc::verify {
namespace {

/// A controlled phase by the place of its other end.
struct PairRow {
  int qubit = 0;
  int place = 0;  ///< of the segment on that qubit
  int condition = 0;
  double angle = 0;
  auto key() const { return std::tuple(qubit, place, condition); }
};

/// A form with the segments and walls of each qubit listed in order.
struct Listed {
  WallForm form;
  std::vector<std::vector<int>> segments;     // by qubit
  std::vector<std::pair<int, int>> position;  // by segment: qubit, place
};

bool list_form(const Circuit& circuit, ClassicalNames& names, Listed& out, std::size_t& bad_gate) {
  if (!build_form(circuit, names, out.form, bad_gate)) return false;
  reduce_form(out.form);
  fix_frames(out.form);
  out.position.resize(out.form.segments.size());
  for (std::size_t q = 0; q < out.form.first.size(); ++q) {
    auto& list = out.segments.emplace_back();
    for (int s = out.form.first[q];;) {
      out.position[static_cast<std::size_t>(s)] = {static_cast<int>(q), static_cast<int>(list.size())};
      list.push_back(s);
      const int wall = out.form.segments[static_cast<std::size_t>(s)].after;
      if (wall < 0) break;
      s = out.form.walls[static_cast<std::size_t>(wall)].after;
    }
  }
  return true;
}

bool same_angle(double a, double b, double tolerance) { return std::abs(wrapped(a - b)) < tolerance; }

class Comparison {
 public:
  Comparison(const Circuit& source, const Listed& a, const Listed& b, std::size_t limit)
      : source_(source), a_(a), b_(b), limit_(limit) {}

  std::vector<std::string> run() {
    for (std::size_t q = 0; q < a_.segments.size(); ++q) compare_qubit(q);
    for (std::size_t i = 0; i < a_.form.bit_values.size(); ++i)
      if (a_.form.bit_values[i] != b_.form.bit_values[i])
        report("bit {} ends with another measurement than in the source", source_.bit_name(BitId(i)));
    return std::move(differences_);
  }

 private:
  template <class... Args>
  void report(fmt::format_string<Args...> format, Args&&... args) {
    if (differences_.size() < limit_)
      differences_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  static const Segment& segment(const Listed& l, int s) {
    return l.form.segments[static_cast<std::size_t>(s)];
  }
  static const Wall& wall(const Listed& l, int w) { return l.form.walls[static_cast<std::size_t>(w)]; }

  /// Stops at the first difference: what follows on the qubit is shifted and says nothing.
  void compare_qubit(std::size_t q) {
    const std::string name = source_.qubit_name(QubitId(q));
    const auto &sa = a_.segments[q], &sb = b_.segments[q];
    for (std::size_t i = 0; i < std::min(sa.size(), sb.size()); ++i) {
      if (!compare_segments(name, sa[i], sb[i])) return;
      const int wa = segment(a_, sa[i]).after, wb = segment(b_, sb[i]).after;
      if (wa >= 0 && wb >= 0 && !compare_walls(name, wall(a_, wa), wall(b_, wb))) return;
      if (wa < 0 && wb >= 0)
        return report("qubit {}: program line {} is one gate more than the source has", name,
                      wall(b_, wb).line);
      if (wa >= 0 && wb < 0)
        return report("qubit {}: source line {} is missing from the program", name, wall(a_, wa).line);
    }
  }

  bool compare_walls(const std::string& name, const Wall& a, const Wall& b) {
    const bool same = a.kind == b.kind && a.condition == b.condition && a.flipped == b.flipped &&
                      a.value == b.value && std::abs(a.theta - b.theta) < theta_tolerance;
    if (!same) report("qubit {}: program line {} differs from source line {}", name, b.line, a.line);
    return same;
  }

  bool compare_segments(const std::string& name, int ia, int ib) {
    const Segment &a = segment(a_, ia), &b = segment(b_, ib);
    const std::string where = place(a, b);
    if (a.flipped_at_end != b.flipped_at_end)
      return report("qubit {}{}: an x too many or too few", name, where), false;
    if (!same_angle(a.phase, b.phase, tolerance(a)))
      return report("qubit {}{}: phase {:.12g} where the source has {:.12g}", name, where, b.phase, a.phase),
             false;
    if (!same_conditional(a.conditional, b.conditional))
      return report("qubit {}{}: other conditional phases than in the source", name, where), false;
    return compare_pairs(name, where, rows(a_, a), rows(b_, b));
  }

  /// Phases beside a wall that is nearly diagonal or antidiagonal are known less well.
  double tolerance(const Segment& a) const {
    double t = phase_tolerance;
    for (const int w : {a.before, a.after})
      if (w >= 0 && wall(a_, w).kind == WallKind::unitary)
        t += std::min(1e-9, 1e-14 / std::abs(std::sin(wall(a_, w).theta)));
    return t;
  }

  static bool same_conditional(ConditionalPhases a, ConditionalPhases b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.first == y.first && same_angle(x.second, y.second, phase_tolerance);
    });
  }

  static std::vector<PairRow> rows(const Listed& l, const Segment& s) {
    std::vector<PairRow> out;
    for (const auto& [key, angle] : s.pairs) {
      const auto [qubit, place] = l.position[static_cast<std::size_t>(key.segment)];
      out.push_back({qubit, place, key.condition, angle});
    }
    std::sort(out.begin(), out.end(), [](const PairRow& x, const PairRow& y) { return x.key() < y.key(); });
    return out;
  }

  bool compare_pairs(const std::string& name, const std::string& where, const std::vector<PairRow>& a,
                     const std::vector<PairRow>& b) {
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size(); ++i, ++j) {
      const bool missing = j == b.size() || (i < a.size() && a[i].key() < b[j].key());
      const bool extra = i == a.size() || (j < b.size() && b[j].key() < a[i].key());
      if (!missing && !extra && same_angle(a[i].angle, b[j].angle, phase_tolerance)) continue;
      const PairRow& row = extra ? b[j] : a[i];
      report("qubit {}{}: the controlled phase with {} is {:.12g} where the source has {:.12g}", name, where,
             source_.qubit_name(QubitId(row.qubit)), missing ? 0 : b[j].angle, extra ? 0 : a[i].angle);
      return false;
    }
    return true;
  }

  std::string place(const Segment& a, const Segment& b) const {
    if (a.before < 0 || b.before < 0) return ", at its start";
    return fmt::format(", after source line {} and program line {}", wall(a_, a.before).line,
                       wall(b_, b.before).line);
  }

  const Circuit& source_;
  const Listed &a_, &b_;
  std::size_t limit_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> compare_circuits(const Circuit& source, const Circuit& program, std::size_t limit) {
  if (source.num_qubits() != program.num_qubits() || source.num_bits() != program.num_bits())
    return {"other numbers of qubits or bits than in the source"};
  ClassicalNames names;
  Listed a, b;
  std::size_t bad = 0;
  if (!list_form(source, names, a, bad))
    return {fmt::format("source line {}: a gate without a meaning", source.gates()[bad].line)};
  if (!list_form(program, names, b, bad))
    return {fmt::format("program line {}: a gate without a meaning", program.gates()[bad].line)};
  return Comparison(source, a, b, limit).run();
}

}  // namespace dqc::verify
