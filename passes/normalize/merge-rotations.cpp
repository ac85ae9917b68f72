#include "passes/normalize/merge-rotations.h"

#include "passes/normalize/rewriter.h"
#include "passes/normalize/rotation_run.h"

namespace dqc {
namespace {

class Merger {
 public:
  explicit Merger(const Circuit& source) : source_(source), out_(source), runs_(source.num_qubits()) {}

  Circuit merged() && {
    for (const Gate& gate : source_.gates()) take(gate);
    for (std::size_t q = 0; q < runs_.size(); ++q) flush(QubitId(q));
    return std::move(out_.circuit);
  }

 private:
  void take(const Gate& gate) {
    const bool conditional = gate.condition >= 0;
    if (gate.kind == GateKind::cp && !conditional) {
      for (QubitId q : source_.qubits(gate)) flush_before_cp(q);
      out_.copy(gate);
    } else if (is_unitary(gate.kind) && !conditional) {
      const QubitId q = source_.qubit(gate);
      if (!runs_[q.index()].takes(source_, gate)) flush_before_cp(q);
      runs_[q.index()].append(out_.circuit.angles, source_, gate);
    } else {
      for (QubitId q : source_.qubits(gate)) flush(q);
      out_.copy(gate);
    }
  }

  void flush(QubitId q) {
    runs_[q.index()].emit(out_.circuit, q);
    runs_[q.index()] = RotationRun();
  }

  /// Emits what does not commute with cp; the rest waits.
  void flush_before_cp(QubitId q) {
    RotationRun& run = runs_[q.index()];
    if (run.diagonal()) return;
    const RotationRun rest = run.split_trailing_rz();
    run.emit(out_.circuit, q);
    run = rest;
  }

  const Circuit& source_;
  Rewriter out_;
  std::vector<RotationRun> runs_;  ///< by qubit: read but not emitted
};

}  // namespace

MergeRotations::MergeRotations(const PassOptions&) {}

const PassInfo& MergeRotations::info() {
  static const PassInfo info{
      "merge-rotations",
      "merge one-qubit gates",
      "Gathers the diagonal one-qubit gates of each segment into one rz at its end: they commute with cp. "
      "Runs of one-qubit gates without a cp between them become nothing, rz, x, x and rz, h between rz, or "
      "one u. "
      "Angles are reduced to (-pi, pi] and written as exact multiples of pi/2^n where they are within 1e-13 "
      "of one; "
      "smaller rotations are dropped. Barriers, measurements, resets and conditional gates are left as they "
      "are, "
      "and nothing moves across them.",
      Stage::normalized,
      Stage::normalized,
      {},
      {"removed"}};
  return info;
}

Result<PreservedAnalyses> MergeRotations::run(Module& module, AnalysisManager&, PassContext& context) {
  const auto before = static_cast<std::int64_t>(module.circuit.num_gates());
  module.circuit = Merger(module.circuit).merged();
  context.statistics["merge-rotations.removed"] +=
      before - static_cast<std::int64_t>(module.circuit.num_gates());
  return PreservedAnalyses::network;
}

}  // namespace dqc
