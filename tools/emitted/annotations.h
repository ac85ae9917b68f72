// The annotations of a QPU's program, parsed strictly: every key once, no key unknown.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passes/ir/circuit.h"
#include "passes/support/result.h"
#include "tools/emitted/ebit_use.h"

namespace dqc::emitted {

struct EbitNote {
  int id = 0;
  int peer = 0;
  EbitUse use;
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

/// Notes by the gate they stand on, in the order of the gates.
template <class Note>
class GateNotes {
 public:
  /// Behind all others of the gate.
  void add(std::size_t gate, Note note) {
    const auto [first, last] = range(gate);
    notes_.insert(notes_.begin() + static_cast<std::ptrdiff_t>(last), std::move(note));
    gates_.insert(gates_.begin() + static_cast<std::ptrdiff_t>(last), gate);
  }
  std::span<const Note> all(std::size_t gate) const {
    const auto [first, last] = range(gate);
    return std::span(notes_).subspan(first, last - first);
  }
  /// The same for gates that are asked for in ascending order; `from` begins as 0 and belongs to this.
  std::span<const Note> next(std::size_t gate, std::size_t& from) const {
    while (from < gates_.size() && gates_[from] < gate) ++from;
    std::size_t last = from;
    while (last < gates_.size() && gates_[last] == gate) ++last;
    return std::span(notes_).subspan(from, last - from);
  }
  /// The first one of the gate, or null.
  const Note* find(std::size_t gate) const {
    const auto notes = all(gate);
    return notes.empty() ? nullptr : notes.data();
  }
  std::size_t size() const { return notes_.size(); }

 private:
  /// Notes come in order nearly always, so that add() appends.
  std::pair<std::size_t, std::size_t> range(std::size_t gate) const {
    if (gates_.empty() || gates_.back() < gate) return {gates_.size(), gates_.size()};
    const auto [first, last] = std::ranges::equal_range(gates_, gate);
    return {static_cast<std::size_t>(first - gates_.begin()),
            static_cast<std::size_t>(last - gates_.begin())};
  }

  std::vector<std::size_t> gates_;  ///< by note
  std::vector<Note> notes_;
};

/// A QPU's program with its annotations by what they stand on.
struct AnnotatedProgram {
  Circuit circuit;  ///< without them
  int qpu = 0;
  int qpus = 0;
  std::vector<Role> qubit_roles;          ///< by qubit register
  std::vector<Role> bit_roles;            ///< by bit register
  std::vector<std::string> source_names;  ///< by bit register, role source: its name in the source
  GateNotes<EbitNote> ebits;              ///< at most one of a gate
  GateNotes<SendNote> sends;              ///< at most one of a gate
  GateNotes<ReceiveNote> receives;
};

/// Errors: bad_input for an annotation that is not one of dqc.program, dqc.role, dqc.ebit, dqc.send and
/// dqc.recv, stands before the wrong kind of statement, repeats, or has a key too many, too few or not
/// readable; and for a register without a role.
Result<AnnotatedProgram> read_annotations(Circuit circuit);

/// The bit of `circuit` called "c[3]", or "c" if it is a scalar; -1 if there is none.
int bit_named(const Circuit& circuit, std::string_view name);

}  // namespace dqc::emitted
