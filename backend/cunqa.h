// The QPUs' programs for CUNQA, CESGA's platform of virtual QPUs
// (github.com/CESGA-Quantum-Spain/cunqa): one circuit per virtual QPU in its JSON form.
#pragma once

#include <string>
#include <vector>

#include "passes/ir/module.h"
#include "passes/support/result.h"

namespace dqc {

/// The content of `cunqa<i>.json`, by QPU. The circuit of QPU i has the id "qpu<i>", its data qubits first
/// and its communication qubits after them. A message is a `send` for each receiver and a `recv`, in the
/// same order at both ends; an e-bit is a `gen_ent` on both QPUs with the tag "e<id>". Errors: bad_input
/// for a condition that needs some bits to be 0 and others to be 1, which a `cif` cannot say.
/// Precondition: `module` is scheduled. Cost: near-linear in the program.
Result<std::vector<std::string>> cunqa_circuits(const Module& module);

/// "cunqa<i>.json".
std::string cunqa_circuit_name(std::size_t qpu);

}  // namespace dqc
