// Rules over what the e-bits in schedule.json are worth: fidelities and raw pairs follow from the links and
// the rounds of purification, and every end-to-end e-bit is as good as was asked for. Two-qubit states are
// kept as probabilities of the Pauli errors 1, X, Z and XZ.
#include <fmt/core.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "tools/verify/rows_by_id.h"
#include "tools/verify/schedule_rules.h"

namespace dqc::verify {
namespace {

constexpr double tolerance = 1e-6;

struct Worth {
  double none = 1, x = 0, z = 0, xz = 0;
  double raw = 1;
};

/// Errors of independent pairs multiply.
Worth joined(const Worth& a, const Worth& b) {
  return {a.none * b.none + a.x * b.x + a.z * b.z + a.xz * b.xz,
          a.none * b.x + a.x * b.none + a.z * b.xz + a.xz * b.z,
          a.none * b.z + a.z * b.none + a.x * b.xz + a.xz * b.x,
          a.none * b.xz + a.xz * b.none + a.x * b.z + a.z * b.x, a.raw + b.raw};
}

Worth raw_pair(double fidelity) {
  const double error = (1 - fidelity) / 3;
  return {fidelity, error, error, error, 1};
}

/// Both pairs pass a round if their errors are told apart by none of its outcomes.
Worth dejmps(const Worth& w) {
  const double even = w.none + w.xz, odd = w.x + w.z;
  const double pass = even * even + odd * odd;
  return {(w.none * w.none + w.xz * w.xz) / pass, (w.x * w.x + w.z * w.z) / pass, 2 * w.none * w.xz / pass,
          2 * w.x * w.z / pass, 2 * w.raw / pass};
}

/// A round on pairs whose errors were made equally likely.
Worth bbpssw(const Worth& w) {
  const double f = w.none, e = (1 - w.none) / 3;
  const double pass = (f + e) * (f + e) + 4 * e * e;
  Worth result = raw_pair((f * f + e * e) / pass);
  result.raw = 2 * w.raw / pass;
  return result;
}

class Fidelities {
 public:
  explicit Fidelities(const ScheduleFile& schedule) : schedule_(schedule), ebits_(schedule.ebits) {
    for (const ScheduleFile::Link& l : schedule.links) links_.emplace(std::minmax(l.qpus[0], l.qpus[1]), &l);
  }

  std::vector<Difference> run() {
    double raw = 0;
    for (const ScheduleFile::Ebit& e : schedule_.ebits) {
      const auto found = worth(e);
      if (found && e.link) raw += found->raw;
      ebit(e, found);
      spare(e);
      age(e);
    }
    if (const auto stated = schedule_.raw_pairs; stated && std::abs(raw - *stated) > tolerance * (1 + raw))
      complain(std::string("totals.raw_pairs"), "totals.raw_pairs is {:.6f}, counted {:.6f}", *stated, raw);
    return std::move(differences_);
  }

 private:
  template <class Row, class... Args>
  void complain(const Row& row, fmt::format_string<Args...> format, Args&&... args) {
    differences_.emplace_back(fmt::format(format, std::forward<Args>(args)...), place_of(schedule_, row));
  }

  std::optional<Worth> of_link(const ScheduleFile::Ebit& e) {
    const auto found = links_.find(std::minmax(e.qpus[0], e.qpus[1]));
    if (found == links_.end()) return std::nullopt;
    const auto [known, is_new] =
        worth_.try_emplace({found->second, e.rounds}, raw_pair(found->second->fidelity));
    for (int r = 0; is_new && r < e.rounds; ++r)
      known->second = schedule_.demand.bbpssw ? bbpssw(known->second) : dejmps(known->second);
    return known->second;
  }

  /// Of a swapped e-bit, that of its parts; nothing if these are not there, which other rules say.
  std::optional<Worth> worth(const ScheduleFile::Ebit& e) {
    if (e.link) return of_link(e);
    std::optional<Worth> whole;
    const auto swaps = schedule_.swaps_of(e);
    for (std::size_t i = 0; i < swaps.size(); ++i)
      for (const std::size_t side : {0u, 1u}) {
        if (side == 0 && i > 0) continue;
        const ScheduleFile::Ebit* part = ebits_.find(swaps[i].ebits[side]);
        if (!part || !part->link) return std::nullopt;
        const auto next = of_link(*part);
        if (!next) return std::nullopt;
        whole = whole ? joined(*whole, *next) : *next;
      }
    return whole;
  }

  void ebit(const ScheduleFile::Ebit& e, const std::optional<Worth>& found) {
    if (!found) return complain(e, "e-bit {} is made of links that are not there", e.id);
    if (e.fidelity && !(std::abs(found->none - *e.fidelity) <= tolerance))
      complain(e, "e-bit {} has fidelity {:.6f}, its links give {:.6f}", e.id, *e.fidelity, found->none);
    if (e.raw_pairs && !(std::abs(found->raw - *e.raw_pairs) <= tolerance * (1 + found->raw)))
      complain(e, "e-bit {} takes {:.6f} raw pairs, its links need {:.6f}", e.id, *e.raw_pairs, found->raw);
    if (e.use.purpose != emitted::EbitUse::Purpose::swap &&
        found->none < schedule_.demand.min_fidelity - tolerance)
      complain(e, "e-bit {} has fidelity {:.6f}, {:.6f} was asked for", e.id, found->none,
               schedule_.demand.min_fidelity);
  }

  /// A pair of each round but the last waits at both ends while the next one is made.
  void spare(const ScheduleFile::Ebit& e) {
    for (const std::size_t side : {0u, 1u}) {
      const auto spare = schedule_.list(e.spare[side]);
      if (spare.empty() && e.rounds == 0) continue;
      std::set<int> taken = {e.comm[side]};
      for (const int index : spare)
        if (!taken.insert(index).second ||
            index >= schedule_.qpus[static_cast<std::size_t>(e.qpus[side])].comm)
          complain(
              e, "e-bit {} keeps raw pairs on communication qubit {} of QPU {}, which is not there or in use",
              e.id, index, e.qpus[side]);
      if (spare.size() != static_cast<std::size_t>(e.rounds))
        complain(e, "e-bit {} has {} further communication qubits at QPU {} for {} rounds of purification",
                 e.id, spare.size(), e.qpus[side], e.rounds);
    }
  }

  void age(const ScheduleFile::Ebit& e) {
    const std::int64_t most = schedule_.demand.max_age;
    if (most >= 0 && e.link && e.first_use && *e.first_use - e.end > most)
      complain(e, "e-bit {} waits {} ticks for its first use, {} are allowed", e.id, *e.first_use - e.end,
               most);
  }

  const ScheduleFile& schedule_;
  std::map<std::pair<int, int>, const ScheduleFile::Link*> links_;
  RowsById<ScheduleFile::Ebit> ebits_;
  std::map<std::pair<const ScheduleFile::Link*, int>, Worth> worth_;  // by link and rounds
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> check_fidelities(const ScheduleFile& schedule) { return Fidelities(schedule).run(); }

}  // namespace dqc::verify
