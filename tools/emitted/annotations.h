// The annotations of a QPU's program, parsed strictly: every key once, no key unknown.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"

namespace dqc::emitted {

struct EbitNote {
  int id = 0;
  int peer = 0;
  std::string use;  ///< "cat:P3"
  std::int64_t start = 0;
  std::int64_t end = 0;
  int rounds = 0;          ///< of purification
  std::vector<int> spare;  ///< communication qubits that it takes meanwhile
};
struct SendNote {
  int message = 0;
  std::vector<int> to;  ///< in the order written
  std::int64_t at = 0;
};
struct ReceiveNote {
  int message = 0;
  int from = 0;
  int bit = -1;  ///< bit of the program that the message fills; -1 if not stated
  std::int64_t at = 0;
};

enum class Role : std::uint8_t { none, data, comm, local, received, source };

/// A QPU's program with its annotations by what they stand on.
struct AnnotatedProgram {
  Circuit circuit;
  int qpu = 0;
  int qpus = 0;
  std::vector<Role> qubit_roles;          ///< by qubit register
  std::vector<Role> bit_roles;            ///< by bit register
  std::vector<std::string> source_names;  ///< by bit register, role source: its name in the source
  std::map<std::size_t, EbitNote> ebits;  ///< by gate
  std::map<std::size_t, SendNote> sends;  ///< by gate
  std::map<std::size_t, std::vector<ReceiveNote>> receives;  ///< by gate
};

/// Errors: bad_input for an annotation that is not one of dqc.program, dqc.role, dqc.ebit, dqc.send and
/// dqc.recv, stands before the wrong kind of statement, repeats, or has a key too many, too few or not
/// readable; and for a register without a role.
Result<AnnotatedProgram> read_annotations(Circuit circuit);

/// The bit of `circuit` called "c[3]", or "c" if it is a scalar; -1 if there is none.
int bit_named(const Circuit& circuit, const std::string& name);

}  // namespace dqc::emitted
