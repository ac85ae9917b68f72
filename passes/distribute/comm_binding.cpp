#include "passes/distribute/comm_binding.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "passes/ir/link_ebits.h"

namespace dqc {
namespace {

/// Communication qubits of each QPU that are alive at once, at most.
std::vector<int> peaks(const Program& program, std::size_t qpus) {
  std::vector<int> alive(qpus, 0), peak(qpus, 0);
  const auto add = [&](PhysicalQubit q, int by, int spare = 0) {
    if (!q.comm) return;
    int& now = alive[q.qpu.index()] += by;
    peak[q.qpu.index()] = std::max(peak[q.qpu.index()], now + spare);
  };
  for (const Instruction& i : program.instructions) {
    if (i.kind == InstructionKind::outcome) add(i.q[0], -1);
    if (i.kind == InstructionKind::ebit) {
      const int spare = spare_qubits(program.ebits[i.ebit.index()].rounds);
      for (PhysicalQubit q : i.q) add(q, 1, spare);
    }
    if (i.kind == InstructionKind::relocate) add(i.q[1], 1), add(i.q[0], -1);
  }
  return peak;
}

}  // namespace

CommBinding::CommBinding(Program& program, const Network& network, int spare)
    : program_(program),
      banks_(network.size()),
      teleport_of_ebit_(program.ebits.size()),
      teleport_of_outcome_(static_cast<std::size_t>(program.num_outcomes)) {
  const std::vector<int> peak = peaks(program, network.size());
  for (std::size_t p = 0; p < banks_.size(); ++p) {
    const std::int64_t size = std::min<std::int64_t>(network.qpus[p].comm, std::int64_t{peak[p]} + spare);
    for (std::int32_t i = 0; i < size; ++i) banks_[p].free.emplace_hint(banks_[p].free.end(), 0, i);
  }
  for (std::size_t t = 0; t < program.teleports.size(); ++t) {
    const Teleport& teleport = program.teleports[t];
    if (teleport.z_outcome.valid()) teleport_of_outcome_[teleport.z_outcome.index()] = TeleportId(t);
    if (!teleport.ebit.valid()) continue;
    const auto& parts = program.ebits[teleport.ebit.index()].parts;
    teleport_of_ebit_[teleport.ebit.index()] = TeleportId(t);
    for (EbitId part : parts) teleport_of_ebit_[part.index()] = TeleportId(t);
  }
}

void CommBinding::rename(Instruction& instruction) {
  const auto given = instruction.q;
  switch (instruction.kind) {
    case InstructionKind::ebit: bind_ebit(instruction); break;
    case InstructionKind::relocate:
      instruction.q[0] = name_of(given[0]);
      if (given[1].comm) instruction.q[1] = take(given[1], std::numeric_limits<std::int64_t>::max());
      break;
    default:
      for (PhysicalQubit& q : instruction.q) q = name_of(q);
  }
  if (instruction.kind == InstructionKind::outcome || instruction.kind == InstructionKind::relocate)
    if (given[0].comm) bank(given[0]).bound.erase(given[0].index);

  if (instruction.kind == InstructionKind::ebit)
    if (const TeleportId t = teleport_of_ebit_[instruction.ebit.index()]; t.valid())
      for (int end : {0, 1})
        if (PhysicalQubit& to = program_.teleports[t.index()].to; to == given[end]) to = instruction.q[end];
  if (instruction.kind == InstructionKind::outcome)
    if (const TeleportId t = teleport_of_outcome_[instruction.outcome.index()]; t.valid())
      if (PhysicalQubit& from = program_.teleports[t.index()].from; from == given[0]) from = instruction.q[0];
}

void CommBinding::bind_ebit(Instruction& instruction) {
  auto& q = instruction.q;
  Ebit& ebit = program_.ebits[instruction.ebit.index()];
  const auto spare = static_cast<std::ptrdiff_t>(spare_qubits(ebit.rounds));
  std::int64_t start = 0;
  for (PhysicalQubit half : q) start = std::max(start, std::next(bank(half).free.begin(), spare)->first);
  for (std::size_t side : {0, 1}) {
    ebit.spare[side].clear();
    q[side] = take(q[side], start);
    while (std::ssize(ebit.spare[side]) < spare) ebit.spare[side].push_back(take_free(bank(q[side]), start));
  }
}

/// Binds `given` to the qubit of its QPU that became free last, but not after `latest`; the lowest of equals.
PhysicalQubit CommBinding::take(PhysicalQubit given, std::int64_t latest) {
  Bank& b = bank(given);
  const PhysicalQubit name{given.qpu, take_free(b, latest), true};
  b.bound[given.index] = name.index;
  return name;
}

std::int32_t CommBinding::take_free(Bank& b, std::int64_t latest) {
  const auto last = std::prev(b.free.upper_bound({latest, std::numeric_limits<std::int32_t>::max()}));
  const auto chosen = b.free.lower_bound({last->first, 0});
  const std::int32_t index = chosen->second;
  b.free.erase(chosen);
  return index;
}

void CommBinding::release(const Instruction& instruction, std::int64_t end) {
  const bool frees =
      instruction.kind == InstructionKind::outcome || instruction.kind == InstructionKind::relocate;
  const PhysicalQubit q = instruction.q[0];
  if (frees && q.comm) bank(q).free.emplace(end, q.index);
  if (instruction.kind != InstructionKind::ebit) return;
  const Ebit& ebit = program_.ebits[instruction.ebit.index()];
  for (std::size_t side : {0, 1})
    for (const std::int32_t index : ebit.spare[side]) bank(instruction.q[side]).free.emplace(end, index);
}

void CommBinding::finish() {
  for (PhysicalQubit& q : program_.final_map) q = name_of(q);
}

PhysicalQubit CommBinding::name_of(PhysicalQubit given) {
  if (!given.valid() || !given.comm) return given;
  const auto found = bank(given).bound.find(given.index);
  return found == bank(given).bound.end() ? given : PhysicalQubit{given.qpu, found->second, true};
}

}  // namespace dqc
