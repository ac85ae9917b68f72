// Rules over the names in schedule.json: every e-bit, packet, teleport and swap fits what it refers to.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

/// Answers whether everything that a row names is there.
class References {
 public:
  explicit References(const ScheduleFile& schedule) : schedule_(schedule) {
    for (const ScheduleFile::Link& l : schedule.links) {
      links_.insert(l.qpus);
      links_.insert({l.qpus[1], l.qpus[0]});
    }
    for (const ScheduleFile::Ebit& e : schedule.ebits) ebits_.emplace(e.id, &e);
    for (const ScheduleFile::Message& m : schedule.messages) messages_.insert(m.id);
  }

  std::vector<std::string> run() {
    for (const ScheduleFile::Ebit& e : schedule_.ebits) path(e), purpose(e), swaps(e);
    for (std::size_t p = 0; p < schedule_.packets.size(); ++p) packet(p);
    for (std::size_t t = 0; t < schedule_.teleports.size(); ++t) teleport(t);
    return std::move(differences_);
  }

 private:
  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    differences_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  const ScheduleFile::Ebit* ebit(int id) const {
    const auto found = ebits_.find(id);
    return found == ebits_.end() ? nullptr : found->second;
  }
  bool known(const std::vector<int>& messages) const {
    return std::ranges::all_of(messages, [&](int m) { return messages_.contains(m); });
  }

  void path(const ScheduleFile::Ebit& e) {
    bool good = e.path.size() >= 2 && e.path.front() == e.qpus[0] && e.path.back() == e.qpus[1];
    for (std::size_t i = 0; good && i + 1 < e.path.size(); ++i)
      good = links_.contains({e.path[i], e.path[i + 1]});
    if (!good || (e.link && e.path.size() != 2)) complain("the path of e-bit {} is not one of links", e.id);
  }

  /// The number n of a reference written `letter`n; -1 if it is not written so.
  static int referred(const std::string& reference, char letter) {
    int n = -1;
    if (reference.empty() || reference[0] != letter) return -1;
    std::from_chars(reference.data() + 1, reference.data() + reference.size(), n);
    return n >= 0 && reference == letter + std::to_string(n) ? n : -1;
  }

  void purpose(const ScheduleFile::Ebit& e) {
    const auto row_of = [&](char letter, std::size_t rows) {
      const int n = referred(e.reference, letter);
      return n >= 0 && static_cast<std::size_t>(n) < rows;
    };
    bool good = false;
    if (e.purpose == "cat") good = row_of('P', schedule_.packets.size());
    if (e.purpose == "teleport") good = row_of('T', schedule_.teleports.size());
    if (e.purpose == "swap") {
      const int n = referred(e.reference, 'E');
      const ScheduleFile::Ebit* whole = n < 0 ? nullptr : ebit(n);
      good = whole != nullptr && !whole->link;
    }
    if (!good) complain("e-bit {} serves {} {}, which is not there", e.id, e.purpose, e.reference);
  }

  /// One swap at every inner QPU of the path, of the links' e-bits on both sides.
  void swaps(const ScheduleFile::Ebit& e) {
    bool good = e.swaps.size() + 2 == e.path.size();
    for (std::size_t i = 0; good && i < e.swaps.size(); ++i) {
      const ScheduleFile::Swap& s = e.swaps[i];
      good = s.qpu == e.path[i + 1] && known(s.messages) && (i == 0 || e.swaps[i - 1].ebits[1] == s.ebits[0]);
      for (const std::size_t side : {0u, 1u}) {
        const ScheduleFile::Ebit* part = ebit(s.ebits[side]);
        good = good && part && part->link && part->reference == "E" + std::to_string(e.id) &&
               joins(*part, e.path[i + side], e.path[i + side + 1]);
      }
    }
    if (!good) complain("the swaps of e-bit {} do not join its path", e.id);
  }

  static bool joins(const ScheduleFile::Ebit& e, int a, int b) {
    return e.qpus == std::array<int, 2>{a, b} || e.qpus == std::array<int, 2>{b, a};
  }

  void packet(std::size_t index) {
    const ScheduleFile::Packet& p = schedule_.packets[index];
    const std::string label = "P" + std::to_string(index);
    bool good = static_cast<std::size_t>(p.root) < schedule_.initial_map.size() && known(p.messages);
    for (std::size_t i = 0; good && i < p.tree.size(); ++i) {
      const ScheduleFile::Ebit* e = ebit(p.tree[i]);
      good = e && joins(*e, p.edges[i][0], p.edges[i][1]);
    }
    if (!good) complain("packet {} names a qubit, e-bit or message that does not fit it", label);
  }

  void teleport(std::size_t index) {
    const ScheduleFile::Teleport& t = schedule_.teleports[index];
    const auto fits = [&](const ScheduleFile::Place& p) {
      const ScheduleFile::Qpu& qpu = schedule_.qpus[static_cast<std::size_t>(p.qpu)];
      return p.index < (p.comm ? qpu.comm : qpu.data);
    };
    const bool good = static_cast<std::size_t>(t.qubit) < schedule_.initial_map.size() && fits(t.from) &&
                      fits(t.to) && ebit(t.ebit) && known(t.messages);
    if (!good) complain("teleport T{} names a qubit, e-bit or message that is not there", index);
  }

  const ScheduleFile& schedule_;
  std::set<std::array<int, 2>> links_;
  std::map<int, const ScheduleFile::Ebit*> ebits_;
  std::set<int> messages_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> check_references(const ScheduleFile& schedule) { return References(schedule).run(); }

}  // namespace dqc::verify
