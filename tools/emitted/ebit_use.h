// What an e-bit is for, as the programs and schedule.json write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dqc::emitted {

struct EbitUse {
  enum class Purpose : std::uint8_t { cat, teleport, swap };
  Purpose purpose = Purpose::cat;
  int number = 0;  ///< of the packet, the teleport or the e-bit that it is a part of
  bool operator==(const EbitUse&) const = default;
};

/// The number n >= 0 of a label written `letter`n, as "P3".
std::optional<int> label_number(std::string_view label, char letter);

/// "cat" and "P3", "teleport" and "T0", or "swap" and "E7"; nothing if they are others.
std::optional<EbitUse> read_ebit_use(std::string_view purpose, std::string_view label);

/// "cat P3".
std::string described(const EbitUse& use);

}  // namespace dqc::emitted
