#include "passes/distribute/schedule.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <utility>

#include "passes/distribute/link_table.h"
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

/// When measured values can be read where. A QPU keeps one copy of a value, so a new one may not overwrite
/// it before the readers of the old one started, and is there from its first reader in program order on.
class ValueClocks {
 public:
  ValueClocks(std::size_t values, const Network& network)
      : qpus_(network.size()), values_(values), delays_(network) {}

  /// The earliest start of an instruction of `qpu` that reads `value`.
  std::int64_t readable_at(std::size_t value, QpuId qpu) {
    const Value& v = values_[value];
    if (!v.writer.valid()) return 0;
    const Copy& copy = copies_[key(value, qpu)];
    if (copy.version == v.version) return copy.valid_from;
    return std::max(v.written + delays_.ticks(v.writer, qpu), copy.last_use);
  }

  /// An instruction of `qpu` that reads `value` starts at `start`, which is not before readable_at.
  void read(std::size_t value, QpuId qpu, std::int64_t start) {
    const Value& v = values_[value];
    Copy& copy = copies_[key(value, qpu)];
    if (copy.version != v.version) copy = {v.version, start, start};
    copy.last_use = std::max(copy.last_use, start);
  }

  /// The earliest start of a measurement of `qpu` that overwrites `value`.
  std::int64_t writable_at(std::size_t value, QpuId qpu) {
    const auto found = copies_.find(key(value, qpu));
    return found == copies_.end() ? 0 : found->second.last_use;
  }

  /// A measurement of `qpu` writes `value` at `end`.
  void write(std::size_t value, QpuId qpu, std::int64_t end) {
    Value& v = values_[value];
    v = {qpu, end, v.version + 1};
    copies_[key(value, qpu)] = {v.version, end, end};
  }

 private:
  struct Value {
    QpuId writer;
    std::int64_t written = 0;
    std::int32_t version = 0;
  };
  struct Copy {
    std::int32_t version = 0;
    std::int64_t valid_from = 0;
    std::int64_t last_use = 0;
  };

  std::size_t key(std::size_t value, QpuId qpu) const { return value * qpus_ + qpu.index(); }

  std::size_t qpus_;
  std::vector<Value> values_;
  std::unordered_map<std::size_t, Copy> copies_;
  MessageDelays delays_;
};

/// When a link can begin its next e-bit.
class LinkClocks {
 public:
  explicit LinkClocks(const Network& network) : network_(network), under_way_(network.links.size()) {
    for (const Link& link : network.links) ticks_.push_back(generation_time(link));
  }

  /// Books one e-bit that may begin at `ready`.
  Interval book(LinkId link, std::int64_t ready) {
    auto& ends = under_way_[link.index()];
    const auto capacity = static_cast<std::size_t>(network_.links[link.index()].capacity);
    if (capacity > 0 && ends.size() == capacity) {
      ready = std::max(ready, ends.top());
      ends.pop();
    }
    const Interval generation{ready, ready + ticks_[link.index()]};
    if (capacity > 0) ends.push(generation.end);
    return generation;
  }

  std::int64_t ticks(LinkId link) const { return ticks_[link.index()]; }

 private:
  using Ends = std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>>;
  const Network& network_;
  std::vector<std::int64_t> ticks_;
  std::vector<Ends> under_way_;  ///< by link with a capacity
};

/// Schedules one Program; with `free_ebits` every e-bit is generated at time 0, which bounds the makespan
/// of any memory and any links from below.
class Scheduler {
 public:
  Scheduler(const Circuit& circuit, const Network& network, const Program& program, bool free_ebits)
      : network_(network),
        program_(program),
        free_ebits_(free_ebits),
        num_bits_(circuit.num_bits()),
        links_(network),
        qubits_(network.size()),
        values_(num_bits_ + static_cast<std::size_t>(program.num_outcomes), network),
        generation_(network) {
    for (const Condition& condition : circuit.conditions)
      condition_bits_.push_back(circuit.bits_of(condition));
  }

  Schedule run() {
    Schedule schedule;
    schedule.times.reserve(program_.instructions.size());
    for (const Instruction& instruction : program_.instructions) {
      const Interval time =
          instruction.kind == InstructionKind::ebit ? place_ebit(instruction) : place(instruction);
      for (PhysicalQubit q : instruction.q)
        if (q.valid()) qubits_.free_at(q) = time.end;
      schedule.times.push_back(time);
      schedule.makespan = std::max(schedule.makespan, time.end);
    }
    return schedule;
  }

 private:
  Interval place_ebit(const Instruction& instruction) {
    const LinkId link = links_.between(instruction.q[0].qpu, instruction.q[1].qpu);
    if (free_ebits_) return {0, generation_.ticks(link)};
    return generation_.book(link, qubits_free(instruction));
  }

  Interval place(const Instruction& instruction) {
    const QpuId qpu = instruction.q[0].qpu;
    find_values(instruction);
    std::int64_t start = qubits_free(instruction);
    for (std::size_t value : read_) start = std::max(start, values_.readable_at(value, qpu));
    if (written_ != none) start = std::max(start, values_.writable_at(written_, qpu));
    const Interval time{start, start + duration(instruction)};
    for (std::size_t value : read_) values_.read(value, qpu, start);
    if (written_ != none) values_.write(written_, qpu, time.end);
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

  /// Sets read_ and written_: source bits first, outcomes after them.
  void find_values(const Instruction& instruction) {
    read_.clear();
    written_ = none;
    if (instruction.condition >= 0)
      for (BitId bit : condition_bits_[static_cast<std::size_t>(instruction.condition)])
        read_.push_back(bit.index());
    switch (instruction.kind) {
      case InstructionKind::measure:
        written_ = instruction.bit.index();
        if (instruction.condition >= 0) read_.push_back(written_);
        break;
      case InstructionKind::outcome: written_ = num_bits_ + instruction.outcome.index(); break;
      case InstructionKind::correct: read_.push_back(num_bits_ + instruction.outcome.index()); break;
      default: break;
    }
  }

  std::int64_t duration(const Instruction& instruction) const {
    const Latency& latency = network_.qpu(instruction.q[0].qpu).latency;
    switch (instruction.kind) {
      case InstructionKind::measure:
      case InstructionKind::outcome: return latency.measure;
      case InstructionKind::reset: return latency.reset;
      case InstructionKind::relocate: return 3 * latency.q2;
      default: return instruction.q[1].valid() ? latency.q2 : latency.q1;
    }
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  const Network& network_;
  const Program& program_;
  bool free_ebits_;
  std::size_t num_bits_;
  LinkTable links_;
  QubitClocks qubits_;
  ValueClocks values_;
  LinkClocks generation_;
  std::vector<std::vector<BitId>> condition_bits_;
  std::vector<std::size_t> read_;
  std::size_t written_ = none;
};

}  // namespace

const PassInfo& SchedulePass::info() {
  static const PassInfo info{
      "schedule",
      "time every instruction, as soon as possible",
      "An instruction starts when its qubits are free and the bits it reads have arrived, each QPU with its "
      "own latencies. E-bits are generated ahead, as soon as both communication qubits are free and the link "
      "has capacity; a link takes its expected generation time. A message takes a hop's time for each link "
      "on a shortest path.",
      Stage::routed,
      Stage::scheduled,
      {},
      {"makespan", "lower-bound", "messages"}};
  return info;
}

SchedulePass::SchedulePass(const PassOptions&) {}

Result<PreservedAnalyses> SchedulePass::run(Module& module, AnalysisManager&, PassContext& context) {
  const Circuit& circuit = module.circuit;
  const Network& network = *module.network;
  const Program& program = *module.program;
  module.schedule = Scheduler(circuit, network, program, false).run();
  module.stage = Stage::scheduled;

  context.statistics["schedule.makespan"] = module.schedule->makespan;
  context.statistics["schedule.lower-bound"] = Scheduler(circuit, network, program, true).run().makespan;
  context.statistics["schedule.messages"] = static_cast<std::int64_t>(messages_of(circuit, program).size());
  return PreservedAnalyses::all;
}

}  // namespace dqc
