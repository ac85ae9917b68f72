#include "passes/partition/network_coarsener.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <set>

#include "passes/partition/initial.h"

namespace dqc {
namespace {

/// One matching: pairs of linked QPUs, those with the fewest choices first, the smallest partner preferred.
CoarseNetwork match(const Network& network) {
  const std::size_t k = network.size();
  std::vector<std::vector<std::size_t>> neighbors(k);
  for (const Link& l : network.links) {
    neighbors[l.a.index()].push_back(l.b.index());
    neighbors[l.b.index()].push_back(l.a.index());
  }
  CoarseNetwork coarse;
  coarse.merged_into.assign(k, QpuId());
  const auto free_neighbors = [&](std::size_t p) {
    return std::ranges::count_if(neighbors[p], [&](std::size_t n) { return !coarse.merged_into[n].valid(); });
  };
  for (std::size_t done = 0; done < k;) {
    std::size_t next = k;
    for (std::size_t p = 0; p < k; ++p)
      if (!coarse.merged_into[p].valid() && (next == k || free_neighbors(p) < free_neighbors(next))) next = p;
    std::size_t partner = k;
    for (std::size_t n : neighbors[next])
      if (!coarse.merged_into[n].valid() &&
          (partner == k || network.qpus[n].data < network.qpus[partner].data))
        partner = n;
    const QpuId merged(coarse.network.qpus.size());
    Qpu qpu = network.qpus[next];
    coarse.merged_into[next] = merged;
    ++done;
    if (partner < k) {
      qpu.data += network.qpus[partner].data;
      qpu.comm += network.qpus[partner].comm;
      coarse.merged_into[partner] = merged;
      ++done;
    }
    coarse.network.qpus.push_back(qpu);
  }
  std::set<std::pair<QpuId, QpuId>> known;
  for (Link link : network.links) {
    link.a = coarse.merged_into[link.a.index()];
    link.b = coarse.merged_into[link.b.index()];
    if (link.b < link.a) std::swap(link.a, link.b);
    if (link.a != link.b && known.emplace(link.a, link.b).second) coarse.network.links.push_back(link);
  }
  return coarse;
}

/// The time a qubit spends at one merged QPU, from arrival to last use.
struct Stay {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  QubitId qubit;
  BoundaryId first, last;
};

class Spreader {
 public:
  Spreader(const PartitionState& state, const CoarseNetwork& coarse, const Network& fine,
           const NetworkDistances& distances)
      : state_(state), coarse_(coarse), distances_(distances), parts_(coarse.network.size()) {
    for (std::size_t p = 0; p < fine.size(); ++p) parts_[coarse.merged_into[p].index()].emplace_back(p);
    for (const Qpu& q : fine.qpus) room_.push_back(q.data);
    leaving_.resize(fine.size());
    home_.assign(state.segments().size() + state.circuit().num_qubits(), QpuId());
  }

  Placement run();

 private:
  void collect_stays(QubitId q);
  std::pair<std::int32_t, std::int32_t> move_times(SegmentId s) const;
  QpuId part_for(const Stay& stay);
  QpuId executor(GateId g) const;

  const PartitionState& state_;
  const CoarseNetwork& coarse_;
  const NetworkDistances& distances_;
  std::vector<std::vector<QpuId>> parts_;  ///< by merged QPU
  std::vector<int> room_;                  ///< by part: free data qubits
  std::vector<std::priority_queue<std::int32_t, std::vector<std::int32_t>, std::greater<>>> leaving_;
  std::vector<QpuId> home_;  ///< by boundary
  std::vector<Stay> stays_;
};

/// When the home of `s` arrives at its exit, and when it has left its entry.
std::pair<std::int32_t, std::int32_t> Spreader::move_times(SegmentId s) const {
  const QpuId from = state_.entry(s), to = state_.exit(s);
  std::int32_t arrival = state_.step_of(BoundaryId(state_.entry_boundary(s).value() + 1)), last_use = -1;
  const auto gates = state_.segments().gates(state_.segments()[s]);
  for (std::size_t i = gates.size(); i-- > 0;) {
    if (state_.executor(gates[i]) == to) arrival = state_.step_of(gates[i]);
    if (state_.executor(gates[i]) == from && last_use < 0) last_use = state_.step_of(gates[i]);
  }
  return {arrival, std::max(last_use, arrival) + 1};
}

void Spreader::collect_stays(QubitId q) {
  const BoundaryId first = state_.first_boundary(q);
  Stay stay{0, state_.num_steps() + 1, q, first, first};
  for (std::size_t i = 1; i < state_.num_boundaries(q); ++i) {
    const BoundaryId b(first.index() + i);
    if (state_.home(b) != state_.home(stay.last)) {
      const auto [arrival, gone] = move_times(SegmentId(state_.segments().first(q).index() + i - 1));
      stay.end = gone;
      stays_.push_back(stay);
      stay = {arrival, state_.num_steps() + 1, q, b, b};
    }
    stay.last = b;
  }
  stays_.push_back(stay);
}

/// The part with a free data qubit that is closest to the partners; if none is free, the closest one.
QpuId Spreader::part_for(const Stay& stay) {
  constexpr std::size_t most_gates = 64;
  const Segments& segments = state_.segments();
  const std::vector<QpuId>& parts = parts_[state_.home(stay.first).index()];
  std::vector<long> far(parts.size(), 0);
  const auto add = [&](QpuId at) {
    for (std::size_t i = 0; i < parts.size(); ++i) far[i] += distances_.distance(parts[i], at);
  };
  const bool arrives = stay.first != state_.first_boundary(stay.qubit);
  if (arrives) add(home_[stay.first.index() - 1]);
  std::size_t seen = 0;
  const std::size_t first = stay.first.index() - stay.qubit.index(),
                    last = stay.last.index() - stay.qubit.index();
  const std::size_t end = segments.first(stay.qubit).index() + segments.count(stay.qubit);
  for (std::size_t s = first - (arrives ? 1 : 0); s <= last && s < end && seen < most_gates; ++s) {
    for (GateId g : segments.gates(segments[SegmentId(s)])) {
      const SegmentId partner = segments.of_operand(g, segments.of_operand(g, 0) == SegmentId(s) ? 1 : 0);
      const QpuId known = home_[state_.entry_boundary(partner).index()];
      add(known.valid() ? known : parts_[state_.entry(partner).index()].front());
      ++seen;
    }
  }
  QpuId best;
  long least = 0;
  for (const bool free : {true, false}) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (free && room_[parts[i].index()] <= 0) continue;
      if (!best.valid() || far[i] < least) least = far[i], best = parts[i];
    }
    if (best.valid()) break;
  }
  return best;
}

/// The part that executes a gate: the home of an operand that is at the gate's merged QPU, else any.
QpuId Spreader::executor(GateId g) const {
  const QpuId at = state_.executor(g);
  for (int operand = 0; operand < 2; ++operand) {
    const SegmentId s = state_.segments().of_operand(g, operand);
    const std::size_t entry = state_.entry_boundary(s).index();
    if (state_.entry(s) == at) return home_[entry];
    if (state_.exit(s) == at) return home_[entry + 1];
  }
  return parts_[at.index()].front();
}

Placement Spreader::run() {
  for (std::size_t q = 0; q < state_.circuit().num_qubits(); ++q) collect_stays(QubitId(q));
  std::ranges::stable_sort(stays_, {}, &Stay::begin);
  for (const Stay& stay : stays_) {
    for (QpuId part : parts_[state_.home(stay.first).index()]) {
      auto& leaving = leaving_[part.index()];
      for (; !leaving.empty() && leaving.top() <= stay.begin; leaving.pop()) ++room_[part.index()];
    }
    const QpuId part = part_for(stay);
    --room_[part.index()];
    leaving_[part.index()].push(stay.end);
    for (std::size_t b = stay.first.index(); b <= stay.last.index(); ++b) home_[b] = part;
  }
  Placement placement = state_.placement();
  for (std::size_t q = 0; q < state_.circuit().num_qubits(); ++q) {
    const std::size_t first = state_.first_boundary(QubitId(q)).index();
    placement.initial[q] = home_[first];
    placement.final_[q] = home_[first + state_.num_boundaries(QubitId(q)) - 1];
  }
  for (std::size_t i = 0; i < state_.circuit().num_gates(); ++i) {
    const Gate& gate = state_.circuit().gates()[i];
    if (gate.kind == GateKind::barrier) continue;
    if (gate.kind == GateKind::cp) {
      placement.executor[i] = executor(GateId(i));
      continue;
    }
    const std::size_t entry = state_.entry_boundary(state_.segments().of_operand(GateId(i), 0)).index();
    placement.executor[i] = home_[is_wall(gate) ? entry + 1 : entry];
  }
  return placement;
}

}  // namespace

CoarseNetwork coarsen_network(const Network& network, int factor) {
  CoarseNetwork coarse = match(network);
  for (int merged = 2; merged < factor; merged *= 2) {
    const CoarseNetwork next = match(coarse.network);
    for (QpuId& at : coarse.merged_into) at = next.merged_into[at.index()];
    coarse.network = next.network;
  }
  return coarse;
}

Placement spread(const PartitionState& state, const CoarseNetwork& coarse, const Network& fine,
                 const NetworkDistances& fine_distances) {
  return Spreader(state, coarse, fine, fine_distances).run();
}

Placement coarsened_placement(const Module& module, const Segments& segments,
                              const NetworkDistances& distances, int factor, std::uint64_t seed,
                              const std::function<void(PartitionState&)>& refine) {
  constexpr std::size_t coarsest = 4;
  CoarseNetwork coarse;
  if (module.network->size() > coarsest) coarse = coarsen_network(*module.network, factor);
  const std::size_t left = coarse.network.size();
  if (left < 2 || left == module.network->size()) {
    const auto graph = InteractionGraph::of(module.circuit);
    return static_placement(module, metis_homes(graph, *module.network, distances, seed));
  }
  Module merged;
  merged.stage = module.stage;
  merged.circuit = module.circuit;
  merged.network = coarse.network;
  const NetworkDistances merged_distances(coarse.network);
  PartitionState state(merged, segments, merged_distances);
  state.assign(coarsened_placement(merged, segments, merged_distances, factor, seed, refine));
  refine(state);
  return spread(state, coarse, *module.network, distances);
}

}  // namespace dqc
