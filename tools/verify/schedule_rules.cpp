#include "tools/verify/schedule_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace dqc::verify {
namespace {

class ScheduleRules {
 public:
  ScheduleRules(const ScheduleFile& schedule, const Counted& counted)
      : schedule_(schedule), counted_(counted) {}

  std::vector<std::string> run() {
    ebits();
    messages();
    total("packets", static_cast<std::int64_t>(schedule_.packets.size()));
    total("teleports", static_cast<std::int64_t>(schedule_.teleports.size()));
    if (const auto makespan = schedule_.totals.find("makespan");
        makespan != schedule_.totals.end() && makespan->second < last_)
      complain("totals.makespan is {}, but something ends at {}", makespan->second, last_);
    peaks();
    return std::move(differences_);
  }

 private:
  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    differences_.push_back("schedule.json: " + fmt::format(format, std::forward<Args>(args)...));
  }

  void total(const char* name, std::int64_t counted) {
    const auto found = schedule_.totals.find(name);
    if (found == schedule_.totals.end()) return complain("totals.{} is missing", name);
    if (found->second != counted) complain("totals.{} is {}, counted {}", name, found->second, counted);
  }

  void ebits() {
    std::set<int> ids;
    std::int64_t links = 0, whole = 0, swaps = 0;
    for (const ScheduleFile::Ebit& e : schedule_.ebits) {
      if (!ids.insert(e.id).second) complain("e-bit {} stands twice", e.id);
      links += e.link;
      whole += e.purpose != "swap";
      swaps += static_cast<std::int64_t>(e.swaps.size());
      last_ = std::max(last_, e.end);
    }
    if (links != counted_.ebits) complain("{} e-bits on links, counted {}", links, counted_.ebits);
    total("ebits_link", counted_.ebits);
    total("ebits_end_to_end", whole);
    total("swaps", swaps);
  }

  void messages() {
    std::set<int> ids;
    std::set<std::pair<int, int>> receipts;
    for (const ScheduleFile::Message& m : schedule_.messages) {
      ids.insert(m.id);
      if (!receipts.emplace(m.id, m.to).second) complain("message {} goes to QPU {} twice", m.id, m.to);
      last_ = std::max(last_, m.used);
    }
    total("messages", static_cast<std::int64_t>(ids.size()));
  }

  void peaks() {
    for (std::size_t i = 0; i < schedule_.qpus.size(); ++i) {
      const ScheduleFile::Qpu& qpu = schedule_.qpus[i];
      if (counted_.peak_comm[i] > qpu.comm)
        complain("QPU {} has {} communication qubits, {} are in use at once", i, qpu.comm,
                 counted_.peak_comm[i]);
      if (counted_.peak_data[i] > qpu.data)
        complain("QPU {} has {} data qubits, {} are in use at once", i, qpu.data, counted_.peak_data[i]);
    }
    const auto& stated = schedule_.peak_comm;
    if (!stated.empty() && !std::ranges::equal(stated, counted_.peak_comm))
      complain("totals.peak_comm is not what was counted");
  }

  const ScheduleFile& schedule_;
  const Counted& counted_;
  std::int64_t last_ = 0;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> check_schedule(const ScheduleFile& schedule, const Counted& counted) {
  std::vector<std::string> differences = ScheduleRules(schedule, counted).run();
  for (const auto& check : {check_references, check_times, check_fidelities})
    for (std::string& d : check(schedule)) differences.push_back("schedule.json: " + std::move(d));
  return differences;
}

}  // namespace dqc::verify
