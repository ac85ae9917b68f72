#include "passes/ir/printer.h"

namespace dqc {
std::string print_module(const Module& module) { return std::string(stage_name(module.stage)) + "\n"; }
}  // namespace dqc
