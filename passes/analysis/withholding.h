// Communication qubits that are kept from the search for the purification of e-bits: how many rounds an e-bit
// needs follows from its path, which the search does not know yet.
#pragma once

#include <span>

#include "passes/analysis/link_weights.h"
#include "passes/ir/network.h"
#include "passes/support/result.h"

namespace dqc {

/// Links of the shortest path by `metric` that has the most of them.
/// Cost: that of NetworkDistances, and QPUs times links.
int most_links(const Network& network, LinkMetric metric);

/// Sets Qpu::withheld, and takes it from Qpu::comm, for the rounds that a path of most_links() by any of the
/// `metrics` needs of each link, on the network as it then is. Precondition: resolve_defaults, none is
/// withheld. Errors: infeasible for a fidelity that cannot be reached, memory that does not suffice for it,
/// or a Network::demand.max_age that no link can meet; each with what would be feasible.
Status withhold_for_purification(Network& network, std::span<const LinkMetric> metrics);

/// After the rounds are known: all communication qubits may be used by all.
void give_back_withheld(Network& network);

}  // namespace dqc
