// Chooses the communication qubits of e-bits while a Program is scheduled. Which half is alive when is
// given; only the indices change, so that a half that is generated ahead does not wait for a qubit that was
// measured a moment ago while another one has long been free.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "passes/ir/network.h"
#include "passes/ir/program.h"

namespace dqc {

class CommBinding {
 public:
  /// Rewrites `program`, which must outlive this and be legal for `network`. Every QPU uses as many
  /// communication qubits as it has alive at its peak, and up to `spare` more within its capacity.
  /// Cost: linear in the instructions.
  CommBinding(Program& program, const Network& network, int spare);

  /// Renames the communication qubits of `instruction`, the next one in program order, and in the teleport
  /// that it belongs to. An e-bit takes at each end, among the qubits that do not delay its generation, the
  /// one that became free last, and further ones for purification. Cost: logarithmic in the communication
  /// qubits in use.
  void rename(Instruction& instruction);

  /// The renamed `instruction` ends at `end`: what it frees can be taken from then on.
  void release(const Instruction& instruction, std::int64_t end);

  /// After the last instruction: renames in the final map.
  void finish();

 private:
  struct Bank {
    std::set<std::pair<std::int64_t, std::int32_t>> free;  ///< (since, index)
    std::map<std::int32_t, std::int32_t> bound;            ///< by given index, of what is alive
  };
  Bank& bank(PhysicalQubit q) { return banks_[q.qpu.index()]; }
  void bind_ebit(Instruction& instruction);
  PhysicalQubit take(PhysicalQubit given, std::int64_t latest);
  static std::int32_t take_free(Bank& bank, std::int64_t latest);
  PhysicalQubit name_of(PhysicalQubit given);

  Program& program_;
  std::vector<Bank> banks_;
  std::vector<TeleportId> teleport_of_ebit_, teleport_of_outcome_;
};

}  // namespace dqc
