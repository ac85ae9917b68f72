// One QPU's part of a distributed program as a circuit, for a router that moves its qubits about.
#pragma once

#include <cstddef>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/ir/program.h"
#include "passes/noise/swap_router.h"

namespace dqc {

/// Gates stand for instructions: a starting or ending process for its gate and the outcome after it, an e-bit
/// for the half that is made here. What waits for other QPUs or is waited for keeps its order.
struct QpuCircuit {
  struct Span {
    std::size_t first = 0;
    std::size_t count = 1;
  };
  Circuit circuit;
  std::vector<PhysicalQubit> wires;  ///< by qubit of the circuit: data qubits, then communication qubits
  QubitLives lives;
  std::vector<char> in_turn;  ///< by gate, see CommutingOrder
  std::vector<Span> spans;    ///< by gate: instructions of the program
};

/// `program` with every outcome right after the gate that it belongs to. Cost: linear.
Program with_outcomes_joined(const Program& program);

/// By QPU, of a program with its outcomes joined. Cost: linear, up to a logarithm.
std::vector<QpuCircuit> qpu_circuits(const Program& program, std::size_t num_qpus);

}  // namespace dqc
