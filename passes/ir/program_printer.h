// The part of the textual form that a circuit and a distributed program share, and the program's own.
#pragma once

#include <string>

#include "passes/ir/module.h"
#include "passes/ir/text_form.h"

namespace dqc {

/// "c[1]"
std::string bit_name(const Circuit& circuit, const PrintedNames& names, BitId bit);
/// Appends "if (c == 5) { " for each term of the condition; returns how many braces to close.
std::size_t open_condition(const Circuit& circuit, const PrintedNames& names, std::int32_t condition,
                           std::string& out);

/// Appends everything of a module at `distributed` or beyond after its header annotations.
void print_program(const Module& module, const PrintedNames& names, std::string& out);

}  // namespace dqc
