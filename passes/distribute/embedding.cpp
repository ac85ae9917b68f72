#include "passes/distribute/embedding.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dqc {

/// Counts, for each segment, what its sharing tree has to reach, and tries every segment in turn.
class Embedding::Planner {
 public:
  Planner(Embedding& out, const Circuit& circuit, const NetworkDistances& distances)
      : out_(out),
        circuit_(circuit),
        placement_(out.placement_),
        segments_(out.segments_),
        distances_(distances),
        uses_(segments_.size()),
        other_gates_(segments_.size(), 0) {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      const Segment& segment = segments_[SegmentId(s)];
      ++uses_[s][start(segment)], ++uses_[s][end(segment)];
      for (GateId g : segments_.gates(segment)) ++uses_[s][placement_.executor[g.index()]];
    }
    mark_other_gates();
  }

  void run() {
    bool found = true;
    for (int round = 0; found && round < most_rounds; ++round) {
      found = false;
      for (std::size_t s = 1; s + 1 < segments_.size(); ++s)
        if (!out_.embedded(SegmentId(s)) && possible(SegmentId(s))) found |= embed(SegmentId(s));
    }
  }

 private:
  static constexpr int most_rounds = 3;
  using Uses = std::map<QpuId, int>;

  QpuId start(const Segment& s) const {
    return s.begin.valid() ? placement_.executor[s.begin.index()] : placement_.initial[s.qubit.index()];
  }
  QpuId end(const Segment& s) const {
    return s.end.valid() ? placement_.executor[s.end.index()] : placement_.final_[s.qubit.index()];
  }

  /// Segments with one-qubit gates inside.
  void mark_other_gates() {
    std::vector<SegmentId> now;
    for (std::size_t q = 0; q < circuit_.num_qubits(); ++q) now.push_back(segments_.first(QubitId(q)));
    for (const Gate& g : circuit_.gates()) {
      if (g.kind == GateKind::cp || g.kind == GateKind::barrier) continue;
      SegmentId& s = now[circuit_.qubit(g).index()];
      if (is_wall(g))
        s = SegmentId(s.value() + 1);
      else
        other_gates_[s.index()] = 1;
    }
  }

  bool is_plain_h(GateId id) const {
    if (!id.valid()) return false;
    const Gate& g = circuit_.gate(id);
    return g.kind == GateKind::h && g.condition < 0;
  }

  SegmentId partner(GateId g, SegmentId s) const {
    return segments_.of_operand(g, segments_.of_operand(g, 0) == s ? 1 : 0);
  }

  /// Whether segment `s` could be embedded at all.
  bool possible(SegmentId id) const {
    const Segment& s = segments_[id];
    if (!is_plain_h(s.begin) || !is_plain_h(s.end) || other_gates_[id.index()] != 0) return false;
    if (start(s) != end(s) || out_.embedded(SegmentId(id.value() - 1)) ||
        out_.embedded(SegmentId(id.value() + 1)))
      return false;
    return std::ranges::all_of(segments_.gates(s), [&](GateId g) {
      return circuit_.gate(g).condition < 0 && !out_.of_gate(g).valid() &&
             std::abs(std::abs(circuit_.param(circuit_.gate(g))) - std::numbers::pi) < 1e-12;
    });
  }

  bool embed(SegmentId s) {
    const Segment& here = segments_[s];
    const SegmentId before(s.value() - 1), after(s.value() + 1);
    const QpuId home = start(here);
    std::vector<QpuId> candidates;
    for (const auto& [qpu, count] : uses_[before.index()])
      if (qpu != home && qpu != start(segments_[before]) && uses_[after.index()].contains(qpu))
        candidates.push_back(qpu);
    std::vector<QpuId> sites{home};
    for (int best = 0;;) {
      QpuId chosen;
      for (QpuId candidate : candidates) {
        if (std::ranges::find(sites, candidate) != sites.end()) continue;
        sites.push_back(candidate);
        if (const int found = gain(s, sites); found > best) best = found, chosen = candidate;
        sites.pop_back();
      }
      if (!chosen.valid()) break;
      sites.push_back(chosen);
    }
    if (sites.size() == 1) return false;
    accept(s, std::move(sites));
    return true;
  }

  /// How much shorter all sharing trees get, taken as stars around the home.
  int gain(SegmentId s, const std::vector<QpuId>& sites) const {
    const QpuId home = sites[0];
    int saved = 0;
    for (std::size_t i = 1; i < sites.size(); ++i) saved += distances_.distance(home, sites[i]);
    for (const auto& [qpu, count] : uses_[s.index()])
      if (qpu != home) saved += distances_.distance(home, qpu);
    for (GateId g : segments_.gates(segments_[s])) {
      const SegmentId t = partner(g, s);
      const Uses& uses = uses_[t.index()];
      const QpuId root = start(segments_[t]), at = placement_.executor[g.index()];
      for (QpuId qpu : sites)
        if (!uses.contains(qpu)) saved -= distances_.distance(root, qpu);
      if (uses.at(at) == 1 && std::ranges::find(sites, at) == sites.end())
        saved += distances_.distance(root, at);
    }
    return saved;
  }

  void accept(SegmentId s, std::vector<QpuId> sites) {
    const Segment& here = segments_[s];
    for (GateId g : segments_.gates(here)) {
      const SegmentId t = partner(g, s);
      Uses& uses = uses_[t.index()];
      const QpuId at = placement_.executor[g.index()];
      if (--uses.at(at) == 0) uses.erase(at);
      for (QpuId qpu : sites) ++uses[qpu];
      out_.of_gate_[g.index()] = s;
      out_.concerned_[t.index()] = 1;
    }
    for (const std::size_t t : {s.index() - 1, s.index(), s.index() + 1}) out_.concerned_[t] = 1;
    out_.sites_[s.index()] = std::move(sites);
    ++out_.num_embedded_;
  }

  Embedding& out_;
  const Circuit& circuit_;
  const Placement& placement_;
  const Segments& segments_;
  const NetworkDistances& distances_;
  std::vector<Uses> uses_;  ///< by segment: what its tree reaches, and how often
  std::vector<char> other_gates_;
};

Embedding::Embedding(const Placement& placement, const Segments& segments)
    : placement_(placement),
      segments_(segments),
      sites_(segments.size()),
      of_gate_(placement.executor.size()) {}

void Embedding::plan(const Circuit& circuit, const NetworkDistances& distances) {
  concerned_.assign(segments_.size(), 0);
  Planner(*this, circuit, distances).run();
}

std::span<const QpuId> Embedding::sites(GateId g) const {
  const SegmentId s = of_gate(g);
  return s.valid() ? sites(s) : std::span<const QpuId>(&placement_.executor[g.index()], 1);
}

bool Embedding::stays(SegmentId s, QpuId qpu) const {
  if (!segments_[s].end.valid()) return false;
  const auto through = sites(embedded(s) ? s : SegmentId(s.value() + 1));
  return through.size() > 1 && std::find(through.begin() + 1, through.end(), qpu) != through.end();
}

void Embedding::drop(SegmentId s) {
  for (GateId g : segments_.gates(segments_[s])) of_gate_[g.index()] = SegmentId();
  sites_[s.index()].clear();
  --num_embedded_;
}

}  // namespace dqc
