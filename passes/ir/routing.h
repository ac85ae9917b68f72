// What routing made of a circuit. It stands in the circuit as the annotation `@dqc.routed` of its first qubit
// register, so that it is printed and read back with it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"

namespace dqc {

inline constexpr const char* routing_keyword = "dqc.routed";

/// A routed circuit has the qubits of the one it was made of, then those that swaps only pass through. Gates
/// act on where its qubits are at that time.
struct Routing {
  std::int64_t swaps = 0;   ///< of the routed circuit: swaps without a condition
  std::vector<int> final_;  ///< by qubit of the circuit before: the qubit it is at the end
  std::vector<int> places;  ///< by qubit of the routed circuit: one of the device that it fits on, or -1
  bool operator==(const Routing&) const = default;
};

/// None where `circuit` was not routed.
std::optional<Routing> routing_of(const Circuit& circuit);

/// Precondition: the circuit has a qubit register.
void set_routing(Circuit& circuit, const Routing& routing);

/// Whether an annotation `@dqc.routed` of a text fits its circuit. Errors: bad_input.
Status check_routing(const Circuit& circuit, const Annotation& annotation);

}  // namespace dqc
