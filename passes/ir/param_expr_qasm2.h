// Expressions over parameters as OpenQASM 2 spells them.
#pragma once

#include <optional>
#include <string>

#include "passes/ir/param_expr.h"

namespace dqc {

/// As expression_text(), in OpenQASM 2, which has no arc functions: none for an expression with one.
std::optional<std::string> expression_qasm2(const ParamExpr& expr, const ParamNames& name);

}  // namespace dqc
