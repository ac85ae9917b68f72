// What the instructions of a routed Program have to wait for, and no more: operations that are diagonal on a
// qubit commute there, so the uses, starting processes and Z corrections of one copy have no order among
// themselves. Communication qubits are renamed such that every half of an e-bit has a qubit of its own;
// how many may be alive at once is left to who orders the instructions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/network.h"
#include "passes/ir/program.h"

namespace dqc {

/// Ticks that `instruction` takes: an e-bit its generation, a swap three two-qubit gates, a relocate its swap
/// (the reset of the free qubit was done before).
std::int64_t duration_of(const Instruction& instruction, const Network& network, std::int64_t generation);

/// Gives every half of an e-bit of `program` a communication qubit that no other half uses, beyond the
/// capacity of its QPU where need be. Precondition: legal. Cost: linear.
void separate_comm_qubits(Program& program, std::size_t num_qpus);

/// One row per instruction of a program after separate_comm_qubits.
class Dependences {
 public:
  /// `to` starts no earlier than `delay` ticks after the end of the other instruction.
  struct Arc {
    std::int32_t to = 0;
    std::int64_t delay = 0;
  };
  /// A half of an e-bit and the instruction that frees its communication qubit; -1: none does.
  struct Half {
    QpuId qpu;
    std::int32_t release = -1;
  };
  struct EbitRow {
    std::int32_t instruction = 0;
    LinkId link;
    std::array<Half, 2> halves;
    std::array<std::int32_t, 2> spare = {0, 0};  ///< further communication qubits during its generation
  };

  /// Precondition: every link e-bit's two QPUs share a link. Cost: linear in instructions, arcs and the
  /// bits that conditions read.
  Dependences(const Circuit& circuit, const Network& network, const Program& program);

  std::size_t size() const { return duration_.size(); }
  std::int64_t duration(std::size_t i) const { return duration_[i]; }
  std::span<const Arc> after(std::size_t i) const {
    return {arcs_.data() + first_[i], arcs_.data() + first_[i + 1]};
  }
  std::span<const Arc> before(std::size_t i) const {
    return {back_.data() + back_first_[i], back_.data() + back_first_[i + 1]};
  }
  std::int32_t num_before(std::size_t i) const {
    return static_cast<std::int32_t>(back_first_[i + 1] - back_first_[i]);
  }
  /// The qubits of an instruction as numbers below num_slots(); -1 for none. One instruction at a time uses
  /// a slot.
  const std::array<std::int32_t, 2>& slots(std::size_t i) const { return slots_[i]; }
  std::size_t num_slots() const { return num_slots_; }
  /// E-bits in program order, and the row of an instruction, -1 where it is no e-bit.
  const std::vector<EbitRow>& ebits() const { return ebits_; }
  std::int32_t ebit_of(std::size_t i) const { return ebit_of_[i]; }
  /// The QPU of which the instruction frees a communication qubit; invalid: none.
  QpuId frees(std::size_t i) const { return frees_[i]; }

 private:
  class Builder;
  std::vector<std::int64_t> duration_;
  std::vector<std::uint32_t> first_, back_first_;
  std::vector<Arc> arcs_, back_;
  std::vector<std::array<std::int32_t, 2>> slots_;
  std::size_t num_slots_ = 0;
  std::vector<EbitRow> ebits_;
  std::vector<std::int32_t> ebit_of_;
  std::vector<QpuId> frees_;
};

}  // namespace dqc
