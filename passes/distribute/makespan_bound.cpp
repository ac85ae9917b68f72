#include "passes/distribute/makespan_bound.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace dqc {
namespace {

constexpr std::int64_t unreached = -1;
constexpr std::size_t window = 1000;  ///< instructions looked at beyond those of a half's life

/// Work that has to be done on the communication qubits of one QPU before `tail` further ticks.
struct Job {
  std::int64_t tail = 0;
  std::int64_t work = 0;
};

/// The time that `machines` need for the jobs: the ones with the longest tails, for every tail (Jackson's
/// preemptive schedule), less `saved` work that may have been done before. Of as many jobs as machines, each
/// machine has a last one, so that the shortest tails follow one each (Carlier, European J. Operational
/// Research 29, 1987).
std::int64_t spread(std::vector<Job>& jobs, std::int64_t machines, std::int64_t saved = 0) {
  std::ranges::sort(jobs, std::greater<>(), &Job::tail);
  std::int64_t sum = -saved, tails = 0, bound = 0;
  const auto window_size = static_cast<std::size_t>(machines);
  for (std::size_t k = 0; k < jobs.size(); ++k) {
    sum += jobs[k].work;
    tails += jobs[k].tail;
    if (k >= window_size) tails -= jobs[k - window_size].tail;
    const std::int64_t after = k + 1 < window_size ? machines * jobs[k].tail : tails;
    bound = std::max(bound, (sum + after + machines - 1) / machines);
  }
  return bound;
}

class Bounder {
 public:
  Bounder(const Dependences& dependences, const Network& network, std::int64_t work)
      : d_(dependences),
        network_(network),
        work_(work),
        extra_(d_.size()),
        tail_(d_.size(), 0),
        distance_(d_.size(), unreached),
        before_(d_.size(), unreached),
        halves_(network.size()) {
    for (const Dependences::EbitRow& row : d_.ebits())
      for (std::size_t side : {0, 1}) add_half(row, side);
    for (auto& list : halves_) std::ranges::sort(list, {}, &Held::release);
    find_tails();
  }

  MakespanBound run() {
    MakespanBound bound;
    bound.path = std::max(longest_path(), busiest_qubit());
    bound.link = links();
    for (int round = 0; round < 3 && work_ > 0; ++round) {
      for (std::size_t q = 0; q < halves_.size(); ++q)
        for (Held& h : halves_[q]) lengthen(q, h);
      find_tails();
      for (std::size_t q = 0; q < halves_.size(); ++q)
        for (const Held& h : halves_[q]) raise_tails(h);
      find_tails();
    }
    bound.memory = std::max(memory(), longest_path());
    bound.holds.resize(d_.ebits().size(), {0, 0});
    for (const auto& list : halves_)
      for (const Held& h : list) bound.holds[h.ebit][h.side] = h.work();
    return bound;
  }

 private:
  /// A half of an e-bit: its communication qubit is taken from the start of `make` to the end of `release`.
  struct Held {
    std::size_t ebit = 0, side = 0;
    std::size_t make = 0, use = 0, release = 0;
    std::int64_t hold = 0;   ///< ticks, at least
    std::int64_t extra = 0;  ///< work of further qubits during generation
    std::int64_t work() const { return hold + extra; }
  };
  /// From the start of one instruction to the end of `to`, at least `length`.
  struct Extra {
    std::size_t to = 0;
    std::int64_t length = 0;
  };

  void add_half(const Dependences::EbitRow& row, std::size_t side) {
    const Dependences::Half& half = row.halves[side];
    if (half.release < 0) return;
    const auto make = static_cast<std::size_t>(row.instruction);
    Held h{static_cast<std::size_t>(d_.ebit_of(make)),
           side,
           make,
           make,
           static_cast<std::size_t>(half.release),
           0,
           row.spare[side] * d_.duration(make)};
    const std::int32_t slot = d_.slots(make)[side];
    for (const Dependences::Arc& arc : d_.after(make)) {
      const auto& slots = d_.slots(static_cast<std::size_t>(arc.to));
      if ((slots[0] == slot || slots[1] == slot) && h.use == make) h.use = static_cast<std::size_t>(arc.to);
    }
    reach(h.make, h.release);
    h.hold = distance_[h.release] == unreached ? d_.duration(make) : distance_[h.release];
    clear(distance_, h.make, h.release);
    halves_[half.qpu.index()].push_back(h);
  }

  void find_tails() {
    for (std::size_t i = d_.size(); i-- > 0;) {
      for (const Dependences::Arc& arc : d_.after(i)) {
        const auto to = static_cast<std::size_t>(arc.to);
        tail_[i] = std::max(tail_[i], arc.delay + d_.duration(to) + tail_[to]);
      }
      for (const Extra& e : extra_[i]) tail_[i] = std::max(tail_[i], e.length - d_.duration(i) + tail_[e.to]);
    }
  }

  std::int64_t longest_path() const {
    std::int64_t longest = 0;
    for (std::size_t i = 0; i < d_.size(); ++i) longest = std::max(longest, d_.duration(i) + tail_[i]);
    return longest;
  }

  /// Each qubit does one thing at a time.
  std::int64_t busiest_qubit() const {
    std::vector<std::int64_t> load(d_.num_slots(), 0);
    for (std::size_t i = 0; i < d_.size(); ++i)
      for (std::int32_t s : d_.slots(i))
        if (s >= 0) load[static_cast<std::size_t>(s)] += d_.duration(i);
    return load.empty() ? 0 : *std::ranges::max_element(load);
  }

  std::int64_t links() const {
    std::vector<std::vector<Job>> jobs(network_.links.size());
    for (const Dependences::EbitRow& row : d_.ebits()) {
      const auto i = static_cast<std::size_t>(row.instruction);
      jobs[row.link.index()].push_back({tail_[i], d_.duration(i)});
    }
    std::int64_t bound = 0;
    for (std::size_t l = 0; l < jobs.size(); ++l)
      if (const int capacity = network_.links[l].capacity; capacity > 0)
        bound = std::max(bound, spread(jobs[l], capacity));
    return bound;
  }

  std::int64_t memory() const {
    std::int64_t bound = 0;
    for (std::size_t q = 0; q < halves_.size(); ++q) {
      std::vector<Job> jobs;
      for (const Held& h : halves_[q]) jobs.push_back({tail_[h.release], h.work()});
      if (!jobs.empty()) bound = std::max(bound, spread(jobs, network_.qpus[q].comm));
    }
    return bound;
  }

  /// Sets distance_ from the start of `from` to the end of each instruction up to `to`: program order is a
  /// topological order.
  void reach(std::size_t from, std::size_t to) {
    work_ -= static_cast<std::int64_t>(to - from + 1);
    distance_[from] = d_.duration(from);
    for (std::size_t i = from; i < to; ++i) {
      const std::int64_t here = distance_[i];
      if (here == unreached) continue;
      const auto lift = [&](std::size_t next, std::int64_t length) {
        if (next <= to) distance_[next] = std::max(distance_[next], length);
      };
      for (const Dependences::Arc& arc : d_.after(i)) {
        const auto next = static_cast<std::size_t>(arc.to);
        lift(next, here + arc.delay + d_.duration(next));
      }
      for (const Extra& e : extra_[i]) lift(e.to, here - d_.duration(i) + e.length);
    }
  }
  static void clear(std::vector<std::int64_t>& distance, std::size_t from, std::size_t to) {
    std::fill(distance.begin() + static_cast<std::ptrdiff_t>(from),
              distance.begin() + static_cast<std::ptrdiff_t>(to) + 1, unreached);
  }

  /// Sets before_ from the start of each instruction from `from` on to the end of `to`.
  void reach_back(std::size_t to, std::size_t from) {
    work_ -= static_cast<std::int64_t>(to - from + 1);
    before_[to] = d_.duration(to);
    for (std::size_t i = to + 1; i-- > from;) {
      for (const Extra& e : extra_[i])
        if (e.to <= to && before_[e.to] != unreached)
          before_[i] = std::max(before_[i], e.length - d_.duration(e.to) + before_[e.to]);
      if (before_[i] == unreached) continue;
      for (const Dependences::Arc& arc : d_.before(i))
        if (const auto b = static_cast<std::size_t>(arc.to); b >= from)
          before_[b] = std::max(before_[b], before_[i] + arc.delay + d_.duration(b));
    }
  }

  /// While `h` is held on `qpu`, other halves that must be alive between its generation (or its first use)
  /// and its release share the other communication qubits. Only as many as there are of these can have been
  /// started before, and as many be measured after; of such a one the rest counts, and one that was started
  /// before and is measured after takes a qubit away.
  void lengthen(std::size_t qpu, Held& h) {
    if (work_ <= 0 || network_.qpus[qpu].comm < 2) return;
    const std::size_t first = h.make - std::min(h.make, window);
    const std::size_t last = std::min(d_.size() - 1, h.release + window);
    reach_back(h.release, first);
    for (const std::size_t from : {h.use, h.make}) {
      reach(from, last);
      const std::int64_t path = distance_[h.release];
      const std::int64_t inside = work_between(qpu, h, first, last);
      if (inside > path) add_extra(from, h.release, inside);
      if (from == h.make) h.hold = std::max({h.hold, path, inside});
      clear(distance_, from, last);
    }
    clear(before_, first, h.release);
  }

  void add_extra(std::size_t from, std::size_t to, std::int64_t length) {
    for (Extra& e : extra_[from])
      if (e.to == to) return void(e.length = std::max(e.length, length));
    extra_[from].push_back({to, length});
  }

  std::int64_t work_between(std::size_t qpu, const Held& h, std::size_t first, std::size_t last) {
    inside_.clear(), saved_.clear(), saved_after_.clear();
    const auto& list = halves_[qpu];
    for (auto g = std::ranges::lower_bound(list, h.make, {}, &Held::release); g != list.end(); ++g) {
      if (g->release > last) break;
      if (&*g == &h || g->make < first || g->make > h.release) continue;
      const std::int64_t after = distance_[g->release], before = before_[g->make];
      if (after == unreached || before == unreached) continue;
      const bool ends_inside = before_[g->release] != unreached;
      inside_.push_back(g->work());
      saved_.push_back(std::max<std::int64_t>(0, g->work() - after));
      saved_after_.push_back(ends_inside ? 0 : std::max<std::int64_t>(0, g->work() - before));
    }
    const std::int64_t others = network_.qpus[qpu].comm - 1;
    if (static_cast<std::int64_t>(inside_.size()) <= others) return 0;
    const std::int64_t sum = std::reduce(inside_.begin(), inside_.end());
    std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t spanning = 0; spanning < others; ++spanning) {
      const std::int64_t m = others - spanning;
      const std::int64_t work =
          sum - largest(inside_, spanning) - largest(saved_, m) - largest(saved_after_, m);
      shortest = std::min(shortest, (work + m - 1) / m);
    }
    return shortest;
  }

  /// The sum of the `n` largest.
  static std::int64_t largest(std::vector<std::int64_t>& of, std::int64_t n) {
    std::ranges::sort(of, std::greater<>());
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < of.size() && i < static_cast<std::size_t>(n); ++i) sum += of[i];
    return sum;
  }

  /// After the first use of `h` all halves that must be measured later take their qubits, on every QPU.
  void raise_tails(const Held& h) {
    if (work_ <= 0 || d_.size() == 0) return;
    const std::size_t last = d_.size() - 1;
    reach(h.use, last);
    for (std::size_t q = 0; q < halves_.size(); ++q) {
      std::vector<Job> jobs;
      saved_.clear();
      const auto& list = halves_[q];
      for (auto g = std::ranges::lower_bound(list, h.use, {}, &Held::release); g != list.end(); ++g) {
        const std::int64_t after = distance_[g->release];
        if (after == unreached) continue;
        jobs.push_back({tail_[g->release], g->work()});
        saved_.push_back(std::max<std::int64_t>(0, g->work() - after));
      }
      if (jobs.empty()) continue;
      const std::int64_t machines = network_.qpus[q].comm;
      const std::int64_t rest = spread(jobs, machines, largest(saved_, machines));
      tail_[h.use] = std::max(tail_[h.use], rest - d_.duration(h.use));
    }
    clear(distance_, h.use, last);
  }

  const Dependences& d_;
  const Network& network_;
  std::int64_t work_;
  std::vector<std::vector<Extra>> extra_;
  std::vector<std::int64_t> tail_;         ///< after the end of each instruction
  std::vector<std::int64_t> distance_;     ///< of reach()
  std::vector<std::int64_t> before_;       ///< of reach_back()
  std::vector<std::vector<Held>> halves_;  ///< by QPU, by release
  std::vector<std::int64_t> inside_, saved_, saved_after_;
};

}  // namespace

std::int64_t MakespanBound::value() const { return std::max({path, link, memory}); }

MakespanBound bound_makespan(const Dependences& dependences, const Network& network, std::int64_t work) {
  return Bounder(dependences, network, work).run();
}

}  // namespace dqc
