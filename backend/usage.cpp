#include "backend/usage.h"

#include <algorithm>

namespace dqc {
namespace {

/// Busy qubits of one kind at one QPU.
struct Bank {
  std::vector<char> busy;
  int now = 0;
  int peak = 0;

  void declare(std::int32_t index) {
    const auto i = static_cast<std::size_t>(index);
    if (i >= busy.size()) busy.resize(i + 1, 0);
  }
  void set(std::int32_t index, bool value) {
    declare(index);
    const auto i = static_cast<std::size_t>(index);
    now += static_cast<int>(value) - static_cast<int>(busy[i]);
    busy[i] = value;
    peak = std::max(peak, now);
  }
};

class UsageWalk {
 public:
  explicit UsageWalk(std::size_t num_qpus) : data_(num_qpus), comm_(num_qpus) {}

  void occupy(const PhysicalQubit& q) {
    if (q.valid()) bank(q).set(q.index, true);
  }
  void release(const PhysicalQubit& q) { bank(q).set(q.index, false); }

  void touch(const Instruction& instruction) {
    for (const PhysicalQubit& q : instruction.q) occupy(q);
    if (instruction.kind == InstructionKind::outcome || instruction.kind == InstructionKind::relocate)
      release(instruction.q[0]);
  }

  /// Purification needs them to exist, without counting in the peak of halves and copies.
  void declare_spare(const Ebit& e) {
    for (std::size_t side : {0, 1})
      for (const std::int32_t index : e.spare[side]) comm_[e.qpus[side].index()].declare(index);
  }

  QubitUsage result() const {
    QubitUsage usage;
    for (const Bank& b : data_) {
      usage.data_size.push_back(static_cast<int>(b.busy.size()));
      usage.peak_data.push_back(b.peak);
    }
    for (const Bank& b : comm_) {
      usage.comm_size.push_back(static_cast<int>(b.busy.size()));
      usage.peak_comm.push_back(b.peak);
    }
    return usage;
  }

 private:
  Bank& bank(const PhysicalQubit& q) { return (q.comm ? comm_ : data_)[q.qpu.index()]; }

  std::vector<Bank> data_;
  std::vector<Bank> comm_;
};

}  // namespace

QubitUsage qubit_usage(const Program& program, std::size_t num_qpus) {
  UsageWalk walk(num_qpus);
  for (const PhysicalQubit& q : program.initial_map) walk.occupy(q);
  for (const Instruction& instruction : program.instructions) walk.touch(instruction);
  for (const Ebit& e : program.ebits) walk.declare_spare(e);
  for (const PhysicalQubit& q : program.final_map) walk.occupy(q);
  return walk.result();
}

std::vector<QpuId> last_writers(const Circuit& circuit, const Program& program) {
  std::vector<QpuId> writers(circuit.num_bits());
  for (const Instruction& g : program.instructions)
    if (g.kind == InstructionKind::measure) writers[g.bit.index()] = g.q[0].qpu;
  return writers;
}

}  // namespace dqc
