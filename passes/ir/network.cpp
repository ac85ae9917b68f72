#include "passes/ir/network.h"

#include <algorithm>

namespace dqc {

std::string_view purification_name(Purification purification) {
  return purification == Purification::dejmps ? "dejmps" : "bbpssw";
}

std::optional<Purification> purification_named(std::string_view name) {
  for (const Purification p : {Purification::dejmps, Purification::bbpssw})
    if (name == purification_name(p)) return p;
  return std::nullopt;
}

LinkId Network::link_between(QpuId a, QpuId b) const {
  if (b < a) std::swap(a, b);
  const auto found =
      std::find_if(links.begin(), links.end(), [&](const Link& l) { return l.a == a && l.b == b; });
  return found == links.end() ? LinkId() : LinkId(static_cast<std::size_t>(found - links.begin()));
}

std::vector<std::vector<LinkId>> Network::links_by_qpu() const {
  std::vector<std::vector<LinkId>> by_qpu(qpus.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    by_qpu[links[i].a.index()].emplace_back(i);
    by_qpu[links[i].b.index()].emplace_back(i);
  }
  return by_qpu;
}

bool Network::connected() const {
  if (qpus.empty()) return true;
  const auto by_qpu = links_by_qpu();
  std::vector<char> seen(qpus.size(), 0);
  std::vector<QpuId> stack{QpuId(0)};
  seen[0] = 1;
  std::size_t reached = 1;
  while (!stack.empty()) {
    const QpuId at = stack.back();
    stack.pop_back();
    for (LinkId id : by_qpu[at.index()]) {
      const Link& link = links[id.index()];
      const QpuId next = link.a == at ? link.b : link.a;
      if (seen[next.index()]) continue;
      seen[next.index()] = 1;
      ++reached;
      stack.push_back(next);
    }
  }
  return reached == qpus.size();
}

long Network::total_data() const {
  long total = 0;
  for (const Qpu& q : qpus) total += q.data;
  return total;
}

void resolve_defaults(Network& network, std::size_t num_qubits) {
  if (network.qpus.empty()) return;
  const std::size_t k = network.qpus.size();
  const int data = static_cast<int>((num_qubits + k - 1) / k) + 1;
  for (Qpu& q : network.qpus) {
    if (q.data < 0) q.data = data;
    if (q.comm < 0) q.comm = 4;
  }
}

Network default_network() {
  Network n;
  n.qpus.resize(2);
  n.qpus[1].external_id = 1;
  n.links.push_back({QpuId(0), QpuId(1)});
  return n;
}

}  // namespace dqc
