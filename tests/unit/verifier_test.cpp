// The verifier finds every way of breaking a legal module that is tried here.
#include <doctest/doctest.h>

#include <functional>

#include "passes/ir/verifier.h"
#include "passes/pass_manager.h"
#include "tests/unit/program_builder.h"
#include "tests/unit/random_circuit.h"

using namespace dqc;
using namespace dqc::test;

namespace {

/// A legal module of each stage, over three QPUs on a line, with swaps in it.
Module module_at(Stage stage) {
  constexpr std::string_view steps[] = {
      "", "inline-gates", "decompose", "static-partition", "insert-processes", "route-ebits", "schedule"};
  Module m;
  m.network = network_of(3, {{0, 1}, {1, 2}}, 2, 2);
  m.circuit.add_qubit_register("q", 3);
  m.circuit.add_bit_register("c", 1);
  const std::vector<QubitId> q = {QubitId(0), QubitId(1), QubitId(2)};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      if (i != j)
        m.circuit.add_gate(GateKind::cx, {q[static_cast<std::size_t>(i)], q[static_cast<std::size_t>(j)]});
  m.circuit.add_gate(GateKind::measure, {q[0]}, {}, 0);
  m.circuit.add_gate(GateKind::x, {q[1]}, {}, -1, m.circuit.add_condition({{{0, BitId(), 1}}}));
  PassContext context;
  for (std::size_t s = 1; s <= static_cast<std::size_t>(stage); ++s) {
    REQUIRE(run_pipeline(*parse_pipeline(steps[s]), m, context, {}));
    if (s == static_cast<std::size_t>(Stage::placed)) {  // spread the qubits over the line
      m.placement->initial = m.placement->final_ = {QpuId(0), QpuId(1), QpuId(2)};
      for (std::size_t i = 0; i < m.placement->executor.size(); ++i) {
        const Gate& g = m.circuit.gate(GateId(i));
        m.placement->executor[i] = m.placement->initial[m.circuit.qubit(g, g.num_qubits - 1).index()];
      }
    }
  }
  REQUIRE(verify_stage(m));
  return m;
}

std::string broken(Stage stage, const std::function<void(Module&)>& change) {
  Module m = module_at(stage);
  change(m);
  const Status legal = verify_stage(m);
  if (!legal) CHECK(legal.error().code == ExitCode::internal);
  return legal ? "legal" : legal.error().message;
}

std::size_t find(const Program& p, InstructionKind kind, std::size_t nth = 0) {
  for (std::size_t i = 0; i < p.instructions.size(); ++i)
    if (p.instructions[i].kind == kind && nth-- == 0) return i;
  FAIL("the program lacks such an instruction");
  return 0;
}

}  // namespace

TEST_CASE("modules as the passes leave them are legal") {
  for (int s = 0; s <= static_cast<int>(Stage::scheduled); ++s) module_at(static_cast<Stage>(s));
}

TEST_CASE("members that do not belong to the stage are found") {
  CHECK(broken(Stage::circuit, [](Module& m) { m.program.emplace(); }) ==
        "a module at stage 'circuit' has a program");
  CHECK(broken(Stage::placed, [](Module& m) { m.placement.reset(); }) ==
        "a module at stage 'placed' lacks its placement");
  CHECK(broken(Stage::placed, [](Module& m) { m.network.reset(); }) ==
        "a module at stage 'placed' lacks its network");
  CHECK(broken(Stage::routed, [](Module& m) { m.stage = Stage::scheduled; }) ==
        "a module at stage 'scheduled' lacks its schedule");
}

TEST_CASE("gates that break the stage are found") {
  CHECK(broken(Stage::circuit, [](Module& m) { m.stage = Stage::normalized; }) ==
        "gate 0 is 'cx' in a normalized circuit");
  CHECK(broken(Stage::circuit, [](Module& m) {
          m.circuit.add_gate(GateKind::cx, {QubitId(1), QubitId(1)});
        }) == "gate 8 uses qubit q[1] twice");
  CHECK(broken(Stage::circuit, [](Module& m) { m.circuit.add_gate(GateKind::x, {QubitId(3)}); }) ==
        "gate 8 uses a qubit that does not exist");
  CHECK(broken(Stage::circuit, [](Module& m) { m.circuit.add_gate(GateKind::rz, {QubitId(0)}); }) ==
        "gate 8 ('rz') has 1 qubits and 0 parameters");
  CHECK(broken(Stage::circuit, [](Module& m) { m.circuit.add_gate(GateKind::call, {QubitId(0)}, {}, 0); }) ==
        "gate 8 calls a gate that is not defined");
  CHECK(broken(Stage::circuit, [](Module& m) {
          m.circuit.add_gate(GateKind::measure, {QubitId(0)}, {}, 1);
        }) == "gate 8 measures into a bit that does not exist");
  CHECK(broken(Stage::circuit, [](Module& m) { m.circuit.add_gate(GateKind::x, {QubitId(0)}, {}, -1, 1); }) ==
        "gate 8 has a condition that does not exist");
  CHECK(broken(Stage::circuit, [](Module& m) {
          m.circuit.add_gate(GateKind::rz, {QubitId(0)}, {1.0 / 0.0});
        }) == "gate 8 has a parameter that is not finite");
  CHECK(broken(Stage::inlined, [](Module& m) {
          m.circuit.definitions.push_back({"g", {}, {"a"}, {}, false});
        }) == "gate 'g' is still defined after inlining");
}

TEST_CASE("placements that do not fit are found") {
  CHECK(broken(Stage::placed, [](Module& m) { m.placement->executor.pop_back(); }) ==
        "the placement is not one of this circuit: its sizes differ");
  CHECK(broken(Stage::placed, [](Module& m) { m.placement->executor[0] = QpuId(3); }) ==
        "gate 0 is executed on QPU 3 of 3");
  CHECK(broken(Stage::placed, [](Module& m) { m.network->qpus[1].data = 0; }) ==
        "QPU 1 has 0 data qubits and more initial homes");
  CHECK(broken(Stage::placed, [](Module& m) {
          m.placement->final_ = {QpuId(2), QpuId(2), QpuId(2)};
        }) == "QPU 2 has 2 data qubits and more final homes");
  CHECK(broken(Stage::placed, [](Module& m) { m.network->links[0].b = QpuId(0); }) ==
        "link 0 joins no two QPUs of the network");
}

TEST_CASE("a program whose memory does not hold is found") {
  const auto starts = [](const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
  };
  CHECK(starts(broken(Stage::routed, [](Module& m) { m.network->qpus[1].comm = 1; }),
               "is beyond the capacity of its QPU"));
  CHECK(
      starts(broken(Stage::routed, [](Module& m) { m.program->initial_map[1] = m.program->initial_map[0]; }),
             "two qubits start on d0[0]"));
  CHECK(starts(broken(Stage::routed, [](Module& m) { m.program->final_map[0].index = 1; }),
               "which holds no state"));
  CHECK(starts(broken(Stage::routed, [](Module& m) { m.program->final_map.pop_back(); }),
               "the final map has 2 qubits of 3"));
  for (InstructionKind kind :
       {InstructionKind::ebit, InstructionKind::outcome, InstructionKind::parity, InstructionKind::x_basis}) {
    const std::string dropped = broken(Stage::routed, [&](Module& m) {
      auto& all = m.program->instructions;
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(find(*m.program, kind)));
    });
    CAPTURE(static_cast<int>(kind));
    CHECK(dropped != "legal");
    const std::string doubled = broken(Stage::routed, [&](Module& m) {
      auto& all = m.program->instructions;
      const auto at = static_cast<std::ptrdiff_t>(find(*m.program, kind));
      const Instruction copy = all[static_cast<std::size_t>(at)];
      all.insert(all.begin() + at, copy);
    });
    CHECK(doubled != "legal");
  }
}

TEST_CASE("instructions that are not legal are found") {
  const auto change = [](InstructionKind kind, const std::function<void(Instruction&)>& f) {
    return broken(Stage::routed, [&](Module& m) { f(m.program->instructions[find(*m.program, kind)]); });
  };
  using K = InstructionKind;
  CHECK(change(K::correct, [](Instruction& i) {
          i.gate = GateKind::h;
        }).find("a correction is x or z, not 'h'") != std::string::npos);
  CHECK(change(K::correct, [](Instruction& i) {
          i.outcome = OutcomeId(3);
        }).find("outcome 3 is read before it is measured") != std::string::npos);
  CHECK(change(K::gate, [](Instruction& i) {
          i.gate = GateKind::y;
        }).find("'y' is no gate of a normalized circuit") != std::string::npos);
  CHECK(change(K::gate, [](Instruction& i) { i.condition = 7; }).find("a condition that does not exist") !=
        std::string::npos);
  CHECK(change(K::measure, [](Instruction& i) {
          i.bit = BitId(5);
        }).find("it measures into a bit that does not exist") != std::string::npos);
  CHECK(change(K::ebit, [](Instruction& i) {
          i.q[1].qpu = QpuId(2);
        }).find("e-bit 0 is between other QPUs") != std::string::npos);
  CHECK(change(K::ebit, [](Instruction& i) { i.ebit = EbitId(1); }).find("e-bit 1 where 0 is the next") !=
        std::string::npos);
  CHECK(change(K::parity, [](Instruction& i) { i.q[1] = i.q[0]; }).find("is used twice") !=
        std::string::npos);
  CHECK(broken(Stage::distributed, [](Module& m) {
          m.stage = Stage::routed;
        }).find("spans 2 links after routing") != std::string::npos);
  CHECK(broken(Stage::routed, [](Module& m) { m.network->links.pop_back(); }).find("does not follow links") !=
        std::string::npos);
  CHECK(broken(Stage::routed, [](Module& m) {
          m.program->packets[0].tree[0] = EbitId(99);
        }).find("packet 0 names") != std::string::npos);
  CHECK(broken(Stage::routed, [](Module& m) {
          m.program->ebits.back().parts.pop_back();
        }).find("is neither made nor put together") != std::string::npos);
  CHECK(broken(Stage::routed, [](Module& m) { m.program->num_outcomes += 1; }).find("are measured") !=
        std::string::npos);
}

TEST_CASE("times that cannot be are found") {
  const auto at = [](InstructionKind kind, std::int64_t earlier) {
    return broken(Stage::scheduled, [&](Module& m) {
      Interval& time = m.schedule->times[find(*m.program, kind)];
      time.start -= earlier, time.end -= earlier;
    });
  };
  CHECK(broken(Stage::scheduled, [](Module& m) { m.schedule->times.pop_back(); }).find("times for") !=
        std::string::npos);
  CHECK(broken(Stage::scheduled, [](Module& m) { m.schedule->makespan += 1; }).find("the makespan is") !=
        std::string::npos);
  CHECK(broken(Stage::scheduled, [](Module& m) { m.schedule->times[0].end += 1; }).find("does not last") !=
        std::string::npos);
  CHECK(at(InstructionKind::outcome, 1).find("before its qubit is free") != std::string::npos);
  CHECK(at(InstructionKind::parity, 1).find("before its qubit is free") != std::string::npos);
  CHECK(at(InstructionKind::correct, 1).find("before its message arrives") != std::string::npos);
}

TEST_CASE("links that generate too many e-bits at once are found") {
  Module m;
  m.network = network_of(2, {{0, 1}}, 2, 4);
  m.stage = Stage::placed;
  m.circuit.add_qubit_register("q", 4);
  m.circuit.add_gate(GateKind::cp, {QubitId(0), QubitId(2)}, {1.0});
  m.circuit.add_gate(GateKind::cp, {QubitId(1), QubitId(3)}, {1.0});
  const std::vector<QpuId> homes = {QpuId(0), QpuId(0), QpuId(1), QpuId(1)};
  m.placement = Placement{homes, homes, {QpuId(1), QpuId(1)}};
  PassContext context;
  REQUIRE(run_pipeline(*parse_pipeline("insert-processes,route-ebits,schedule<spare=2>"), m, context, {}));
  m.network->links[0].capacity = 2;
  CHECK(verify_stage(m));
  m.network->links[0].capacity = 1;
  const Status legal = verify_stage(m);
  REQUIRE(!legal);
  CHECK(legal.error().message == "link 0 generates 2 e-bits at time 0, its capacity is 1");
}
