#include "tools/run/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <queue>

#include "tools/run/qubit_memory.h"
#include "tools/run/values.h"

namespace dqc::run {
namespace {

/// Attempts until one succeeds, each with probability `p`.
std::int64_t attempts(double p, Rng& rng) {
  if (p >= 1) return 1;
  const double tries = std::floor(std::log1p(-rng.unit()) / std::log1p(-p));
  return 1 + static_cast<std::int64_t>(std::min(tries, 1e12));
}

class Simulation {
 public:
  Simulation(const Executable& exe, const SimulationOptions& options, std::uint64_t index,
             QuantumState* state)
      : exe_(exe),
        options_(options),
        chance_(options.seed, fmt::format("ebits {}", index)),
        values_(exe, state, Rng(options.seed, fmt::format("outcomes {}", index))),
        memory_(exe, result_),
        steps_(exe.steps.size()),
        halves_ready_(exe.ebits.size()),
        queues_(exe.links.size()),
        under_way_(exe.links.size()),
        running_(exe.comm.size()),
        busy_since_(exe.comm.size()) {
    result_.qpus.resize(exe.comm.size());
    result_.links.resize(exe.links.size());
    result_.ages_used.assign(exe.ebits.size(), 0);
    result_.ages_freed.assign(exe.ebits.size(), 0);
  }

  RunResult run() {
    for (std::uint32_t s = 0; s < exe_.steps.size(); ++s) {
      steps_[s].waits = exe_.steps[s].waits;
      if (steps_[s].waits == 0) ready_.push_back(s);
    }
    start_ready();
    while (!events_.empty() && result_.error.empty() && values_.fits()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.time;
      happen(event);
      start_ready();
    }
    if (result_.error.empty() && values_.fits() && finished_ != exe_.steps.size()) report_deadlock();
    result_.outgrown = !values_.fits();
    if (exe_.max_age >= 0)
      result_.too_old =
          std::ranges::count_if(result_.ages_used, [&](std::int64_t a) { return a > exe_.max_age; });
    result_.makespan = now_;
    if (result_.error.empty() && !result_.outgrown) result_.counts_key = values_.key(options_.measure_all);
    return std::move(result_);
  }

 private:
  enum class EventKind : std::uint8_t { step_ends, message_arrives, ebit_ends };
  struct Event {
    std::int64_t time = 0;
    EventKind kind = EventKind::step_ends;
    std::uint32_t index = 0;
    auto operator<=>(const Event&) const = default;
  };
  struct StepState {
    int waits = 0;
    bool finished = false;
    std::int64_t others_ready = 0;    ///< when qubits and bits of its own QPU were ready
    std::int64_t ebit_requested = 0;  ///< likewise, of e-bits: when the later one was asked for
    std::int64_t ebit_ready = 0;
    std::int64_t message_ready = 0;
  };
  using Queue = std::priority_queue<Event, std::vector<Event>, std::greater<>>;

  const Step& step(std::uint32_t s) const { return exe_.steps[s]; }
  QpuFigures& qpu(const Step& s) { return result_.qpus[static_cast<std::size_t>(s.qpu)]; }

  void happen(const Event& event) {
    switch (event.kind) {
      case EventKind::step_ends: end(event.index); break;
      case EventKind::message_arrives: {
        StepState& reader = steps_[exe_.receipts[event.index].step];
        reader.message_ready = now_;
        release(exe_.receipts[event.index].step);
        break;
      }
      case EventKind::ebit_ends: ebit_ends(event.index); break;
    }
  }

  void release(std::uint32_t s) {
    if (--steps_[s].waits == 0) ready_.push_back(s);
  }

  void release_successors(std::uint32_t s, bool after_start) {
    const bool ebit = step(s).kind == StepKind::ebit && !after_start;
    for (std::uint32_t e = step(s).successors.begin; e < step(s).successors.end; ++e) {
      const Edge& edge = exe_.edges[e];
      if (edge.after_start != after_start) continue;
      StepState& next = steps_[edge.step];
      if (ebit) {
        next.ebit_ready = now_;
        next.ebit_requested = std::max(next.ebit_requested, steps_[s].others_ready);
      } else {
        next.others_ready = now_;
      }
      release(edge.step);
    }
  }

  void start_ready() {
    while (!ready_.empty() && result_.error.empty()) {
      const std::uint32_t s = ready_.front();
      ready_.pop_front();
      if (step(s).kind == StepKind::ebit)
        request(s);
      else
        start(s);
      release_successors(s, true);
    }
  }

  void start(std::uint32_t s) {
    const Step& me = step(s);
    const StepState& state = steps_[s];
    const std::int64_t own = std::max(state.others_ready, state.ebit_requested);
    qpu(me).wait_ebits += std::max<std::int64_t>(0, state.ebit_ready - std::max(own, state.message_ready));
    qpu(me).wait_messages +=
        std::max<std::int64_t>(0, state.message_ready - std::max(state.others_ready, state.ebit_ready));
    values_.start(s);
    for (std::uint32_t q = me.qubits.begin; q < me.qubits.end; ++q) memory_.touch(exe_.operands[q], now_);
    const auto p = static_cast<std::size_t>(me.qpu);
    if (running_[p]++ == 0) busy_since_[p] = now_;
    events_.push({now_ + me.ticks, EventKind::step_ends, s});
  }

  void end(std::uint32_t s) {
    const Step& me = step(s);
    values_.finish(s);
    free_qubits(me);
    const auto p = static_cast<std::size_t>(me.qpu);
    if (--running_[p] == 0) qpu(me).busy += now_ - busy_since_[p];
    send(me);
    conclude(s);
  }

  void conclude(std::uint32_t s) {
    steps_[s].finished = true;
    ++finished_;
    qpu(step(s)).finish = now_;
    release_successors(s, false);
  }

  void free_qubits(const Step& me) {
    const int* q = &exe_.operands[me.qubits.begin];
    switch (me.kind) {
      case StepKind::measure:
        if (me.frees) memory_.release(*q, now_);
        break;
      case StepKind::reset:
        if (me.condition < 0) memory_.set_busy(*q, false);
        break;
      case StepKind::swap: memory_.swap(q[0], q[1], now_); break;
      default:
        for (std::uint32_t i = me.qubits.begin; i < me.qubits.end; ++i)
          memory_.set_busy(exe_.operands[i], true);
    }
  }

  void send(const Step& me) {
    if (me.message < 0) return;
    const Range& deliveries = exe_.messages[static_cast<std::size_t>(me.message)].receipts;
    for (std::uint32_t d = deliveries.begin; d < deliveries.end; ++d) {
      const std::uint32_t r = exe_.deliveries[d];
      values_.send(me, r);
      events_.push({now_ + exe_.receipts[r].delay, EventKind::message_arrives, r});
    }
  }

  /// One QPU is ready for its half of an e-bit; the second one makes the link begin.
  void request(std::uint32_t s) {
    const auto e = static_cast<std::size_t>(step(s).ebit);
    steps_[s].others_ready = now_;
    if (++halves_ready_[e] < 2) return;
    const auto link = static_cast<std::size_t>(exe_.ebits[e].link);
    queues_[link].push_back(static_cast<std::uint32_t>(e));
    serve(link);
  }

  void serve(std::size_t link) {
    const auto& row = exe_.links[link];
    while (!queues_[link].empty() && (row.capacity == 0 || under_way_[link] < row.capacity)) {
      const std::uint32_t e = queues_[link].front();
      queues_[link].pop_front();
      generate(e, link);
    }
  }

  void generate(std::uint32_t e, std::size_t link) {
    for (const std::uint32_t s : exe_.ebits[e].halves) {
      const int q = exe_.operands[step(s).qubits.begin];
      bool free = memory_.generate(q, static_cast<int>(e));
      for (std::uint32_t i = step(s).qubits.begin + 1; i < step(s).qubits.end; ++i)
        free = free && memory_.take(exe_.operands[i]);
      if (!free)
        return fail(fmt::format("{}: memory overrun at tick {}: e-bit {} on {}, which is still in use",
                                exe_.where(step(s)), now_, exe_.ebits[e].id,
                                exe_.qubit_name[static_cast<std::size_t>(q)]));
    }
    LinkFigures& figures = result_.links[link];
    const std::int64_t ticks = make_pair(link, exe_.ebits[e].rounds, figures);
    ++figures.ebits;
    figures.busy += ticks;
    figures.peak = std::max(figures.peak, ++under_way_[link]);
    events_.push({now_ + ticks, EventKind::ebit_ends, e});
  }

  /// Ticks until a pair of `link` has passed `rounds` rounds: two pairs of the round before, one after the
  /// other, and both again if the round fails.
  std::int64_t make_pair(std::size_t link, int rounds, LinkFigures& figures) {
    if (rounds == 0) {
      const std::int64_t tries = attempts(options_.p_success.value_or(exe_.links[link].p_success), chance_);
      figures.attempts += tries;
      ++figures.raw_pairs;
      return tries * exe_.links[link].ebit_latency;
    }
    const double success = exe_.round_successes[link][static_cast<std::size_t>(rounds) - 1];
    std::int64_t ticks = 0;
    do {
      ticks += make_pair(link, rounds - 1, figures) + make_pair(link, rounds - 1, figures);
      ticks += exe_.round_ticks[link];
    } while (chance_.unit() >= success);
    return ticks;
  }

  void ebit_ends(std::uint32_t e) {
    const auto [a, b] = exe_.ebits[e].halves;
    values_.entangle(exe_.operands[step(a).qubits.begin], exe_.operands[step(b).qubits.begin]);
    memory_.generated(static_cast<int>(e), now_);
    const auto link = static_cast<std::size_t>(exe_.ebits[e].link);
    --under_way_[link];
    for (const std::uint32_t s : exe_.ebits[e].halves) {
      for (std::uint32_t i = step(s).qubits.begin + 1; i < step(s).qubits.end; ++i)
        memory_.set_busy(exe_.operands[i], false);
      conclude(s);
    }
    serve(link);
  }

  void fail(std::string message) {
    if (result_.error.empty()) result_.error = std::move(message);
  }

  /// Nothing is under way, and some QPU has not finished.
  void report_deadlock() {
    std::string who;
    for (std::size_t p = 0; p + 1 < exe_.begins.size(); ++p) {
      std::uint32_t s = exe_.begins[p];
      while (s < exe_.begins[p + 1] && steps_[s].finished) ++s;
      if (s < exe_.begins[p + 1])
        who += fmt::format("{}{} waits for {}", who.empty() ? "" : ", ", exe_.where(step(s)), missing(s));
    }
    fail(fmt::format("deadlock at tick {}: {}", now_, who));
  }

  std::string missing(std::uint32_t s) const {
    const Step& me = step(s);
    if (me.ebit >= 0) {
      const EbitLine& ebit = exe_.ebits[static_cast<std::size_t>(me.ebit)];
      const std::uint32_t other = ebit.halves[ebit.halves[0] == s ? 1 : 0];
      return fmt::format("QPU {} to take part in e-bit {}", step(other).qpu, ebit.id);
    }
    for (std::uint32_t r = me.receipts.begin; r < me.receipts.end; ++r) {
      const MessageLine& m = exe_.messages[static_cast<std::size_t>(exe_.receipts[r].message)];
      return fmt::format("message {} from QPU {}", m.id, m.from);
    }
    return "a statement before it";
  }

  const Executable& exe_;
  const SimulationOptions& options_;
  RunResult result_;
  Rng chance_;
  Values values_;
  QubitMemory memory_;
  std::vector<StepState> steps_;
  std::vector<int> halves_ready_;                  ///< by e-bit
  std::vector<std::deque<std::uint32_t>> queues_;  ///< by link: e-bits that wait for it
  std::vector<int> under_way_;                     ///< by link
  std::vector<int> running_;                       ///< by QPU: steps under way
  std::vector<std::int64_t> busy_since_;           ///< by QPU
  Queue events_;
  std::deque<std::uint32_t> ready_;
  std::int64_t now_ = 0;
  std::size_t finished_ = 0;
};

}  // namespace

RunResult simulate(const Executable& executable, const SimulationOptions& options, std::uint64_t index,
                   QuantumState* state) {
  return Simulation(executable, options, index, state).run();
}

}  // namespace dqc::run
