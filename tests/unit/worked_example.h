// The worked example of the output format as a scheduled Module: five qubits on three QPUs in a line, one
// packet over a tree of two e-bits and one teleport over a swapped e-bit.
#pragma once

#include <utility>

#include "tests/unit/program_builder.h"

namespace dqc::test {

inline void add_worked_instructions(ProgramBuilder& b) {
  using K = InstructionKind;
  const auto outcome = [&](int id, PhysicalQubit q) { b.add(K::outcome, q).outcome = OutcomeId(id); };
  b.gate(GateKind::h, data(0, 0));
  b.gate(GateKind::ry, data(0, 1)).params[0] = 0.3;
  b.gate(GateKind::rx, data(1, 0)).params[0] = 0.5;
  b.gate(GateKind::ry, data(1, 1)).params[0] = 0.7;
  b.gate(GateKind::rx, data(2, 0)).params[0] = 0.9;
  b.add(K::ebit, comm(0, 0), comm(1, 0)).ebit = EbitId(0);
  b.add(K::ebit, comm(1, 1), comm(2, 0)).ebit = EbitId(1);
  b.add(K::parity, data(0, 0), comm(0, 0));
  outcome(0, comm(0, 0));
  b.correct(GateKind::x, OutcomeId(0), comm(1, 0));
  b.add(K::parity, comm(1, 0), comm(1, 1));
  outcome(1, comm(1, 1));
  b.correct(GateKind::x, OutcomeId(1), comm(2, 0));
  b.gate(GateKind::cx, comm(1, 0), data(1, 0));
  b.gate(GateKind::rz, data(0, 0)).params[0] = 0.4;
  b.gate(GateKind::cp, comm(1, 0), data(1, 1)).params[0] = 0.78539816339744830962;
  b.gate(GateKind::cx, comm(2, 0), data(2, 0));
  b.add(K::x_basis, comm(2, 0));
  outcome(2, comm(2, 0));
  b.add(K::x_basis, comm(1, 0));
  outcome(3, comm(1, 0));
  b.correct(GateKind::z, OutcomeId(2), data(0, 0));
  b.correct(GateKind::z, OutcomeId(3), data(0, 0));
  b.gate(GateKind::h, data(0, 0));
  b.add(K::ebit, comm(0, 0), comm(1, 0)).ebit = EbitId(2);
  b.add(K::ebit, comm(1, 1), comm(2, 0)).ebit = EbitId(3);
  b.add(K::parity, comm(1, 0), comm(1, 1));
  outcome(5, comm(1, 1));
  b.add(K::x_basis, comm(1, 0));
  outcome(4, comm(1, 0));
  b.correct(GateKind::x, OutcomeId(5), comm(2, 0));
  b.correct(GateKind::z, OutcomeId(4), comm(2, 0));
  b.add(K::parity, data(0, 1), comm(0, 0));
  outcome(7, comm(0, 0));
  b.add(K::x_basis, data(0, 1));
  outcome(6, data(0, 1));
  b.correct(GateKind::x, OutcomeId(7), comm(2, 0));
  b.correct(GateKind::z, OutcomeId(6), comm(2, 0));
  b.add(K::relocate, comm(2, 0), data(2, 1));
  b.gate(GateKind::cx, data(2, 1), data(2, 0));
  b.gate(GateKind::ry, data(2, 1)).params[0] = 0.6;
  b.gate(GateKind::cz, data(2, 0), data(2, 1));
  b.gate(GateKind::rx, data(2, 0)).params[0] = 0.2;
  b.program().num_outcomes = 8;
}

/// Times of the instructions above, in their order.
inline Schedule worked_schedule() {
  return {{{0, 1},     {0, 1},     {0, 1},     {0, 1},     {0, 1},     {0, 100},   {0, 100},   {100, 110},
           {110, 130}, {135, 136}, {136, 146}, {146, 166}, {171, 172}, {146, 156}, {110, 111}, {156, 166},
           {172, 182}, {182, 183}, {183, 203}, {166, 167}, {167, 187}, {213, 214}, {214, 215}, {215, 216},
           {187, 287}, {203, 303}, {303, 313}, {313, 333}, {313, 314}, {314, 334}, {338, 339}, {339, 340},
           {287, 297}, {297, 317}, {297, 298}, {298, 318}, {340, 341}, {341, 342}, {342, 372}, {372, 382},
           {382, 383}, {383, 393}, {393, 394}},
          394};
}

inline void add_worked_ebits(Program& program) {
  const QpuId qpus[] = {QpuId(0), QpuId(1), QpuId(2)};
  for (EbitPurpose purpose : {EbitPurpose::cat, EbitPurpose::swap})
    for (int i : {0, 1}) {
      Ebit e;
      e.qpus = {qpus[i], qpus[i + 1]};
      e.path = {qpus[i], qpus[i + 1]};
      e.purpose = purpose;
      if (purpose == EbitPurpose::cat) e.packet = PacketId(0);
      if (purpose == EbitPurpose::swap) e.whole = EbitId(4);
      program.ebits.push_back(e);
    }
  Ebit whole;
  whole.qpus = {qpus[0], qpus[2]};
  whole.path = {qpus[0], qpus[1], qpus[2]};
  whole.purpose = EbitPurpose::teleport;
  whole.teleport = TeleportId(0);
  whole.parts = {EbitId(2), EbitId(3)};
  whole.outcomes = {OutcomeId(5), OutcomeId(4)};
  program.ebits.push_back(whole);
}

/// Unlike worked_example() routed and with the times of the example.
inline Module scheduled_worked_example() {
  ProgramBuilder b(network_of(3, {{0, 1}, {1, 2}}), 5);
  b.module.stage = Stage::scheduled;
  b.module.network->qpus[0].comm = 1;
  b.module.network->qpus[2].comm = 1;
  add_worked_instructions(b);
  add_worked_ebits(b.program());
  b.program().packets.push_back({QubitId(0),
                                 QpuId(0),
                                 {EbitId(0), EbitId(1)},
                                 {GateId(5), GateId(7), GateId(8)},
                                 {OutcomeId(2), OutcomeId(3)}});
  b.program().teleports.push_back({QubitId(1), data(0, 1), data(2, 1), EbitId(4), OutcomeId(6)});
  b.program().initial_map = {data(0, 0), data(0, 1), data(1, 0), data(1, 1), data(2, 0)};
  b.program().final_map = {data(0, 0), data(2, 1), data(1, 0), data(1, 1), data(2, 0)};
  b.module.schedule = worked_schedule();
  return b.module;
}

}  // namespace dqc::test
