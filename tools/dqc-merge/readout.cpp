#include "tools/dqc-merge/readout.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace dqc::merge {
namespace {

constexpr std::size_t most_outcomes = std::size_t{1} << 20;

/// Counts over all values of some bits, by value.
using Table = std::vector<double>;

/// Applies the inverse of [[1 - a, b], [a, 1 - b]] to bit `bit` of the table's index.
void invert_bit(Table& table, std::size_t bit, const Confusion& c) {
  const double a = c.reads_0_as_1, b = c.reads_1_as_0, scale = 1 / (1 - a - b);
  const std::size_t stride = std::size_t{1} << bit;
  for (std::size_t base = 0; base < table.size(); base += 2 * stride)
    for (std::size_t i = base; i < base + stride; ++i) {
      const double zero = table[i], one = table[i + stride];
      table[i] = ((1 - b) * zero - b * one) * scale;
      table[i + stride] = ((1 - a) * one - a * zero) * scale;
    }
}

/// The value of `outcome` in the characters `places`, the first being the lowest bit.
std::size_t index_in(const std::string& outcome, const std::vector<std::size_t>& places) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (outcome[places[i]] == '1') index |= std::size_t{1} << i;
  return index;
}

void clip_and_scale(Counts& counts, double total) {
  std::erase_if(counts.entries, [](const auto& entry) { return entry.second <= 0; });
  const double kept = counts.total();
  for (auto& [outcome, count] : counts.entries) count *= total / kept;
}

}  // namespace

Result<std::vector<std::optional<Confusion>>> confusions(const Device& device,
                                                         const std::vector<int>& qubits) {
  std::vector<std::optional<Confusion>> out;
  for (int q : qubits) {
    out.emplace_back();
    if (q < 0) continue;
    if (static_cast<std::size_t>(q) >= device.size())
      return Error{ExitCode::bad_input,
                   fmt::format("the device has {} qubits, there is no qubit {}", device.size(), q), ""};
    const DeviceQubit& qubit = device.qubits[static_cast<std::size_t>(q)];
    const Confusion c{q, qubit.reads_0_as_1.value_or(qubit.readout_error),
                      qubit.reads_1_as_0.value_or(qubit.readout_error)};
    if (c.reads_0_as_1 + c.reads_1_as_0 >= 1)
      return Error{ExitCode::bad_input,
                   fmt::format("the readout of qubit {} of the device tells nothing: a 0 reads as 1 with "
                               "probability {}, a 1 as 0 with {}",
                               q, c.reads_0_as_1, c.reads_1_as_0),
                   ""};
    out.back() = c;
  }
  return out;
}

Status correct_readout(Counts& counts, const std::vector<std::optional<Confusion>>& confusion) {
  std::vector<std::size_t> places;  // of the corrected bits in an outcome
  std::vector<Confusion> matrices;
  for (std::size_t bit = 0; bit < confusion.size(); ++bit) {
    const auto& c = confusion[bit];
    if (!c || (c->reads_0_as_1 == 0 && c->reads_1_as_0 == 0)) continue;
    places.push_back(confusion.size() - 1 - bit);
    matrices.push_back(*c);
  }
  if (places.empty()) return success();
  const double total = counts.total();
  std::map<std::string, Table> tables;  // by the bits that are not corrected
  for (const auto& [outcome, count] : counts.entries) {
    std::string rest = outcome;
    for (std::size_t place : places) rest[place] = '0';
    if (tables.try_emplace(rest).second &&
        (places.size() > 20 || tables.size() << places.size() > most_outcomes))
      return Error{ExitCode::infeasible,
                   fmt::format("readout correction over {} bits would give more than {} outcomes",
                               places.size(), most_outcomes),
                   "merge without --device"};
  }
  for (const auto& [outcome, count] : counts.entries) {
    std::string rest = outcome;
    for (std::size_t place : places) rest[place] = '0';
    Table& table = tables[rest];
    table.resize(std::size_t{1} << places.size());
    table[index_in(outcome, places)] += count;
  }
  counts.entries.clear();
  for (auto& [rest, table] : tables) {
    for (std::size_t i = 0; i < matrices.size(); ++i) invert_bit(table, i, matrices[i]);
    for (std::size_t index = 0; index < table.size(); ++index) {
      if (table[index] <= 0) continue;
      std::string outcome = rest;
      for (std::size_t i = 0; i < places.size(); ++i)
        if (index >> i & 1) outcome[places[i]] = '1';
      counts.entries.emplace(std::move(outcome), table[index]);
    }
  }
  clip_and_scale(counts, total);
  return success();
}

}  // namespace dqc::merge
