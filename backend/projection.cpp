#include "backend/projection.h"

#include <algorithm>

namespace dqc {

Projection project(const Module& module) {
  const Program& program = *module.program;
  Projection p;
  p.instructions.resize(module.network->size());
  p.arrivals.resize(module.network->size());
  p.sends.assign(program.instructions.size(), -1);
  p.measured_at.resize(static_cast<std::size_t>(program.num_outcomes));
  p.own_bit.assign(static_cast<std::size_t>(program.num_outcomes), -1);
  std::vector<std::int32_t> outcomes(module.network->size(), 0);
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    const Instruction& g = program.instructions[i];
    p.instructions[g.q[0].qpu.index()].push_back(i);
    if (g.kind == InstructionKind::ebit) p.instructions[g.q[1].qpu.index()].push_back(i);
    if (g.kind != InstructionKind::outcome) continue;
    p.measured_at[g.outcome.index()] = g.q[0].qpu;
    p.own_bit[g.outcome.index()] = outcomes[g.q[0].qpu.index()]++;
  }
  p.messages = messages_of(module.circuit, program);
  for (std::size_t m = 0; m < p.messages.size(); ++m) {
    p.sends[p.messages[m].sender] = static_cast<std::int32_t>(m);
    for (const Receipt& r : p.messages[m].receipts) p.arrivals[r.qpu.index()].push_back({r.instruction, m});
  }
  for (auto& list : p.arrivals) std::ranges::sort(list);
  return p;
}

}  // namespace dqc
