#include "passes/ir/verifier.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "passes/ir/device_verifier.h"
#include "passes/ir/program_verifier.h"

namespace dqc {
namespace {

template <class... Args>
Error broken(fmt::format_string<Args...> format, Args&&... args) {
  return {ExitCode::internal, fmt::format(format, std::forward<Args>(args)...), ""};
}

class CircuitVerifier {
 public:
  explicit CircuitVerifier(const Module& module) : circuit_(module.circuit), stage_(module.stage) {}

  Status verify() {
    if (Status legal = conditions(); !legal) return legal;
    if (stage_ >= Stage::inlined && !circuit_.definitions.empty())
      return broken("gate '{}' is still defined after inlining", circuit_.definitions.front().name);
    for (std::size_t i = 0; i < circuit_.definitions.size(); ++i)
      if (Status legal = definition(i); !legal) return legal;
    for (std::size_t i = 0; i < circuit_.num_gates(); ++i)
      if (Status legal = gate(GateId(i)); !legal) return legal;
    return success();
  }

 private:
  Status conditions() const {
    for (std::size_t i = 0; i < circuit_.conditions.size(); ++i) {
      if (circuit_.conditions[i].terms.empty()) return broken("condition {} tests nothing", i);
      for (const ConditionTerm& term : circuit_.conditions[i].terms) {
        if (term.bit_register < 0 ||
            static_cast<std::size_t>(term.bit_register) >= circuit_.bit_registers.size())
          return broken("condition {} tests a register that does not exist", i);
        const Register& r = circuit_.bit_registers[static_cast<std::size_t>(term.bit_register)];
        if (term.bit.valid() &&
            (term.bit.value() < r.first || term.bit.value() >= r.first + r.size || term.value > 1))
          return broken("condition {} tests a bit that '{}' does not have, or for more than a bit", i,
                        r.name);
      }
    }
    return success();
  }

  Status definition(std::size_t index) const {
    const GateDefinition& d = circuit_.definitions[index];
    for (const BodyGate& g : d.body) {
      if (g.kind == GateKind::measure || g.kind == GateKind::reset || g.kind == GateKind::none)
        return broken("gate '{}' is not unitary", d.name);
      if (g.kind == GateKind::call && (g.callee < 0 || static_cast<std::size_t>(g.callee) >= index))
        return broken("gate '{}' applies a gate that is not defined before it", d.name);
      const auto [qubits, params] = arity(g.kind, g.callee);
      if ((qubits >= 0 && static_cast<std::size_t>(qubits) != g.qubits.size()) ||
          (params >= 0 && static_cast<std::size_t>(params) != g.params.size()))
        return broken("gate '{}' applies '{}' to the wrong number of operands", d.name, traits(g.kind).name);
      for (std::int32_t q : g.qubits)
        if (q < 0 || static_cast<std::size_t>(q) >= d.qubits.size())
          return broken("gate '{}' uses a qubit that it is not given", d.name);
    }
    return success();
  }

  std::pair<int, int> arity(GateKind kind, std::int32_t callee) const {
    if (kind != GateKind::call) return {traits(kind).qubits, traits(kind).params};
    const GateDefinition& d = circuit_.definitions[static_cast<std::size_t>(callee)];
    return {static_cast<int>(d.qubits.size()), static_cast<int>(d.params.size())};
  }

  Status gate(GateId id) const {
    const Gate& g = circuit_.gate(id);
    const std::string_view name = traits(g.kind).name;
    if (stage_ >= Stage::distributed) return broken("the circuit of a distributed module has gates");
    if (g.kind == GateKind::none) return broken("gate {} has no kind", id.value());
    if (stage_ >= Stage::normalized && !is_normalized_kind(g.kind))
      return broken("gate {} is '{}' in a normalized circuit", id.value(), name);
    if (stage_ >= Stage::inlined && g.kind == GateKind::call)
      return broken("gate {} is a call after inlining", id.value());
    if (g.kind == GateKind::call &&
        (g.detail < 0 || static_cast<std::size_t>(g.detail) >= circuit_.definitions.size()))
      return broken("gate {} calls a gate that is not defined", id.value());
    const auto [qubits, params] = arity(g.kind, g.detail);
    if ((qubits >= 0 && qubits != g.num_qubits) || (params >= 0 && params != g.num_params))
      return broken("gate {} ('{}') has {} qubits and {} parameters", id.value(), name, g.num_qubits,
                    g.num_params);
    if (g.kind == GateKind::measure &&
        (g.detail < 0 || static_cast<std::size_t>(g.detail) >= circuit_.num_bits()))
      return broken("gate {} measures into a bit that does not exist", id.value());
    if (g.condition < -1 || g.condition >= static_cast<std::int32_t>(circuit_.conditions.size()))
      return broken("gate {} has a condition that does not exist", id.value());
    return operands(id, g);
  }

  Status operands(GateId id, const Gate& g) const {
    const auto qubits = circuit_.qubits(g);
    for (std::size_t i = 0; i < qubits.size(); ++i) {
      if (!qubits[i].valid() || qubits[i].index() >= circuit_.num_qubits())
        return broken("gate {} uses a qubit that does not exist", id.value());
      if (g.kind != GateKind::barrier &&
          std::find(qubits.begin(), qubits.begin() + static_cast<std::ptrdiff_t>(i), qubits[i]) !=
              qubits.begin() + static_cast<std::ptrdiff_t>(i))
        return broken("gate {} uses qubit {} twice", id.value(), circuit_.qubit_name(qubits[i]));
    }
    for (double a : circuit_.params(g))
      if (!circuit_.angles.holds(a, circuit_.inputs.size()))
        return broken("gate {} has a parameter that is not finite", id.value());
    return success();
  }

  const Circuit& circuit_;
  Stage stage_;
};

Status verify_network(const Network& network) {
  for (std::size_t i = 0; i < network.size(); ++i)
    if (network.qpus[i].data < 0 || network.qpus[i].comm < 0)
      return broken("QPU {} has no stated capacity", i);
  std::set<std::pair<QpuId, QpuId>> seen;
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const Link& l = network.links[i];
    if (!l.a.valid() || l.b <= l.a || l.b.index() >= network.size())
      return broken("link {} joins no two QPUs of the network", i);
    if (!seen.emplace(l.a, l.b).second)
      return broken("QPUs {} and {} have two links", l.a.value(), l.b.value());
  }
  return success();
}

Status verify_homes(const Network& network, const std::vector<QpuId>& homes, std::string_view when) {
  std::vector<int> used(network.size(), 0);
  for (std::size_t q = 0; q < homes.size(); ++q) {
    if (!homes[q].valid() || homes[q].index() >= network.size())
      return broken("qubit {} has no {} home", q, when);
    const int data = network.qpu(homes[q]).data;
    if (++used[homes[q].index()] > data)
      return broken("QPU {} has {} data qubits and more {} homes", homes[q].value(), data, when);
  }
  return success();
}

Status verify_placement(const Module& module) {
  const Placement& p = *module.placement;
  const Circuit& circuit = module.circuit;
  if (p.initial.size() != circuit.num_qubits() || p.final_.size() != circuit.num_qubits() ||
      p.executor.size() != circuit.num_gates())
    return broken("the placement is not one of this circuit: its sizes differ");
  for (std::size_t i = 0; i < p.executor.size(); ++i) {
    const bool barrier = circuit.gate(GateId(i)).kind == GateKind::barrier;
    if (p.executor[i].valid() == barrier || (!barrier && p.executor[i].index() >= module.network->size()))
      return broken("gate {} is executed on QPU {} of {}", i, p.executor[i].value(), module.network->size());
  }
  if (Status legal = verify_homes(*module.network, p.initial, "initial"); !legal) return legal;
  return verify_homes(*module.network, p.final_, "final");
}

/// The members that a stage has, and no others.
Status verify_members(const Module& m) {
  const auto has = [](bool there, bool wanted, std::string_view what, Stage stage) -> Status {
    if (there == wanted) return success();
    return broken("a module at stage '{}' {} {}", stage_name(stage), there ? "has a" : "lacks its", what);
  };
  if (m.stage >= Stage::placed && !m.network)
    return broken("a module at stage '{}' lacks its network", stage_name(m.stage));
  if (Status ok = has(m.placement.has_value(), m.stage == Stage::placed, "placement", m.stage); !ok)
    return ok;
  if (Status ok = has(m.program.has_value(), m.stage >= Stage::distributed, "program", m.stage); !ok)
    return ok;
  return has(m.schedule.has_value(), m.stage == Stage::scheduled, "schedule", m.stage);
}

}  // namespace

Status verify_stage(const Module& module) {
  if (Status legal = verify_members(module); !legal) return legal;
  if (Status legal = CircuitVerifier(module).verify(); !legal) return legal;
  if (Status legal = verify_device(module); !legal) return legal;
  if (module.stage < Stage::placed) return success();
  if (Status legal = verify_network(*module.network); !legal) return legal;
  if (module.stage == Stage::placed) return verify_placement(module);
  if (Status legal = verify_program(module); !legal) return legal;
  return module.stage == Stage::scheduled ? verify_schedule(module) : success();
}

}  // namespace dqc
