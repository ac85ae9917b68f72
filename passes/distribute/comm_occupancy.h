// Which communication qubits are busy while a Program is walked in its linear order: from the e-bit
// that makes their half until they are measured as an outcome or relocated away.
#pragma once

#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "passes/ir/network.h"
#include "passes/ir/program.h"

namespace dqc {

class CommOccupancy {
 public:
  explicit CommOccupancy(const Network& network) : qpus_(network.size()) {
    for (std::size_t i = 0; i < qpus_.size(); ++i) qpus_[i].capacity = network.qpus[i].comm;
  }

  /// Communication qubits of `qpu` that are free now.
  int free_count(QpuId qpu) const {
    const Memory& m = qpus_[qpu.index()];
    return m.capacity - m.busy;
  }

  /// The two lowest free indices of `qpu`, lower first; nothing if fewer are free.
  std::optional<std::array<PhysicalQubit, 2>> two_free(QpuId qpu) const {
    if (free_count(qpu) < 2) return std::nullopt;
    const Memory& m = qpus_[qpu.index()];
    std::array<PhysicalQubit, 2> pair;
    auto gap = m.gaps.begin();
    std::int32_t beyond = m.reached;
    for (PhysicalQubit& q : pair) q = {qpu, gap != m.gaps.end() ? *gap++ : beyond++, true};
    return pair;
  }

  /// The `count` lowest free indices of `qpu`, maybe beyond its capacity.
  std::vector<std::int32_t> lowest_free(QpuId qpu, int count) const {
    const Memory& m = qpus_[qpu.index()];
    std::vector<std::int32_t> found;
    auto gap = m.gaps.begin();
    for (std::int32_t beyond = m.reached; std::ssize(found) < count;)
      found.push_back(gap != m.gaps.end() ? *gap++ : beyond++);
    return found;
  }

  /// Follows `instruction`. False if it takes a communication qubit that is busy or does not exist, or
  /// frees one that is not busy. Cost: logarithmic in the busy qubits.
  bool apply(const Instruction& instruction) {
    switch (instruction.kind) {
      case InstructionKind::ebit: return take(instruction.q[0]) && take(instruction.q[1]);
      case InstructionKind::outcome: return release(instruction.q[0]);
      case InstructionKind::relocate: return release(instruction.q[0]) && take(instruction.q[1]);
      default: return true;
    }
  }

 private:
  struct Memory {
    int capacity = 0;
    int busy = 0;
    std::int32_t reached = 0;     ///< no index from here on is busy
    std::set<std::int32_t> gaps;  ///< the free indices below `reached`
  };

  bool take(PhysicalQubit q) {
    if (!q.comm) return true;
    Memory& m = qpus_[q.qpu.index()];
    if (q.index < 0 || q.index >= m.capacity) return false;
    if (q.index < m.reached) {
      if (m.gaps.erase(q.index) == 0) return false;
    } else {
      while (m.reached < q.index) m.gaps.insert(m.gaps.end(), m.reached++);
      ++m.reached;
    }
    ++m.busy;
    return true;
  }

  bool release(PhysicalQubit q) {
    if (!q.comm) return true;
    Memory& m = qpus_[q.qpu.index()];
    if (q.index < 0 || q.index >= m.reached || !m.gaps.insert(q.index).second) return false;
    --m.busy;
    return true;
  }

  std::vector<Memory> qpus_;
};

}  // namespace dqc
