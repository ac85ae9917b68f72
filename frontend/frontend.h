// The frontend's one door: OpenQASM text in, Circuit out. OpenQASM 2 in full (with Qiskit's current
// qelib1.inc built in), and of OpenQASM 3 what dqc-language(7) lists.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/diagnostic.h"
#include "passes/support/result.h"

namespace dqc {

struct ParseOptions {
  std::string directory_for_includes;       ///< where `include`s of the main file look first; "" is "."
  std::vector<std::string> include_paths;   ///< where they look next, in order
  int max_errors = 20;                      ///< stop reading after so many
  std::uint64_t max_qubits = 1u << 24;      ///< in all registers together; bits likewise; below 2^31
  std::uint64_t max_gates = 1u << 26;       ///< counted after expansion of the program's own gates
  std::uint64_t max_iterations = 1u << 20;  ///< of all loops, with the statements in them
};

/// Reads the program `file`; included files are added to `sources`. Gates with a row in gate_kind.def
/// become that kind, the program's own gates become calls. Any bytes are allowed: on an error the
/// result is an Error (bad_input) with an empty message and `diagnostics` hold at least one error. They may
/// hold warnings in any case.
/// Cost: linear in the text and in the gates made.
Result<Circuit> parse_qasm(FileId file, SourceManager& sources, DiagnosticEngine& diagnostics,
                           const ParseOptions& options = {});

}  // namespace dqc
