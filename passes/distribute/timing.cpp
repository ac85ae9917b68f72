#include "passes/distribute/timing.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <utility>

#include "passes/distribute/comm_binding.h"
#include "passes/distribute/dependences.h"
#include "passes/distribute/link_table.h"
#include "passes/ir/link_ebits.h"
#include "passes/ir/messages.h"

namespace dqc {
namespace {

/// When each physical qubit is done with what was scheduled on it.
class QubitClocks {
 public:
  explicit QubitClocks(std::size_t qpus) : data_(qpus), comm_(qpus) {}

  std::int64_t& free_at(PhysicalQubit q) {
    auto& clocks = (q.comm ? comm_ : data_)[q.qpu.index()];
    const auto index = static_cast<std::size_t>(q.index);
    if (index >= clocks.size()) clocks.resize(index + 1, 0);
    return clocks[index];
  }

 private:
  std::vector<std::vector<std::int64_t>> data_, comm_;
};

/// When outcomes can be read where: each is written once.
class OutcomeClocks {
 public:
  OutcomeClocks(std::int32_t outcomes, const Network& network)
      : written_(static_cast<std::size_t>(outcomes)), delays_(network) {}

  std::int64_t readable_at(OutcomeId outcome, QpuId qpu) {
    const auto& [writer, end] = written_[outcome.index()];
    return end + delays_.ticks(writer, qpu);
  }
  void write(OutcomeId outcome, QpuId qpu, std::int64_t end) { written_[outcome.index()] = {qpu, end}; }

 private:
  std::vector<std::pair<QpuId, std::int64_t>> written_;
  MessageDelays delays_;
};

/// When bits of the source can be read where. A QPU keeps one copy of a bit, so a new value may not
/// overwrite it before the readers of the old one started, and is there from its first reader in program
/// order on.
class BitClocks {
 public:
  BitClocks(std::size_t bits, const Network& network)
      : qpus_(network.size()), values_(bits), delays_(network) {}

  /// The earliest start of an instruction of `qpu` that reads `bit`.
  std::int64_t readable_at(BitId bit, QpuId qpu) {
    const Value& value = values_[bit.index()];
    if (!value.writer.valid()) return 0;
    const Copy& copy = copies_[key(bit, qpu)];
    if (copy.version == value.version) return copy.valid_from;
    return std::max(value.written + delays_.ticks(value.writer, qpu), copy.last_use);
  }

  /// An instruction of `qpu` that reads `bit` starts at `start`, which is not before readable_at.
  void read(BitId bit, QpuId qpu, std::int64_t start) {
    const Value& value = values_[bit.index()];
    Copy& copy = copies_[key(bit, qpu)];
    if (copy.version != value.version) copy = {value.version, start, start};
    copy.last_use = std::max(copy.last_use, start);
  }

  /// The earliest start of a measurement of `qpu` that overwrites `bit`.
  std::int64_t writable_at(BitId bit, QpuId qpu) const {
    const auto found = copies_.find(key(bit, qpu));
    return found == copies_.end() ? 0 : found->second.last_use;
  }

  /// A measurement of `qpu` writes `bit` at `end`.
  void write(BitId bit, QpuId qpu, std::int64_t end) {
    Value& value = values_[bit.index()];
    value = {qpu, end, value.version + 1};
    copies_[key(bit, qpu)] = {value.version, end, end};
  }

 private:
  struct Value {
    QpuId writer;  ///< invalid: never measured, 0 everywhere
    std::int64_t written = 0;
    std::int32_t version = 0;
  };
  struct Copy {
    std::int32_t version = 0;
    std::int64_t valid_from = 0;
    std::int64_t last_use = 0;
  };

  std::size_t key(BitId bit, QpuId qpu) const { return bit.index() * qpus_ + qpu.index(); }

  std::size_t qpus_;
  std::vector<Value> values_;
  std::unordered_map<std::size_t, Copy> copies_;
  MessageDelays delays_;
};

/// When a link can begin its next e-bit.
class LinkClocks {
 public:
  explicit LinkClocks(const Network& network) : network_(network), under_way_(network.links.size()) {}

  /// Books one e-bit with `rounds` of purification that may begin at `ready`.
  Interval book(LinkId link, int rounds, std::int64_t ready) {
    auto& ends = under_way_[link.index()];
    const auto capacity = static_cast<std::size_t>(network_.links[link.index()].capacity);
    if (capacity > 0 && ends.size() == capacity) {
      ready = std::max(ready, ends.top());
      ends.pop();
    }
    const Interval generation{ready, ready + generation_time(network_, network_.links[link.index()], rounds)};
    if (capacity > 0) ends.push(generation.end);
    return generation;
  }

 private:
  using Ends = std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>>;
  const Network& network_;
  std::vector<Ends> under_way_;  ///< by link with a capacity
};

/// Gives one Program its times.
class Scheduler {
 public:
  Scheduler(const Circuit& circuit, const Network& network, Program& program,
            std::span<const std::int64_t> not_before)
      : network_(network),
        program_(program),
        not_before_(not_before),
        links_(network),
        qubits_(network.size()),
        bits_(circuit.num_bits(), network),
        outcomes_(program.num_outcomes, network),
        generation_(network) {
    for (const Condition& condition : circuit.conditions)
      condition_bits_.push_back(circuit.bits_of(condition));
  }

  /// With a `binding`, which renames the program's communication qubits on the way.
  Schedule run(CommBinding* binding) {
    Schedule schedule;
    schedule.times.reserve(program_.instructions.size());
    for (Instruction& instruction : program_.instructions) {
      if (binding) binding->rename(instruction);
      const Interval time =
          instruction.kind == InstructionKind::ebit ? place_ebit(instruction) : place(instruction);
      for (PhysicalQubit q : instruction.q)
        if (q.valid()) qubits_.free_at(q) = time.end;
      if (instruction.kind == InstructionKind::ebit)
        for_each_spare(instruction, [&](PhysicalQubit q) { qubits_.free_at(q) = time.end; });
      if (binding) binding->release(instruction, time.end);
      schedule.times.push_back(time);
      schedule.makespan = std::max(schedule.makespan, time.end);
    }
    return schedule;
  }

 private:
  Interval place_ebit(const Instruction& instruction) {
    const LinkId link = links_.between(instruction.q[0].qpu, instruction.q[1].qpu);
    std::int64_t ready = qubits_free(instruction);
    if (!not_before_.empty()) ready = std::max(ready, not_before_[instruction.ebit.index()]);
    for_each_spare(instruction, [&](PhysicalQubit q) { ready = std::max(ready, qubits_.free_at(q)); });
    return generation_.book(link, program_.ebits[instruction.ebit.index()].rounds, ready);
  }

  template <class Action>
  void for_each_spare(const Instruction& instruction, Action act) const {
    const Ebit& e = program_.ebits[instruction.ebit.index()];
    for (std::size_t side : {0, 1})
      for (const std::int32_t index : e.spare[side]) act(PhysicalQubit{e.qpus[side], index, true});
  }

  Interval place(const Instruction& instruction) {
    const QpuId qpu = instruction.q[0].qpu;
    const bool measures = instruction.kind == InstructionKind::measure;
    std::int64_t start = qubits_free(instruction);
    if (instruction.kind == InstructionKind::correct)
      start = std::max(start, outcomes_.readable_at(instruction.outcome, qpu));
    find_bits_read(instruction);
    for (BitId bit : bits_read_) start = std::max(start, bits_.readable_at(bit, qpu));
    if (measures) start = std::max(start, bits_.writable_at(instruction.bit, qpu));

    const Interval time{start, start + duration_of(instruction, network_, 0)};
    for (BitId bit : bits_read_) bits_.read(bit, qpu, start);
    if (measures) bits_.write(instruction.bit, qpu, time.end);
    if (instruction.kind == InstructionKind::outcome) outcomes_.write(instruction.outcome, qpu, time.end);
    return time;
  }

  std::int64_t qubits_free(const Instruction& instruction) {
    std::int64_t time = qubits_.free_at(instruction.q[0]);
    if (!instruction.q[1].valid()) return time;
    std::int64_t other = qubits_.free_at(instruction.q[1]);
    if (instruction.kind == InstructionKind::relocate)
      other += network_.qpu(instruction.q[1].qpu).latency.reset;
    return std::max(time, other);
  }

  /// Those of the condition; a measurement under a condition may also keep the bit as it was.
  void find_bits_read(const Instruction& instruction) {
    bits_read_.clear();
    if (instruction.condition < 0) return;
    bits_read_ = condition_bits_[static_cast<std::size_t>(instruction.condition)];
    if (instruction.kind == InstructionKind::measure) bits_read_.push_back(instruction.bit);
  }

  const Network& network_;
  Program& program_;
  std::span<const std::int64_t> not_before_;  ///< by e-bit; empty: at once
  LinkTable links_;
  QubitClocks qubits_;
  BitClocks bits_;
  OutcomeClocks outcomes_;
  LinkClocks generation_;
  std::vector<std::vector<BitId>> condition_bits_;
  std::vector<BitId> bits_read_;
};

}  // namespace

Schedule time_in_order(const Circuit& circuit, const Network& network, Program& program, CommBinding* binding,
                       std::span<const std::int64_t> not_before) {
  return Scheduler(circuit, network, program, not_before).run(binding);
}

}  // namespace dqc
