#include "passes/noise/qpu_pattern.h"

#include <algorithm>
#include <map>
#include <utility>

#include "passes/noise/circuit_pattern.h"

namespace dqc {
namespace {

class Collector {
 public:
  Collector(const Program& program, std::size_t num_qpus) : program_(program), out_(num_qpus) {}

  std::vector<QpuPattern> run() && {
    for (const PhysicalQubit& q : program_.initial_map) touch(q);
    for (const PhysicalQubit& q : program_.final_map) touch(q);
    for (const Instruction& g : program_.instructions)
      for (const PhysicalQubit& q : g.q) touch(q);
    number_vertices();
    for (const Instruction& g : program_.instructions) count(g);
    for (const auto& [ends, gates] : edges_) {
      Pattern& pattern = out_[ends.first.qpu.index()].pattern;
      pattern.edges.push_back({vertex_of_[ends.first], vertex_of_[ends.second], gates});
    }
    return std::move(out_);
  }

 private:
  void touch(const PhysicalQubit& q) {
    if (q.valid()) vertex_of_.emplace(q, 0);
  }

  void number_vertices() {
    for (const bool comm : {false, true})
      for (auto& [q, number] : vertex_of_) {
        if (q.comm != comm) continue;
        QpuPattern& of = out_[q.qpu.index()];
        number = static_cast<int>(of.qubits.size());
        of.qubits.push_back(q);
        of.pattern.vertices.push_back({0, 0});
      }
  }

  PatternVertex& vertex(const PhysicalQubit& q) {
    return out_[q.qpu.index()].pattern.vertices[static_cast<std::size_t>(vertex_of_[q])];
  }
  void couple(const Instruction& g, double gates) { edges_[std::minmax(g.q[0], g.q[1])] += gates; }

  void count(const Instruction& g) {
    switch (g.kind) {
      case InstructionKind::gate:
        if (g.q[1].valid())
          couple(g, entangling_gates(g.gate, g.params[0]));
        else
          vertex(g.q[0]).gates += pulses(g.gate);
        break;
      case InstructionKind::measure:
      case InstructionKind::reset:
      case InstructionKind::outcome: vertex(g.q[0]).readouts += 1; break;
      case InstructionKind::x_basis: vertex(g.q[0]).gates += 1; break;
      case InstructionKind::correct: vertex(g.q[0]).gates += pulses(g.gate); break;
      case InstructionKind::parity: couple(g, 1); break;
      case InstructionKind::relocate: couple(g, entangling_gates(GateKind::swap, 0)); break;
      case InstructionKind::ebit: break;
    }
  }

  const Program& program_;
  std::map<PhysicalQubit, int> vertex_of_;
  std::map<std::pair<PhysicalQubit, PhysicalQubit>, double> edges_;
  std::vector<QpuPattern> out_;
};

}  // namespace

std::vector<QpuPattern> qpu_patterns(const Program& program, std::size_t num_qpus) {
  return Collector(program, num_qpus).run();
}

}  // namespace dqc
