#include "passes/ir/routing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "passes/ir/annotation_fields.h"

namespace dqc {
namespace {

std::vector<int> integers(AnnotationFields& f, const char* key) {
  std::vector<int> out;
  for (std::int64_t i : f.integers(key)) {
    out.push_back(static_cast<int>(i));
    if (i < -1 || i != out.back()) f.fail("names a qubit that is not there");
  }
  return out;
}

Routing read(AnnotationFields& f) {
  Routing routing;
  routing.swaps = f.integer("swaps");
  routing.final_ = integers(f, "final");
  routing.places = integers(f, "places");
  return routing;
}

}  // namespace

std::optional<Routing> routing_of(const Circuit& circuit) {
  const auto found = std::ranges::find(circuit.annotations, routing_keyword, &Annotation::keyword);
  if (found == circuit.annotations.end() || !check_routing(circuit, *found)) return std::nullopt;
  AnnotationFields fields(*found);
  return read(fields);
}

void set_routing(Circuit& circuit, const Routing& routing) {
  std::erase_if(circuit.annotations, [](const Annotation& a) { return a.keyword == routing_keyword; });
  const std::string content = fmt::format("swaps={} final={} places={}", routing.swaps,
                                          fmt::join(routing.final_, ","), fmt::join(routing.places, ","));
  circuit.annotations.insert(circuit.annotations.begin(),
                             {Annotation::Target::qubit_register, 0, routing_keyword, content});
}

Status check_routing(const Circuit& circuit, const Annotation& annotation) {
  AnnotationFields f(annotation);
  const Routing routing = read(f);
  const auto size = static_cast<int>(circuit.num_qubits());
  if (annotation.target != Annotation::Target::qubit_register || annotation.index != 0)
    f.fail("stands before the first register of qubits");
  if (routing.swaps < 0) f.fail("swaps is negative");
  const std::set<int> ends(routing.final_.begin(), routing.final_.end());
  if (ends.size() != routing.final_.size() || routing.final_.size() > circuit.num_qubits() ||
      std::ranges::any_of(ends, [&](int end) { return end < 0 || end >= size; }))
    f.fail("final names different qubits of the circuit");
  if (routing.places.size() != circuit.num_qubits()) f.fail("places is one for each qubit of the circuit");
  return f.status();
}

}  // namespace dqc
