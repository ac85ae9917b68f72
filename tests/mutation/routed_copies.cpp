// Breaks routed copies of circuits, and what samples.json says of them, and asks the prover about each. A
// mutant that it still proves must leave the same state behind by simulation, or the test fails.
#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "backend/copy_programs.h"
#include "frontend/device_reader.h"
#include "frontend/frontend.h"
#include "passes/ir/routing.h"
#include "passes/pass_manager.h"
#include "tests/mutation/branches.h"
#include "tests/mutation/mutants.h"
#include "tools/verify/copies.h"

namespace dqc::test {
namespace {

struct Sample {
  std::string name;
  std::string gates;
};

/// Each on four qubits and two bits; none fits on a tree.
const std::vector<Sample> samples = {
    {"triangle",
     "h q[0]; ry(0.2) q[3]; cx q[0],q[1]; ry(0.3) q[1]; cx q[1],q[2]; cx q[2],q[0]; ry(0.7) q[2];"},
    {"phases",
     "h q[0]; h q[1]; h q[2]; h q[3]; cp(0.1) q[0],q[1]; cp(0.2) q[0],q[2]; cp(0.3) q[0],q[3]; cp(0.4) "
     "q[1],q[2]; cp(0.5) q[1],q[3]; cp(0.6) q[2],q[3]; rx(0.3) q[0];"},
    {"own swaps",
     "ry(0.2) q[0]; cx q[0],q[1]; swap q[1],q[3]; cx q[1],q[2]; cx q[2],q[3]; cx q[0],q[2]; swap q[0],q[2]; "
     "ry(0.4) q[0];"},
    {"classical control",
     "ry(0.3) q[0]; cx q[0],q[1]; cx q[1],q[2]; measure q[1]->c[0]; if(c==1) swap q[0],q[2]; cx q[2],q[0]; "
     "cp(0.3) q[0],q[3]; if(c==1) cx q[3],q[1]; measure q[2]->c[1]; if(c==3) ry(0.2) q[3];"},
    {"ring of five kinds",
     "cx q[0],q[1]; ry(0.3) q[1]; cp(0.3) q[1],q[2]; crx(0.4) q[2],q[3]; rzz(0.5) q[3],q[0]; ch q[0],q[2]; "
     "cy "
     "q[1],q[3];"},
};

Result<Circuit> parse(const std::string& text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(sources.add("c.qasm", text), sources, diagnostics);
  if (!circuit) return Error{ExitCode::bad_input, diagnostics.render(false), ""};
  return circuit;
}

struct Count {
  int mutants = 0;
  int rejected = 0;
  int rightly = 0;  ///< different by simulation
};

class Bench {
 public:
  Bench(std::string name, const Circuit& source, const Module& module)
      : name_(std::move(name)),
        source_(source),
        input_{source, static_cast<int>(module.device->size()), &*module.device, {}},
        text_(copy_programs(module, QubitStyle::device_register)[0]) {
    const std::vector<int>& places = module.copies->layouts[0].qubits;
    const Routing routing = routing_of(module.circuit).value_or(Routing());
    const auto own = places.begin() + static_cast<long>(source.num_qubits());
    input_.layouts.emplace_back(places.begin(), own);
    input_.spares.emplace_back(own, places.end());
    auto& ends = input_.finals.emplace_back();
    for (int end : routing.final_) ends.push_back(places[static_cast<std::size_t>(end)]);
    input_.swaps.push_back(routing.swaps);
  }

  bool sound() {
    const bool good = input_.swaps[0] > 0 && proved(input_, text_) && same(input_, text_);
    if (!good) fmt::print("{}: not routed, not proved or another state\n{}", name_, text_);
    return good;
  }

  bool run(Count& count) {
    bool good = true;
    Rng rng(7, name_);
    for_each_text_mutant(text_, rng, [&](const std::string& what, const std::string& text) {
      auto any_number = input_;
      any_number.swaps.clear();  // else counting alone would reject those that lack a swap
      good &= survives_rightly(what, any_number, text, count);
    });
    return lie(count) && good;
  }

 private:
  static bool proved(const verify::CopiesInput& input, const std::string& text) {
    return verify::check_copy(input, text, 0).empty();
  }

  bool same(const verify::CopiesInput& input, const std::string& text) const {
    const auto parsed = parse(text);
    if (!parsed || parsed->num_bits() != source_.num_bits()) return false;
    Module program;  // a helper's definition in the text is a gate of its own
    program.circuit = *parsed;
    PassContext context;
    if (!run_pipeline(*parse_pipeline("inline-gates"), program, context, {})) return false;
    const auto is_there = [&](int place) {
      return place >= 0 && static_cast<std::size_t>(place) < parsed->num_qubits();
    };
    if (!std::ranges::all_of(input.layouts[0], is_there) || !std::ranges::all_of(input.finals[0], is_there))
      return false;
    std::vector<int> bits(source_.num_bits());
    std::iota(bits.begin(), bits.end(), 0);
    return simulate({source_, program.circuit, bits, input.layouts[0], input.finals[0]}, 11) == Verdict::same;
  }

  bool survives_rightly(const std::string& what, const verify::CopiesInput& input, const std::string& text,
                        Count& count) const {
    const bool is_same = same(input, text);
    ++count.mutants;
    count.rightly += !is_same;
    if (!proved(input, text)) return ++count.rejected, true;
    if (!is_same) fmt::print("{}: {}: proved, but simulation says it differs\n", name_, what);
    return is_same;
  }

  /// Other places at the end, at the start, to pass through, and another number of swaps.
  bool lie(Count& count) const {
    bool good = true;
    const auto try_out = [&](const std::string& what, const verify::CopiesInput& said) {
      good &= survives_rightly(what, said, text_, count);
    };
    for (std::size_t a = 0; a < source_.num_qubits(); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        auto said = input_;
        std::swap(said.finals[0][a], said.finals[0][b]);
        try_out(fmt::format("final {} and {} exchanged", a, b), said);
        auto started = input_;
        std::swap(started.layouts[0][a], started.layouts[0][b]);
        try_out(fmt::format("layout {} and {} exchanged", a, b), started);
      }
    for (std::size_t q = 0; q < source_.num_qubits(); ++q)
      for (int place = 0; place < input_.device_qubits; ++place) {
        auto said = input_;
        if (std::exchange(said.finals[0][q], place) == place) continue;
        if (proved(said, text_)) good = false, fmt::print("{}: final {} at {}: proved\n", name_, q, place);
        ++count.mutants, ++count.rejected, ++count.rightly;
      }
    for (std::int64_t more : {-1, 1}) {
      auto said = input_;
      said.swaps[0] += more;
      if (proved(said, text_)) good = false, fmt::print("{}: {} swaps: proved\n", name_, said.swaps[0]);
    }
    if (auto said = input_; !said.spares[0].empty()) {
      said.spares[0].pop_back();
      if (proved(said, text_)) good = false, fmt::print("{}: without a spare qubit: proved\n", name_);
    }
    return good;
  }

  std::string name_;
  const Circuit& source_;
  verify::CopiesInput input_;
  std::string text_;
};

int run() {
  const auto device = read_device(DQC_SOURCE_DIR "/testdata/devices/lab_7.json");
  if (!device) return fmt::print("{}\n", device.error().message), 1;
  bool good = true;
  Count count;
  for (const Sample& sample : samples) {
    const auto source =
        parse("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[4];\ncreg c[2];\n" + sample.gates);
    if (!source) return fmt::print("{}: {}\n", sample.name, source.error().message), 1;
    Module module;
    module.circuit = *source;
    module.device = *device;
    PassContext context;
    const Status done =
        run_pipeline(*parse_pipeline("inline-gates,route-swaps,symmetric-sample"), module, context, {});
    if (!done) return fmt::print("{}: {}\n", sample.name, done.error().message), 1;
    Bench bench(sample.name, *source, module);
    good = bench.sound() && bench.run(count) && good;
  }
  fmt::print("{} mutants of routed copies, {} rejected, {} differ by simulation\n", count.mutants,
             count.rejected, count.rightly);
  return good && count.rejected >= 200 ? 0 : 1;
}

}  // namespace
}  // namespace dqc::test

int main() { return dqc::test::run(); }
