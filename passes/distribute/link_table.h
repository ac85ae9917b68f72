// Which link joins two neighbouring QPUs, without searching all links of the network.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "passes/ir/network.h"

namespace dqc {

class LinkTable {
 public:
  struct Neighbour {
    QpuId qpu;
    LinkId link;
    auto operator<=>(const Neighbour&) const = default;
  };

  /// Cost: links * log(links).
  explicit LinkTable(const Network& network) : neighbours_(network.size()) {
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      const Link& link = network.links[i];
      neighbours_[link.a.index()].push_back({link.b, LinkId(i)});
      neighbours_[link.b.index()].push_back({link.a, LinkId(i)});
    }
    for (auto& list : neighbours_) std::sort(list.begin(), list.end());
  }

  /// By ascending QPU.
  std::span<const Neighbour> of(QpuId qpu) const { return neighbours_[qpu.index()]; }

  /// The link between `a` and `b`, or an invalid id. Cost: logarithmic in the neighbours of `a`.
  LinkId between(QpuId a, QpuId b) const {
    const auto& list = neighbours_[a.index()];
    const auto found = std::lower_bound(list.begin(), list.end(), Neighbour{b, LinkId()});
    return found != list.end() && found->qpu == b ? found->link : LinkId();
  }

 private:
  std::vector<std::vector<Neighbour>> neighbours_;
};

}  // namespace dqc
