// Which qubit of a device each qubit of a program in its qubits is.
#pragma once

#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::emitted {

/// Whether `r` stands for one qubit of the device: the frontend declares `$3` as `hw3`.
bool names_hardware(const Register& r);

/// By qubit of `program`: its number in the device, from its name `$3`, or its place in the register.
std::vector<int> device_places(const Circuit& program);

}  // namespace dqc::emitted
