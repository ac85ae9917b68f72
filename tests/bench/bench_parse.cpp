// bench_parse: how long the frontend takes for OpenQASM 2 programs of cx and u3 over 100 qubits, in CPU
// seconds by size, and the memory it needs. `bench_parse --write N` prints the program of N gates instead;
// bench_parse.py times Qiskit on the same program.
#include <fmt/core.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

#include "frontend/frontend.h"
#include "passes/support/diagnostic.h"
#include "passes/support/rng.h"

namespace {

constexpr std::uint32_t qubits = 100;

std::string program(std::uint64_t gates) {
  std::string text = fmt::format("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[{}];\n", qubits);
  dqc::Rng rng(1);
  const auto angle = [&] { return static_cast<double>(rng.below(62832)) / 10000; };
  for (std::uint64_t i = 0; i < gates; ++i) {
    const auto a = rng.below(qubits);
    if (i % 2 == 0)
      text += fmt::format("cx q[{}],q[{}];\n", a, (a + 1 + rng.below(qubits - 1)) % qubits);
    else
      text += fmt::format("u3({},{},{}*pi/8) q[{}];\n", angle(), angle(), rng.below(16), a);
  }
  return text;
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Peak memory of the process so far.
double megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int measure(std::uint64_t gates) {
  std::string text = program(gates);
  const double size = static_cast<double>(text.size()) / (1 << 20);
  const double begin = cpu_seconds();
  dqc::SourceManager sources;
  const dqc::FileId file = sources.add("bench.qasm", std::move(text));
  dqc::DiagnosticEngine diagnostics(sources);
  const auto circuit = dqc::parse_qasm(file, sources, diagnostics);
  const double seconds = cpu_seconds() - begin;
  if (!circuit || circuit->num_gates() != gates) return 1;
  fmt::print("{:>9} gates  {:6.1f} MiB of text  {:7.3f} s  {:6.0f} ns per gate  {:5.0f} MB peak\n", gates,
             size, seconds, 1e9 * seconds / static_cast<double>(gates), megabytes());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--write") {
    fmt::print("{}", program(std::strtoull(argv[2], nullptr, 10)));
    return 0;
  }
  if (argc == 2) return measure(std::strtoull(argv[1], nullptr, 10));
  int failed = 0;
  for (const std::uint64_t gates : {100000, 300000, 1000000}) failed |= measure(gates);
  return failed;
}
