// What passes transform: a circuit, the network it is compiled for, and what is known so far about
// where and when its gates happen.
#pragma once

#include <optional>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/device.h"
#include "passes/ir/layout.h"
#include "passes/ir/network.h"
#include "passes/ir/placement.h"
#include "passes/ir/program.h"
#include "passes/ir/schedule.h"
#include "passes/ir/stage.h"

namespace dqc {

/// The device that a QPU of the network is, the part of it that may be used (none: all that works), and
/// where the QPU's program runs on it (none: not placed).
struct QpuDevice {
  Device device;
  std::optional<Region> region = {};
  std::optional<QpuLayout> layout = {};
  bool operator==(const QpuDevice&) const = default;
};

/// Members beyond `circuit` are set from the stage on that promises them: placement from `placed`,
/// program from `distributed`, schedule at `scheduled`. The network may be set at any stage. From
/// `distributed` on, `circuit` keeps registers and conditions but no gates: `program` has them.
/// The device may be set at any stage before `placed`, region and copies only with a device.
/// Devices of QPUs may be set with a network that names them at any stage, their layouts at `scheduled`.
struct Module {
  Stage stage = Stage::circuit;
  Circuit circuit;
  std::optional<Network> network;
  std::optional<Placement> placement;
  std::optional<Program> program;
  std::optional<Schedule> schedule;
  std::optional<Device> device;  ///< a single QPU that copies of the circuit run on
  std::optional<Region> region;  ///< the part of the device that may be used; none: all that works
  std::optional<Copies> copies;
  std::vector<std::optional<QpuDevice>> qpu_devices;  ///< by QPU; ends at the last with a device

  bool operator==(const Module& other) const;
};

/// Kinds allowed in a normalised circuit: h, x, rz, u (one qubit), cp, measure, reset, barrier.
/// x is the only antidiagonal kind, rz and cp the only diagonal ones.
bool is_normalized_kind(GateKind kind);

}  // namespace dqc
