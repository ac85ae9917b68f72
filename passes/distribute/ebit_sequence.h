// The schedule that follows from the order in which each QPU starts its e-bits: everything as soon as
// possible, but no e-bit before those ahead of it at either of its QPUs. Unlike list scheduling it may leave
// a communication qubit idle for the sake of a later e-bit, so some sequence gives the shortest schedule.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "passes/distribute/list_scheduler.h"

namespace dqc {

class EbitSequence {
 public:
  /// Both must outlive this. `urgency` by instruction decides between instructions that could start at once
  /// on one qubit; `holds` are those of MakespanBound. Precondition: fits(dependences).
  EbitSequence(const Dependences& dependences, const Network& network, std::span<const std::int64_t> urgency,
               const std::vector<std::array<std::int64_t, 2>>& holds);

  /// Whether times and instructions are small enough for the event keys used here.
  static bool fits(const Dependences& dependences);

  struct Result {
    std::int64_t makespan = 0;
    std::int64_t sum = 0;  ///< of the ends of all e-bits' lives: tells equal makespans apart
  };
  /// The schedule of `sequence`, all rows of Dependences::ebits(); nothing if it gets stuck, or as soon as it
  /// is known to take longer than `limit`. Cost: instructions times their logarithm.
  std::optional<Result> run(std::span<const std::int32_t> sequence, std::int64_t limit);

  /// Instructions looked at by the last run().
  std::int64_t work() const { return static_cast<std::int64_t>(out_.order.size() + d_.size() / 8); }

  /// The e-bits of the chain of instructions, each started when the one before it allowed, that ends last in
  /// the schedule found last, with the QPU that gave each its qubit. Precondition: run() found one.
  std::vector<std::pair<std::int32_t, QpuId>> critical() const;

  /// The schedule found last. Precondition: run() found one.
  const ListSchedule& schedule() const { return out_; }

 private:
  void reset(std::span<const std::int32_t> sequence);
  void ask(std::size_t instruction, std::int64_t time);
  void begin(std::size_t instruction, std::int64_t now);
  void finish_holding(std::size_t instruction);
  bool start_next(std::size_t qpu, std::int64_t now);
  void set_cause(std::int32_t ebit, std::int64_t now);
  void give_back(std::size_t qpu, std::int32_t by);

  const Dependences& d_;
  const Network& network_;
  std::vector<std::array<std::int64_t, 2>> holds_;
  std::vector<std::int64_t> work_, work_left_;  ///< by QPU: of the e-bits to be started
  std::int64_t limit_ = 0;
  std::vector<std::int32_t> cause_, slot_last_;  ///< by instruction, by slot
  std::int32_t last_ = -1;                       ///< an instruction that ends last
  std::vector<std::int32_t> rank_, of_rank_;
  std::vector<std::int32_t> waits_, waits_at_first_;
  std::vector<std::int64_t> ready_, slot_free_;
  std::vector<std::vector<std::int32_t>> queue_;     ///< by QPU: its e-bits
  std::vector<std::size_t> next_;                    ///< by QPU, into queue_
  std::vector<std::vector<std::int32_t>> freed_by_;  ///< by QPU: a stack of its free communication qubits
  std::vector<int> under_way_;                       ///< by link
  std::vector<std::size_t> woken_;                   ///< QPUs whose next e-bit may have become possible
  std::vector<std::uint64_t> events_;                ///< a heap
  std::size_t started_ = 0;
  Result result_;
  ListSchedule out_;
};

}  // namespace dqc
