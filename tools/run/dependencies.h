// Which statements of one QPU wait for which others of it: those before it on the same qubits, the writer
// of a bit it reads, and the readers of a bit it overwrites.
#pragma once

#include <vector>

#include "tools/run/executable.h"

namespace dqc::run {

class Dependencies {
 public:
  Dependencies(std::size_t qubits, std::size_t bits) : last_on_(qubits, none), bits_(bits) {}

  /// The calls below, in this order, are for the step added last.
  void add_step(IssueOrder order) {
    successors_.emplace_back();
    waits_.push_back(0);
    if (order == IssueOrder::program && current() > 0) wait_for(current() - 1, true);
  }
  void use_qubit(int q) {
    std::size_t& last = last_on_[static_cast<std::size_t>(q)];
    if (last != none && last != current()) wait_for(last, false);
    last = current();
  }
  /// A message fills `bit` when the step starts.
  void receive_bit(int bit) { overwrite(bit, true); }
  void read_bit(int bit) {
    Bit& b = bits_[static_cast<std::size_t>(bit)];
    if (b.writer != none && b.writer != current()) wait_for(b.writer, b.written_at_start);
    if (b.readers.empty() || b.readers.back() != current()) b.readers.push_back(current());
  }
  /// The step writes `bit` when it ends.
  void write_bit(int bit) { overwrite(bit, false); }

  std::size_t size() const { return successors_.size(); }
  const std::vector<Edge>& successors(std::size_t step) const { return successors_[step]; }
  int waits(std::size_t step) const { return waits_[step]; }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  struct Bit {
    std::size_t writer = none;
    bool written_at_start = false;
    std::vector<std::size_t> readers;  // since then
  };

  std::size_t current() const { return successors_.size() - 1; }

  void wait_for(std::size_t step, bool start) {
    successors_[step].push_back({static_cast<std::uint32_t>(current()), start});
    ++waits_.back();
  }

  void overwrite(int bit, bool at_start) {
    Bit& b = bits_[static_cast<std::size_t>(bit)];
    if (b.writer != none && b.writer != current()) wait_for(b.writer, b.written_at_start);
    for (const std::size_t reader : b.readers)
      if (reader != current()) wait_for(reader, true);
    b = {current(), at_start, {}};
  }

  std::vector<std::size_t> last_on_;
  std::vector<Bit> bits_;
  std::vector<std::vector<Edge>> successors_;
  std::vector<int> waits_;
};

}  // namespace dqc::run
