// samples.json as far as the tools that read it need it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "passes/support/result.h"

namespace dqc::emitted {

struct SamplesFile {
  int device_qubits = 0;
  std::vector<std::vector<int>> layouts;  ///< by copy, by qubit of the source; -1: nowhere
  std::vector<std::vector<int>> finals;   ///< likewise, at the end; the layout where it is not said
  std::vector<std::vector<int>> spares;   ///< by copy: other qubits of the device that its swaps pass through
  std::vector<std::int64_t> swaps;        ///< by copy; -1 where it is not said
  std::vector<double> fidelities;         ///< by copy; 0 where it is not said
  std::vector<std::string> programs;      ///< names, by copy; empty where it has none
  std::string combined;                   ///< name; empty: none
};

/// The content of a samples.json; `name` is what messages call it. Errors: bad_input, with the key that is
/// missing or wrong, and for a program that is not beside the file.
Result<SamplesFile> read_samples(const std::string& text, const std::string& name);

}  // namespace dqc::emitted
