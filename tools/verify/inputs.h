// Programs with inputs are compared at several values of them: two sides whose parameters are the same
// functions agree at all, and analytic functions that differ agree at a random point with probability 0.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc::verify {

/// Values by input, in (0, 1), where logarithms, roots and arcs have values; from a fixed seed. One empty
/// row without inputs.
std::vector<std::vector<double>> trial_values(std::size_t inputs);

/// In words, how the inputs of `program` are not those of the source, in their order, with their types and
/// names (a name that OpenQASM or the program needs itself has "src_" before it); "" if they are.
std::string input_difference(const Circuit& source, const Circuit& program);

/// `circuit` for one row of values; nullopt if a parameter has no finite value there.
std::optional<Circuit> at_values(const Circuit& circuit, const std::vector<double>& values);

/// Likewise, without definitions, and with the cu and cu3 whose parameters depend on inputs spelled out as
/// qelib1.inc defines them, and conditional rotations by inputs as a phase between two h: at single values
/// another form would do, which no program for all values has.
std::optional<Circuit> expanded_at_values(const Circuit& circuit, const std::vector<double>& values);

/// "theta = 0.25, phi = 0.75".
std::string described(const std::vector<Input>& inputs, const std::vector<double>& values);

}  // namespace dqc::verify
