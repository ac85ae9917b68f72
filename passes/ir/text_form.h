// What printer and reader of the textual form share: how values are spelled inside annotations, the
// names that cannot be printed as they are, and the definitions of gates that stdgates.inc lacks.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "passes/ir/module.h"

namespace dqc {

/// The register that carries the header's annotations where a module has no other.
inline constexpr std::string_view carrier_register = "dqc_module";

/// "d0[1]" or "c0[1]".
std::string physical_name(PhysicalQubit q);

/// Bytes other than letters, digits and "_.-+" as %XX.
std::string escaped(std::string_view text);
std::string unescaped(std::string_view text);

std::string_view purpose_name(EbitPurpose purpose);

/// Names as they are printed: a word of OpenQASM 3, or of this form's own registers, is given a prefix that
/// no name of the module starts with.
class PrintedNames {
 public:
  explicit PrintedNames(const Module& module);
  const std::string& operator()(const std::string& name) const;
  /// Original by printed name, for those that differ.
  std::map<std::string, std::string> changed() const;

 private:
  std::map<std::string, std::string, std::less<>> printed_;  ///< those that differ, by name
};

/// "input float theta;" for each input.
std::string input_declarations(const Circuit& circuit, const PrintedNames& names);
/// A parameter of a gate as it is printed.
std::string angle_text(const Circuit& circuit, const PrintedNames& names, double angle);

/// The gates of gate_kind.def, other than u, that `circuit` uses and stdgates.inc lacks, with those that
/// their definitions use, in an order in which each stands after what it uses.
std::vector<GateKind> helper_gates(const Circuit& circuit);

/// "gate rzz(a) p, q { ... }", for a kind that helper_gates lists.
std::string_view helper_definition(GateKind kind);

/// What registers are called, and the definitions that `counts` accepts with their operands.
std::vector<std::string> names_in(const Circuit& circuit,
                                  const std::function<bool(const GateDefinition&)>& counts);

/// d0, c12 or m: a register that the text of a program declares itself.
bool is_program_register(std::string_view name);

/// Whether OpenQASM could call something so, keywords included.
bool is_identifier(std::string_view name);

/// The name under which a gate of this kind is called.
std::string_view printed_gate_name(GateKind kind);

/// How often condition `i` is the n-th new one that the gates (or from `distributed` on the
/// instructions) use: the position in Circuit::conditions of each condition, by first use.
std::vector<std::int32_t> conditions_by_use(const Module& module);

}  // namespace dqc
