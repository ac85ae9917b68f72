// What every fuzz target demands, and the round trip of the textual form.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>

#include "frontend/frontend.h"
#include "passes/ir/module.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/ir/verifier.h"
#include "passes/support/diagnostic.h"

namespace dqc::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

/// Limits that keep one input fast, and no files of this machine.
inline ParseOptions parse_options() {
  ParseOptions options;
  options.directory_for_includes = "/nonexistent";
  options.max_qubits = 1 << 12;
  options.max_gates = 1 << 14;
  options.max_iterations = 1 << 16;
  return options;
}

inline Result<Circuit> parse(std::string text) {
  SourceManager sources;
  const FileId file = sources.add("input", std::move(text));
  DiagnosticEngine diagnostics(sources);
  return parse_qasm(file, sources, diagnostics, parse_options());
}

/// parse(print(m)) == m, and both print alike.
inline void require_round_trip(const Module& module) {
  const std::string text = print_module(module);
  auto circuit = parse(text);
  require(static_cast<bool>(circuit));
  const auto back = read_module(*std::move(circuit));
  require(static_cast<bool>(back));
  require(*back == module);
  require(print_module(*back) == text);
}

/// Reader and verifier refuse the module that `circuit` stands for with a reason, or it reads back.
inline void check_module(Circuit circuit) {
  const auto module = read_module(std::move(circuit));
  if (!module) return require(module.error().code == ExitCode::bad_input && !module.error().message.empty());
  const Status legal = verify_stage(*module);
  if (!legal) return require(!legal.error().message.empty());
  require_round_trip(*module);
}

}  // namespace dqc::fuzz
