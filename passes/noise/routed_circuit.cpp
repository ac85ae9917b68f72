#include "passes/noise/routed_circuit.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "passes/ir/routing.h"
#include "passes/ir/text_form.h"
#include "passes/noise/circuit_pattern.h"
#include "passes/noise/commuting_order.h"
#include "passes/normalize/rewriter.h"

namespace dqc {
namespace {

std::vector<int> identity(std::size_t size) {
  std::vector<int> out(size);
  std::iota(out.begin(), out.end(), 0);
  return out;
}

bool is_plain_swap(const Gate& gate) { return gate.kind == GateKind::swap && gate.condition < 0; }

/// A name for the register of qubits that nothing has a name for.
std::string spare_name(const Circuit& circuit) {
  std::set<std::string> taken;
  for (const std::string& name : names_in(circuit, [](const GateDefinition&) { return true; }))
    taken.insert(name);
  for (const Input& input : circuit.inputs) taken.insert(input.name);
  std::string name = "spare";
  for (int i = 1; taken.contains(name); ++i) name = "spare" + std::to_string(i);
  return name;
}

class Builder {
 public:
  Builder(const Unswapped& unswapped, const Route& route)
      : unswapped_(unswapped),
        source_(unswapped.circuit),
        route_(route),
        rewriter_(source_),
        now_(route.way.start),
        qubit_of_(route.way.start.qubit_at) {}

  Circuit build() && {
    add_spares();
    const CommutingOrder order(source_);
    std::vector<int> last;
    for (const RoutingStep& step : route_.way.steps)
      if (step.gate < 0)
        add_swap(step.a, step.b);
      else if (is_last_measurement(order, step.gate))
        last.push_back(step.gate);
      else
        add_gate(source_.gate(GateId(step.gate)));
    std::ranges::sort(last);
    for (int gate : last) add_gate(source_.gate(GateId(gate)));
    set_routing(rewriter_.circuit, routing());
    return std::move(rewriter_.circuit);
  }

 private:
  /// A qubit for every place that holds none at the start and that a swap touches.
  void add_spares() {
    const auto first = static_cast<int>(source_.num_qubits());
    int next = first;
    for (const RoutingStep& step : route_.way.steps) {
      if (step.gate >= 0) continue;
      for (int place : {step.a, step.b})
        if (int& qubit = qubit_of_[static_cast<std::size_t>(place)]; qubit < 0) qubit = next++;
    }
    if (next > first) rewriter_.circuit.add_qubit_register(spare_name(source_), next - first);
  }

  /// Nothing comes after it: it waits until all swaps are done, so that it does not become one in
  /// mid-circuit.
  bool is_last_measurement(const CommutingOrder& order, int gate) const {
    return source_.gate(GateId(gate)).kind == GateKind::measure &&
           std::ranges::all_of(order.groups_of(static_cast<std::size_t>(gate)),
                               [&](int group) { return order.neighbour(group, 1) < 0; });
  }

  QubitId qubit_at(int place) const { return QubitId(qubit_of_[static_cast<std::size_t>(place)]); }

  void add_gate(const Gate& gate) {
    std::vector<QubitId> qubits;
    for (QubitId q : source_.qubits(gate)) {
      const int place = now_.place_of[q.index()];
      qubits.push_back(place < 0 ? q : qubit_at(place));  // nowhere: only barriers act on it
    }
    rewriter_.circuit.add_gate(gate.kind, qubits, source_.params(gate), gate.detail,
                               rewriter_.condition(gate.condition), gate.line);
  }

  void add_swap(int a, int b) {
    rewriter_.circuit.add_gate(GateKind::swap, {qubit_at(a), qubit_at(b)});
    now_.exchange(a, b);
  }

  Routing routing() const {
    Routing out;
    out.swaps = std::ranges::count_if(rewriter_.circuit.gates(), is_plain_swap);
    for (int content : unswapped_.content) {
      const int place = now_.place_of[static_cast<std::size_t>(content)];
      out.final_.push_back(place < 0 ? content : qubit_at(place).value());
    }
    out.places.assign(rewriter_.circuit.num_qubits(), -1);
    for (std::size_t place = 0; place < qubit_of_.size(); ++place)
      if (qubit_of_[place] >= 0) out.places[static_cast<std::size_t>(qubit_of_[place])] = route_.site[place];
    return out;
  }

  const Unswapped& unswapped_;
  const Circuit& source_;
  const Route& route_;
  Rewriter rewriter_;
  Seating now_;
  std::vector<int> qubit_of_;  ///< by place, in the routed circuit; -1: nothing is ever there
};

}  // namespace

Unswapped without_swaps(const Circuit& source) {
  Rewriter rewriter(source);
  std::vector<int> content = identity(source.num_qubits());
  int removed = 0;
  for (const Gate& gate : source.gates()) {
    std::vector<QubitId> qubits;
    for (QubitId q : source.qubits(gate)) qubits.emplace_back(content[q.index()]);
    if (is_plain_swap(gate)) {
      std::swap(content[source.qubit(gate, 0).index()], content[source.qubit(gate, 1).index()]);
      ++removed;
      continue;
    }
    rewriter.circuit.add_gate(gate.kind, qubits, source.params(gate), gate.detail,
                              rewriter.condition(gate.condition), gate.line);
  }
  if (used_qubits(rewriter.circuit).size() == used_qubits(source).size())
    return {std::move(rewriter.circuit), std::move(content), removed};
  return {source, identity(source.num_qubits()), 0};
}

Circuit routed_circuit(const Unswapped& unswapped, const Route& route) {
  return Builder(unswapped, route).build();
}

}  // namespace dqc
