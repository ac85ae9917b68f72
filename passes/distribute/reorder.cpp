#include "passes/distribute/reorder.h"

#include <utility>
#include <vector>

namespace dqc {

void reorder(Program& program, std::span<const std::int32_t> order) {
  std::vector<EbitId> ebit(program.ebits.size());
  std::vector<OutcomeId> outcome(static_cast<std::size_t>(program.num_outcomes));
  std::vector<Instruction> instructions;
  instructions.reserve(order.size());
  std::size_t ebits = 0, outcomes = 0;
  for (std::int32_t i : order) {
    const Instruction& g = instructions.emplace_back(program.instructions[static_cast<std::size_t>(i)]);
    if (g.kind == InstructionKind::ebit) ebit[g.ebit.index()] = EbitId(ebits++);
    if (g.kind == InstructionKind::outcome) outcome[g.outcome.index()] = OutcomeId(outcomes++);
  }
  for (EbitId& e : ebit)
    if (!e.valid()) e = EbitId(ebits++);  // made by swapping: no instruction

  const auto rename = [](auto& id, const auto& to) {
    if (id.valid()) id = to[id.index()];
  };
  for (Instruction& g : instructions) rename(g.ebit, ebit), rename(g.outcome, outcome);
  std::vector<Ebit> rows(program.ebits.size());
  for (std::size_t e = 0; e < rows.size(); ++e) {
    Ebit& row = rows[ebit[e].index()] = std::move(program.ebits[e]);
    rename(row.whole, ebit);
    for (EbitId& part : row.parts) rename(part, ebit);
    for (OutcomeId& o : row.outcomes) rename(o, outcome);
  }
  for (Packet& packet : program.packets) {
    for (EbitId& e : packet.tree) rename(e, ebit);
    for (OutcomeId& o : packet.endings) rename(o, outcome);
  }
  for (Teleport& teleport : program.teleports) {
    rename(teleport.ebit, ebit);
    rename(teleport.z_outcome, outcome);
  }
  program.ebits = std::move(rows);
  program.instructions = std::move(instructions);
}

}  // namespace dqc
