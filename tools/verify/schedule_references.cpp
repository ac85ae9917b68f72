// Rules over the names in schedule.json: every e-bit, packet, teleport and swap fits what it refers to.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "tools/verify/rows_by_id.h"
#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

using emitted::EbitUse;

/// Answers whether everything that a row names is there.
class References {
 public:
  explicit References(const ScheduleFile& schedule)
      : schedule_(schedule), ebits_(schedule.ebits), messages_(schedule.messages) {
    for (const ScheduleFile::Link& l : schedule.links) {
      links_.insert(l.qpus);
      links_.insert({l.qpus[1], l.qpus[0]});
    }
  }

  std::vector<Difference> run() {
    for (const ScheduleFile::Ebit& e : schedule_.ebits) path(e), purpose(e), swaps(e);
    for (std::size_t p = 0; p < schedule_.packets.size(); ++p) packet(p);
    for (std::size_t t = 0; t < schedule_.teleports.size(); ++t) teleport(t);
    return std::move(differences_);
  }

 private:
  template <class Row, class... Args>
  void complain(const Row& row, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), place_of(schedule_, row));
  }

  bool known(ScheduleFile::List messages) const {
    return std::ranges::all_of(schedule_.list(messages), [&](int m) { return messages_.find(m) != nullptr; });
  }

  void path(const ScheduleFile::Ebit& e) {
    const auto path = schedule_.list(e.path);
    bool good = path.size() >= 2 && path.front() == e.qpus[0] && path.back() == e.qpus[1];
    for (std::size_t i = 0; good && i + 1 < path.size(); ++i) good = links_.contains({path[i], path[i + 1]});
    if (!good || (e.link && path.size() != 2)) complain(e, "the path of e-bit {} is not one of links", e.id);
  }

  void purpose(const ScheduleFile::Ebit& e) {
    const auto n = static_cast<std::size_t>(e.use.number);
    bool good = false;
    switch (e.use.purpose) {
      case EbitUse::Purpose::cat: good = n < schedule_.packets.size(); break;
      case EbitUse::Purpose::teleport: good = n < schedule_.teleports.size(); break;
      case EbitUse::Purpose::swap: {
        const ScheduleFile::Ebit* whole = ebits_.find(e.use.number);
        good = whole != nullptr && !whole->link;
      }
    }
    if (!good) complain(e, "e-bit {} serves {}, which is not there", e.id, described(e.use));
  }

  /// One swap at every inner QPU of the path, of the links' e-bits on both sides.
  void swaps(const ScheduleFile::Ebit& e) {
    const auto path = schedule_.list(e.path);
    const auto swaps = schedule_.swaps_of(e);
    bool good = swaps.size() + 2 == path.size();
    for (std::size_t i = 0; good && i < swaps.size(); ++i) {
      const ScheduleFile::Swap& s = swaps[i];
      good = s.qpu == path[i + 1] && known(s.messages) && (i == 0 || swaps[i - 1].ebits[1] == s.ebits[0]);
      for (const std::size_t side : {0u, 1u}) {
        const ScheduleFile::Ebit* part = ebits_.find(s.ebits[side]);
        good = good && part && part->link && part->use == EbitUse{EbitUse::Purpose::swap, e.id} &&
               joins(*part, path[i + side], path[i + side + 1]);
      }
    }
    if (!good) complain(e, "the swaps of e-bit {} do not join its path", e.id);
  }

  static bool joins(const ScheduleFile::Ebit& e, int a, int b) {
    return e.qpus == std::array<int, 2>{a, b} || e.qpus == std::array<int, 2>{b, a};
  }

  void packet(std::size_t index) {
    const ScheduleFile::Packet& p = schedule_.packets[index];
    const auto tree = schedule_.list(p.tree), edges = schedule_.list(p.edges);
    bool good = static_cast<std::size_t>(p.root) < schedule_.initial_map.size() && known(p.messages);
    for (std::size_t i = 0; good && i < tree.size(); ++i) {
      const ScheduleFile::Ebit* e = ebits_.find(tree[i]);
      good = e && joins(*e, edges[2 * i], edges[2 * i + 1]);
    }
    if (!good) complain(p, "packet P{} names a qubit, e-bit or message that does not fit it", index);
  }

  void teleport(std::size_t index) {
    const ScheduleFile::Teleport& t = schedule_.teleports[index];
    const auto fits = [&](const ScheduleFile::Place& p) {
      const ScheduleFile::Qpu& qpu = schedule_.qpus[static_cast<std::size_t>(p.qpu)];
      return p.index < (p.comm ? qpu.comm : qpu.data);
    };
    const bool good = static_cast<std::size_t>(t.qubit) < schedule_.initial_map.size() && fits(t.from) &&
                      fits(t.to) && ebits_.find(t.ebit) && known(t.messages);
    if (!good) complain(t, "teleport T{} names a qubit, e-bit or message that is not there", index);
  }

  const ScheduleFile& schedule_;
  std::set<std::array<int, 2>> links_;
  RowsById<ScheduleFile::Ebit> ebits_;
  RowsById<ScheduleFile::Message> messages_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_references(const ScheduleFile& schedule) { return References(schedule).run(); }

}  // namespace dqc::verify
