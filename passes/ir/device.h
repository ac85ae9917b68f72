// A calibrated device: its qubits, the couplers between them, and how often each of them fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dqc {

struct DeviceQubit {
  double readout_error = 0;  ///< probability that a measurement is wrong, 0 .. 1
  double gate_error = 0;     ///< of a one-qubit gate (sx), 0 .. 1
  bool operational = true;
  std::optional<double> reads_0_as_1 = {};  ///< probability, where it was measured apart
  std::optional<double> reads_1_as_0 = {};
  bool operator==(const DeviceQubit&) const = default;
};

struct Coupler {
  int a = 0;  ///< a < b, places in Device::qubits
  int b = 0;
  double error = 0;     ///< of the two-qubit gate; 1 where it is not known
  bool faulty = false;  ///< marked so, or an error of 1 and more
  bool operator==(const Coupler&) const = default;
};

/// Couplers are in ascending order of their ends, no two with the same.
struct Device {
  std::string name;
  std::vector<DeviceQubit> qubits;
  std::vector<Coupler> couplers;
  std::size_t size() const { return qubits.size(); }
  bool operator==(const Device&) const = default;
};

/// The part of a device that may be used: a flag per qubit and per coupler, in the device's order.
struct Region {
  std::vector<char> qubits;
  std::vector<char> couplers;
  bool operator==(const Region&) const = default;
};

}  // namespace dqc
