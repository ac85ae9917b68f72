// Which qubits are in use during an execution, and how old the e-bits on them are.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "tools/run/executable.h"
#include "tools/run/simulation.h"

namespace dqc::run {

/// Fills the peaks and ages of a RunResult.
class QubitMemory {
 public:
  QubitMemory(const Executable& exe, RunResult& result)
      : exe_(exe),
        result_(result),
        busy_(exe.num_qubits()),
        ebit_on_(exe.num_qubits(), -1),
        generated_(exe.ebits.size()),
        used_(exe.ebits.size()),
        in_use_(exe.comm.size()) {
    for (const int q : exe.initial_qubits) busy_[static_cast<std::size_t>(q)] = true;
  }

  /// False if `qubit` is in use already.
  bool generate(int qubit, int ebit) {
    const auto q = static_cast<std::size_t>(qubit);
    if (busy_[q]) return false;
    ebit_on_[q] = ebit;
    set_busy(qubit, true);
    return true;
  }

  /// For a raw pair; false if `qubit` is in use already.
  bool take(int qubit) {
    if (busy_[static_cast<std::size_t>(qubit)]) return false;
    set_busy(qubit, true);
    return true;
  }

  void generated(int ebit, std::int64_t now) { generated_[static_cast<std::size_t>(ebit)] = now; }

  /// A step other than an e-bit touches `qubit`.
  void touch(int qubit, std::int64_t now) {
    const int ebit = ebit_on_[static_cast<std::size_t>(qubit)];
    if (ebit < 0 || used_[static_cast<std::size_t>(ebit)]) return;
    used_[static_cast<std::size_t>(ebit)] = true;
    result_.ages_used[static_cast<std::size_t>(ebit)] = now - generated_[static_cast<std::size_t>(ebit)];
  }

  void set_busy(int qubit, bool busy) {
    const auto q = static_cast<std::size_t>(qubit);
    if (static_cast<bool>(busy_[q]) == busy) return;
    busy_[q] = busy;
    if (!exe_.is_comm[q]) return;
    const auto qpu = static_cast<std::size_t>(exe_.qpu_of_qubit[q]);
    in_use_[qpu] += busy ? 1 : -1;
    result_.qpus[qpu].peak_comm = std::max(result_.qpus[qpu].peak_comm, in_use_[qpu]);
  }

  void release(int qubit, std::int64_t now) {
    const auto q = static_cast<std::size_t>(qubit);
    if (const int ebit = std::exchange(ebit_on_[q], -1); ebit >= 0) {
      std::int64_t& age = result_.ages_freed[static_cast<std::size_t>(ebit)];
      age = std::max(age, now - generated_[static_cast<std::size_t>(ebit)]);
    }
    set_busy(qubit, false);
  }

  /// The states of two qubits change places: free goes with them.
  void swap(int a, int b, std::int64_t now) {
    const bool a_busy = busy_[static_cast<std::size_t>(a)], b_busy = busy_[static_cast<std::size_t>(b)];
    for (const int q : {a, b}) release(q, now);
    set_busy(a, b_busy);
    set_busy(b, a_busy);
  }

 private:
  const Executable& exe_;
  RunResult& result_;
  std::vector<char> busy_;
  std::vector<int> ebit_on_;  ///< by qubit: the e-bit whose half it still is, or -1
  std::vector<std::int64_t> generated_;
  std::vector<char> used_;
  std::vector<int> in_use_;  ///< by QPU
};

}  // namespace dqc::run
