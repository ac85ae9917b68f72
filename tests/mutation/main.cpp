// Breaks compiled programs in every way that mutants.h knows and asks the prover about each. A mutant that
// it still proves must be the same program by simulation of all measurement branches, or the test fails.
#include <fmt/core.h>

#include <cstdlib>
#include <map>

#include "backend/monolithic.h"
#include "backend/qpu_program.h"
#include "backend/schedule_json.h"
#include "frontend/frontend.h"
#include "frontend/network_reader.h"
#include "passes/analysis/withholding.h"
#include "passes/pass_manager.h"
#include "tests/mutation/branches.h"
#include "tests/mutation/mutants.h"
#include "tests/unit/random_circuit.h"
#include "tools/verify/layout.h"
#include "tools/verify/verify.h"

namespace dqc::test {
namespace {

constexpr int wanted_mutants = 2000;
constexpr int wanted_of_each_construct = 3;

const std::string all_files = "all files: ";

struct Texts {
  std::string monolithic;
  std::vector<std::string> qpus;
  std::string schedule;
};

Texts texts_of(const Module& module) {
  return {monolithic_qasm3(module), qpu_programs(module), schedule_json(module)};
}

Result<Circuit> parse(const std::string& name, const std::string& text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(sources.add(name, text), sources, diagnostics);
  if (!circuit) return Error{ExitCode::bad_input, diagnostics.render(false), ""};
  return circuit;
}

struct Count {
  int mutants = 0;
  int rejected = 0;
  int same = 0;     ///< proved, and the same by simulation
  int rightly = 0;  ///< rejected, and different by simulation
};

class Bench {
 public:
  Bench(std::string name, Circuit source, Module module)
      : name_(std::move(name)),
        source_(std::move(source)),
        module_(std::move(module)),
        texts_(texts_of(module_)) {}

  /// The unbroken program must be proved and the same by simulation.
  bool sound() {
    const auto report = prove(texts_);
    for (const auto& d : report.differences) fmt::print("{}: not proved: {}\n", name_, told(d));
    if (!report.proved) fmt::print("{}: {}\n", name_, report.trouble);
    const Verdict verdict = judge(texts_);
    if (verdict != Verdict::same) fmt::print("{}: simulation says {}\n", name_, word(verdict));
    return report.proved && verdict == Verdict::same;
  }

  bool run(std::map<std::string, Count>& counts) {
    bool good = true;
    for_each_program_mutant(
        module_, [&](const std::string& construct, const std::string& what, const Module& mutant) {
          good &= survives_rightly(what, texts_of(mutant), true, counts[all_files + construct]);
        });
    good &= move_resets(counts[all_files + "reset before a move"]);
    Rng rng(7, name_);
    for_each_text_mutant(texts_.monolithic, rng, [&](const std::string& what, const std::string& text) {
      Texts mutant = texts_;
      mutant.monolithic = text;
      good &= survives_rightly("monolithic.qasm " + what, mutant, true, counts["monolithic.qasm alone"]);
    });
    for (std::size_t i = 0; i < texts_.qpus.size(); ++i)
      for_each_text_mutant(texts_.qpus[i], rng, [&](const std::string& what, const std::string& text) {
        Texts mutant = texts_;
        mutant.qpus[i] = text;
        const std::string name = fmt::format("qpu{}.qasm {}", i, what);
        good &= survives_rightly(name, mutant, false, counts["one QPU's program alone"]);
      });
    return good & lie_about_fidelity(counts);
  }

 private:
  /// Every number about the worth of an e-bit is another one.
  bool lie_about_fidelity(std::map<std::string, Count>& counts) {
    bool good = true;
    const std::string& text = texts_.schedule;
    for (const std::string key : {"fidelity", "raw_pairs", "rounds", "min_fidelity"})
      // A link that makes no e-bit may say of itself what it likes.
      for (std::size_t at = key == "min_fidelity" ? 0 : text.find("\"ebits\"");
           (at = text.find("\"" + key + "\": ", at)) != std::string::npos; ++at) {
        const std::size_t value = at + key.size() + 4;
        const std::size_t end = text.find_first_of(",}\n", value);
        Texts mutant = texts_;
        mutant.schedule = text.substr(0, value) + (key == "rounds" ? "7" : "0.99999") + text.substr(end);
        good &= survives_rightly(fmt::format("{} at {}", key, at), mutant, false, counts["worth of e-bits"]);
      }
    return good;
  }

  verify::VerifyReport prove(const Texts& t) const {
    const auto schedule = emitted::read_schedule(t.schedule);
    return schedule ? verify::verify({source_, t.monolithic, t.qpus, *schedule}) : verify::VerifyReport();
  }

  Verdict judge(const Texts& t) const {
    const auto program = parse("monolithic.qasm", t.monolithic);
    const auto schedule = emitted::read_schedule(t.schedule);
    if (!program || !schedule) return Verdict::differs;
    std::vector<verify::Difference> differences;
    const verify::Layout layout = verify::read_layout(*program, source_, *schedule, differences);
    if (!differences.empty()) return Verdict::differs;
    return simulate({source_, *program, layout.source_bits, layout.initial, layout.final}, 11);
  }

  static const char* word(Verdict v) {
    return v == Verdict::same ? "the same" : v == Verdict::differs ? "it differs" : "it is too large";
  }

  /// `may_survive`: if the simulation agrees.
  bool survives_rightly(const std::string& what, const Texts& mutant, bool may_survive, Count& count) {
    ++count.mutants;
    if (!prove(mutant).proved) {
      if (may_survive) count.rightly += judge(mutant) == Verdict::differs;
      return ++count.rejected, true;
    }
    const Verdict verdict = may_survive ? judge(mutant) : Verdict::differs;
    if (verdict == Verdict::same) return ++count.same, true;
    fmt::print("{}: {}: proved, but simulation says {}\n", name_, what, word(verdict));
    return false;
  }

  /// Leaves out the k-th reset before a swap, in the monolithic text and in the QPU's.
  bool move_resets(Count& count) {
    bool good = true;
    std::vector<std::size_t> seen(texts_.qpus.size(), 0);
    for (std::size_t at = 0; (at = texts_.monolithic.find("\nswap ", at)) != std::string::npos; ++at) {
      Texts mutant = texts_;
      const std::size_t qpu = static_cast<std::size_t>(texts_.monolithic[at + 7] - '0');
      std::string& text = mutant.qpus[qpu];
      std::size_t there = 0;
      for (std::size_t k = 0; k <= seen[qpu]; ++k) there = text.find("\nswap ", there) + 1;
      ++seen[qpu];
      erase_line_before(text, there - 1);
      erase_line_before(mutant.monolithic, at);
      good &= survives_rightly(fmt::format("reset before move {}", count.mutants), mutant, true, count);
    }
    return good;
  }

  static void erase_line_before(std::string& text, std::size_t newline) {
    const std::size_t start = text.rfind('\n', newline - 1);
    text.erase(start, newline - start);
  }

  std::string name_;
  Circuit source_;
  Module module_;
  Texts texts_;
};

/// Two pairs of qubits that work together for a while, and then with each other's partners for longer.
std::string moving_partners() {
  std::string gates;
  for (int round = 0; round < 6; ++round)
    for (const int first : {0, 1}) {
      const int a = round < 2 ? 2 * first : first;
      const int b = round < 2 ? a + 1 : a + 2;
      gates += fmt::format("cp(0.3) q[{0}],q[{1}]; ry(0.4) q[{0}]; ry(0.5) q[{1}]; ", a, b);
    }
  return gates;
}

/// Small enough to simulate on all branches, with every kind of process and of classical control.
struct Sample {
  const char* name;
  const char* network;
  std::string gates;  ///< on q[0] .. q[3], c[0], c[1]
  const char* pipeline = "default<O1>";
  double fidelity = 1;      ///< of links
  double min_fidelity = 0;  ///< asked of e-bits
};

/// Leaves flips where they stand, and homes where the first partition puts them.
constexpr const char* as_written =
    "inline-gates,decompose,static-partition,insert-processes,route-ebits,schedule";

const Sample samples[] = {
    {"one packet", "complete:2,data=3,comm=2",
     "h q[0]; h q[2]; cp(0.3) q[0],q[3]; cp(0.5) q[0],q[2]; h q[0];"},
    {"line", "line:3,data=2,comm=2",
     "ry(0.4) q[0]; ry(0.7) q[3]; cp(0.3) q[0],q[3]; cp(0.7) q[1],q[2]; h q[3]; cx q[3],q[1]; u(0.3,0.2,0.1) "
     "q[2];"},
    {"moves", "complete:2,data=3,comm=2", moving_partners()},
    {"flips", "complete:2,data=3,comm=2",
     "h q[0]; h q[3]; cp(0.3) q[0],q[3]; x q[0]; cp(0.4) q[0],q[2]; x q[0]; cp(0.5) q[0],q[3]; h q[0]; "
     "cp(0.2) q[0],q[1];"},
    {"classical control", "complete:2,data=3,comm=2",
     "h q[0]; cx q[0],q[3]; measure q[0]->c[0]; if(c==1) ry(0.3) q[3]; h q[3]; measure q[3]->c[1]; if(c==3) "
     "x q[1]; if(c==2) rz(0.3) q[2];"},
    {"measured twice", "complete:2,data=3,comm=2",
     "h q[0]; measure q[0]->c[0]; reset q[0]; h q[0]; if(c==1) cp(0.4) q[0],q[3]; measure q[0]->c[0]; "
     "if(c==1) h q[2];"},
    {"flips of copies", "complete:2,data=2,comm=2",
     "h q[0]; h q[2]; h q[3]; cp(0.3) q[0],q[2]; x q[0]; cp(0.4) q[0],q[3]; cp(0.9) q[2],q[3]; h q[0]; "
     "cp(0.7) q[0],q[1]; h q[1]; cp(0.5) q[0],q[1]; h q[2]; cp(0.5) q[2],q[3];",
     as_written},
    {"swapped e-bits", "line:4,data=1,comm=2",
     "h q[0]; h q[1]; h q[2]; cp(0.3) q[0],q[1]; cp(0.2) q[1],q[2]; h q[1]; cp(0.4) q[0],q[2]; h q[0];",
     as_written},
    {"folded phases", "complete:2,data=3,comm=2",
     "h q[0]; h q[3]; cx q[0],q[3]; rz(0.3) q[3]; cx q[0],q[3]; h q[3]; cx q[1],q[3]; ry(0.2) q[3]; cx "
     "q[1],q[3]; "
     "swap q[1],q[2]; cx q[0],q[1]; t q[1]; cx q[0],q[1];"},
    {"purified", "line:3,data=2,comm=5",
     "h q[0]; h q[1]; h q[2]; cp(0.3) q[0],q[1]; cp(0.2) q[1],q[2]; h q[1]; cp(0.4) q[0],q[2]; h q[0]; "
     "cp(0.1) "
     "q[0],q[3];",
     "default<O1>", 0.95, 0.94},
    {"embedding", "complete:2,data=2,comm=2",
     "cx q[3],q[1]; cx q[0],q[3]; cx q[2],q[0]; cx q[2],q[1]; cp(0.3) q[0],q[1]; cx q[0],q[2]; cp(0.3) "
     "q[2],q[0];",
     "inline-gates,decompose,static-partition,insert-processes<embed=true>,route-ebits,schedule"},
    {"star", "star:3,data=2,comm=2",
     "h q[0]; cp(0.2) q[0],q[1]; cp(0.3) q[0],q[2]; cp(0.4) q[0],q[3]; h q[0]; cx q[2],q[3];"},
};

Result<Module> compile(const Circuit& source, const Sample& sample) {
  Module module;
  module.circuit = source;
  auto network = read_network(sample.network);
  if (!network) return network.error();
  module.network = *std::move(network);
  resolve_defaults(*module.network, source.num_qubits());
  for (Link& link : module.network->links) link.fidelity = sample.fidelity;
  module.network->demand.min_fidelity = sample.min_fidelity;
  if (Status met = withhold_for_purification(*module.network, std::array{LinkMetric::ebits}); !met)
    return met.error();
  const auto pipeline = parse_pipeline(sample.pipeline);
  if (!pipeline) return pipeline.error();
  PassContext context;
  if (Status done = run_pipeline(*pipeline, module, context, RunOptions()); !done) return done.error();
  return module;
}

class Suite {
 public:
  void add(const std::string& name, const Circuit& source, const Sample& sample) {
    auto module = compile(source, sample);
    if (!module) {
      fmt::print("{}: {}\n", name, module.error().message);
      good_ = false;
      return;
    }
    Bench bench(name, source, *std::move(module));
    good_ = bench.sound() && bench.run(counts_) && good_;
  }

  bool finish() const {
    int mutants = 0;
    for (const auto& [kind, count] : counts_) {
      fmt::print("{:38} {:6} mutants, {:6} rejected ({:6} differ by simulation), {:4} proved and the same\n",
                 kind, count.mutants, count.rejected, count.rightly, count.same);
      mutants += count.mutants;
    }
    bool enough = mutants >= wanted_mutants;
    if (!enough) fmt::print("only {} mutants\n", mutants);
    for (const std::string& construct : constructs()) {
      const auto found = counts_.find(all_files + construct);
      const int rejected = found == counts_.end() ? 0 : found->second.rejected;
      if (rejected >= wanted_of_each_construct) continue;
      fmt::print("only {} rejected mutants of: {}\n", rejected, construct);
      enough = false;
    }
    fmt::print("{} mutants\n", mutants);
    return good_ && enough;
  }

 private:
  std::map<std::string, Count> counts_;
  bool good_ = true;
};

/// Seven gates, some under conditions on bits that two measurements write.
Circuit random_source(Rng& rng) {
  RandomOptions options;
  options.gates = 7;
  options.kinds = {GateKind::h, GateKind::cp, GateKind::cx, GateKind::ry, GateKind::x, GateKind::rzz};
  options.one_in_conditional = 4;
  const Circuit gates = random_circuit(rng, options);
  Circuit c = gates.without_gates();
  for (std::size_t i = 0; i < gates.num_gates(); ++i) {
    const Gate& g = gates.gates()[i];
    if (i == 2 || i == 4)
      c.add_gate(GateKind::measure, {QubitId(static_cast<std::int32_t>(rng.below(4)))}, {},
                 static_cast<std::int32_t>(rng.below(3)));
    c.add_gate(g.kind, gates.qubits(g), gates.params(g), g.detail, g.condition);
  }
  return c;
}

int run(int random_rounds) {
  Suite suite;
  for (const Sample& s : samples) {
    const std::string text =
        std::string("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[4];\ncreg c[2];\n") + s.gates;
    const auto source = parse(s.name, text);
    if (!source) return fmt::print("{}\n", source.error().message), 1;
    suite.add(s.name, *source, s);
  }
  Rng rng(5, "mutation");
  for (int round = 0; round < random_rounds; ++round)
    suite.add(fmt::format("random {}", round), random_source(rng),
              {"random", round % 2 == 0 ? "line:3,data=2,comm=2" : "complete:2,data=3,comm=1", ""});
  return suite.finish() ? 0 : 1;
}

}  // namespace
}  // namespace dqc::test

/// The number of random circuits may be given, for longer searches by hand.
int main(int argc, char** argv) { return dqc::test::run(argc > 1 ? std::atoi(argv[1]) : 6); }
