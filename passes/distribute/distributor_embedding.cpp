// The Distributor's embedded segments: their walls are left out, and their cz are cx onto all copies.
#include <algorithm>
#include <array>

#include "passes/distribute/distributor.h"

namespace dqc {

/// Takes `q` with all its holders into the next segment; no wall stands between.
void Distributor::carry_on(QubitId q) {
  Logical& logical = logical_[q.index()];
  logical.segment = SegmentId(logical.segment.value() + 1);
  logical.progress = 0;
  logical.tree_known = false;
  for (Holder& h : logical.holders) h.next_use = next_use_at(logical, h.at.qpu);
}

/// At the wall before an embedded segment, with `q` at home: ends the copies that do not stay. False: none
/// stays, and the segment is a plain one.
bool Distributor::enter_embedded(QubitId q) {
  Logical& logical = logical_[q.index()];
  const SegmentId next(logical.segment.value() + 1);
  for (std::size_t i = logical.holders.size(); i-- > 1;) {
    const Holder& h = logical.holders[i];
    if (!h.at.comm || h.leaving.valid() || !embedding_.stays(logical.segment, h.at.qpu)) end(q, i);
  }
  if (logical.holders.size() == 1) {
    embedding_.drop(next);
    return false;
  }
  carry_on(q);
  return true;
}

void Distributor::leave_embedded(QubitId q) {
  carry_on(q);
  std::vector<QpuId> copies;
  const Logical& logical = logical_[q.index()];
  for (std::size_t i = 1; i < logical.holders.size(); ++i) copies.push_back(logical.holders[i].at.qpu);
  for (QpuId qpu : copies) retire(q, qpu);
  if (logical.holders[0].next_use == never) depart(q);
}

/// A copy of `control` wherever `target` has one; none of `target` is ended by design, but one may have to
/// make room.
bool Distributor::follow(QubitId control, QubitId target) {
  const std::array<QubitId, 2> pinned{control, target};
  const auto missing = [&] {
    for (const Holder& h : logical_[target.index()].holders)
      if (!holder_at(logical_[control.index()], h.at.qpu)) return h.at.qpu;
    return QpuId();
  };
  for (std::size_t tries = 2 * network_.size(); tries > 0; --tries) {
    const QpuId qpu = missing();
    if (!qpu.valid()) return true;
    if (!share(control, qpu, pinned)) return false;
  }
  return false;
}

bool Distributor::emit_embedded(GateId id) {
  const Gate& g = circuit_.gate(id);
  const int t = segments_.of_operand(id, 0) == embedding_.of_gate(id) ? 0 : 1;
  const QubitId target = circuit_.qubit(g, t), control = circuit_.qubit(g, 1 - t);
  if (!follow(control, target)) return false;
  Logical &on = logical_[target.index()], &by = logical_[control.index()];
  bool copied = false;
  for (Holder& h : on.holders) {
    Holder& c = *holder_at(by, h.at.qpu);
    emit_source(id, c.at, h.at);
    program_.instructions.back().gate = GateKind::cx;
    program_.instructions.back().params = {};
    for (auto [holder, home] : {std::pair(&h, &on.holders[0]), std::pair(&c, &by.holders[0])})
      if (holder != home) holder->served = true;
    copied |= &c != &by.holders[0];
  }
  if (on.holders.size() > 1) program_.packets[on.packet.index()].gates.push_back(id);
  if (copied && by.packet.valid()) program_.packets[by.packet.index()].gates.push_back(id);
  std::vector<QpuId> sites;
  for (Logical* q : {&on, &by}) {
    ++q->progress;
    for (Holder& h : q->holders) h.next_use = next_use_at(*q, h.at.qpu);
  }
  for (const Holder& h : by.holders) sites.push_back(h.at.qpu);
  for (QpuId qpu : sites) retire(control, qpu);
  return true;
}

}  // namespace dqc
