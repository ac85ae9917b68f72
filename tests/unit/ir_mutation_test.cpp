// Damaged texts of modules: reading never breaks, and what is accepted as legal is a module whose text
// reads back. Meant to run under the sanitizers of the dev preset as well.
#include <doctest/doctest.h>

#include "frontend/frontend.h"
#include "passes/ir/printer.h"
#include "passes/ir/reader.h"
#include "passes/ir/verifier.h"
#include "passes/pass_manager.h"
#include "tests/unit/random_circuit.h"
#include "tests/unit/random_program.h"

using namespace dqc;
using namespace dqc::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// Drops, doubles or swaps lines, or changes a digit, `count` times.
std::string damaged(std::vector<std::string> lines, Rng& rng, int count) {
  const auto any = [&](std::size_t size) { return rng.below(static_cast<std::uint32_t>(size)); };
  for (int i = 0; i < count && !lines.empty(); ++i) {
    const std::size_t at = any(lines.size());
    switch (any(6)) {
      case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 1: lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[any(lines.size())]); break;
      case 2: std::swap(lines[at], lines[any(lines.size())]); break;
      default:
        for (char& c : lines[at])
          if (c >= '0' && c <= '9' && any(3) == 0) c = static_cast<char>('0' + any(10));
    }
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

enum class Outcome { refused, illegal, legal };

Outcome read(const std::string& text, Module& module) {
  SourceManager sources;
  const FileId file = sources.add("ir.qasm", text);
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(file, sources, diagnostics);
  if (!circuit) return Outcome::refused;
  auto m = read_module(*std::move(circuit));
  if (!m) {
    CHECK(m.error().code == ExitCode::bad_input);
    CHECK(!m.error().message.empty());
    return Outcome::refused;
  }
  module = *std::move(m);
  return verify_stage(module) ? Outcome::legal : Outcome::illegal;
}

}  // namespace

TEST_CASE("damaged texts of modules are refused, illegal, or read back") {
  Rng rng(21);
  std::array<int, 3> seen{};
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Module m;
    m.circuit = random_circuit(rng, {4, 8, all_kinds(), 3, 8});
    m.network = network_of(3, {{0, 1}, {1, 2}}, 3, 3);
    if (seed % 2) m = RandomProgram(network_of(3, {{0, 1}, {1, 2}}, 3, 3), seed).make(15);
    const std::string_view from_circuit[] = {"inline-gates",     "decompose,cancel", "static-partition",
                                             "insert-processes", "route-ebits",      "schedule"};
    for (std::size_t step = seed % 2 ? 4 : 0;; ++step) {
      const std::vector<std::string> lines = lines_of(print_module(m));
      for (int turn = 0; turn < 60; ++turn) {
        const std::string text = damaged(lines, rng, 1 + turn % 4);
        Module read_back, again;
        const Outcome outcome = read(text, read_back);
        ++seen[static_cast<std::size_t>(outcome)];
        if (outcome != Outcome::legal) continue;
        CAPTURE(text);
        CHECK(read(print_module(read_back), again) == Outcome::legal);
        CHECK(again == read_back);
      }
      if (step == std::size(from_circuit)) break;
      PassContext context;
      REQUIRE(run_pipeline(*parse_pipeline(from_circuit[step]), m, context, {}));
    }
  }
  CHECK(seen[0] > 100);
  CHECK(seen[1] > 100);
  CHECK(seen[2] > 100);
}
