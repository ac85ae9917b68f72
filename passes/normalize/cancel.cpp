// One walk over the circuit with a stack of open stretches per qubit. A stretch starts with a run of
// one-qubit gates that does not commute with cp (its opener); all that follows in it is diagonal, so
// a cp merges with an earlier one of the same pair if both stretches are still the topmost of their
// qubits. When the last cp of a stretch vanishes, its opener meets the next run and is taken back,
// which makes the stretch below topmost again: h cp(pi) h h cp(pi) h unwinds to nothing.
#include "passes/normalize/cancel.h"

#include <unordered_map>
#include <utility>

#include "passes/normalize/angle.h"
#include "passes/normalize/rewriter.h"
#include "passes/normalize/rotation_run.h"

namespace dqc {
namespace {

constexpr std::int32_t nothing = -1;

struct Item {
  enum class Kind : std::uint8_t { dropped, run, cp, gate };
  Kind kind = Kind::gate;
  GateId gate;                     ///< cp, gate: of the source
  QubitId qubit;                   ///< run
  RotationRun run;                 ///< run
  double angle = 0;                ///< cp
  std::int32_t stretch[2] = {};    ///< cp: of its operands, lower qubit first
  std::int32_t earlier = nothing;  ///< cp: the next older cp of the same pair
};

struct Stretch {
  std::int32_t id = 0;
  std::int32_t opener = nothing;  ///< index of an item; nothing: the circuit's start or a fence
  std::int32_t cps = 0;
};

class Canceller {
 public:
  explicit Canceller(const Circuit& source)
      : source_(source), angles_(source.angles), qubits_(source.num_qubits()) {
    items_.reserve(source.num_gates());
    for (QubitState& state : qubits_) state.stretches.push_back({next_stretch_++, nothing, 0});
  }

  Circuit cancelled() && {
    for (const Gate& gate : source_.gates())
      take(gate, GateId(static_cast<std::size_t>(&gate - source_.gates().data())));
    for (std::size_t q = 0; q < qubits_.size(); ++q) close(QubitId(q));
    return emitted();
  }
  std::int64_t merged_cps() const { return merged_cps_; }

 private:
  struct QubitState {
    RotationRun run;  ///< read and not yet an item
    std::vector<Stretch> stretches;
  };

  void take(const Gate& gate, GateId id) {
    if (gate.condition < 0 && gate.kind == GateKind::cp) {
      take_cp(gate, id);
    } else if (gate.condition < 0 && is_unitary(gate.kind)) {
      take_rotation(gate, source_.qubit(gate));
    } else {
      for (QubitId q : source_.qubits(gate)) close(q);
      Item item;
      item.gate = id;
      items_.push_back(item);
    }
  }

  void take_rotation(const Gate& gate, QubitId q) {
    QubitState& state = qubits_[q.index()];
    if (!state.run.takes(source_, gate)) open(q);
    state.run.append(angles_, source_, gate);
    if (!source_.inputs.empty()) take_back_openers(q);
  }

  void take_cp(const Gate& gate, GateId id) {
    const double angle = reduced_angle(angles_, source_.param(gate));
    if (angle == 0) return;
    const QubitId a = std::min(source_.qubit(gate, 0), source_.qubit(gate, 1));
    const QubitId b = std::max(source_.qubit(gate, 0), source_.qubit(gate, 1));
    open(a), open(b);
    std::int32_t& newest = newest_cp_.try_emplace(key(a, b), nothing).first->second;
    if (newest != nothing && at(newest).stretch[0] == top(a).id && at(newest).stretch[1] == top(b).id) {
      ++merged_cps_;
      Item& item = at(newest);
      item.angle = reduced_angle(angles_, angles_.sum(item.angle, angle));
      if (item.angle != 0) return;
      item.kind = Item::Kind::dropped;
      newest = item.earlier;
      leave(a), leave(b);
      return;
    }
    Item item;
    item.kind = Item::Kind::cp;
    item.gate = id;
    item.angle = angle;
    item.stretch[0] = top(a).id, item.stretch[1] = top(b).id;
    item.earlier = newest;
    newest = static_cast<std::int32_t>(items_.size());
    items_.push_back(item);
    ++top(a).cps, ++top(b).cps;
  }

  /// Before a cp on `q`: what does not commute with it becomes an item and opens a stretch.
  void open(QubitId q) {
    QubitState& state = qubits_[q.index()];
    if (state.run.diagonal()) return;
    const RotationRun rest = state.run.split_trailing_rz();
    state.stretches.push_back({next_stretch_++, add_run(q, state.run), 0});
    state.run = rest;
  }

  /// A cp of the topmost stretch of `q` vanished.
  void leave(QubitId q) {
    --top(q).cps;
    take_back_openers(q);
  }

  /// While the topmost stretch of `q` has no cp: its opener meets what follows it.
  void take_back_openers(QubitId q) {
    QubitState& state = qubits_[q.index()];
    while (top(q).cps == 0 && top(q).opener != nothing && at(top(q).opener).run.takes(state.run)) {
      Item& opener = at(top(q).opener);
      RotationRun run = opener.run;
      run.append(angles_, state.run);
      state.run = run;
      opener.kind = Item::Kind::dropped;
      state.stretches.pop_back();
    }
  }

  /// A fence on `q`: everything read becomes items, and nothing before it is topmost again.
  void close(QubitId q) {
    QubitState& state = qubits_[q.index()];
    add_run(q, state.run);
    state.run = RotationRun();
    state.stretches.clear();
    state.stretches.push_back({next_stretch_++, nothing, 0});
  }

  std::int32_t add_run(QubitId q, const RotationRun& run) {
    Item item;
    item.kind = Item::Kind::run;
    item.qubit = q;
    item.run = run;
    items_.push_back(item);
    return static_cast<std::int32_t>(items_.size() - 1);
  }

  /// What is left, each run as late as possible, so that cancelling the result changes nothing.
  Circuit emitted() const {
    Rewriter out(source_);
    out.circuit.angles = angles_;
    std::vector<const Item*> waiting(qubits_.size(), nullptr);
    const auto release = [&](QubitId q, const Item* next) {
      if (const Item* run = std::exchange(waiting[q.index()], next)) run->run.emit(out.circuit, q);
    };
    for (const Item& item : items_) {
      if (item.kind == Item::Kind::dropped) continue;
      if (item.kind == Item::Kind::run) {
        release(item.qubit, &item);
        continue;
      }
      const Gate& gate = source_.gate(item.gate);
      for (QubitId q : source_.qubits(gate)) release(q, nullptr);
      if (item.kind == Item::Kind::gate) out.copy(gate);
      if (item.kind == Item::Kind::cp)
        out.circuit.add_gate(GateKind::cp, source_.qubits(gate), {&item.angle, 1}, -1, -1, gate.line);
    }
    for (std::size_t q = 0; q < waiting.size(); ++q) release(QubitId(q), nullptr);
    return std::move(out.circuit);
  }

  Item& at(std::int32_t i) { return items_[static_cast<std::size_t>(i)]; }
  Stretch& top(QubitId q) { return qubits_[q.index()].stretches.back(); }
  static std::uint64_t key(QubitId a, QubitId b) {
    return static_cast<std::uint64_t>(a.index()) << 32 | static_cast<std::uint64_t>(b.index());
  }

  const Circuit& source_;
  AngleTable angles_;
  std::vector<QubitState> qubits_;
  std::vector<Item> items_;
  std::unordered_map<std::uint64_t, std::int32_t> newest_cp_;  ///< by pair: the newest cp item left
  std::int32_t next_stretch_ = 0;
  std::int64_t merged_cps_ = 0;
};

}  // namespace

Cancel::Cancel(const PassOptions&) {}

const PassInfo& Cancel::info() {
  static const PassInfo info{
      "cancel",
      "cancel inverses and merge cp gates",
      "Merges cp gates of the same two segments, whatever diagonal gates stand between them, drops those "
      "whose "
      "angle is 0 modulo 2 pi, and lets the one-qubit gates that meet then cancel or merge as "
      "merge-rotations "
      "does, until nothing changes: two cx on the same qubits vanish. Barriers, measurements, resets and "
      "conditional gates are left as they are, and nothing moves across them.",
      Stage::normalized,
      Stage::normalized,
      {},
      {"merged-cps", "removed"}};
  return info;
}

Result<PreservedAnalyses> Cancel::run(Module& module, AnalysisManager&, PassContext& context) {
  const auto before = static_cast<std::int64_t>(module.circuit.num_gates());
  Canceller canceller(module.circuit);
  Circuit cancelled = std::move(canceller).cancelled();
  context.statistics["cancel.merged-cps"] += canceller.merged_cps();
  context.statistics["cancel.removed"] += before - static_cast<std::int64_t>(cancelled.num_gates());
  module.circuit = std::move(cancelled);
  return PreservedAnalyses::network;
}

}  // namespace dqc
