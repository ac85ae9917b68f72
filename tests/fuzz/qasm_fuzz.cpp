// Any bytes as an OpenQASM program: no crash, no hang, and what is accepted is a sound Circuit that prints to
// a text which reads back to it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/round_trip.h"

using dqc::fuzz::require;

namespace {

void check_sound(const dqc::Circuit& circuit) {
  for (const dqc::Gate& gate : circuit.gates()) {
    const dqc::GateTraits& traits = dqc::traits(gate.kind);
    require(traits.qubits < 0 || traits.qubits == gate.num_qubits);
    require(traits.params < 0 || traits.params == gate.num_params);
    for (const dqc::QubitId q : circuit.qubits(gate)) require(q.valid() && q.index() < circuit.num_qubits());
    for (const double value : circuit.params(gate))
      require(circuit.angles.holds(value, circuit.inputs.size()));
    require(gate.condition < static_cast<std::int32_t>(circuit.conditions.size()));
    if (gate.kind == dqc::GateKind::measure)
      require(gate.detail >= 0 && static_cast<std::size_t>(gate.detail) < circuit.num_bits());
    if (gate.kind == dqc::GateKind::call) {
      const auto& definition = circuit.definitions.at(static_cast<std::size_t>(gate.detail));
      require(definition.qubits.size() == gate.num_qubits && definition.params.size() == gate.num_params);
      require(!definition.opaque);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dqc::SourceManager sources;
  const dqc::FileId file = sources.add("input", std::string(reinterpret_cast<const char*>(data), size));
  dqc::DiagnosticEngine diagnostics(sources);
  const dqc::ParseOptions options = dqc::fuzz::parse_options();
  auto circuit = dqc::parse_qasm(file, sources, diagnostics, options);
  require(static_cast<bool>(circuit) == (diagnostics.errors() == 0));
  require(diagnostics.errors() <= options.max_errors + 1);  // the last one says that reading stopped
  require(diagnostics.all().empty() == diagnostics.render(true).empty());
  if (!circuit) return 0;
  check_sound(*circuit);
  dqc::fuzz::check_module(*std::move(circuit));
  return 0;
}
