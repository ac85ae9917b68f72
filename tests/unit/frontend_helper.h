// Parsing texts in tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "frontend/frontend.h"
#include "passes/support/diagnostic.h"

namespace dqc::test {

/// The circuit of a program that must be valid.
inline Circuit parse(const std::string& text, const ParseOptions& options = {}) {
  SourceManager sources;
  const FileId file = sources.add("test.qasm", text);
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(file, sources, diagnostics, options);
  REQUIRE_MESSAGE(bool(circuit), diagnostics.render(false));
  CHECK(diagnostics.errors() == 0);
  return std::move(*circuit);
}

/// The names of the errors of a program that must be refused, in order.
inline std::vector<std::string> refusals(const std::string& text, const ParseOptions& options = {}) {
  SourceManager sources;
  const FileId file = sources.add("test.qasm", text);
  DiagnosticEngine diagnostics(sources);
  const auto circuit = parse_qasm(file, sources, diagnostics, options);
  CHECK_FALSE(bool(circuit));
  std::vector<std::string> names;
  for (const Diagnostic& d : diagnostics.all())
    if (d.severity == Severity::error) names.emplace_back(row(d.id).name);
  return names;
}

/// "cx(q[0],q[1])" per gate, parameters and bits included, separated by blanks.
inline std::string summary(const Circuit& circuit) {
  std::string text;
  for (const Gate& gate : circuit.gates()) {
    if (!text.empty()) text += ' ';
    if (gate.condition >= 0) text += "?" + std::to_string(gate.condition) + ":";
    text += gate.kind == GateKind::call ? circuit.definitions[static_cast<std::size_t>(gate.detail)].name
                                        : std::string(traits(gate.kind).name);
    for (const double value : circuit.params(gate)) text += fmt::format("<{}>", value);
    text += '(';
    for (std::size_t i = 0; i < gate.num_qubits; ++i)
      text += (i > 0 ? "," : "") + circuit.qubit_name(circuit.qubits(gate)[i]);
    text += ')';
    if (gate.kind == GateKind::measure) text += ">" + circuit.bit_name(BitId(gate.detail));
  }
  return text;
}

}  // namespace dqc::test
