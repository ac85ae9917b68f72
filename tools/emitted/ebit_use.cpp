#include "tools/emitted/ebit_use.h"

#include <fmt/core.h>

#include <array>
#include <charconv>

namespace dqc::emitted {
namespace {

struct Row {
  std::string_view purpose;
  char letter;
};
constexpr std::array<Row, 3> rows = {{{"cat", 'P'}, {"teleport", 'T'}, {"swap", 'E'}}};

}  // namespace

std::optional<int> label_number(std::string_view label, char letter) {
  if (label.size() < 2 || label[0] != letter || label[1] < '0' || label[1] > '9') return std::nullopt;
  if (label[1] == '0' && label.size() > 2) return std::nullopt;
  int n = 0;
  const auto [end, error] = std::from_chars(label.data() + 1, label.data() + label.size(), n);
  return error == std::errc() && end == label.data() + label.size() ? std::optional(n) : std::nullopt;
}

std::optional<EbitUse> read_ebit_use(std::string_view purpose, std::string_view label) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].purpose != purpose) continue;
    const auto number = label_number(label, rows[i].letter);
    return number ? std::optional(EbitUse{static_cast<EbitUse::Purpose>(i), *number}) : std::nullopt;
  }
  return std::nullopt;
}

std::string described(const EbitUse& use) {
  const Row& row = rows[static_cast<std::size_t>(use.purpose)];
  return fmt::format("{} {}{}", row.purpose, row.letter, use.number);
}

}  // namespace dqc::emitted
