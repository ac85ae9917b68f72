// Keeps list scheduling free of deadlocks. Communication qubits are buffers: started in a bad order, e-bits
// wait for each other's qubits for ever. As in the banker's algorithm (Dijkstra, EWD 623), there is always a
// known order in which all e-bits left can start, and one may start out of turn only if such an order is
// found for the rest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passes/distribute/dependences.h"

namespace dqc {

class EbitPlan {
 public:
  /// `order`: all rows of Dependences::ebits() such that starting them in turn, everything else as soon as
  /// possible, keeps every QPU within its communication qubits. `dependences` must outlive this.
  EbitPlan(const Dependences& dependences, const Network& network, std::span<const std::int32_t> order);

  /// The e-bit that may start next whatever else happens; -1: none is left.
  std::int32_t next() const { return next_of_[head()]; }

  /// Whether others than next() may start for now.
  bool may_ask() const { return credit_ > 0; }
  /// Counts the caller's own cost of choosing among `candidates` against what questions may cost.
  void charge(std::size_t candidates) { credit_ -= static_cast<std::int64_t>(candidates); }

  /// Starts `ebit`, not started yet, if the rest can follow; false, and nothing changes, if no order of the
  /// rest was found. Always true for next(). Cost: linear in the instructions until its halves are
  /// measured, cut off after a limit (then false). All calls together are linear in the instructions: while
  /// questions have cost too much, only next() may start.
  bool start(std::int32_t ebit);

 private:
  std::size_t head() const { return next_of_.size() - 1; }
  bool ask(std::int32_t ebit);
  bool acquire(std::int32_t ebit);
  void execute(std::int32_t instruction);
  void undo_to(std::size_t mark);
  bool released(std::int32_t ebit) const;
  bool follow_plan(const std::vector<std::int32_t>& open, std::int32_t until);
  std::vector<std::int32_t> companions(std::int32_t ebit);
  bool promote(std::int32_t ebit, std::size_t mark);
  void unlink(std::int32_t ebit);
  void to_front(std::int32_t ebit);

  const Dependences& dependences_;
  std::vector<std::int32_t> free_;                   ///< by QPU, once everything that can happen has
  std::vector<std::int32_t> need_;                   ///< by instruction: what it waits for; -1: done
  std::vector<char> acquired_;                       ///< by e-bit
  std::vector<std::int32_t> log_;                    ///< instructions done, to be undone
  std::vector<std::int32_t> next_of_, previous_of_;  ///< the order, a list through its head
  std::vector<std::int64_t> label_;                  ///< by e-bit, ascending along the order
  std::int64_t front_label_ = 0;
  std::vector<std::int32_t> stack_, seen_;
  std::int32_t search_ = 0;
  std::int64_t credit_;            ///< instructions that questions may still look at
  std::int64_t credit_per_start_;  ///< earned whenever an e-bit starts
};

}  // namespace dqc
