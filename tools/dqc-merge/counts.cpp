#include "tools/dqc-merge/counts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace dqc::merge {
namespace {

constexpr double negligible = 1e-9;

std::vector<std::string> registers_of(const std::string& form) {
  std::vector<std::string> registers(1);
  for (char c : form) {
    if (c == ' ')
      registers.emplace_back();
    else
      registers.back() += c;
  }
  return registers;
}

/// The form of one of `parts` copies; "" if they are not alike.
std::string form_of_part(const std::string& form, std::size_t parts) {
  const std::vector<std::string> registers = registers_of(form);
  if (registers.size() == 1) return form.size() % parts == 0 ? form.substr(0, form.size() / parts) : "";
  if (registers.size() % parts != 0) return "";
  const std::size_t each = registers.size() / parts;
  for (std::size_t i = each; i < registers.size(); ++i)
    if (registers[i] != registers[i - each]) return "";
  return fmt::format("{}", fmt::join(registers.begin(), registers.begin() + static_cast<long>(each), " "));
}

std::string number(double value) {
  if (value == std::floor(value) && value < 0x1p53) return fmt::format("{:.0f}", value);
  return fmt::format("{:.12g}", value);
}

/// `bits` with the spaces of `form`.
std::string spaced(const std::string& bits, const std::string& form) {
  std::string out;
  std::size_t next = 0;
  for (char c : form) out += c == ' ' ? ' ' : bits[next++];
  return out;
}

}  // namespace

std::size_t Counts::bits() const { return static_cast<std::size_t>(std::ranges::count(form, '0')); }

double Counts::total() const {
  return std::accumulate(entries.begin(), entries.end(), 0.0,
                         [](double sum, const auto& entry) { return sum + entry.second; });
}

Result<std::vector<Counts>> split(const Counts& counts, std::size_t parts) {
  const std::string form = form_of_part(counts.form, parts);
  if (form.empty())
    return Error{ExitCode::bad_input,
                 fmt::format("outcomes like '{}' do not hold {} copies of equal size", counts.form, parts),
                 ""};
  std::vector<Counts> out(parts, Counts{form, {}});
  const std::size_t bits = counts.bits() / parts;
  for (const auto& [outcome, count] : counts.entries)
    for (std::size_t i = 0; i < parts; ++i)
      out[i].entries[outcome.substr((parts - 1 - i) * bits, bits)] += count;
  return out;
}

std::string print_counts(const Counts& counts, CountsFormat format, bool reversed) {
  std::map<std::string, double> shown;
  const double least = counts.total() * negligible;
  for (const auto& [bits, count] : counts.entries) {
    if (count <= 0 || count < least) continue;
    std::string outcome = spaced(bits, counts.form);
    if (reversed) std::ranges::reverse(outcome);
    shown.emplace(std::move(outcome), count);
  }
  std::string out = format == CountsFormat::json ? "{" : format == CountsFormat::csv ? "outcome,count\n" : "";
  const char* before = "\n";
  for (const auto& [outcome, count] : shown) {
    if (format == CountsFormat::json)
      fmt::format_to(std::back_inserter(out), "{}  \"{}\": {}", before, outcome, number(count));
    else
      fmt::format_to(std::back_inserter(out), "{}{}{}\n", outcome, format == CountsFormat::csv ? ',' : '\t',
                     number(count));
    before = ",\n";
  }
  return format == CountsFormat::json ? out + "\n}\n" : out;
}

}  // namespace dqc::merge
