#include "passes/distribute/schedule.h"

#include <algorithm>

#include "passes/distribute/comm_binding.h"
#include "passes/distribute/dependences.h"
#include "passes/distribute/makespan_bound.h"
#include "passes/distribute/order_search.h"
#include "passes/distribute/reorder.h"
#include "passes/distribute/timing.h"
#include "passes/ir/messages.h"

namespace dqc {

const PassInfo& SchedulePass::info() {
  static const PassInfo info{
      "schedule",
      "time every instruction, as soon as possible",
      "An instruction starts when its qubits are free and the bits it reads have arrived, each QPU with its "
      "own latencies. E-bits are generated ahead, as soon as both communication qubits are free and the link "
      "has capacity; a link takes its expected generation time. A message takes a hop's time for each link "
      "on a shortest path. Communication qubits are bound to e-bits here: which halves are alive at once "
      "stays as it is, but generation ahead goes to the qubits that have been free for longer.",
      Stage::routed,
      Stage::scheduled,
      {{"order", OptionKind::choice, "search", "given|search",
        "given keeps the order of the instructions; search looks for one with a short makespan"},
       {"work", OptionKind::integer, "-1", "-1..1000000000000",
        "with order=search: instructions that it may schedule in all its rounds; -1: by effort"},
       {"bind", OptionKind::flag, "true", "",
        "choose the communication qubits of e-bits anew; order=search always does"},
       {"spare", OptionKind::integer, "0", "0..1000000",
        "with order=given and bind: communication qubits that a QPU may use for generation ahead beyond those "
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

  if (search_) {
    constexpr std::int64_t work_by_effort[] = {0, 300'000, 3'000'000, 60'000'000};
    const std::int64_t work = work_ >= 0 ? work_ : work_by_effort[context.effort];
    const FoundOrder found =
        search_order(dependences, network, {work, bound},
                     context.rng("schedule"), context.deadline);
    reorder(apart, found.order);
    program = std::move(apart);
    context.statistics["schedule.rounds"] = found.rounds;
  }
  if (search_ || bind_) {
    CommBinding binding(program, network, search_ ? 0 : spare_);
    module.schedule = time_in_order(circuit, network, program, &binding);
    binding.finish();
  } else {
    module.schedule = time_in_order(circuit, network, program, nullptr);
  }
  module.stage = Stage::scheduled;
  context.statistics["schedule.makespan"] = module.schedule->makespan;
  context.statistics["schedule.messages"] = static_cast<std::int64_t>(messages_of(circuit, program).size());
  return PreservedAnalyses::network;
}

}  // namespace dqc
