// The textual form of a Module: legal OpenQASM 3 with @dqc annotations, which ir/reader reads back.
#pragma once

#include <string>

#include "passes/ir/module.h"

namespace dqc {

/// The text of `module`; what the frontend and read_module make of it equals `module`. Deterministic,
/// linear in the module's size.
std::string print_module(const Module& module);

/// The circuit of `module` alone: OpenQASM 3 without annotations of dqc; those of the source stay. Gates
/// that stdgates.inc lacks are defined in it; opaque ones, which nothing may apply, are left out.
std::string print_circuit(const Module& module);

}  // namespace dqc
