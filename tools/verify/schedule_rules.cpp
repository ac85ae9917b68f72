#include "tools/verify/schedule_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "tools/verify/rows_by_id.h"

namespace dqc::verify {
namespace {

class ScheduleRules {
 public:
  ScheduleRules(const ScheduleFile& schedule, const Counted& counted)
      : schedule_(schedule), counted_(counted) {}

  std::vector<Difference> run() {
    ebits();
    messages();
    total("packets", static_cast<std::int64_t>(schedule_.packets.size()));
    total("teleports", static_cast<std::int64_t>(schedule_.teleports.size()));
    if (const auto makespan = schedule_.totals.find("makespan");
        makespan != schedule_.totals.end() && makespan->second < last_)
      complain(std::string("totals.makespan"), "totals.makespan is {}, but something ends at {}",
               makespan->second, last_);
    peaks();
    return std::move(differences_);
  }

 private:
  template <class Row, class... Args>
  void complain(const Row& row, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), place_of(schedule_, row));
  }

  void total(const char* name, std::int64_t counted) {
    const auto found = schedule_.totals.find(name);
    if (found == schedule_.totals.end()) return complain(std::string("totals"), "totals.{} is missing", name);
    if (found->second != counted)
      complain("totals." + std::string(name), "totals.{} is {}, counted {}", name, found->second, counted);
  }

  void ebits() {
    const RowsById ebits(schedule_.ebits);
    for (std::size_t k = 1; k < ebits.size(); ++k)
      if (ebits.nth(k).id == ebits.nth(k - 1).id)
        complain(ebits.nth(k), "e-bit {} stands twice", ebits.nth(k).id);
    std::int64_t links = 0, whole = 0, swaps = 0;
    for (const ScheduleFile::Ebit& e : schedule_.ebits) {
      links += e.link;
      whole += e.use.purpose != emitted::EbitUse::Purpose::swap;
      swaps += e.num_swaps;
      last_ = std::max(last_, e.end);
    }
    if (links != counted_.ebits)
      complain(std::string("totals.ebits_link"), "{} e-bits on links, counted {}", links, counted_.ebits);
    total("ebits_link", counted_.ebits);
    total("ebits_end_to_end", whole);
    total("swaps", swaps);
  }

  void messages() {
    const RowsById rows(schedule_.messages);
    std::int64_t messages = 0;
    std::set<int> receivers;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const ScheduleFile::Message& m = rows.nth(k);
      if (k == 0 || rows.nth(k - 1).id != m.id) ++messages, receivers.clear();
      if (!receivers.insert(m.to).second) complain(m, "message {} goes to QPU {} twice", m.id, m.to);
      last_ = std::max(last_, m.used);
    }
    total("messages", messages);
  }

  void peaks() {
    for (std::size_t i = 0; i < schedule_.qpus.size(); ++i) {
      const ScheduleFile::Qpu& qpu = schedule_.qpus[i];
      if (counted_.peak_comm[i] > qpu.comm)
        complain(fmt::format("qpus[{}]", i), "QPU {} has {} communication qubits, {} are in use at once", i,
                 qpu.comm, counted_.peak_comm[i]);
      if (counted_.peak_data[i] > qpu.data)
        complain(fmt::format("qpus[{}]", i), "QPU {} has {} data qubits, {} are in use at once", i, qpu.data,
                 counted_.peak_data[i]);
    }
    const auto& stated = schedule_.peak_comm;
    if (!stated.empty() && !std::ranges::equal(stated, counted_.peak_comm))
      complain(std::string("totals.peak_comm"), "totals.peak_comm is not what was counted");
  }

  const ScheduleFile& schedule_;
  const Counted& counted_;
  std::int64_t last_ = 0;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_schedule(const ScheduleFile& schedule, const Counted& counted) {
  std::vector<Difference> differences = ScheduleRules(schedule, counted).run();
  for (const auto& check : {check_references, check_times, check_fidelities})
    for (Difference& d : check(schedule)) differences.push_back(std::move(d));
  return differences;
}

}  // namespace dqc::verify
