#include "passes/partition/temporal-partition.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <string>
#include <thread>

#include "passes/distribute/distributor.h"
#include "passes/partition/initial.h"
#include "passes/partition/temporal_search.h"

namespace dqc {
namespace {

struct Answer {
  std::optional<Placement> placement;
  std::int64_t ebits = 0;
  Error error;
};

/// Link e-bits of a placement as insert-processes will write it, or why it cannot.
Answer evaluate(const Module& module, const Segments& segments, const NetworkDistances& distances,
                Placement placement) {
  Answer answer;
  const auto program = Distributor(module.circuit, *module.network, placement, segments, distances).run();
  if (!program) {
    answer.error = program.error();
    return answer;
  }
  for (const Ebit& e : program->ebits) answer.ebits += static_cast<std::int64_t>(e.path.size()) - 1;
  answer.placement = std::move(placement);
  return answer;
}

/// The part of a budget for one of `starts` that still have to share it, `threads` at a time.
Deadline share_of(const Deadline& deadline, std::size_t starts, int threads) {
  if (!deadline.limited()) return deadline;
  const auto at_once = static_cast<std::size_t>(threads);
  const auto rounds = static_cast<double>((starts + at_once - 1) / at_once);
  return Deadline::after_seconds(deadline.seconds_left() / rounds);
}

bool better(const Answer& a, const Answer& b) {
  if (a.placement.has_value() != b.placement.has_value()) return a.placement.has_value();
  return a.placement && a.ebits < b.ebits;
}

/// Moves per gate that keep the time of large circuits in bounds: as the root of their size, beyond some
/// size.
long affordable(long moves, const Circuit& circuit) {
  constexpr double small = 800;
  const auto gates = static_cast<double>(count_two_qubit_gates(circuit));
  return gates <= small ? moves
                        : std::max(1L, std::lround(static_cast<double>(moves) * std::sqrt(small / gates)));
}

std::optional<PartitionState::Homes> homes_named(const std::string& name) {
  if (name == "data") return PartitionState::Homes::data;
  if (name == "any") return PartitionState::Homes::any;
  return std::nullopt;
}

}  // namespace

const PassInfo& TemporalPartition::info() {
  static const PassInfo info{
      "temporal-partition",
      "choose homes over time and a QPU for every gate",
      "Minimises the e-bits of the sharing trees of all segments (the temporal hypergraph of Burt et al., "
      "QCE 2025, with gate placement free, third QPUs included) by simulated annealing from several starts "
      "(METIS, contiguous blocks), within data and communication qubits at every time step.",
      Stage::normalized,
      Stage::placed,
      {{"starts", OptionKind::integer, "0", "0..1000", "starting points; 0: by optimisation level"},
       {"moves", OptionKind::integer, "0", "0..1000000",
        "moves per two-qubit gate and start; 0: by optimisation level"},
       {"homes", OptionKind::choice, "auto", "auto|data|any",
        "qubits on which homes rest between the ends of the circuit; any: also on communication qubits while "
        "no data qubit is free; auto: what a short search with each finds better"},
       {"packets", OptionKind::choice, "free", "free|fixed",
        "fixed: gate packets are chosen greedily before the search, each gate executed at the home of its "
        "receiver (the objective of DISQCO)"}},
      {"ebits", "starts"}};
  return info;
}

Result<PreservedAnalyses> TemporalPartition::run(Module& module, AnalysisManager& analyses,
                                                 PassContext& context) {
  const Network& network = *module.network;
  if (Status fits = check_capacity(network, module.circuit.num_qubits()); !fits) return fits.error();
  const auto& segments = analyses.get<Segments>(module);
  const auto& distances = analyses.get<NetworkDistances>(module);
  const auto graph = InteractionGraph::of(module.circuit);

  constexpr long default_starts[] = {1, 1, 2, 8};
  constexpr long default_moves[] = {0, 60, 200, 2000};
  const auto effort = static_cast<std::size_t>(std::clamp(context.effort, 0, 3));
  const auto starts = static_cast<std::size_t>(starts_ > 0 ? starts_ : default_starts[effort]);
  const long moves = moves_per_gate_ > 0 ? moves_per_gate_
                     : effort == 3       ? default_moves[3]
                                         : affordable(default_moves[effort], module.circuit);

  std::vector<Homes> homes;
  for (std::size_t i = 0; i < starts; ++i)
    homes.push_back(i == 1 ? contiguous_homes(module.circuit.num_qubits(), network, distances)
                           : metis_homes(graph, network, distances, context.seed + i));

  const TemporalSearch search(module, segments, distances, {homes_named(homes_), fixed_packets_, moves});
  // Each start is refined on its own, so that threads change nothing but the time.
  std::vector<Answer> answers(2 * starts);
  const auto work = [&](std::size_t i) {
    Rng rng = context.rng("temporal-partition." + std::to_string(i));
    const Placement start = static_placement(module, homes[i]);
    const Placement refined =
        search.refined(start, i, rng, share_of(context.deadline, starts - i, context.threads));
    answers[2 * i] = evaluate(module, segments, distances, refined);
    answers[2 * i + 1] = evaluate(module, segments, distances, start);
  };
  std::atomic<std::size_t> next{0};
  const auto drain = [&] {
    for (std::size_t i = next++; i < starts; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (std::size_t t = 1; t < std::min<std::size_t>(starts, static_cast<std::size_t>(context.threads)); ++t)
    threads.emplace_back(drain);
  drain();
  for (std::thread& t : threads) t.join();

  std::size_t best = 0;
  for (std::size_t i = 1; i < answers.size(); ++i)
    if (better(answers[i], answers[best])) best = i;
  if (!answers[best].placement) return answers[1].error;  // that of the first static placement
  context.statistics["temporal-partition.ebits"] = answers[best].ebits;
  context.statistics["temporal-partition.starts"] = static_cast<std::int64_t>(starts);
  module.placement = std::move(answers[best].placement);
  module.stage = Stage::placed;
  return PreservedAnalyses::all;
}

}  // namespace dqc
