// What route-ebits emits makes an e-bit between the ends, on every branch of its measurements: checked by
// following the state vector.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <vector>

#include "passes/distribute/route-ebits.h"
#include "tests/unit/program_builder.h"

using namespace dqc;
using namespace dqc::test;

namespace {

/// A real state vector (all gates here are real) over the physical qubits in the order they are met.
class State {
 public:
  std::size_t bit(PhysicalQubit q) {
    const auto [at, isnew] = bits_.emplace(q, std::size_t{1} << bits_.size());
    if (isnew) amplitude_.resize(2 * amplitude_.size(), 0.0);
    return at->second;
  }
  void h(PhysicalQubit q) {
    const std::size_t b = bit(q);
    for (std::size_t i = 0; i < amplitude_.size(); ++i) {
      if (i & b) continue;
      const double zero = amplitude_[i], one = amplitude_[i | b];
      amplitude_[i] = (zero + one) * std::sqrt(0.5);
      amplitude_[i | b] = (zero - one) * std::sqrt(0.5);
    }
  }
  void x(PhysicalQubit q) {
    const std::size_t b = bit(q);
    for (std::size_t i = 0; i < amplitude_.size(); ++i)
      if (!(i & b)) std::swap(amplitude_[i], amplitude_[i | b]);
  }
  void z(PhysicalQubit q) {
    const std::size_t b = bit(q);
    for (std::size_t i = 0; i < amplitude_.size(); ++i)
      if (i & b) amplitude_[i] = -amplitude_[i];
  }
  void cx(PhysicalQubit c, PhysicalQubit t) {
    const std::size_t cb = bit(c), tb = bit(t);
    for (std::size_t i = 0; i < amplitude_.size(); ++i)
      if ((i & cb) && !(i & tb)) std::swap(amplitude_[i], amplitude_[i | tb]);
  }
  /// Keeps the branch where `q` is measured as `value`, and the qubit as |0>.
  void project(PhysicalQubit q, bool value) {
    const std::size_t b = bit(q);
    for (std::size_t i = 0; i < amplitude_.size(); ++i)
      if (static_cast<bool>(i & b) != value) amplitude_[i] = 0;
    if (value) x(q);
  }
  double norm() const {
    double sum = 0;
    for (double a : amplitude_) sum += a * a;
    return sum;
  }
  /// |<s|this>|^2 of the normalised state, s being |00> + |11> on a and b and |0> elsewhere.
  double fidelity_of_pair(PhysicalQubit a, PhysicalQubit b) {
    const double overlap = (amplitude_[0] + amplitude_[bit(a) | bit(b)]) * std::sqrt(0.5);
    return overlap * overlap / norm();
  }

 private:
  std::map<PhysicalQubit, std::size_t> bits_;
  std::vector<double> amplitude_{1.0};
};

/// The state after `program` on the branch where outcome j is bit j of `branch`.
State run(const Program& program, unsigned branch) {
  State state;
  const auto value = [&](OutcomeId o) { return ((branch >> o.value()) & 1U) != 0; };
  for (const Instruction& i : program.instructions) {
    switch (i.kind) {
      case InstructionKind::ebit: state.bit(i.q[1]), state.h(i.q[0]), state.cx(i.q[0], i.q[1]); break;
      case InstructionKind::parity: state.cx(i.q[0], i.q[1]); break;
      case InstructionKind::x_basis: state.h(i.q[0]); break;
      case InstructionKind::outcome: state.project(i.q[0], value(i.outcome)); break;
      case InstructionKind::correct:
        if (value(i.outcome)) i.gate == GateKind::x ? state.x(i.q[0]) : state.z(i.q[0]);
        break;
      default: FAIL("a swap has no such instruction");
    }
  }
  return state;
}

}  // namespace

TEST_CASE("route-ebits: on every branch the ends of a swapped path are an e-bit") {
  for (int hops = 2; hops <= 5; ++hops) {
    CAPTURE(hops);
    Network network = network_of(hops + 1, {}, 1, 2);
    std::vector<QpuId> path{QpuId(0)};
    for (int i = 0; i < hops; ++i) {
      Link link;
      link.a = QpuId(i);
      link.b = QpuId(i + 1);
      network.links.push_back(link);
      path.push_back(link.b);
    }
    ProgramBuilder b(network);
    b.program().ebits[b.ebit(comm(0, 0), comm(hops, 0), {}).index()].path = path;
    AnalysisManager analyses;
    PassContext context;
    REQUIRE(RouteEbits(default_options(RouteEbits::info())).run(b.module, analyses, context));

    const Program& program = *b.module.program;
    REQUIRE(program.num_outcomes == 2 * (hops - 1));
    for (unsigned branch = 0; branch < (1U << program.num_outcomes); ++branch) {
      CAPTURE(branch);
      State state = run(program, branch);
      CHECK(state.norm() == doctest::Approx(1.0 / (1U << program.num_outcomes)));
      CHECK(state.fidelity_of_pair(comm(0, 0), comm(hops, 0)) == doctest::Approx(1));
    }
  }
}
