// On a qubit t, let S1 be a segment between two basis changes h, and let the segments S0 before and S2 after
// it both hold a cz with the same segment c. Both cz vanish if c is added to t's value within S1:
//   cz(S0, c) h [S1] h cz(S2, c) = h [S1 with t + c for t] h,
// a phase a on t + c being p(a) on t and on c and cp(-2 a), a cz with z one more cz of c and z. So the cx rz
// cx of qft and Ising circuits is one cp, a controlled rotation written with two cx likewise, and a ladder of
// cx around a rotation loses its last step. This is the phase polynomial of Amy, Maslov and Mosca (IEEE TCAD
// 33, 2014, section 3), written back with cp instead of cx and rz; parities of three and more qubits keep
// their cx.
#include "passes/normalize/phase-folding.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>
#include <optional>

#include "passes/normalize/angle.h"
#include "passes/normalize/segment_graph.h"

namespace dqc {
namespace {

constexpr double pi = std::numbers::pi;

bool is_half_turn(double angle) { return std::abs(std::abs(angle) - pi) < angle_tolerance; }
bool is_quarter_turn(double angle) { return std::abs(std::abs(angle) - pi / 2) < angle_tolerance; }
bool is_clifford(double angle) { return angle == 0 || is_half_turn(angle) || is_quarter_turn(angle); }

class Folder {
 public:
  explicit Folder(const Circuit& circuit) : graph_(circuit) {}

  Circuit folded() {
    for (std::size_t s = 0; s < graph_.num_segments(); ++s) queue_.push_back(static_cast<std::int32_t>(s));
    while (!queue_.empty()) {
      const std::int32_t s = queue_.front();
      queue_.pop_front();
      if (graph_.segment(s).alive) look_at(s);
    }
    return graph_.circuit();
  }
  std::int64_t folded_cz() const { return folded_cz_; }

 private:
  using Segment = SegmentGraph::Segment;
  using Pair = SegmentGraph::Pair;

  void touch_around(std::int32_t s) {
    queue_.push_back(s);
    if (const auto* w = graph_.wall(graph_.segment(s).before)) queue_.push_back(w->before);
    if (const auto* w = graph_.wall(graph_.segment(s).after)) queue_.push_back(w->after);
  }

  void look_at(std::int32_t s) {
    const Segment& here = graph_.segment(s);
    if (!graph_.is_basis_change(here.before) || !graph_.is_basis_change(here.after)) return;
    if (here.pairs.empty() && here.phase == 0) return touch_around(graph_.remove_empty(s));
    if (here.pairs.empty() && is_quarter_turn(here.phase)) {
      const std::int32_t before = graph_.turn_quarter(s);
      touch_around(before);
      return touch_around(graph_.wall(graph_.segment(before).after)->after);
    }
    const std::int32_t early = graph_.wall(here.before)->before, late = graph_.wall(here.after)->after;
    if (const auto c = best_shared(s, early, late)) fold(s, early, late, *c);
  }

  /// The segment with a cz in `early` and in `late` whose removal saves most two-qubit gates, if one does.
  std::optional<std::int32_t> best_shared(std::int32_t s, std::int32_t early, std::int32_t late) {
    const Segment &a = graph_.segment(early), &b = graph_.segment(late), &here = graph_.segment(s);
    const Segment& fewer = a.pairs.size() <= b.pairs.size() ? a : b;
    const Segment& more = &fewer == &a ? b : a;
    if (fewer.pairs.empty()) return std::nullopt;
    // A wall h rz h beside other rotations of its qubit is one gate; it stays so.
    if (here.pairs.empty() && !(is_clifford(a.phase) && is_clifford(b.phase))) return std::nullopt;
    std::optional<std::int32_t> best;
    int best_saved = 0;
    for (const auto& [c, pair] : fewer.pairs) {
      if (!is_half_turn(pair.angle)) continue;
      const auto other = more.pairs.find(c);
      if (other == more.pairs.end() || !is_half_turn(other->second.angle)) continue;
      if (const int gain = saved(here, s, c); gain > best_saved) best = c, best_saved = gain;
    }
    return best;
  }

  /// Two-qubit gates fewer if `c` is added within `here`; 0 if that cannot be written with cp.
  int saved(const Segment& here, std::int32_t s, std::int32_t c) {
    int gain = 2;
    double with_c = 0;
    const auto& of_c = graph_.segment(c).pairs;
    for (const auto& [z, pair] : here.pairs) {
      if (z == c) {
        with_c = pair.angle;
      } else if (!is_half_turn(pair.angle)) {
        return 0;
      } else {
        const auto present = of_c.find(z);
        gain += present != of_c.end() && is_half_turn(present->second.angle) ? 1
                : present == of_c.end()                                      ? -1
                                                                             : 0;
      }
    }
    AngleTable& angles = graph_.angles();
    const double added = angles.sum(angles.scaled(with_c, -1), angles.scaled(here.phase, -2));
    const double after = reduced_angle(angles, added);
    gain += static_cast<int>(of_c.contains(s)) - static_cast<int>(after != 0);
    return std::max(gain, 0);
  }

  void fold(std::int32_t s, std::int32_t early, std::int32_t late, std::int32_t c) {
    ++folded_cz_;
    const Pair model = graph_.segment(early).pairs.at(c);
    for (const std::int32_t side : {early, late}) graph_.add_pair(side, c, pi, model.place, model.line);
    AngleTable& angles = graph_.angles();
    const double phase = graph_.segment(s).phase, doubled = angles.scaled(phase, -2);
    const std::int64_t place = graph_.wall(graph_.segment(s).after)->place;
    const auto pairs = graph_.segment(s).pairs;
    for (const auto& [z, pair] : pairs) {
      if (z == c) {  // (t + c) c = c - t c
        graph_.add_pair(s, c, angles.scaled(pair.angle, -2), pair.place, pair.line);
        graph_.add_phase(c, pair.angle);
      } else {
        graph_.add_pair(c, z, pi, pair.place, pair.line);
        touch_around(z);
      }
    }
    if (reduced_angle(angles, doubled) != 0) graph_.add_pair(s, c, doubled, place, model.line);
    graph_.add_phase(c, phase);
    for (const std::int32_t t : {early, s, late, c}) touch_around(t);
  }

  SegmentGraph graph_;
  std::deque<std::int32_t> queue_;
  std::int64_t folded_cz_ = 0;
};

}  // namespace

PhaseFolding::PhaseFolding(const PassOptions&) {}

const PassInfo& PhaseFolding::info() {
  static const PassInfo info{
      "phase-folding",
      "turn rotations between equal cx into cp",
      "A rotation on the parity of two qubits that is written as cx rz cx becomes one cp and two rz, and so "
      "does "
      "a controlled rotation that is written with two cx or cz: where the segments of a qubit on both sides "
      "of a "
      "change of basis hold a cz with one and the same segment, both vanish if the other qubit is added to "
      "this "
      "one in between. Done as long as fewer two-qubit gates are left. Parities of more than two qubits keep "
      "the "
      "cx that make them (phase polynomials: Amy, Maslov and Mosca, IEEE TCAD 33, 2014). Barriers, "
      "measurements, "
      "resets and conditional gates are left as they are, and nothing moves across them. Where nothing is "
      "folded, the "
      "circuit stays as it is.",
      Stage::normalized,
      Stage::normalized,
      {},
      {"folded", "removed-cps"}};
  return info;
}

Result<PreservedAnalyses> PhaseFolding::run(Module& module, AnalysisManager&, PassContext& context) {
  const auto cps = [](const Circuit& circuit) {
    return std::ranges::count(circuit.gates(), GateKind::cp, &Gate::kind);
  };
  const std::int64_t before = cps(module.circuit);
  Folder folder(module.circuit);
  Circuit folded = folder.folded();
  if (folder.folded_cz() == 0) return PreservedAnalyses::all;
  context.statistics["phase-folding.folded"] += folder.folded_cz();
  context.statistics["phase-folding.removed-cps"] += before - cps(folded);
  module.circuit = std::move(folded);
  return PreservedAnalyses::network;
}

}  // namespace dqc
