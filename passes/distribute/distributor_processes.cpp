// The Distributor's processes: sharing, ending, moving a home, and the memory they need.
#include <algorithm>

#include "passes/distribute/distributor.h"

namespace dqc {

QpuId Distributor::target(const Logical& q) const {
  const Segment& s = segments_[q.segment];
  return s.end.valid() ? placement_.executor[s.end.index()] : placement_.final_[s.qubit.index()];
}

std::int32_t Distributor::next_use_at(const Logical& q, QpuId qpu) const {
  const auto gates = segments_.gates(segments_[q.segment]);
  for (std::size_t i = q.progress; i < gates.size(); ++i)
    if (std::ranges::find(embedding_.sites(gates[i]), qpu) != embedding_.sites(gates[i]).end())
      return gates[i].value();
  return embedding_.stays(q.segment, qpu) ? segments_[q.segment].end.value() : never;
}

/// A gate of the segment will be executed at a QPU that holds no copy yet.
bool Distributor::unshared_use_ahead(const Logical& q) const {
  const auto gates = segments_.gates(segments_[q.segment]);
  return std::any_of(gates.begin() + q.progress, gates.end(), [&](GateId g) {
    return std::ranges::any_of(embedding_.sites(g), [&](QpuId at) {
      return std::none_of(q.holders.begin(), q.holders.end(),
                          [&](const Holder& h) { return h.at.qpu == at; });
    });
  });
}

Distributor::Holder* Distributor::holder_at(Logical& q, QpuId qpu) {
  const auto found =
      std::find_if(q.holders.begin(), q.holders.end(), [&](const Holder& h) { return h.at.qpu == qpu; });
  return found == q.holders.end() ? nullptr : &*found;
}

bool Distributor::reserve(QpuId qpu, int count, std::span<const QubitId> pinned) {
  while (memory_[qpu.index()].comm.available() < count)
    if (!evict_one(qpu, pinned)) return false;
  return true;
}

bool Distributor::evict_one(QpuId qpu, std::span<const QubitId> pinned) {
  QubitId victim;
  std::int32_t farthest = -1;
  for (QubitId q : memory_[qpu.index()].residents) {
    if (std::find(pinned.begin(), pinned.end(), q) != pinned.end()) continue;
    Logical& logical = logical_[q.index()];
    const Holder* h = holder_at(logical, qpu);
    const GateId end = segments_[logical.segment].end;
    const bool arriving = h->next_use == never && target(logical) == qpu && end.valid();
    const std::int32_t next_use = arriving ? end.value() : h->next_use;
    if (h == &logical.holders[0] || next_use <= farthest) continue;
    victim = q;
    farthest = next_use;
  }
  if (!victim.valid()) return false;
  Logical& logical = logical_[victim.index()];
  end(victim, static_cast<std::size_t>(holder_at(logical, qpu) - logical.holders.data()));
  return true;
}

void Distributor::release(QubitId q, PhysicalQubit at) {
  QpuMemory& memory = memory_[at.qpu.index()];
  if (at.comm) {
    memory.comm.give_back(at.index);
    memory.remove_resident(q);
  } else {
    memory.data.give_back(at.index);
  }
}

Distributor::Hop Distributor::direct_hop(QubitId q, QpuId to) {
  const auto& holders = logical_[q.index()].holders;
  const auto rank = [&](const Holder& h) {
    const bool full = memory_[h.at.qpu.index()].comm.available() == 0;
    return std::pair(distances_.distance(h.at.qpu, to), full);
  };
  const Holder* best = &holders[0];
  for (const Holder& h : holders)
    if (rank(h) < rank(*best)) best = &h;
  if (!distances_.reachable(best->at.qpu, to)) return {};
  return distances_.path(best->at.qpu, to);
}

/// The hops that bring a copy of `q` to `to`: along the segment's sharing tree from its nearest holder,
/// stopping where the tree needs a copy, or directly where that is shorter. Empty: unreachable.
std::vector<Distributor::Hop> Distributor::route(QubitId q, QpuId to) {
  Logical& logical = logical_[q.index()];
  const Hop direct = direct_hop(q, to);
  if (direct.size() <= 2) return direct.empty() ? std::vector<Hop>{} : std::vector<Hop>{direct};
  if (!logical.tree_known) {
    std::vector<QpuId> terminals{logical.holders[0].at.qpu, target(logical), to};
    for (GateId g : segments_.gates(segments_[logical.segment]))
      terminals.insert(terminals.end(), embedding_.sites(g).begin(), embedding_.sites(g).end());
    std::sort(terminals.begin(), terminals.end());
    terminals.erase(std::unique(terminals.begin(), terminals.end()), terminals.end());
    logical.tree = trees_.links(terminals);
    logical.tree_known = true;
  }
  // Breadth-first from `to` over the tree until a holder is met.
  std::vector<QpuId> parent(network_.size());
  std::vector<int> degree(network_.size(), 0);
  for (const auto& [a, b] : logical.tree) ++degree[a.index()], ++degree[b.index()];
  std::vector<QpuId> queue{to};
  parent[to.index()] = to;
  QpuId found;
  for (std::size_t i = 0; i < queue.size() && !found.valid(); ++i) {
    if (holder_at(logical, queue[i])) {
      found = queue[i];
      break;
    }
    for (const auto& [a, b] : logical.tree) {
      const QpuId next = a == queue[i] ? b : b == queue[i] ? a : QpuId();
      if (!next.valid() || parent[next.index()].valid()) continue;
      parent[next.index()] = queue[i];
      queue.push_back(next);
    }
  }
  if (!found.valid()) return {direct};
  std::vector<Hop> hops{Hop{found}};
  for (QpuId at = found; at != to;) {
    at = parent[at.index()];
    hops.back().push_back(at);
    const bool needed = at == target(logical) || next_use_at(logical, at) != never ||
                        (degree[at.index()] > 2 && unshared_use_ahead(logical));
    const bool has_room = network_.qpu(at).comm >= 3;
    if (at != to && needed && has_room) hops.push_back(Hop{at});
  }
  const bool crosses_small = std::any_of(hops.begin(), hops.end(), [&](const Hop& h) {
    return std::any_of(h.begin() + 1, h.end() - 1, [&](QpuId m) { return network_.qpu(m).comm < 2; });
  });
  return crosses_small ? std::vector<Hop>{direct} : hops;
}

/// Gives `q` a holder at `to`, where no copy of the `pinned` qubits is ended to make room. False: memory
/// cannot hold what it takes.
bool Distributor::share(QubitId q, QpuId to, std::span<const QubitId> pinned) {
  if (holder_at(logical_[q.index()], to)) return true;
  const std::vector<Hop> hops = route(q, to);
  if (hops.empty()) return false;
  for (const Hop& hop : hops) {
    if (holder_at(logical_[q.index()], hop.back())) continue;
    if (!start(q, hop, pinned)) return false;
  }
  drop_idle_branches(q);
  depart(q);
  return true;
}

/// A starting process over one end-to-end e-bit (Yimsiriwattana and Lomonaco, 2004, cat-entangler).
bool Distributor::start(QubitId q, const Hop& hop, std::span<const QubitId> pinned) {
  const QpuId from = hop.front(), to = hop.back();
  for (std::size_t i = 1; i + 1 < hop.size(); ++i)
    if (!reserve(hop[i], 2, {})) return false;
  const std::array<QubitId, 1> sharing{q};
  if (!reserve(from, 1, sharing) || !reserve(to, 1, pinned)) return false;

  Logical& logical = logical_[q.index()];
  if (!logical.packet.valid()) {
    logical.packet = PacketId(program_.packets.size());
    program_.packets.push_back({q, logical.holders[0].at.qpu, {}, {}, {}});
  }
  const EbitId ebit(program_.ebits.size());
  program_.packets[logical.packet.index()].tree.push_back(ebit);
  program_.ebits.push_back({{from, to}, hop, EbitPurpose::cat, logical.packet, {}, {}, {}, {}});

  const PhysicalQubit source = holder_at(logical, from)->at;
  const PhysicalQubit near = take_comm(from), far = take_comm(to);
  Instruction i;
  i.kind = InstructionKind::ebit;
  i.q = {near, far};
  i.ebit = ebit;
  program_.instructions.push_back(i);
  Instruction parity;
  parity.kind = InstructionKind::parity;
  parity.q = {source, near};
  program_.instructions.push_back(parity);
  const OutcomeId outcome = emit_outcome(near);
  memory_[from.index()].comm.give_back(near.index);
  emit_correction(outcome, GateKind::x, far);

  memory_[to.index()].add_resident(q);
  logical.holders.push_back({far, next_use_at(logical, to), ebit, false, {}});
  return true;
}

/// An ending process: measures a copy out in the X basis and corrects the home.
void Distributor::end(QubitId q, std::size_t holder) {
  Logical& logical = logical_[q.index()];
  const Holder ended = logical.holders[holder];
  Instruction i;
  i.kind = InstructionKind::x_basis;
  i.q[0] = ended.at;
  program_.instructions.push_back(i);
  const OutcomeId outcome = emit_outcome(ended.at);
  emit_correction(outcome, GateKind::z, logical.holders[0].at);
  if (ended.leaving.valid()) program_.teleports[ended.leaving.index()].z_outcome = outcome;
  program_.packets[logical.packet.index()].endings.push_back(outcome);
  logical.holders.erase(logical.holders.begin() + static_cast<std::ptrdiff_t>(holder));
  release(q, ended.at);
  if (!ended.at.comm) settle_arrivals(ended.at.qpu);
}

/// Whether the copy at `qpu` is the nearest one to a QPU that needs a copy later in the segment.
bool Distributor::carries_on(const Logical& q, QpuId qpu) const {
  if (distances_.complete()) return false;
  const auto nearest_to = [&](QpuId at) {
    const int distance = distances_.distance(qpu, at);
    return std::ranges::all_of(q.holders, [&](const Holder& h) {
      return h.at.qpu == qpu || distances_.distance(h.at.qpu, at) > distance;
    });
  };
  const auto gates = segments_.gates(segments_[q.segment]);
  return nearest_to(target(q)) || std::any_of(gates.begin() + q.progress, gates.end(), [&](GateId g) {
           return std::ranges::any_of(embedding_.sites(g), nearest_to);
         });
}

/// Ends the copy of `q` at `qpu` if nothing needs it any more. One that later copies would start from stays:
/// it is the first to end when memory is short.
void Distributor::retire(QubitId q, QpuId qpu) {
  Logical& logical = logical_[q.index()];
  Holder* h = holder_at(logical, qpu);
  if (h == nullptr || h->next_use != never) return;
  const bool arriving = qpu == target(logical) && logical.holders[0].at.qpu != qpu;
  if (h == &logical.holders[0] || arriving) {
    depart(q);
    return;
  }
  if (!carries_on(logical, qpu)) end(q, static_cast<std::size_t>(h - logical.holders.data()));
}

/// Ends copies that only carried the tree on, once every use ahead has its copy.
void Distributor::drop_idle_branches(QubitId q) {
  Logical& logical = logical_[q.index()];
  if (distances_.complete() || unshared_use_ahead(logical)) return;
  for (std::size_t i = logical.holders.size(); i-- > 1;) retire(q, logical.holders[i].at.qpu);
}

void Distributor::make_home(QubitId q, std::size_t holder) {
  Logical& logical = logical_[q.index()];
  Holder& next = logical.holders[holder];
  if (!next.served) program_.ebits[next.ebit.index()].purpose = EbitPurpose::teleport;
  const TeleportId teleport(program_.teleports.size());
  if (!next.served) program_.ebits[next.ebit.index()].teleport = teleport;
  program_.teleports.push_back({q, logical.holders[0].at, next.at, next.ebit, {}});
  logical.holders[0].leaving = teleport;
  std::swap(logical.holders[0], next);
}

/// Moves `holder` of `q` from its communication qubit into a free data qubit.
void Distributor::relocate(QubitId q, Holder& holder) {
  const PhysicalQubit from = holder.at;
  holder.at = {from.qpu, memory_[from.qpu.index()].data.take(), false};
  Instruction i;
  i.kind = InstructionKind::relocate;
  i.q = {from, holder.at};
  program_.instructions.push_back(i);
  release(q, from);
}

/// Puts the home of `q` into a data qubit, if there is room: of its target QPU if it has a copy there, else,
/// for a home that waits on a communication qubit, where it is.
bool Distributor::adopt_home(QubitId q) {
  Logical& logical = logical_[q.index()];
  Holder& home = logical.holders[0];
  const auto has_room = [&](QpuId qpu) { return memory_[qpu.index()].data.available() > 0; };
  const QpuId left = home.at.qpu, to = target(logical);
  Holder* copy = left == to ? nullptr : holder_at(logical, to);
  if (copy != nullptr && has_room(to)) {
    relocate(q, *copy);
    make_home(q, static_cast<std::size_t>(copy - logical.holders.data()));
    retire(q, left);
    return true;
  }
  if (!home.at.comm || !has_room(left)) return false;
  relocate(q, home);
  const auto arrived = std::find_if(program_.teleports.rbegin(), program_.teleports.rend(),
                                    [&](const Teleport& t) { return t.qubit == q; });
  arrived->to = home.at;
  return true;
}

/// Moves the home of `q` to the copy at its target QPU, if there is one: into a data qubit or, once nothing
/// needs the home where it is, onto the communication qubit of the copy, where it waits.
void Distributor::depart(QubitId q) {
  Logical& logical = logical_[q.index()];
  const Holder& home = logical.holders[0];
  const QpuId to = target(logical);
  const Holder* copy = home.at.qpu == to ? nullptr : holder_at(logical, to);
  if (copy == nullptr || home.next_use != never || memory_[to.index()].data.available() > 0) {
    adopt_home(q);
    return;
  }
  const auto former = static_cast<std::size_t>(copy - logical.holders.data());
  make_home(q, former);
  end(q, former);
}

/// A data qubit of `qpu` became free: homes that wait on communication qubits move in.
void Distributor::settle_arrivals(QpuId qpu) {
  const std::vector<QubitId> residents = memory_[qpu.index()].residents;
  for (QubitId q : residents) {
    Logical& logical = logical_[q.index()];
    const bool waits = logical.holders[0].at.qpu == qpu ? logical.holders[0].at.comm : target(logical) == qpu;
    if (waits && memory_[qpu.index()].data.available() > 0 && holder_at(logical, qpu)) adopt_home(q);
  }
}

/// Sends a home that is due to leave `qpu` on its way, so that `arriving` gets its data qubit.
void Distributor::make_room(QpuId qpu, QubitId arriving) {
  if (memory_[qpu.index()].data.available() > 0) return;
  for (std::size_t i = 0; i < logical_.size(); ++i) {
    Logical& other = logical_[i];
    const Holder& home = other.holders[0];
    if (QubitId(i) == arriving || home.at.qpu != qpu || home.at.comm || home.next_use != never) continue;
    const QpuId to = target(other);
    if (to == qpu || memory_[to.index()].data.available() == 0) continue;
    const std::array<QubitId, 2> pinned{arriving, QubitId(i)};
    if (share(QubitId(i), to, pinned) && memory_[qpu.index()].data.available() > 0) return;
  }
}

/// Makes `to` the home of `q`.
bool Distributor::bring_home(QubitId q, QpuId to) {
  Logical& logical = logical_[q.index()];
  if (logical.holders[0].at.qpu == to) return true;
  const std::array<QubitId, 1> pinned{q};
  if (!share(q, to, pinned)) return false;
  if (logical.holders[0].at.qpu != to) {
    make_home(q, static_cast<std::size_t>(holder_at(logical, to) - logical.holders.data()));
    while (logical.holders.size() > 1) end(q, logical.holders.size() - 1);
    make_room(to, q);
    adopt_home(q);
  }
  return true;
}

}  // namespace dqc
