// Gates as products of phases under basis changes, which makes modifiers simple: a controlled gate
// has the controls added to its phases, an inverse is the reversed product of negated phases.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "passes/ir/circuit.h"

namespace dqc {

/// One factor. `kind` none: multiplies by exp(i angle) where all `qubits` are 1 (everywhere if there
/// are none). Any other kind: a gate of constant parameters that needs no control, since its inverse
/// stands on the other side of the phases it surrounds.
struct PhaseStep {
  GateKind kind = GateKind::none;
  std::vector<std::int32_t> qubits;
  ParamExpr angle;  ///< none, ry: over the parameters of the gate
};

/// First applied first. Equal to the gate it stands for, global phase included.
using PhaseForm = std::vector<PhaseStep>;

/// Global phases of definitions, which a Circuit does not keep: by index of the definition.
using DefinitionPhases = std::unordered_map<std::int32_t, std::vector<ParamExpr>>;

/// The form of `kind`, or of the definition `callee`, over its own qubits and parameters; nullopt if it
/// is too long.
std::optional<PhaseForm> phase_form(const Circuit& circuit, const DefinitionPhases& phases, GateKind kind,
                                    std::int32_t callee);

/// `form` with `controls` qubits put in front; `on`: the value at which they let it through.
void add_controls(PhaseForm& form, std::int32_t controls, bool on);
void invert(PhaseForm& form);
/// The power `exponent`; false where it is not known: too long, or fractional and not diagonal.
bool raise(PhaseForm& form, double exponent);

/// The gates of `form`; phases on no qubit at all go to `global`. nullopt if there are too many.
std::optional<std::vector<BodyGate>> gates_of(const PhaseForm& form, std::vector<ParamExpr>& global);

/// `expr` times `factor`.
ParamExpr scaled(const ParamExpr& expr, double factor);
/// `expr` with `arguments` for its parameters.
ParamExpr substituted(const ParamExpr& expr, const std::vector<ParamExpr>& arguments);

}  // namespace dqc
