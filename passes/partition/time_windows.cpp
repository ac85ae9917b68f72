#include "passes/partition/time_windows.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace dqc {
namespace {

/// Gates [begin, end) of the circuit.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Windows of about `gates` two-qubit gates, the first one of `first`.
std::vector<Window> cut(const Circuit& circuit, std::size_t first, std::size_t gates) {
  std::vector<Window> windows;
  std::size_t begin = 0, room = first;
  for (std::size_t i = 0; i < circuit.num_gates(); ++i) {
    if (circuit.gates()[i].kind != GateKind::cp) continue;
    if (room == 0) {
      windows.push_back({begin, i});
      begin = i;
      room = gates;
    }
    --room;
  }
  windows.push_back({begin, circuit.num_gates()});
  return windows;
}

class WindowRefiner {
 public:
  WindowRefiner(const Module& module, const Segments& segments, const NetworkDistances& distances,
                Placement placement, const WindowOptions& options)
      : module_(module),
        segments_(segments),
        distances_(distances),
        placement_(std::move(placement)),
        options_(options) {}

  void run_round(const std::vector<Window>& windows, int round, std::size_t left_later,
                 const RefineWindow& refine);
  Placement take() { return std::move(placement_); }

 private:
  Module part(const Window& w) const;
  SegmentId segment_at(QubitId q, std::size_t gate) const;
  Surroundings surroundings(const Window& w, Placement& placement) const;
  Placement improve(const Window& w, const std::function<void(PartitionState&)>& refine) const;
  void take_over(const Window& w, const Placement& from);

  const Module& module_;
  const Segments& segments_;
  const NetworkDistances& distances_;
  Placement placement_;
  const WindowOptions& options_;
};

/// The window's circuit on the whole network.
Module WindowRefiner::part(const Window& w) const {
  const Circuit& circuit = module_.circuit;
  Module part;
  part.stage = Stage::normalized;
  part.network = module_.network;
  part.circuit = circuit.without_gates();
  part.circuit.reserve_gates(w.end - w.begin);
  for (std::size_t i = w.begin; i < w.end; ++i) {
    const Gate& g = circuit.gates()[i];
    part.circuit.add_gate(g.kind, circuit.qubits(g), circuit.params(g), g.detail, g.condition, g.line);
  }
  return part;
}

/// The segment that `q` is in just before `gate`.
SegmentId WindowRefiner::segment_at(QubitId q, std::size_t gate) const {
  std::size_t low = segments_.first(q).index(), high = low + segments_.count(q) - 1;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (segments_[SegmentId(middle)].end.index() < gate) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return SegmentId(low);
}

/// What the window has to take as given; `placement` gets its first and last homes.
Surroundings WindowRefiner::surroundings(const Window& w, Placement& placement) const {
  Surroundings around;
  const std::size_t n = module_.circuit.num_qubits();
  around.used_before.resize(n);
  around.used_after.resize(n);
  const auto add = [&](std::vector<QpuId>& list, GateId g) {
    const QpuId at = placement_.executor[g.index()];
    if (std::find(list.begin(), list.end(), at) == list.end()) list.push_back(at);
  };
  for (std::size_t q = 0; q < n; ++q) {
    const Segment& first = segments_[segment_at(QubitId(q), w.begin)];
    const Segment& last = segments_[segment_at(QubitId(q), w.end)];
    placement.initial.push_back(first.begin.valid() ? placement_.executor[first.begin.index()]
                                                    : placement_.initial[q]);
    placement.final_.push_back(last.end.valid() ? placement_.executor[last.end.index()]
                                                : placement_.final_[q]);
    for (GateId g : segments_.gates(first))
      if (g.index() < w.begin) add(around.used_before[q], g);
    for (GateId g : segments_.gates(last))
      if (g.index() >= w.end) add(around.used_after[q], g);
  }
  return around;
}

void WindowRefiner::take_over(const Window& w, const Placement& from) {
  std::copy(from.executor.begin(), from.executor.end(),
            placement_.executor.begin() + static_cast<std::ptrdiff_t>(w.begin));
}

/// Improves one window; what is beyond it stays. Memory that sufficed still does.
Placement WindowRefiner::improve(const Window& w, const std::function<void(PartitionState&)>& refine) const {
  const Module circuit = part(w);
  const Segments segments(circuit.circuit);
  PartitionState state(circuit, segments, distances_, options_.homes);
  Placement start;
  state.embed(surroundings(w, start));
  start.executor.assign(placement_.executor.begin() + static_cast<std::ptrdiff_t>(w.begin),
                        placement_.executor.begin() + static_cast<std::ptrdiff_t>(w.end));
  state.assign(start);
  const std::int64_t overflow = state.overflow();
  refine(state);
  return state.overflow() <= overflow ? state.placement() : start;
}

/// What reaches over a cut is given on both sides, so windows do not depend on each other.
void WindowRefiner::run_round(const std::vector<Window>& windows, int round, std::size_t left_later,
                              const RefineWindow& refine) {
  std::vector<Placement> answers(windows.size());
  std::atomic<std::size_t> next{0};
  const auto drain = [&] {
    for (std::size_t i = next++; i < windows.size(); i = next++)
      answers[i] = improve(windows[i], [&](PartitionState& state) {
        refine(state, {round, i, windows.size() - i + left_later});
      });
  };
  std::vector<std::thread> workers;
  for (int t = 1; t < std::min(options_.threads, static_cast<int>(windows.size())); ++t)
    workers.emplace_back(drain);
  drain();
  for (std::thread& t : workers) t.join();
  for (std::size_t i = 0; i < windows.size(); ++i) take_over(windows[i], answers[i]);
}

}  // namespace

Placement refine_in_windows(const Module& module, const Segments& segments, const NetworkDistances& distances,
                            Placement placement, const WindowOptions& options, const RefineWindow& refine) {
  WindowRefiner refiner(module, segments, distances, std::move(placement), options);
  std::vector<std::vector<Window>> rounds;
  std::size_t left = 0;
  for (int round = 0; round < options.rounds; ++round) {
    const std::size_t first = round % 2 == 0 ? options.gates : options.gates / 2;
    rounds.push_back(cut(module.circuit, first, options.gates));
    left += rounds.back().size();
  }
  for (int round = 0; round < options.rounds; ++round) {
    const std::vector<Window>& windows = rounds[static_cast<std::size_t>(round)];
    left -= windows.size();
    refiner.run_round(windows, round, left, refine);
  }
  return refiner.take();
}

}  // namespace dqc
