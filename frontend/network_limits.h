// Bounds on what a network or a device may state, so that later sums cannot overflow.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dqc {

inline constexpr long max_qpus = 4096;
inline constexpr long max_links = 1L << 20;
inline constexpr long max_qubits_of_a_qpu = 1'000'000'000;
inline constexpr std::size_t max_device_qubits = 100000;
inline constexpr std::size_t max_device_couplers = 1000000;
inline constexpr long max_link_cost = 1'000'000;
inline constexpr std::int64_t max_ticks = 1'000'000'000;

}  // namespace dqc
