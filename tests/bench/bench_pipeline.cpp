// Seconds by pass, peak memory and e-bits of a pipeline on generated circuits, one line per case:
//   bench_pipeline --family cpfrac --qubits 16,32 --qpus 4 --topology complete,line --pipeline 'default<O1>'
// A case runs in a process of its own, so that its peak memory is its own.
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

#include "passes/ir/messages.h"
#include "passes/pass_manager.h"
#include "passes/support/rng.h"

namespace {

using namespace dqc;

struct Case {
  std::string family;
  int qubits = 0;
  int layers = 0;
  double fraction = 0.5;
  std::string topology;
  int qpus = 0;
  int comm = 0;
  std::uint64_t seed = 0;
};

double angle(Rng& rng) { return 2 * std::numbers::pi * rng.unit(); }

void add_u(Circuit& circuit, QubitId q, Rng& rng) {
  const double theta = angle(rng), phi = angle(rng), lambda = angle(rng);
  circuit.add_gate(GateKind::u, {q}, {theta, phi, lambda});
}

/// design/model.md, section 4: in each layer a qubit gets a random u with probability 1 - fraction; the
/// others are paired at random and get a cp of random phase.
void add_cpfrac_layer(Circuit& circuit, const Case& c, Rng& rng) {
  std::vector<QubitId> paired;
  for (int q = 0; q < c.qubits; ++q) {
    if (rng.unit() < c.fraction)
      paired.emplace_back(q);
    else
      add_u(circuit, QubitId(q), rng);
  }
  rng.shuffle(paired);
  for (std::size_t i = 1; i < paired.size(); i += 2)
    circuit.add_gate(GateKind::cp, {paired[i - 1], paired[i]}, {angle(rng)});
}

/// A random u on every qubit, then a cx on every pair of a random matching.
void add_rndcx_layer(Circuit& circuit, const Case& c, Rng& rng) {
  std::vector<QubitId> order;
  for (int q = 0; q < c.qubits; ++q) {
    order.emplace_back(q);
    add_u(circuit, QubitId(q), rng);
  }
  rng.shuffle(order);
  for (std::size_t i = 1; i < order.size(); i += 2) circuit.add_gate(GateKind::cx, {order[i - 1], order[i]});
}

Circuit circuit_of(const Case& c) {
  Rng rng(c.seed, "bench");
  Circuit circuit;
  circuit.add_qubit_register("q", c.qubits);
  const int layers = c.layers > 0 ? c.layers : c.qubits;
  for (int layer = 0; layer < layers; ++layer)
    c.family == "cpfrac" ? add_cpfrac_layer(circuit, c, rng) : add_rndcx_layer(circuit, c, rng);
  return circuit;
}

/// Link of QPUs `a` < `b`?
bool linked(const std::string& topology, int a, int b, int qpus) {
  if (topology == "complete") return true;
  if (topology == "line") return b == a + 1;
  if (topology == "ring") return b == a + 1 || (a == 0 && b == qpus - 1);
  if (topology == "star") return a == 0;
  int width = 1;  // grid: as square as may be
  while (width * width < qpus) ++width;
  return (b == a + 1 && b % width != 0) || b == a + width;
}

Network network_of(const Case& c) {
  Network network;
  network.qpus.resize(static_cast<std::size_t>(c.qpus));
  for (int i = 0; i < c.qpus; ++i) {
    Qpu& qpu = network.qpus[static_cast<std::size_t>(i)];
    qpu.external_id = i;
    qpu.comm = c.comm;
    for (int j = i + 1; j < c.qpus; ++j) {
      if (!linked(c.topology, i, j, c.qpus)) continue;
      Link link;
      link.a = QpuId(i);
      link.b = QpuId(j);
      network.links.push_back(link);
    }
  }
  resolve_defaults(network, static_cast<std::size_t>(c.qubits));
  return network;
}

/// Runs one case and prints its line but for the memory. The exit code of its process.
int run_case(const Case& c, const Pipeline& pipeline, int threads, int effort) {
  Module module;
  module.circuit = circuit_of(c);
  module.network = network_of(c);
  const std::size_t gates = module.circuit.num_gates();
  PassContext context;
  context.seed = c.seed;
  context.threads = threads;
  context.effort = effort;

  std::string times;
  double total = 0;
  for (const PipelineItem& item : pipeline) {
    const auto start = std::chrono::steady_clock::now();
    const Status done = run_pipeline({item}, module, context, {});
    if (!done) {
      fmt::print("{:8} {:5} {:8} {:9} {:3} {}: {}", c.family, c.qubits, gates, c.topology, c.qpus,
                 item.pass ? item.pass->name : "repeat", done.error().message);
      return 1;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    total += seconds;
    if (seconds >= 0.001) times += fmt::format(" {}={:.3f}", item.pass ? item.pass->name : "repeat", seconds);
  }
  std::int64_t link_ebits = 0, end_to_end = 0;
  if (module.program)
    for (const Ebit& ebit : module.program->ebits) {
      if (ebit.parts.empty()) ++link_ebits;
      if (!ebit.whole.valid()) ++end_to_end;
    }
  fmt::print("{:8} {:5} {:8} {:9} {:3} {:4} {:8} {:8} {:9} {:9} {:8.3f}{}", c.family, c.qubits, gates,
             c.topology, c.qpus, c.comm, link_ebits, end_to_end,
             module.schedule ? module.schedule->makespan : 0, context.statistics["schedule.lower-bound"],
             total, times);
  return 0;
}

/// Runs one case in a child process; whether it went well.
bool fork_case(const Case& c, const Pipeline& pipeline, int threads, int effort) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    const int code = run_case(c, pipeline, threads, effort);
    std::fflush(stdout);
    _exit(code);
  }
  int state = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &state, 0, &usage) != child) return false;
  fmt::print(" peak={}MB\n", usage.ru_maxrss / 1024);
  return WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("time and memory of a pipeline on generated circuits");
  std::vector<std::string> families{"cpfrac"}, topologies{"complete"};
  std::vector<int> qubits{16, 32, 64}, qpus{4};
  Case base;
  base.comm = 4;
  std::string text = "default<O1>";
  int threads = 1, effort = 1;
  app.add_option("--family", families, "cpfrac, rndcx")
      ->delimiter(',')
      ->check(CLI::IsMember({"cpfrac", "rndcx"}));
  app.add_option("--qubits", qubits, "numbers of qubits")->delimiter(',');
  app.add_option("--layers", base.layers, "layers (default: as many as qubits)");
  app.add_option("--fraction", base.fraction, "of the qubits that get a cp, in a layer of cpfrac");
  app.add_option("--qpus", qpus, "numbers of QPUs")->delimiter(',');
  app.add_option("--topology", topologies, "complete, line, ring, star, grid")
      ->delimiter(',')
      ->check(CLI::IsMember({"complete", "line", "ring", "star", "grid"}));
  app.add_option("--comm", base.comm, "communication qubits of each QPU");
  app.add_option("--pipeline", text, "passes to run");
  app.add_option("--effort", effort, "0..3, as -O");
  app.add_option("--threads", threads);
  app.add_option("--seed", base.seed);
  CLI11_PARSE(app, argc, argv);

  const auto pipeline = parse_pipeline(text);
  if (!pipeline) {
    fmt::print(stderr, "bench_pipeline: {}\n", pipeline.error().message);
    return 2;
  }
  fmt::print(
      "family       n    gates topology    k comm   e-bits  end2end  makespan     bound  seconds by pass\n");
  bool fine = true;
  for (const std::string& family : families)
    for (const std::string& topology : topologies)
      for (int k : qpus)
        for (int n : qubits) {
          Case c = base;
          c.family = family;
          c.topology = topology;
          c.qpus = k;
          c.qubits = n;
          fine &= fork_case(c, *pipeline, threads, effort);
        }
  return fine ? 0 : 1;
}
