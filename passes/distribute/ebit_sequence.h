// The schedule that follows from the order in which each QPU starts its e-bits: everything as soon as
// possible, but no e-bit before those ahead of it at either of its QPUs. Unlike list scheduling it may leave
// a communication qubit idle for the sake of a later e-bit, so some sequence gives the shortest schedule.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
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

  /// Part by part: back to time 0, nothing started.
  void restart();
  /// From what was kept last, everything that can happen if only the e-bits of `part` start, in this order;
  /// false if some of them cannot. With `enough` it pauses after the instant at which so many have started.
  bool extend(std::span<const std::int32_t> part,
              std::size_t enough = std::numeric_limits<std::size_t>::max());
  /// The state that the last extend() led to is where the next ones begin.
  void keep();
  /// Whether the row has started.
  bool has_started(std::int32_t ebit) const { return has_started_[static_cast<std::size_t>(ebit)] != 0; }
  /// When the communication qubits of `qpu` came free, on average; those still held count from the end.
  double mean_free(std::size_t qpu) const;
  /// Ticks that the e-bits of `qpu` that have not started will take its communication qubits, at least.
  std::int64_t work_left(std::size_t qpu) const { return s_.work_left[qpu]; }
  Result result() const { return s_.result; }

  /// Events looked at by the last run() or extend().
  std::int64_t work() const { return work_done_; }

  /// The e-bits of the chain of instructions, each started when the one before it allowed, that ends last in
  /// the schedule found last, with the QPU that gave each its qubit. Precondition: run() found one.
  std::vector<std::pair<std::int32_t, QpuId>> critical() const;

  /// The schedule found last. Precondition: run() found one.
  const ListSchedule& schedule() const { return out_; }

 private:
  /// What is copied whole when a state is kept.
  struct State {
    std::int64_t now = 0;
    Result result;
    std::int32_t last = -1;                           ///< an instruction that ends last
    std::size_t order = 0;                            ///< instructions that have started
    std::vector<std::int64_t> work_left;              ///< by QPU: of the e-bits to be started
    std::vector<std::vector<std::int32_t>> freed_by;  ///< by QPU: a stack of its free communication qubits
    std::vector<std::vector<std::int64_t>> freed_at;  ///< likewise
    std::vector<int> under_way;                       ///< by link
    std::vector<std::uint64_t> events;                ///< a heap
  };

  /// Communication qubits of the QPU, or as many as could ever be in use at once.
  std::size_t tokens(std::size_t qpu) const;
  void reset();
  void undo();
  void enqueue(std::span<const std::int32_t> part);
  void advance(std::size_t enough);
  void ask(std::size_t instruction, std::int64_t time);
  void begin(std::size_t instruction, std::int64_t now);
  void finish_holding(std::size_t instruction);
  bool start_next(std::size_t qpu, std::int64_t now);
  void set_cause(std::int32_t ebit, std::int64_t now);
  void give_back(std::size_t qpu, std::int32_t by);

  const Dependences& d_;
  const Network& network_;
  std::vector<std::array<std::int64_t, 2>> holds_;
  std::vector<std::int64_t> work_;  ///< by QPU: of all e-bits
  std::int64_t limit_ = 0;
  std::vector<std::int32_t> cause_, slot_last_;  ///< by instruction, by slot
  std::vector<std::int32_t> rank_, of_rank_;
  std::vector<std::int32_t> waits_, waits_at_first_, kept_waits_;
  std::vector<std::int64_t> ready_, slot_free_, kept_ready_, kept_slot_free_;
  std::vector<std::int32_t> touched_, touched_slots_;  ///< may differ from what was kept
  std::vector<char> has_started_;                      ///< by e-bit
  std::vector<std::vector<std::int32_t>> queue_;       ///< by QPU: its e-bits
  std::vector<std::size_t> next_;                      ///< by QPU, into queue_
  std::vector<std::size_t> woken_;                     ///< QPUs whose next e-bit may have become possible
  std::size_t started_ = 0;                            ///< of those in the queues
  State s_, kept_;
  std::int64_t work_done_ = 0;
  ListSchedule out_;
};

}  // namespace dqc
