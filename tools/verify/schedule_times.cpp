// Rules over the times in schedule.json: latencies are kept, and a communication qubit serves one e-bit.
#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <map>

#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

class Times {
 public:
  explicit Times(const ScheduleFile& schedule) : schedule_(schedule), neighbours_(schedule.qpus.size()) {
    for (const ScheduleFile::Link& l : schedule.links) {
      latency_[std::minmax(l.qpus[0], l.qpus[1])] = l.ebit_latency;
      neighbours_[static_cast<std::size_t>(l.qpus[0])].push_back(l.qpus[1]);
      neighbours_[static_cast<std::size_t>(l.qpus[1])].push_back(l.qpus[0]);
    }
  }

  std::vector<Difference> run() {
    for (const ScheduleFile::Ebit& e : schedule_.ebits) ebit(e);
    for (const ScheduleFile::Message& m : schedule_.messages) message(m);
    bookings();
    return std::move(differences_);
  }

 private:
  template <class Row, class... Args>
  void complain(const Row& row, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), place_of(schedule_, row));
  }

  void ebit(const ScheduleFile::Ebit& e) {
    const auto link = latency_.find(std::minmax(e.qpus[0], e.qpus[1]));
    // Of each round, two pairs of the round before.
    const std::int64_t pairs = std::int64_t{1} << std::min(e.rounds, 20);
    const std::int64_t needed = e.link && link != latency_.end() ? link->second * pairs : 0;
    if (e.start < 0 || e.end - e.start < needed)
      complain(e, "e-bit {} is made in less than {} ticks", e.id, needed);
    if (!e.link) return;
    for (const std::size_t side : {0u, 1u})
      for (const int index : schedule_.list(e.spare[side]))
        bookings_[{e.qpus[side], index}].push_back({e.start, e.end, &e});
    for (const std::size_t side : {0u, 1u})
      if (e.release[side] && *e.release[side] < e.end)
        complain(e, "e-bit {} is released before it is made", e.id);
      else if (e.release[side])
        bookings_[{e.qpus[side], e.comm[side]}].push_back({e.start, *e.release[side], &e});
    if (e.first_use && *e.first_use < e.end) complain(e, "e-bit {} is used before it is made", e.id);
  }

  void message(const ScheduleFile::Message& m) {
    const std::int64_t travel =
        hops(m.from, m.to) * schedule_.qpus[static_cast<std::size_t>(m.from)].latency.hop;
    if (m.sent < 0 || m.arrives - m.sent < travel)
      complain(m, "message {} travels in less than {} ticks", m.id, travel);
    if (m.used < m.arrives) complain(m, "message {} is used before it arrives", m.id);
  }

  /// Links of a shortest path; distances from each sender are found once.
  std::int64_t hops(int from, int to) {
    std::vector<std::int64_t>& distance = distances_[from];
    if (distance.empty()) {
      distance.assign(neighbours_.size(), -1);
      distance[static_cast<std::size_t>(from)] = 0;
      for (std::deque<int> queue = {from}; !queue.empty(); queue.pop_front())
        for (const int next : neighbours_[static_cast<std::size_t>(queue.front())])
          if (distance[static_cast<std::size_t>(next)] < 0) {
            distance[static_cast<std::size_t>(next)] = distance[static_cast<std::size_t>(queue.front())] + 1;
            queue.push_back(next);
          }
    }
    return std::max<std::int64_t>(0, distance[static_cast<std::size_t>(to)]);
  }

  /// A communication qubit serves one e-bit from the start of its generation to its release.
  void bookings() {
    for (auto& [qubit, list] : bookings_) {
      std::ranges::sort(list, {}, &Booking::start);
      for (std::size_t i = 0; i + 1 < list.size(); ++i)
        if (list[i + 1].start < list[i].end)
          complain(*list[i + 1].ebit, "communication qubit {} of QPU {} serves e-bits {} and {} at once",
                   qubit.second, qubit.first, list[i].ebit->id, list[i + 1].ebit->id);
    }
  }

  struct Booking {
    std::int64_t start = 0;
    std::int64_t end = 0;
    const ScheduleFile::Ebit* ebit = nullptr;
  };

  const ScheduleFile& schedule_;
  std::vector<std::vector<int>> neighbours_;
  std::map<std::pair<int, int>, std::int64_t> latency_;           // by link, lower QPU first
  std::map<int, std::vector<std::int64_t>> distances_;            // by sender
  std::map<std::pair<int, int>, std::vector<Booking>> bookings_;  // by QPU and communication qubit
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_times(const ScheduleFile& schedule) { return Times(schedule).run(); }

}  // namespace dqc::verify
