#include "passes/distribute/schedule.h"

#include <algorithm>

#include "passes/distribute/comm_binding.h"
#include "passes/distribute/dependences.h"
#include "passes/distribute/ebit_age.h"
#include "passes/distribute/makespan_bound.h"
#include "passes/distribute/order_search.h"
#include "passes/distribute/reorder.h"
#include "passes/distribute/timing.h"
#include "passes/ir/messages.h"

namespace dqc {

namespace {

/// Instructions that a search may schedule: some rounds for every e-bit, up to a limit by effort.
std::int64_t default_work(const Dependences& dependences, int effort) {
  constexpr std::int64_t rounds[] = {0, 2, 20, 200};
  constexpr std::int64_t most[] = {0, 40'000, 400'000, 6'000'000};
  const double wanted = static_cast<double>(rounds[effort]) * static_cast<double>(dependences.size()) *
                        static_cast<double>(dependences.ebits().size());
  return static_cast<std::int64_t>(std::min(wanted, static_cast<double>(most[effort])));
}

/// Times `program` in its order while its communication qubits are chosen anew.
Schedule bound_in_order(const Circuit& circuit, const Network& network, Program& program, int spare) {
  CommBinding binding(program, network, spare);
  Schedule schedule = time_in_order(circuit, network, program, &binding);
  binding.finish();
  return schedule;
}

/// A relocate that takes one communication qubit before it frees another is left where it is.
bool moves_between_comm(const Program& program) {
  return std::ranges::any_of(program.instructions, [](const Instruction& i) {
    return i.kind == InstructionKind::relocate && i.q[0].comm && i.q[1].comm;
  });
}

}  // namespace

const PassInfo& SchedulePass::info() {
  static const PassInfo info{
      "schedule",
      "order and time every instruction",
      "An instruction starts when its qubits are free and the bits it reads have arrived, each QPU with its "
      "own latencies. E-bits are generated ahead, as soon as both QPUs have communication qubits free and "
      "the "
      "link has capacity, but not so early that it grows older than the network allows; a link takes its "
      "expected generation time, or the quantile that the network names. A message takes a hop's time for "
      "each "
      "link on a shortest path. With order=search, instructions that act on a qubit in the computational "
      "basis "
      "may change places: list scheduling by the longest path that follows (Graham, 1969), then by the "
      "latest "
      "starts of the best schedule so far (Li and Willis, 1992), then simulated annealing of the sequence in "
      "which the QPUs start their e-bits, window by window (rolling horizon: Ovacik and Uzsoy, 1994) and "
      "then as a whole. A banker's check keeps every order within the communication "
      "qubits. "
      "lower-bound is what no order of these instructions can undercut.",
      Stage::routed,
      Stage::scheduled,
      {{"order", OptionKind::choice, "search", "given|search",
        "given keeps the order of the instructions; search looks for one with a short makespan"},
       {"work", OptionKind::integer, "-1", "-1..1000000000000",
        "with order=search: instructions that it may schedule in all its rounds; -1: by effort"},
       {"bind", OptionKind::flag, "true", "",
        "choose the communication qubits of e-bits anew; order=search always does"},
       {"spare", OptionKind::integer, "0", "0..1000000",
        "with order=given and bind: communication qubits that a QPU may use for generation ahead beyond "
        "those "
        "that it has alive at its peak, within its capacity"}},
      {"makespan", "lower-bound", "path-bound", "link-bound", "memory-bound", "rounds", "messages"}};
  return info;
}

SchedulePass::SchedulePass(const PassOptions& options)
    : search_(options.text("order") == "search"),
      work_(options.integer("work")),
      bind_(options.flag("bind")),
      spare_(static_cast<int>(options.integer("spare"))) {}

Result<PreservedAnalyses> SchedulePass::run(Module& module, AnalysisManager&, PassContext& context) {
  const Circuit& circuit = module.circuit;
  const Network& network = *module.network;
  Program& program = *module.program;

  Program apart = program;
  separate_comm_qubits(apart, network.size());
  const Dependences dependences(circuit, network, apart);
  const MakespanBound bound = bound_makespan(dependences, network);
  context.statistics["schedule.lower-bound"] = bound.value();
  context.statistics["schedule.path-bound"] = bound.path;
  context.statistics["schedule.link-bound"] = bound.link;
  context.statistics["schedule.memory-bound"] = bound.memory;

  module.schedule = bind_ || search_ ? bound_in_order(circuit, network, program, spare_)
                                     : time_in_order(circuit, network, program, nullptr);
  if (search_ && !moves_between_comm(program)) {
    const std::int64_t work = work_ >= 0 ? work_ : default_work(dependences, context.effort);
    const FoundOrder found =
        search_order(dependences, network, {work, bound}, context.rng("schedule"), context.deadline);
    context.statistics["schedule.rounds"] = found.rounds;
    reorder(apart, found.order);
    Schedule schedule = bound_in_order(circuit, network, apart, 0);
    if (schedule.makespan < module.schedule->makespan) {
      program = std::move(apart);
      module.schedule = std::move(schedule);
    }
  }
  if (Status young = limit_ebit_age(circuit, network, program, *module.schedule); !young)
    return young.error();
  module.stage = Stage::scheduled;
  context.statistics["schedule.makespan"] = module.schedule->makespan;
  context.statistics["schedule.messages"] = static_cast<std::int64_t>(messages_of(circuit, program).size());
  return PreservedAnalyses::network;
}

}  // namespace dqc
