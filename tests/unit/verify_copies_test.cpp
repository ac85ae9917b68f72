// The proof of copies on a device: what dqcc writes is proved, and every alteration of it is refused.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "backend/copy_programs.h"
#include "frontend/device_reader.h"
#include "frontend/frontend.h"
#include "passes/pass_manager.h"
#include "tools/verify/copies.h"

using namespace dqc;

namespace {

Circuit source_circuit() {
  SourceManager sources;
  const FileId file =
      sources.add("c.qasm",
                  "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[4];\ncreg c[2];\ncreg d[1];\n"
                  "h q[0];\ncx q[0], q[1];\nrzz(0.5) q[1], q[3];\nmeasure q[3] -> c[1];\n"
                  "if (c == 2) x q[0];\nmeasure q[0] -> d[0];\n");
  DiagnosticEngine diagnostics(sources);
  auto circuit = parse_qasm(file, sources, diagnostics);
  REQUIRE(circuit);
  return *std::move(circuit);
}

struct Case {
  Circuit source = source_circuit();
  Module module;
  Case() {
    module.circuit = source;
    const auto device = read_device(DQC_SOURCE_DIR "/testdata/devices/grid_12.json");
    REQUIRE(device);
    module.device = *device;
    PassContext context;
    REQUIRE(run_pipeline(*parse_pipeline("inline-gates,symmetric-sample<k=2>"), module, context, {}));
  }
  verify::CopiesInput input() const {
    verify::CopiesInput in{source, static_cast<int>(module.device->size()), &*module.device, {}};
    for (const Layout& layout : module.copies->layouts) in.layouts.push_back(layout.qubits);
    return in;
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from << " in " << text);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("copies as written are proved, in both styles") {
  const Case c;
  for (const QubitStyle style : {QubitStyle::hardware, QubitStyle::device_register}) {
    const auto programs = copy_programs(c.module, style);
    REQUIRE(programs.size() == 2);
    for (std::size_t i = 0; i < programs.size(); ++i)
      CHECK(verify::check_copy(c.input(), programs[i], i).empty());
    CHECK(verify::check_combined(c.input(), combined_program(c.module, style)).empty());
    CHECK(!verify::check_copy(c.input(), programs[0], 1).empty());  // another copy's layout
    CHECK(!verify::check_combined(c.input(), programs[0]).empty());
  }
}

TEST_CASE("altered copies are refused") {
  const Case c;
  const auto in = c.input();
  const std::string text = copy_programs(c.module, QubitStyle::device_register)[0];
  const auto q = [&](int qubit) {
    return "q[" + std::to_string(in.layouts[0][static_cast<std::size_t>(qubit)]) + "]";
  };
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"h " + q(0) + ";\n", ""},         {"cx " + q(0) + ", " + q(1), "cx " + q(1) + ", " + q(0)},
      {"cx " + q(0), "cz " + q(0)},      {"rzz(0.5)", "rzz(0.6)"},
      {"rz(t) b", "rz(-t) b"},           {"c[1] = measure", "c[0] = measure"},
      {"if (c == 2)", "if (c == 1)"},    {"x " + q(0) + "; }", "x " + q(1) + "; }"},
      {"bit[2] c", "bit[3] c"},          {"qubit[12] q", "qubit[13] q"},
      {"h " + q(0), "h q[11]"},          {"cx " + q(0) + ", " + q(1), "cx " + q(0) + ", " + q(3)},
      {"OPENQASM 3.0;", "OPENQASM 3.0"},
  };
  for (const auto& [from, to] : changes) {
    CAPTURE(from);
    CAPTURE(to);
    CHECK(!verify::check_copy(in, replaced(text, from, to), 0).empty());
  }
  Case faulty;
  for (Coupler& coupler : faulty.module.device->couplers) coupler.faulty = true;
  const auto found = verify::check_copy(faulty.input(), text, 0);
  REQUIRE(!found.empty());
  CHECK(found[0].find("no working coupler") != std::string::npos);
}

TEST_CASE("a combined program whose copies mix is refused") {
  const Case c;
  const auto in = c.input();
  const std::string text = combined_program(c.module, QubitStyle::hardware);
  CHECK(!verify::check_combined(in, replaced(text, "c_1[1] = measure", "c_0[1] = measure")).empty());
  CHECK(!verify::check_combined(in, replaced(text, "if (c_1 == 2)", "if (c_0 == 2)")).empty());
  const std::string other = "$" + std::to_string(in.layouts[1][0]);
  const std::string own = "h $" + std::to_string(in.layouts[0][0]);
  CHECK(!verify::check_combined(in, replaced(text, own, "h " + other)).empty());
}
