// Which qubit of the device each classical bit was measured from, by the programs of the copies.
#pragma once

#include <string>
#include <vector>

#include "tools/emitted/samples_file.h"

namespace dqc::merge {

/// For each copy and each bit of the circuit, the qubit of the device that it is measured from last, or -1:
/// read from the programs beside samples.json in `directory`. Errors: io, bad_input for a program that
/// cannot be read, and if samples.json names none. Cost: linear in the programs.
Result<std::vector<std::vector<int>>> measured_qubits(const emitted::SamplesFile& samples,
                                                      const std::string& directory);

}  // namespace dqc::merge
