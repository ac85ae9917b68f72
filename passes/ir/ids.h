// Typed indices into the IR's flat arrays: a QubitId cannot be used where a QpuId is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace dqc {

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int32_t value) : value_(value) {}
  constexpr explicit Id(std::size_t value) : value_(static_cast<std::int32_t>(value)) {}
  constexpr std::size_t index() const { return static_cast<std::size_t>(value_); }
  constexpr std::int32_t value() const { return value_; }
  constexpr bool valid() const { return value_ >= 0; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::int32_t value_ = -1;
};

using QubitId = Id<struct QubitTag>;      ///< a qubit of the source circuit
using BitId = Id<struct BitTag>;          ///< a classical bit of the source circuit
using GateId = Id<struct GateTag>;        ///< a gate of a Circuit, by position
using QpuId = Id<struct QpuTag>;          ///< a QPU of the Network
using LinkId = Id<struct LinkTag>;        ///< a link of the Network
using EbitId = Id<struct EbitTag>;        ///< an e-bit of a Program
using OutcomeId = Id<struct OutcomeTag>;  ///< a measurement outcome that a process makes
using PacketId = Id<struct PacketTag>;    ///< a gate packet of a Program
using TeleportId = Id<struct TeleportTag>;

}  // namespace dqc

template <class Tag>
struct std::hash<dqc::Id<Tag>> {
  std::size_t operator()(dqc::Id<Tag> id) const noexcept { return std::hash<std::int32_t>{}(id.value()); }
};
