// Where the qubits of a circuit go on a device, for every copy of it that runs there.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace dqc {

struct Layout {
  std::vector<int> qubits;  ///< of the device, by vertex of a pattern or by qubit of the circuit; -1: nowhere
  double cost = 0;          ///< -ln F
  double fidelity() const;
  bool operator==(const Layout&) const = default;
};

/// Where the qubits of one QPU of a distributed circuit are on its device.
struct QpuLayout {
  std::vector<int> data;  ///< qubit of the device, by data qubit; -1: the program does not use it
  std::vector<int> comm;  ///< likewise, by communication qubit
  double cost = 0;        ///< -ln F, every gate and measurement of the QPU counted
  double fidelity() const;
  bool operator==(const QpuLayout&) const = default;
};

struct LayoutCounts {
  double mappings = 0;           ///< labelled monomorphisms
  std::int64_t vertex_sets = 0;  ///< different sets of qubits
  bool complete = true;          ///< false: the limit was reached, the counts are lower bounds
  bool operator==(const LayoutCounts&) const = default;
};

/// What a layout is judged by: every qubit's readout and every coupler once, as Chen et al. do, or every
/// gate and measurement of the circuit, as mapomatic does.
enum class Score : std::uint8_t { once, gates };

/// The copies of a circuit on a device, best first.
struct Copies {
  std::vector<Layout> layouts;  ///< by qubit of the circuit
  Score score = Score::once;    ///< what the costs count
  bool optimal = false;         ///< proven: not more copies (up to those asked for), no higher product
  std::optional<LayoutCounts> counts;
  bool operator==(const Copies&) const = default;
};

}  // namespace dqc
