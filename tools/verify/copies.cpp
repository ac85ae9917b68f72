#include "tools/verify/copies.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "frontend/frontend.h"
#include "passes/ir/text_form.h"
#include "tools/emitted/device_places.h"
#include "tools/verify/canonical.h"
#include "tools/verify/inputs.h"

namespace dqc::verify {
namespace {

/// Whose a place is, and which qubit of the source is there; none at a place that swaps only pass through.
struct Owner {
  int copy = -1;
  QubitId qubit;
};

/// Row `index` of a list that may be shorter.
template <class Row>
Row row_of(const std::vector<Row>& rows, std::size_t index, Row otherwise) {
  return index < rows.size() ? rows[index] : std::move(otherwise);
}

/// The built-in gate that `definition` spells out as the IR's text form does; none if it is another one.
std::optional<GateKind> known_gate(const GateDefinition& definition) {
  const auto kind = gate_kind_named(definition.name);
  if (!kind || helper_definition(*kind).empty()) return std::nullopt;
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  const FileId file = sources.add(
      "gate.qasm", fmt::format("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n{}\n", helper_definition(*kind)));
  const auto parsed = parse_qasm(file, sources, diagnostics);
  const bool same = parsed && parsed->definitions.size() == 1 && parsed->definitions[0] == definition;
  return same ? kind : std::nullopt;
}

/// A circuit whose swaps without a condition are other names of its qubits from there on.
struct Renamed {
  Circuit circuit;
  std::vector<std::size_t> content;  ///< by qubit: the one of `circuit` that it is at the end
};

bool is_renaming(const Gate& gate) { return gate.kind == GateKind::swap && gate.condition < 0; }

Renamed renamed(const Circuit& source) {
  Renamed out{source.without_gates(), {}};
  for (std::size_t q = 0; q < source.num_qubits(); ++q) out.content.push_back(q);
  for (const Gate& gate : source.gates()) {
    std::vector<QubitId> qubits;
    for (QubitId q : source.qubits(gate)) qubits.emplace_back(out.content[q.index()]);
    if (is_renaming(gate))
      std::swap(out.content[source.qubit(gate, 0).index()], out.content[source.qubit(gate, 1).index()]);
    else
      out.circuit.add_gate(gate.kind, qubits, source.params(gate), gate.detail, gate.condition, gate.line);
  }
  return out;
}

/// Takes a program apart into one circuit per copy, in the qubits and bits of the source.
class Separation {
 public:
  Separation(const CopiesInput& in, const Circuit& program, std::size_t first, std::size_t count)
      : in_(in),
        program_(program),
        first_(first),
        owner_of_(static_cast<std::size_t>(in.device_qubits)),
        swaps_(count, 0) {
    if (in.device)
      for (const Coupler& c : in.device->couplers)
        if (!c.faulty) couplers_.emplace(c.a, c.b);
    for (const GateDefinition& definition : program.definitions) known_.push_back(known_gate(definition));
    for (std::size_t copy = 0; copy < count; ++copy) {
      circuits_.push_back(in.source.without_gates());
      circuits_.back().conditions.clear();
      claim(in.layouts[first + copy], static_cast<int>(copy));
      for (int place : row_of(in.spares, first + copy, {})) claim(place, {static_cast<int>(copy), QubitId()});
    }
  }

  std::vector<std::string> compare() && {
    if (!find_places() || !check_registers()) return std::move(differences_);
    for (const Gate& gate : program_.gates())
      if (!take(gate)) return std::move(differences_);
    const Renamed source = renamed(in_.source);
    for (std::size_t copy = 0; copy < circuits_.size(); ++copy) {
      const auto ends = final_qubits(copy);
      if (!ends || !check_swaps(copy)) return std::move(differences_);
      for (std::string& d : compare_circuits(source.circuit, circuits_[copy], of_contents(*ends, source)))
        differences_.push_back(std::move(d));
    }
    return std::move(differences_);
  }

 private:
  template <class... Args>
  bool differs(fmt::format_string<Args...> format, Args&&... args) {
    differences_.push_back(fmt::format(format, std::forward<Args>(args)...));
    return false;
  }

  void claim(const std::vector<int>& layout, int copy) {
    if (layout.size() != in_.source.num_qubits()) differs("the layout is not one of the source's qubits");
    if (!differences_.empty()) return;
    for (std::size_t q = 0; q < layout.size(); ++q)
      if (layout[q] >= 0) claim(layout[q], {copy, QubitId(q)});
  }

  void claim(int place, const Owner& by) {
    Owner& owner = owner_of_[static_cast<std::size_t>(place)];
    if (owner.copy >= 0) differs("two qubits are on qubit {} of the device", place);
    owner = by;
  }

  /// By qubit of the source: the qubit of the copy's circuit that is where it is said to end. None, with a
  /// difference, if that is none or another one's as well.
  std::optional<std::vector<int>> final_qubits(std::size_t copy) {
    const auto& layout = in_.layouts[first_ + copy];
    const auto said = row_of(in_.finals, first_ + copy, layout);
    std::vector<int> found;
    std::vector<char> taken(layout.size(), 0);
    for (std::size_t q = 0; q < layout.size(); ++q) {
      if (q >= said.size() || (layout[q] < 0) != (said[q] < 0)) {
        differs("qubit {} has a place at the start or at the end only", in_.source.qubit_name(QubitId(q)));
        return std::nullopt;
      }
      const Owner there = said[q] < 0 ? Owner{static_cast<int>(copy), QubitId(q)}
                                      : owner_of_[static_cast<std::size_t>(said[q])];
      if (there.copy != static_cast<int>(copy) || !there.qubit.valid() || taken[there.qubit.index()]++ != 0) {
        differs("qubit {} is not on qubit {} of the device at the end", in_.source.qubit_name(QubitId(q)),
                said[q]);
        return std::nullopt;
      }
      found.push_back(there.qubit.value());
    }
    return found;
  }

  /// `ends` by the renamed source's own qubits.
  static std::vector<int> of_contents(const std::vector<int>& ends, const Renamed& source) {
    std::vector<int> out(ends.size());
    for (std::size_t q = 0; q < ends.size(); ++q) out[source.content[q]] = ends[q];
    return out;
  }

  bool check_swaps(std::size_t copy) {
    const std::int64_t said = row_of<std::int64_t>(in_.swaps, first_ + copy, -1);
    return said < 0 || said == swaps_[copy] ||
           differs("the program has {} swaps, {} are said", swaps_[copy], said);
  }

  /// The device's qubit of each qubit of the program: by its name, or by its place in the register.
  bool find_places() {
    if (!differences_.empty()) return false;
    place_of_ = emitted::device_places(program_);
    for (int place : place_of_)
      if (static_cast<std::size_t>(place) >= owner_of_.size())
        return differs("the device has no qubit {}", place);
    const bool mixed = program_.qubit_registers.size() > 1 &&
                       !std::ranges::all_of(program_.qubit_registers, emitted::names_hardware);
    return !mixed || differs("a program has one register for the device, or names its qubits");
  }

  bool check_registers() {
    const auto& wanted = in_.source.bit_registers;
    const auto& found = program_.bit_registers;
    bool same = found.size() == wanted.size() * circuits_.size();
    for (std::size_t i = 0; same && i < found.size(); ++i)
      same = found[i].size == wanted[i % wanted.size()].size;
    return same || differs("the classical registers are not those of the source");
  }

  bool take(const Gate& gate) {
    std::vector<QubitId> qubits;
    std::vector<int> places;
    int copy = -1;
    for (QubitId q : program_.qubits(gate)) {
      const int place = place_of_[q.index()];
      const Owner& owner = owner_of_[static_cast<std::size_t>(place)];
      if (owner.copy < 0) return differs("line {}: qubit {} is in no layout", gate.line, place);
      if (copy >= 0 && owner.copy != copy) return differs("line {}: a gate joins two copies", gate.line);
      copy = owner.copy;
      qubits.push_back(owner.qubit);
      places.push_back(place);
    }
    if (gate.kind != GateKind::barrier && !joined(places))
      return differs("line {}: no working coupler joins the qubits", gate.line);
    if (is_renaming(gate)) {
      std::swap(owner_of_[static_cast<std::size_t>(places[0])],
                owner_of_[static_cast<std::size_t>(places[1])]);
      ++swaps_[static_cast<std::size_t>(copy)];
      return true;
    }
    if (!std::ranges::all_of(qubits, &QubitId::valid))
      return differs("line {}: a gate on a qubit that only swaps are for", gate.line);
    Circuit& circuit = circuits_[static_cast<std::size_t>(copy)];
    const auto bits = static_cast<std::int32_t>(in_.source.num_bits()) * copy;
    std::int32_t detail = gate.detail;
    GateKind kind = gate.kind;
    if (kind == GateKind::measure) {
      detail -= bits;
      if (detail < 0 || static_cast<std::size_t>(detail) >= in_.source.num_bits())
        return differs("line {}: the bit belongs to another copy", gate.line);
    } else if (kind == GateKind::call) {
      const auto known = known_[static_cast<std::size_t>(gate.detail)];
      kind = known.value_or(kind);
      detail = known ? -1 : callee(circuit, gate);
    }
    const auto condition = condition_of(gate, copy, circuit);
    if (!condition) return differs("line {}: the condition reads bits of another copy", gate.line);
    circuit.add_gate(kind, qubits, program_.params(gate), detail, *condition, gate.line);
    return true;
  }

  bool joined(const std::vector<int>& places) const {
    if (places.size() < 2 || !in_.device) return true;
    return places.size() == 2 && couplers_.contains(std::minmax(places[0], places[1]));
  }

  /// The program's definitions stand behind the source's own.
  std::int32_t callee(Circuit& circuit, const Gate& gate) const {
    const auto own = in_.source.definitions.size();
    if (circuit.definitions.size() == own) {
      for (GateDefinition definition : program_.definitions) {
        for (BodyGate& g : definition.body)
          if (g.kind == GateKind::call) g.callee += static_cast<std::int32_t>(own);
        circuit.definitions.push_back(std::move(definition));
      }
    }
    return gate.detail + static_cast<std::int32_t>(own);
  }

  std::optional<std::int32_t> condition_of(const Gate& gate, int copy, Circuit& circuit) const {
    if (gate.condition < 0) return -1;
    Condition condition = program_.conditions[static_cast<std::size_t>(gate.condition)];
    const auto registers = static_cast<std::int32_t>(in_.source.bit_registers.size());
    for (ConditionTerm& term : condition.terms) {
      term.bit_register -= registers * copy;
      if (term.bit_register < 0 || term.bit_register >= registers) return std::nullopt;
      if (term.bit.valid())
        term.bit = BitId(term.bit.value() - static_cast<std::int32_t>(in_.source.num_bits()) * copy);
    }
    return circuit.add_condition(condition);
  }

  const CopiesInput& in_;
  const Circuit& program_;
  std::size_t first_;                ///< of the copies that the program has
  std::vector<Owner> owner_of_;      ///< by qubit of the device, as swaps have left it so far
  std::vector<std::int64_t> swaps_;  ///< by copy
  std::vector<int> place_of_;        ///< by qubit of the program
  std::set<std::pair<int, int>> couplers_;
  std::vector<std::optional<GateKind>> known_;  ///< by definition of the program
  std::vector<Circuit> circuits_;
  std::vector<std::string> differences_;
};

std::vector<std::string> check(const CopiesInput& input, const std::string& text, std::size_t first,
                               std::size_t count) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  const FileId file = sources.add("copy.qasm", text);
  const auto program = parse_qasm(file, sources, diagnostics);
  if (!program) return {diagnostics.render(false)};
  if (input.source.inputs.empty() && program->inputs.empty())
    return Separation(input, *program, first, count).compare();
  std::string other = input_difference(input.source, *program);
  if (!other.empty()) return {std::move(other)};
  for (const auto& values : trial_values(input.source.inputs.size())) {
    const auto source = at_values(input.source, values), bound = at_values(*program, values);
    if (!source || !bound)
      return {"a parameter has no finite value for " + described(input.source.inputs, values)};
    const CopiesInput at{*source,      input.device_qubits, input.device, input.layouts,
                         input.finals, input.spares,        input.swaps};
    auto differences = Separation(at, *bound, first, count).compare();
    if (differences.empty()) continue;
    differences.push_back("this is so for " + described(input.source.inputs, values));
    return differences;
  }
  return {};
}

}  // namespace

std::vector<std::string> check_copy(const CopiesInput& input, const std::string& program, std::size_t copy) {
  return check(input, program, copy, 1);
}

std::vector<std::string> check_combined(const CopiesInput& input, const std::string& program) {
  return check(input, program, 0, input.layouts.size());
}

}  // namespace dqc::verify
