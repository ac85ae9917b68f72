// One execution: every QPU's program as a process in simulated time. A statement starts when its qubits
// and bits are ready and its messages have arrived; an e-bit is generated once both QPUs have freed their
// communication qubits and its link has room, and takes as many attempts as chance has it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/support/rng.h"
#include "tools/run/executable.h"
#include "tools/run/quantum_state.h"

namespace dqc::run {

struct SimulationOptions {
  std::uint64_t seed = 0;
  std::optional<double> p_success;  ///< of every link, instead of its own
  bool measure_all = false;         ///< also every qubit of the source at its end
};

struct QpuFigures {
  std::int64_t finish = 0;         ///< when its last statement ends
  std::int64_t busy = 0;           ///< ticks with a statement under way
  std::int64_t wait_ebits = 0;     ///< of all statements: all but an e-bit was there
  std::int64_t wait_messages = 0;  ///< of all statements: all but a message was there
  int peak_comm = 0;               ///< communication qubits in use at once
};

struct LinkFigures {
  std::int64_t ebits = 0;
  std::int64_t attempts = 0;
  std::int64_t raw_pairs = 0;  ///< that succeeded
  std::int64_t busy = 0;       ///< ticks of generation, of all e-bits together
  int peak = 0;                ///< e-bits under way at once
};

struct RunResult {
  std::string error;      ///< not empty: what stopped the execution, and nothing else holds
  bool outgrown = false;  ///< the state does not fit its memory; likewise
  std::int64_t makespan = 0;
  std::vector<QpuFigures> qpus;
  std::vector<LinkFigures> links;
  std::vector<std::int64_t> ages_used;   ///< by e-bit: ticks from its generation to its first use
  std::int64_t too_old = 0;              ///< e-bits first used at a greater age than was asked for
  std::vector<std::int64_t> ages_freed;  ///< by e-bit: ticks from its generation until both halves are free
  std::string counts_key;                ///< with a state: the source's registers, highest bit first
};

/// Runs `executable` as the `index`th of the runs of one seed: the answer depends on nothing else. `state`
/// is carried along unless it is null; it is cleared first.
/// Cost: steps * log(steps), and what the state costs.
RunResult simulate(const Executable& executable, const SimulationOptions& options, std::uint64_t index,
                   QuantumState* state);

}  // namespace dqc::run
