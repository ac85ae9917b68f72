#include "tests/mutation/branches.h"

#include <cmath>
#include <map>
#include <optional>

#include "passes/support/rng.h"
#include "tests/unit/unitary.h"

namespace dqc::test {
namespace {

constexpr double tiny = 1e-9;
constexpr std::size_t max_leaves = 1 << 14;
constexpr std::size_t max_qubits = 16;

using State = std::vector<Complex>;

void apply_gate(State& state, const Matrix& gate, std::span<const QubitId> qubits) {
  std::size_t mask = 0;
  for (const QubitId q : qubits) mask |= std::size_t{1} << q.index();
  std::vector<Complex> in(gate.size);
  std::vector<std::size_t> rows(gate.size, 0);
  for (std::size_t k = 0; k < gate.size; ++k)
    for (std::size_t i = 0; i < qubits.size(); ++i)
      if (k >> i & 1) rows[k] |= std::size_t{1} << qubits[i].index();
  for (std::size_t base = 0; base < state.size(); ++base) {
    if (base & mask) continue;
    for (std::size_t k = 0; k < gate.size; ++k) in[k] = state[base | rows[k]];
    for (std::size_t k = 0; k < gate.size; ++k) {
      Complex sum = 0;
      for (std::size_t l = 0; l < gate.size; ++l) sum += gate(k, l) * in[l];
      state[base | rows[k]] = sum;
    }
  }
}

double probability_of_one(const State& state, std::size_t qubit) {
  double p = 0;
  for (std::size_t i = 0; i < state.size(); ++i)
    if (i >> qubit & 1) p += std::norm(state[i]);
  return p;
}

void project(State& state, std::size_t qubit, bool outcome, double probability) {
  const double scale = 1 / std::sqrt(probability);
  for (std::size_t i = 0; i < state.size(); ++i)
    state[i] = (i >> qubit & 1) == outcome ? state[i] * scale : 0;
}

/// One branch: the state so far, the bits, and what the source's measurements gave.
struct Branch {
  State state;
  std::vector<char> bits;
  std::map<std::pair<int, int>, bool> outcomes;  ///< by source bit and how often it was written before
  std::map<int, int> writes;                     ///< by source bit
  double probability = 1;                        ///< of `outcomes`
};

bool holds(const Circuit& c, const Gate& g, const std::vector<char>& bits) {
  if (g.condition < 0) return true;
  for (const ConditionTerm& t : c.conditions[static_cast<std::size_t>(g.condition)].terms) {
    const Register& r = c.bit_registers[static_cast<std::size_t>(t.bit_register)];
    std::uint64_t value = 0;
    if (t.bit.valid())
      value = static_cast<std::uint64_t>(bits[t.bit.index()]);
    else
      for (std::int32_t i = 0; i < r.size; ++i)
        value |= static_cast<std::uint64_t>(bits[static_cast<std::size_t>(r.first + i)]) << i;
    if (value != t.value) return false;
  }
  return true;
}

class Simulation {
 public:
  Simulation(const SimulationInput& in, Rng& rng) : in_(in) {
    for (std::size_t i = 0; i < in.source.num_qubits(); ++i) {
      const double theta = std::acos(1 - 2 * rng.unit());
      inputs_.push_back({std::cos(theta / 2), std::polar(std::sin(theta / 2), 6.28 * rng.unit())});
    }
    for (std::size_t q = 0; q < in.program.num_qubits(); ++q)
      others_ |= static_cast<std::size_t>(rng.below(2)) << q;
  }

  Verdict run() {
    Branch start;
    start.state = State(std::size_t{1} << in_.program.num_qubits());
    start.bits.assign(in_.program.num_bits(), 0);
    std::size_t rest = others_;
    for (const int q : in_.initial) rest &= ~(std::size_t{1} << q);
    for (std::size_t k = 0; k < std::size_t{1} << inputs_.size(); ++k) {
      Complex amplitude = 1;
      std::size_t index = rest;
      for (std::size_t i = 0; i < inputs_.size(); ++i) {
        amplitude *= inputs_[i][k >> i & 1];
        index |= (k >> i & 1) << in_.initial[i];
      }
      start.state[index] = amplitude;
    }
    follow(std::move(start), 0);
    return verdict_;
  }

 private:
  /// Runs one branch to its end, and every branch that leaves it.
  void follow(Branch b, std::size_t at) {
    for (; at < in_.program.num_gates() && verdict_ == Verdict::same; ++at) {
      const Gate& g = in_.program.gates()[at];
      if (g.kind == GateKind::barrier || !holds(in_.program, g, b.bits)) continue;
      if (is_unitary(g.kind)) {
        apply_gate(b.state, gate_matrix(g.kind, in_.program.params(g)), in_.program.qubits(g));
        continue;
      }
      const double p = probability_of_one(b.state, in_.program.qubit(g).index());
      if (p > tiny && p < 1 - tiny) {
        Branch other = b;
        collapse(other, g, true, p);
        follow(std::move(other), at + 1);
        collapse(b, g, false, 1 - p);
      } else {
        collapse(b, g, p > 0.5, 1);
      }
    }
    if (verdict_ != Verdict::same) return;
    if (++leaves_ > max_leaves)
      verdict_ = Verdict::too_large;
    else if (!agrees(b))
      verdict_ = Verdict::differs;
  }

  void collapse(Branch& b, const Gate& g, bool outcome, double p) {
    const QubitId q = in_.program.qubit(g);
    project(b.state, q.index(), outcome, p);
    if (g.kind == GateKind::reset) {
      if (outcome) apply_gate(b.state, gate_matrix(GateKind::x, {}), {&q, 1});
      return;
    }
    b.bits[static_cast<std::size_t>(g.detail)] = outcome;
    const int bit = in_.source_bits[static_cast<std::size_t>(g.detail)];
    if (bit < 0) return;
    b.outcomes[{bit, b.writes[bit]++}] = outcome;
    b.probability *= p;
  }

  /// The source with the branch's outcomes: its state, or nothing if it cannot give them.
  std::optional<State> source_state(const Branch& b) const {
    State state(std::size_t{1} << inputs_.size());
    for (std::size_t k = 0; k < state.size(); ++k) {
      state[k] = 1;
      for (std::size_t i = 0; i < inputs_.size(); ++i) state[k] *= inputs_[i][k >> i & 1];
    }
    std::vector<char> bits(in_.source.num_bits(), 0);
    std::map<int, int> writes;
    double probability = 1;
    for (const Gate& g : in_.source.gates()) {
      if (g.kind == GateKind::barrier || !holds(in_.source, g, bits)) continue;
      if (is_unitary(g.kind)) {
        apply_gate(state, gate_matrix(g.kind, in_.source.params(g)), in_.source.qubits(g));
        continue;
      }
      const QubitId q = in_.source.qubit(g);
      const double p = probability_of_one(state, q.index());
      bool outcome = p > 0.5;
      if (g.kind == GateKind::measure) {
        const auto known = b.outcomes.find({g.detail, writes[g.detail]++});
        if (known == b.outcomes.end()) return std::nullopt;
        outcome = known->second;
        bits[static_cast<std::size_t>(g.detail)] = outcome;
      }
      const double chance = outcome ? p : 1 - p;
      if (chance < tiny) return std::nullopt;
      probability *= g.kind == GateKind::measure ? chance : 1;
      project(state, q.index(), outcome, chance);
      if (g.kind == GateKind::reset && outcome) apply_gate(state, gate_matrix(GateKind::x, {}), {&q, 1});
    }
    for (std::size_t i = 0; i < in_.source_bits.size(); ++i)
      if (in_.source_bits[i] >= 0 && b.bits[i] != bits[static_cast<std::size_t>(in_.source_bits[i])])
        return std::nullopt;
    if (writes != b.writes || std::abs(probability - b.probability) > tiny) return std::nullopt;
    return state;
  }

  /// Whether the qubits at `final` are in the source's state, and so apart from all others.
  bool agrees(const Branch& b) const {
    const std::optional<State> wanted = source_state(b);
    if (!wanted) return false;
    std::size_t mask = 0;
    for (const int q : in_.final) mask |= std::size_t{1} << q;
    std::map<std::size_t, Complex> overlaps;  // by the state of all other qubits
    for (std::size_t i = 0; i < b.state.size(); ++i) {
      if (b.state[i] == Complex(0)) continue;
      std::size_t k = 0;
      for (std::size_t q = 0; q < in_.final.size(); ++q) k |= (i >> in_.final[q] & 1) << q;
      overlaps[i & ~mask] += std::conj((*wanted)[k]) * b.state[i];
    }
    double fidelity = 0;
    for (const auto& [rest, overlap] : overlaps) fidelity += std::norm(overlap);
    return std::abs(fidelity - 1) < 1e-7;
  }

  const SimulationInput& in_;
  std::vector<std::array<Complex, 2>> inputs_;  // by source qubit
  std::size_t others_ = 0;                      // basis state of the qubits that hold none of them
  std::size_t leaves_ = 0;
  Verdict verdict_ = Verdict::same;
};

}  // namespace

Verdict simulate(const SimulationInput& input, std::uint64_t seed) {
  if (input.program.num_qubits() > max_qubits) return Verdict::too_large;
  Rng rng(seed, "branches");
  for (int round = 0; round < 2; ++round)
    if (const Verdict v = Simulation(input, rng).run(); v != Verdict::same) return v;
  return Verdict::same;
}

}  // namespace dqc::test
