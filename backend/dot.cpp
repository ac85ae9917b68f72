#include "backend/dot.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "backend/usage.h"

namespace dqc {

std::string network_dot(const Module& module) {
  const Network& network = *module.network;
  const QubitUsage usage = qubit_usage(*module.program, network.size());
  std::vector<std::int64_t> load(network.links.size(), 0);
  for (const Ebit& e : module.program->ebits)
    if (e.parts.empty()) ++load[network.link_between(e.qpus[0], e.qpus[1]).index()];
  const std::int64_t most = load.empty() ? 0 : std::max<std::int64_t>(1, *std::ranges::max_element(load));
  std::string out = "graph network {\n  node [shape=box];\n";
  auto to = std::back_inserter(out);
  for (std::size_t i = 0; i < network.size(); ++i)
    fmt::format_to(to, "  qpu{} [label=\"QPU {}\\ndata {} of {}\\ncomm {} of {}\"];\n", i, i,
                   usage.peak_data[i], network.qpus[i].data, usage.peak_comm[i], network.qpus[i].comm);
  for (std::size_t l = 0; l < network.links.size(); ++l)
    fmt::format_to(to, "  qpu{} -- qpu{} [label=\"{}\", penwidth={}, color=\"{}\"];\n",
                   network.links[l].a.value(), network.links[l].b.value(), load[l], 1 + 6 * load[l] / most,
                   load[l] == 0 ? "gray" : "black");
  return out + "}\n";
}

}  // namespace dqc
