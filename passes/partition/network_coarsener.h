// Coarser networks: QPUs merged along links, level by level, so that a circuit is first partitioned over few
// large QPUs, whose homes are then spread over the QPUs inside them (multilevel partitioning, Karypis and
// Kumar 1998, over the network instead of the graph; for distributed circuits Burt et al., 2025).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "passes/ir/module.h"
#include "passes/partition/partition_state.h"

namespace dqc {

struct CoarseNetwork {
  Network network;
  std::vector<QpuId> merged_into;  ///< by QPU of the finer network
};

/// Merges QPUs along matchings of links, as often as it takes for about `factor` QPUs to become one. A merged
/// QPU has the data and communication qubits of its parts. Cost: QPUs times links.
CoarseNetwork coarsen_network(const Network& network, int factor);

/// The placement on the finer network that `state`, a partition over `coarse`, becomes when every stay of a
/// qubit at a merged QPU goes to one of its parts: in order of arrival to the part with a free data qubit
/// that is closest to the qubit's partners. Data memory that suffices at the merged QPUs suffices at the
/// parts. Cost: gates times the parts of a merged QPU.
Placement spread(const PartitionState& state, const CoarseNetwork& coarse, const Network& fine,
                 const NetworkDistances& fine_distances);

/// A starting placement for `module` out of a series of coarser networks: METIS over the coarsest, `refine`d
/// and spread level by level. Cost beside `refine`: that of metis_homes() on the coarsest network and of
/// spread() on every level.
Placement coarsened_placement(const Module& module, const Segments& segments,
                              const NetworkDistances& distances, int factor, std::uint64_t seed,
                              const std::function<void(PartitionState&)>& refine);

}  // namespace dqc
