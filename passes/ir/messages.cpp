#include "passes/ir/messages.h"

#include <algorithm>

namespace dqc {
namespace {

/// The instruction that measured a value last, and the QPUs that have it.
struct Value {
  std::size_t instruction = 0;
  QpuId qpu;  ///< invalid: not measured yet
  std::vector<Receipt> receipts;
};

class MessageCollector {
 public:
  MessageCollector(const Circuit& circuit, const Program& program)
      : circuit_(circuit),
        program_(program),
        outcomes_(static_cast<std::size_t>(program.num_outcomes)),
        bits_(circuit.num_bits()),
        condition_bits_(circuit.conditions.size()) {}

  std::vector<Message> run() {
    for (std::size_t i = 0; i < program_.instructions.size(); ++i) {
      const Instruction& instruction = program_.instructions[i];
      read_condition(i);
      switch (instruction.kind) {
        case InstructionKind::correct: read(outcomes_[instruction.outcome.index()], i); break;
        case InstructionKind::outcome: outcomes_[instruction.outcome.index()] = measured(i); break;
        case InstructionKind::measure: write_bit(i); break;
        default: break;
      }
    }
    return finish();
  }

 private:
  QpuId qpu_of(std::size_t i) const { return program_.instructions[i].q[0].qpu; }
  Value measured(std::size_t i) const { return {i, qpu_of(i), {}}; }

  void read(Value& value, std::size_t i) {
    const QpuId reader = qpu_of(i);
    if (!value.qpu.valid() || value.qpu == reader) return;
    const bool known = std::ranges::any_of(value.receipts, [&](const Receipt& r) { return r.qpu == reader; });
    if (!known) value.receipts.push_back({reader, i});
  }

  void read_condition(std::size_t i) {
    const std::int32_t condition = program_.instructions[i].condition;
    if (condition < 0) return;
    const auto index = static_cast<std::size_t>(condition);
    if (condition_bits_[index].empty()) condition_bits_[index] = circuit_.bits_of(circuit_.conditions[index]);
    for (BitId bit : condition_bits_[index]) read(bits_[bit.index()], i);
  }

  void write_bit(std::size_t i) {
    const Instruction& instruction = program_.instructions[i];
    Value& value = bits_[instruction.bit.index()];
    if (instruction.condition >= 0) read(value, i);
    emit(value, OutcomeId(), instruction.bit);
    value = measured(i);
  }

  void emit(Value& value, OutcomeId outcome, BitId bit) {
    if (value.receipts.empty()) return;
    messages_.push_back({value.qpu, outcome, bit, value.instruction, std::move(value.receipts)});
  }

  std::vector<Message> finish() {
    for (std::size_t o = 0; o < outcomes_.size(); ++o) emit(outcomes_[o], OutcomeId(o), BitId());
    for (std::size_t b = 0; b < bits_.size(); ++b) emit(bits_[b], OutcomeId(), BitId(b));
    std::ranges::sort(messages_, {}, &Message::sender);
    return std::move(messages_);
  }

  const Circuit& circuit_;
  const Program& program_;
  std::vector<Value> outcomes_;
  std::vector<Value> bits_;
  std::vector<std::vector<BitId>> condition_bits_;  ///< by condition, filled at its first use
  std::vector<Message> messages_;
};

}  // namespace

std::vector<Message> messages_of(const Circuit& circuit, const Program& program) {
  return MessageCollector(circuit, program).run();
}

MessageDelays::MessageDelays(const Network& network) : neighbours_(network.size()), ticks_(network.size()) {
  for (const Link& link : network.links) {
    neighbours_[link.a.index()].push_back(link.b);
    neighbours_[link.b.index()].push_back(link.a);
  }
  for (const Qpu& qpu : network.qpus) hop_.push_back(qpu.latency.hop);
}

std::int64_t MessageDelays::ticks(QpuId from, QpuId to) {
  if (ticks_[from.index()].empty()) measure_from(from);
  return ticks_[from.index()][to.index()];
}

void MessageDelays::measure_from(QpuId from) {
  auto& ticks = ticks_[from.index()];
  ticks.assign(neighbours_.size(), -1);
  ticks[from.index()] = 0;
  std::vector<QpuId> queue{from};
  for (std::size_t head = 0; head < queue.size(); ++head)
    for (QpuId next : neighbours_[queue[head].index()])
      if (ticks[next.index()] < 0) {
        ticks[next.index()] = ticks[queue[head].index()] + hop_[from.index()];
        queue.push_back(next);
      }
}

}  // namespace dqc
