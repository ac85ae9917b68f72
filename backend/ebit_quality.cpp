#include "backend/ebit_quality.h"

#include <map>
#include <utility>

namespace dqc {

std::vector<LinkPair> ebit_qualities(const Network& network, const Program& program) {
  std::map<std::pair<QpuId, QpuId>, std::size_t> links;
  for (std::size_t i = 0; i < network.links.size(); ++i)
    links.emplace(std::pair(network.links[i].a, network.links[i].b), i);
  std::map<std::pair<std::size_t, int>, LinkPair> known;  // by link and rounds
  std::vector<LinkPair> qualities(program.ebits.size());
  for (std::size_t e = 0; e < program.ebits.size(); ++e) {
    const Ebit& ebit = program.ebits[e];
    if (!ebit.parts.empty()) continue;
    const std::size_t link = links.at(std::minmax(ebit.qpus[0], ebit.qpus[1]));
    const auto [row, is_new] = known.try_emplace({link, ebit.rounds});
    if (is_new) row->second = link_pair(network.links[link], network.demand.purification, ebit.rounds);
    qualities[e] = row->second;
  }
  for (std::size_t e = 0; e < program.ebits.size(); ++e) {
    if (program.ebits[e].parts.empty()) continue;
    LinkPair whole{{1, 0, 0, 0}, 0};
    for (EbitId part : program.ebits[e].parts) {
      whole.pair = swapped(whole.pair, qualities[part.index()].pair);
      whole.raw_pairs += qualities[part.index()].raw_pairs;
    }
    qualities[e] = whole;
  }
  return qualities;
}

}  // namespace dqc
