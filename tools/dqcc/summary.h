// What dqcc tells people about a compilation.
#pragma once

#include <string>

#include "backend/report.h"
#include "passes/ir/module.h"

namespace dqc {

struct SummaryInputs {
  std::string name;  ///< of the circuit
  std::size_t gates = 0;
  bool verified = false;
  std::string destination;
};

/// A few lines for stderr.
std::string summary(const Module& module, const SummaryInputs& inputs);

}  // namespace dqc
