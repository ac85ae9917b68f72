// How far a Module has come. Each stage is a promise that ir/verifier checks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dqc {

enum class Stage : std::uint8_t {
  circuit,      ///< any gates
  inlined,      ///< no calls of defined gates
  normalized,   ///< one-qubit gates and cp only (see is_normalized_kind)
  placed,       ///< normalized, with a Network and a Placement
  distributed,  ///< a Program; e-bits may span several links
  routed,       ///< every e-bit of the Program is on one link
  scheduled,    ///< routed, with a Schedule
};

std::string_view stage_name(Stage stage);
std::optional<Stage> stage_named(std::string_view name);

}  // namespace dqc
