#include "passes/partition/temporal-partition.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

#include "passes/distribute/distributor.h"
#include "passes/distribute/link_table.h"
#include "passes/partition/initial.h"
#include "passes/partition/network_coarsener.h"
#include "passes/partition/planned_makespan.h"
#include "passes/partition/refine.h"
#include "passes/partition/temporal_search.h"
#include "passes/partition/time_windows.h"

namespace dqc {
namespace {

struct Answer {
  std::optional<Placement> placement;
  std::int64_t ebits = 0;
  std::int64_t cost = 0;      ///< of these e-bits, by the objective
  std::int64_t makespan = 0;  ///< where ties are broken by it
  Error error;
};

/// What a placement costs as insert-processes will write it, or why it cannot.
Answer evaluate(const Module& module, const Segments& segments, const WeighedLinks& links,
                Placement placement) {
  Answer answer;
  const Network& network = *module.network;
  const auto program = Distributor(module.circuit, network, placement, segments, links.distances()).run();
  if (!program) {
    answer.error = program.error();
    return answer;
  }
  const LinkTable table(network);
  for (const Ebit& e : program->ebits) {
    answer.ebits += static_cast<std::int64_t>(e.path.size()) - 1;
    for (std::size_t i = 1; i < e.path.size(); ++i)
      answer.cost += links.weights()[table.between(e.path[i - 1], e.path[i]).index()];
  }
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

/// Circuits with more two-qubit gates are refined in windows of time.
constexpr std::size_t windowed_from = 25000;

bool better(const Answer& a, const Answer& b) {
  if (a.placement.has_value() != b.placement.has_value()) return a.placement.has_value();
  return a.placement && std::tie(a.cost, a.makespan) < std::tie(b.cost, b.makespan);
}

/// Tries in search of a shorter makespan among partitions of equal cost, by optimisation level.
constexpr int wanders[] = {0, 8, 24, 24};

/// `best`, or what a walk among partitions of its cost finds with a shorter makespan.
Answer shortened(Answer best, const TemporalSearch& search, const Module& module, const Segments& segments,
                 const WeighedLinks& links, LinkMetric metric, const PassContext& context) {
  for (int round = 0; round < wanders[std::clamp(context.effort, 0, 3)]; ++round) {
    if (context.deadline.expired()) break;
    Rng rng = context.rng("temporal-partition.ties." + std::to_string(round));
    Answer other = evaluate(module, segments, links, search.wandered(*best.placement, rng, context.deadline));
    if (!other.placement || other.cost > best.cost) continue;
    other.makespan = planned_makespan(module, *other.placement, metric, context);
    if (better(other, best)) best = std::move(other);
  }
  return best;
}

/// Calls work(0), ..., work(count - 1) on up to `threads` threads.
template <class Work>
void in_parallel(std::size_t count, int threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto drain = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < std::min<std::size_t>(count, static_cast<std::size_t>(threads)); ++t)
    others.emplace_back(drain);
  drain();
  for (std::thread& t : others) t.join();
}

/// The better half of the trials, but two at least, best first.
std::vector<std::size_t> better_half(const std::vector<TemporalSearch::Trial>& trials) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < trials.size(); ++i) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return trials[i].score; });
  order.resize(std::min(order.size(), std::max<std::size_t>(2, (order.size() + 1) / 2)));
  return order;
}

/// Starting points, all tried and the better half searched from, and moves per two-qubit gate of each.
struct Budget {
  std::size_t starts = 0;
  long moves = 0;
};

/// What an optimisation level spends. Large circuits get fewer moves per gate, with the root of their size,
/// down to a least number, and at -O2 only one start: starts differ the less the larger a circuit is. At -O3
/// a time limit is the only limit.
Budget default_budget(int effort, const Circuit& circuit, const Deadline& deadline) {
  constexpr Budget by_level[] = {{1, 0}, {1, 60}, {2, 150}, {8, 800}};
  constexpr long least[] = {0, 30, 36, 60};
  constexpr long unlimited = 1'000'000;
  constexpr double large = 4000;
  const auto level = static_cast<std::size_t>(std::clamp(effort, 0, 3));
  Budget budget = by_level[level];
  const auto gates = static_cast<double>(count_two_qubit_gates(circuit));
  if (level == 3 && deadline.limited()) budget.moves = unlimited;
  const double small = level < 2 ? large : 800;
  if (gates <= small || budget.moves == unlimited) return budget;
  budget.moves =
      std::max(least[level], std::lround(static_cast<double>(budget.moves) * std::sqrt(small / gates)));
  if (level == 2 && gates > large) budget.starts = 1;
  return budget;
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
      {objective_option(
           "what to minimise: e-bits, each of them weighted by the cost of its link (dqc-network(5)), "
           "or by the time that it takes"),
       {"ties", OptionKind::choice, "none", "none|makespan",
        "makespan: of partitions that cost the same take one with a short schedule, as far as a walk among "
        "them "
        "finds one (not for circuits of more than 25,000 two-qubit gates)"},
       {"starts", OptionKind::integer, "0", "0..1000", "starting points; 0: by optimisation level"},
       {"moves", OptionKind::integer, "0", "0..1000000",
        "moves per two-qubit gate and start; 0: by optimisation level"},
       {"homes", OptionKind::choice, "auto", "auto|data|any",
        "qubits on which homes rest between the ends of the circuit; any: also on communication qubits while "
        "no data qubit is free; auto: what a short search with each finds better"},
       {"coarsen", OptionKind::choice, "off", "off|2|4|8",
        "start from a partition over a series of coarser networks, so many QPUs merged into one a level (not "
        "for circuits of more than 25,000 two-qubit gates)"},
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
  const WeighedLinks links(module, analyses, metric_);
  const NetworkDistances& distances = links.distances();
  const auto graph = InteractionGraph::of(module.circuit);

  const Budget budget = default_budget(context.effort, module.circuit, context.deadline);
  const auto starts = starts_ > 0 ? static_cast<std::size_t>(starts_) : budget.starts;
  const long moves = moves_per_gate_ > 0 ? moves_per_gate_ : budget.moves;

  std::vector<Homes> homes;
  for (std::size_t i = 0; i < starts; ++i)
    homes.push_back(i == 1 ? contiguous_homes(module.circuit.num_qubits(), network, distances)
                           : metis_homes(graph, network, distances, context.seed + i));

  if (count_two_qubit_gates(module.circuit) > windowed_from && !fixed_packets_)
    return run_in_windows(module, segments, links, homes, moves, context);

  const TemporalSearch search(module, segments, distances,
                              {homes_named(homes_), fixed_packets_, moves, links.unit()});
  // Each start is tried and refined on its own, so that threads change nothing but the time.
  std::vector<Rng> rngs;
  for (std::size_t i = 0; i < starts; ++i)
    rngs.push_back(context.rng("temporal-partition." + std::to_string(i)));
  const auto judged = [&](Placement placement) {
    Answer answer = evaluate(module, segments, links, std::move(placement));
    if (ties_by_makespan_ && answer.placement)
      answer.makespan = planned_makespan(module, *answer.placement, metric_, context);
    return answer;
  };
  const auto start_of = [&](std::size_t i) {
    if (coarsen_ == "off") return static_placement(module, homes[i]);
    const auto refine_merged = [&](PartitionState& state) {
      RefineOptions options;
      options.moves = moves * static_cast<long>(state.two_qubit_gates().size()) / 2;
      options.count_in(links.unit(), state.distances().mean());
      refine(state, options, rngs[i], share_of(context.deadline, 4 * (starts - i), context.threads));
    };
    return coarsened_placement(module, segments, distances, coarsen_.front() - '0', context.seed + i,
                               refine_merged);
  };
  std::vector<TemporalSearch::Trial> trials(starts);
  std::vector<Answer> unrefined(starts);
  in_parallel(starts, context.threads, [&](std::size_t i) {
    const Placement start = start_of(i);
    unrefined[i] = judged(start);
    if (!unrefined[i].placement && coarsen_ != "off")
      unrefined[i] = judged(static_placement(module, homes[i]));
    trials[i] = search.tried(start, i, rngs[i], share_of(context.deadline, starts - i, context.threads));
  });
  const std::vector<std::size_t> finalists = better_half(trials);
  std::vector<Answer> answers(finalists.size());
  in_parallel(finalists.size(), context.threads, [&](std::size_t f) {
    const std::size_t i = finalists[f];
    answers[f] = judged(search.refined(trials[i], rngs[i],
                                       share_of(context.deadline, finalists.size() - f, context.threads)));
  });
  const Error error = unrefined[0].error;  // that of the first static placement
  for (Answer& answer : unrefined) answers.push_back(std::move(answer));

  std::size_t best = 0;
  for (std::size_t i = 1; i < answers.size(); ++i)
    if (better(answers[i], answers[best])) best = i;
  if (!answers[best].placement) return error;
  if (ties_by_makespan_)
    answers[best] = shortened(std::move(answers[best]), search, module, segments, links, metric_, context);
  context.statistics["temporal-partition.ebits"] = answers[best].ebits;
  context.statistics["temporal-partition.starts"] = static_cast<std::int64_t>(starts);
  module.placement = std::move(answers[best].placement);
  module.stage = Stage::placed;
  return PreservedAnalyses::all;
}

/// As run(), for long circuits: every start is refined window by window; the windows share the threads.
Result<PreservedAnalyses> TemporalPartition::run_in_windows(Module& module, const Segments& segments,
                                                            const WeighedLinks& links,
                                                            const std::vector<std::vector<QpuId>>& homes,
                                                            long moves, PassContext& context) const {
  WindowOptions windows;
  windows.threads = context.threads;
  windows.homes = homes_named(homes_).value_or(PartitionState::Homes::data);
  Answer best;
  for (std::size_t i = 0; i < homes.size(); ++i) {
    const Deadline deadline = share_of(context.deadline, homes.size() - i, 1);
    const auto refine_window = [&](PartitionState& state, const WindowPosition& at) {
      Rng rng = context.rng(fmt::format("temporal-partition.{}.{}.{}", i, at.round, at.index));
      RefineOptions options;
      // The first round may forget the start, the others only mend what the cuts kept apart.
      if (at.round > 0) options.start_temperature = 0.2;
      options.moves = moves * static_cast<long>(state.two_qubit_gates().size()) / windows.rounds;
      options.count_in(links.unit(), links.distances().mean());
      refine(state, options, rng, share_of(deadline, at.left, context.threads));
    };
    const Placement start = static_placement(module, homes[i]);
    Answer answer =
        evaluate(module, segments, links,
                 refine_in_windows(module, segments, links.distances(), start, windows, refine_window));
    if (!answer.placement) answer = evaluate(module, segments, links, start);
    if (i == 0 || better(answer, best)) best = std::move(answer);
  }
  if (!best.placement) return best.error;
  context.statistics["temporal-partition.ebits"] = best.ebits;
  context.statistics["temporal-partition.starts"] = static_cast<std::int64_t>(homes.size());
  module.placement = std::move(best.placement);
  module.stage = Stage::placed;
  return PreservedAnalyses::all;
}

}  // namespace dqc
