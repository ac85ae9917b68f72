// Random legal Programs at stage distributed: qubits are shared over random paths, used, ended and
// teleported, within the memory of every QPU.
#pragma once

#include <set>

#include "passes/analysis/network_distances.h"
#include "passes/support/rng.h"
#include "tests/unit/program_builder.h"

namespace dqc::test {

class RandomProgram {
 public:
  /// Two qubits on every QPU of `network`, which needs three data qubits on each.
  RandomProgram(const Network& network, std::uint64_t seed)
      : rng_(seed, "random-program"),
        distances_(network),
        builder_(network, static_cast<int>(2 * network.size())),
        free_data_(network.size()),
        free_comm_(network.size()) {
    for (std::size_t p = 0; p < network.size(); ++p) {
      for (int i = 0; i < network.qpus[p].comm; ++i) free_comm_[p].insert(i);
      free_data_[p] = {2};
      for (int i : {0, 1}) qubits_.push_back({data(static_cast<int>(p), i), {}, PacketId()});
    }
    for (const Logical& q : qubits_) builder_.program().initial_map.push_back(q.home);
    builder_.module.circuit.add_bit_register("c", 4);
  }

  /// A program of about `steps` steps; every copy is ended.
  Module make(int steps) {
    for (int i = 0; i < steps; ++i) step();
    for (std::size_t q = 0; q < qubits_.size(); ++q)
      while (!qubits_[q].copies.empty()) end(q, 0);
    for (const Logical& q : qubits_) builder_.program().final_map.push_back(q.home);
    return builder_.module;
  }

 private:
  struct Logical {
    PhysicalQubit home;
    std::vector<PhysicalQubit> copies;
    PacketId packet;
  };

  std::size_t any(std::size_t count) { return rng_.below(static_cast<std::uint32_t>(count)); }

  void step() {
    const std::size_t q = any(qubits_.size());
    const QpuId to(any(free_comm_.size()));
    Logical& logical = qubits_[q];
    switch (rng_.below(8)) {
      case 0: next_source(builder_.gate(GateKind::rz, logical.home)).params[0] = rng_.unit(); break;
      case 1:
        if (logical.copies.empty()) next_source(builder_.gate(GateKind::h, logical.home));
        break;
      case 2: use_copy(q); break;
      case 3:
        if (!logical.copies.empty()) end(q, any(logical.copies.size()));
        break;
      case 4: teleport(q, to); break;
      case 5: measure_or_test(q); break;
      default: share(q, to, EbitPurpose::cat); break;
    }
  }

  Instruction& next_source(Instruction& instruction) {
    instruction.source = GateId(sources_++);
    return instruction;
  }

  void measure_or_test(std::size_t q) {
    Logical& logical = qubits_[q];
    if (!logical.copies.empty()) return;
    const BitId bit(any(4));
    if (rng_.below(2) == 0) {
      builder_.measure(logical.home, bit);
      next_source(builder_.program().instructions.back());
    } else {
      next_source(builder_.gate(GateKind::x, logical.home)).condition = builder_.if_set(bit);
    }
  }

  void use_copy(std::size_t q) {
    Logical& logical = qubits_[q];
    if (logical.copies.empty()) return;
    const PhysicalQubit copy = logical.copies[any(logical.copies.size())];
    for (std::size_t other = 0; other < qubits_.size(); ++other) {
      if (other == q || qubits_[other].home.qpu != copy.qpu) continue;
      Instruction& gate = next_source(builder_.gate(GateKind::cp, copy, qubits_[other].home));
      gate.params[0] = rng_.unit();
      builder_.program().packets[logical.packet.index()].gates.push_back(gate.source);
      return;
    }
  }

  PhysicalQubit take_comm(QpuId qpu) {
    auto& pool = free_comm_[qpu.index()];
    const PhysicalQubit q{qpu, *pool.begin(), true};
    pool.erase(pool.begin());
    return q;
  }

  /// Gives `q` a copy at `to` if memory allows; whether it did.
  bool share(std::size_t q, QpuId to, EbitPurpose purpose) {
    Logical& logical = qubits_[q];
    std::vector<PhysicalQubit> holders = logical.copies;
    holders.push_back(logical.home);
    for (PhysicalQubit h : holders)
      if (h.qpu == to) return false;
    const PhysicalQubit from = purpose == EbitPurpose::cat ? holders[any(holders.size())] : logical.home;
    if (!distances_.reachable(from.qpu, to)) return false;
    const std::vector<QpuId> path = distances_.path(from.qpu, to);
    if (free_comm_[from.qpu.index()].empty() || free_comm_[to.index()].empty()) return false;
    for (std::size_t i = 1; i + 1 < path.size(); ++i)
      if (free_comm_[path[i].index()].size() < 2) return false;

    Program& program = builder_.program();
    if (!logical.packet.valid()) {
      logical.packet = PacketId(program.packets.size());
      program.packets.push_back({QubitId(q), logical.home.qpu, {}, {}, {}});
    }
    const PhysicalQubit near = take_comm(from.qpu);
    const PhysicalQubit far = take_comm(to);
    const EbitId id = builder_.ebit(near, far, {}, purpose);
    program.ebits[id.index()].path = path;
    program.ebits[id.index()].packet = logical.packet;
    program.packets[logical.packet.index()].tree.push_back(id);
    builder_.start(from, near, far);
    free_comm_[near.qpu.index()].insert(near.index);
    logical.copies.push_back(far);
    return true;
  }

  void end(std::size_t q, std::size_t copy) {
    Logical& logical = qubits_[q];
    const PhysicalQubit ended = logical.copies[copy];
    const OutcomeId z = builder_.x_basis(ended);
    builder_.correct(GateKind::z, z, logical.home);
    builder_.program().packets[logical.packet.index()].endings.push_back(z);
    free_comm_[ended.qpu.index()].insert(ended.index);
    logical.copies.erase(logical.copies.begin() + static_cast<std::ptrdiff_t>(copy));
    if (logical.copies.empty()) logical.packet = PacketId();
  }

  void teleport(std::size_t q, QpuId to) {
    Logical& logical = qubits_[q];
    if (!logical.copies.empty() || free_data_[to.index()].empty()) return;
    if (!share(q, to, EbitPurpose::teleport)) return;
    Program& program = builder_.program();
    const PhysicalQubit arrived = logical.copies[0];
    const PhysicalQubit room{to, *free_data_[to.index()].begin(), false};
    free_data_[to.index()].erase(room.index);
    builder_.add(InstructionKind::relocate, arrived, room);
    free_comm_[to.index()].insert(arrived.index);
    const OutcomeId z = builder_.x_basis(logical.home);
    builder_.correct(GateKind::z, z, room);
    free_data_[logical.home.qpu.index()].insert(logical.home.index);
    const EbitId ebit(program.ebits.size() - 1);
    program.ebits[ebit.index()].teleport = TeleportId(program.teleports.size());
    program.teleports.push_back({QubitId(q), logical.home, room, ebit, z});
    program.packets[logical.packet.index()].endings.push_back(z);
    logical = {room, {}, PacketId()};
  }

  Rng rng_;
  NetworkDistances distances_;
  ProgramBuilder builder_;
  std::vector<Logical> qubits_;
  std::vector<std::set<int>> free_data_, free_comm_;
  std::int32_t sources_ = 0;
};

}  // namespace dqc::test
