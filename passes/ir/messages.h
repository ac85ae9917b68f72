// The classical messages that a Program implies: a measured value that another QPU reads later.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/ids.h"
#include "passes/ir/network.h"
#include "passes/ir/program.h"

namespace dqc {

/// A QPU that reads a message's value, and its first instruction that does.
struct Receipt {
  QpuId qpu;
  std::size_t instruction = 0;
  bool operator==(const Receipt&) const = default;
};

/// One measured value on its way: exactly one of `outcome` and `bit` is valid. A message is named by
/// its position in the answer of messages_of.
struct Message {
  QpuId from;
  OutcomeId outcome;
  BitId bit;
  std::size_t sender = 0;         ///< the instruction that measures
  std::vector<Receipt> receipts;  ///< at least one, in the order of the reading instructions
  bool operator==(const Message&) const = default;
};

/// The messages of `program`, by sending instruction; one per measured value, whatever the number of
/// receivers. A value that is read only where it was measured has none, nor has a source bit that was
/// not measured yet (it is 0 everywhere). A measurement under a condition also reads the bit that it
/// may leave as it was.
/// Precondition: every outcome is measured before it is read, by one instruction.
/// Cost: linear in the instructions and the bits that their conditions read.
std::vector<Message> messages_of(const Circuit& circuit, const Program& program);

/// How long classical messages travel: the hops of a shortest path, each taking Latency::hop of the sender.
class MessageDelays {
 public:
  explicit MessageDelays(const Network& network);
  /// Ticks from `from` to `to`. Precondition: the network is connected. Cost: linear in the network at the
  /// first call for a sender, then constant.
  std::int64_t ticks(QpuId from, QpuId to);

 private:
  void measure_from(QpuId from);

  std::vector<std::vector<QpuId>> neighbours_;
  std::vector<std::int64_t> hop_;
  std::vector<std::vector<std::int64_t>> ticks_;  ///< by sender; empty until asked for
};

}  // namespace dqc
