// A distributed program by QPU: what each of them runs, sends and receives.
#pragma once

#include <cstdint>
#include <vector>

#include "passes/ir/messages.h"
#include "passes/ir/module.h"

namespace dqc {

/// `message` is read first by `instruction` at the QPU whose list holds this.
struct Arrival {
  std::size_t instruction = 0;
  std::size_t message = 0;
  auto operator<=>(const Arrival&) const = default;
};

/// What all QPUs' programs are written from.
struct Projection {
  std::vector<std::vector<std::size_t>> instructions;  ///< by QPU, in program order
  std::vector<std::vector<Arrival>> arrivals;          ///< by QPU, by instruction
  std::vector<std::int32_t> sends;                     ///< message by sending instruction, or -1
  std::vector<QpuId> measured_at;                      ///< by outcome
  std::vector<std::int32_t> own_bit;                   ///< by outcome, its place in `m` of measured_at
  std::vector<Message> messages;
};

/// Precondition: `module.network` and a routed `module.program` are set. Cost: near-linear in the program.
Projection project(const Module& module);

}  // namespace dqc
